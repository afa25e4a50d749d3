"""The desk's screens of people and keys, and of taking up an invitation."""

from chain_builders import NORTH, Chain, done
from desk_catalogue import DeskStage, desk_screen
from playwright.sync_api import expect

from models.access import Role
from models.identifiers import uuid7


def _invited(chain: Chain, role: str, place: str | None, name: str) -> str:
    """Return the secret of an invitation."""
    body = {"role": role, "place": place, "name": name}
    secret: str = done(chain.city.admin().put(f"/invitations/{uuid7()}", body), 200)["code"]
    return secret


def _invitation(stage: DeskStage, role: str = "station_manager", place: str | None = NORTH) -> str:
    name = stage.say("王芳", "Wang Fang")
    secret: str = stage.city.once(f"invited {role}", lambda chain: _invited(chain, role, place, name))
    return secret


@desk_screen("people/manager-without-invitations")
def _(stage: DeskStage) -> None:
    stage.manager("/desk/people")
    stage.see("还没有邀请", "There are no invitations yet")


@desk_screen("people/filled")
def _(stage: DeskStage) -> None:
    _invitation(stage)
    stage.admin("/desk/people")
    expect(stage.page.locator("main tbody")).to_have_count(2)
    stage.page.locator("main summary").click()
    # What lies half behind the header counts as too small.
    stage.page.evaluate("scrollTo(0, 0)")


@desk_screen("people/invite-wrong")
def _(stage: DeskStage) -> None:
    stage.admin("/desk/people")
    stage.press("邀请一个人", "Invite somebody")
    stage.send()
    stage.see("选一个地点", "Choose a place")


@desk_screen("people/invited")
def _(stage: DeskStage) -> None:
    stage.admin("/desk/people")
    stage.press("邀请一个人", "Invite somebody")
    dialog = stage.page.get_by_role("dialog")
    dialog.get_by_text(stage.say("审计", "Auditor"), exact=True).click()
    dialog.get_by_label(stage.say("名字", "Name")).fill(stage.say("王芳", "Wang Fang"))
    stage.send()
    stage.see("邀请好了", "The invitation is ready")


@desk_screen("people/key")
def _(stage: DeskStage) -> None:
    stage.admin("/desk/people")
    stage.press("直接发钥匙", "Issue a key")
    dialog = stage.page.get_by_role("dialog")
    dialog.get_by_text(stage.say("基金会", "Foundation"), exact=True).click()
    dialog.get_by_label(stage.say("名字", "Name")).fill(stage.say("王芳", "Wang Fang"))
    stage.send()
    stage.see("钥匙好了", "The key is ready")


@desk_screen("people/revoke")
def _(stage: DeskStage) -> None:
    stage.admin("/desk/people")
    stage.press("停用", "Revoke", first=True)
    expect(stage.page.get_by_role("dialog")).to_be_visible()


@desk_screen("people/auditor")
def _(stage: DeskStage) -> None:
    _invitation(stage)
    stage.sit(Role.AUDITOR)
    stage.desk.see("/desk/people")
    expect(stage.page.locator("main tbody")).to_have_count(2)


@desk_screen("people/join")
def _(stage: DeskStage) -> None:
    secret = _invitation(stage)
    _arrive(stage, secret)
    stage.see("邀请您做站长", "You are invited: Station manager")


@desk_screen("people/join-nameless")
def _(stage: DeskStage) -> None:
    secret = _invitation(stage, "auditor", None)
    _arrive(stage, secret)
    stage.see("邀请您做审计", "You are invited: Auditor")
    stage.page.locator("main input").last.fill("")
    stage.page.locator("main button[type=submit]").click()
    stage.see("写上您的名字", "Enter your name")


@desk_screen("people/join-used")
def _(stage: DeskStage) -> None:
    _arrive(stage, "i_wrong")
    stage.see("这份邀请已用过", "This invitation was used")


@desk_screen("people/join-phone")
def _(stage: DeskStage) -> None:
    _arrive(stage, _invitation(stage, "driver", NORTH))
    stage.see("这是手机上用的邀请", "This invitation is for a phone")


def _arrive(stage: DeskStage, secret: str) -> None:
    """Open an invitation's link; from another page, for the same one would not be read anew."""
    stage.page.goto("about:blank")
    stage.desk.see(f"/desk/join#{secret}")
