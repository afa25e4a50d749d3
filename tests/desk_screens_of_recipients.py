"""The desk's screens of recipients."""

from chain_builders import SCHOOL, Chain, done
from desk_catalogue import DeskStage, desk_screen
from desk_screens_of_needs import school
from desk_screens_of_shipments import distribution
from playwright.sync_api import expect


def case(stage: DeskStage) -> str:
    """Register a case."""

    def make(chain: Chain) -> str:
        reference = stage.say("沪救", "HJ") + "-7"
        body = {"kind": "case", "case_reference": reference, "division_code": "310113"}
        done(chain.foundation.put("/recipients/C-7", body), 200)
        return "C-7"

    code: str = stage.city.once("case", make)
    return code


@desk_screen("recipients/none")
def _(stage: DeskStage) -> None:
    stage.foundation("/desk/recipients?q=0-0")
    stage.see("没有这样的受助方", "There is no such recipient")


@desk_screen("recipients/filled")
def _(stage: DeskStage) -> None:
    school(stage)
    case(stage)
    stage.foundation("/desk/recipients")
    stage.page.locator("main tbody tr").nth(1).wait_for()


@desk_screen("recipients/new-wrong")
def _(stage: DeskStage) -> None:
    stage.foundation("/desk/recipients")
    stage.press("登记受助方", "Register a recipient")
    stage.send()
    stage.see("填写单位名称", "Enter the organisation's name")


@desk_screen("recipients/one")
def _(stage: DeskStage) -> None:
    distribution(stage, "delivered", delivered=True)
    stage.foundation(f"/desk/recipients/{SCHOOL}")
    stage.page.locator("main tbody tr").nth(2).wait_for()


@desk_screen("recipients/case")
def _(stage: DeskStage) -> None:
    stage.manager(f"/desk/recipients/{case(stage)}")
    stage.see("还没有发放", "Nothing has been distributed yet")


@desk_screen("recipients/edit-stale")
def _(stage: DeskStage) -> None:
    school(stage)
    stage.foundation(f"/desk/recipients/{SCHOOL}")
    stage.press("修改", "Edit", exact=True)
    dialog = stage.page.get_by_role("dialog")
    dialog.get_by_label(stage.say("名称", "Name"), exact=True).fill(
        stage.say("盈江完小", "Yingjiang Primary")
    )
    words = [stage.say("山区", "hills")]
    name = stage.say("盈江小学", "Yingjiang School")
    stage.city.once("edited", lambda chain: chain.recipient(name=name, earmarks=words))
    stage.send()
    stage.see("别人刚刚改过", "Somebody changed this just now")
    expect(dialog.locator("tbody tr")).to_have_count(2)
