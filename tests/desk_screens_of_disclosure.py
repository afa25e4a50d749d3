"""The desk's screens of what is published."""

from typing import Any

from builders import coats, quilts
from chain_builders import Chain, done
from desk_catalogue import DeskStage, desk_screen
from papers_builders import FLOOD, Papers, ago, today
from playwright.sync_api import expect

from models.access import Role
from models.identifiers import uuid7


def _filed(chain: Chain, reason: str) -> dict[str, Any]:
    """Publish what was given, correct it, and let one more phone come late."""
    papers = Papers(chain)
    papers.project()
    papers.give(4)
    made = papers.publish()
    papers.give(3)
    done(chain.foundation.post(f"/disclosures/{made['id']}/versions", {"id": str(uuid7()), "reason": reason}))
    chain.give("P-0001", quilts(2), happened_at=ago(2))
    return made


def _city(stage: DeskStage) -> dict[str, Any]:
    reason = stage.say("一部手机晚到", "A phone came late")
    made: dict[str, Any] = stage.city.once("filed", lambda chain: _filed(chain, reason))
    return made


def _draft(stage: DeskStage) -> str:
    papers = Papers(stage.city.chain)
    return f"/desk/disclosure/new?duty=emergency&project={FLOOD}&first={papers.first}&last={papers.first}"


def _broken(chain: Chain) -> None:
    label = chain.bag("P-0001", coats(4, grams=2000))
    chain.receive([{"label": label, "damaged": True}], pickup=chain.run({"P-0001": [label]}))


@desk_screen("disclosure/empty")
def _(stage: DeskStage) -> None:
    stage.foundation("/desk/disclosure")
    stage.see("还没有公布过", "Nothing has been published yet")
    stage.see("还没有项目", "There is no project yet")


@desk_screen("disclosure/project-wrong")
def _(stage: DeskStage) -> None:
    stage.foundation("/desk/disclosure")
    stage.press("新项目", "New project")
    stage.send()
    expect(stage.page.get_by_role("dialog").locator("[aria-invalid=true]")).to_have_count(3)


@desk_screen("disclosure/duties")
def _(stage: DeskStage) -> None:
    _city(stage)
    stage.foundation("/desk/disclosure")
    stage.see("逾期", "overdue")
    stage.see("应急募捐", "Emergency fundraising")


@desk_screen("disclosure/annual")
def _(stage: DeskStage) -> None:
    _city(stage)
    stage.foundation("/desk/disclosure?duty=annual")
    stage.see("整个组织", "The whole organisation")


@desk_screen("disclosure/read-only")
def _(stage: DeskStage) -> None:
    _city(stage)
    stage.sit(Role.AUDITOR)
    stage.desk.see("/desk/disclosure")
    stage.see("逾期", "overdue")
    expect(stage.page.get_by_role("button", name=stage.say("新项目", "New project"))).to_have_count(0)


@desk_screen("disclosure/draft-unsigned")
def _(stage: DeskStage) -> None:
    _city(stage)
    stage.foundation(_draft(stage))
    stage.press("公布", "Publish", exact=True)
    stage.see("填写复核人姓名", "Enter the name of the second person")


@desk_screen("disclosure/draft-confirm")
def _(stage: DeskStage) -> None:
    _city(stage)
    stage.foundation(_draft(stage))
    stage.page.get_by_label(stage.say("复核人姓名", "Name of the second person")).fill("7")
    stage.press("公布", "Publish", exact=True)
    expect(stage.page.get_by_role("dialog")).to_be_visible()


@desk_screen("disclosure/draft-not-over")
def _(stage: DeskStage) -> None:
    _city(stage)
    year = today().year
    stage.foundation(f"/desk/disclosure/new?duty=annual&first={year}-01-01&last={year}-12-31")
    stage.see("才结束", "This period ends on")


@desk_screen("disclosure/filed")
def _(stage: DeskStage) -> None:
    made = _city(stage)
    stage.foundation(f"/desk/disclosure/{made['number']}")
    stage.see("处不同", "The ledger differs")
    stage.see("实际到账", "Received")


@desk_screen("disclosure/old-version")
def _(stage: DeskStage) -> None:
    made = _city(stage)
    stage.foundation(f"/desk/disclosure/{made['number']}?version=1")
    stage.see("这是旧版", "This is an older version")
    stage.see("实际到账", "Received")


@desk_screen("disclosure/correct-unreasoned")
def _(stage: DeskStage) -> None:
    made = _city(stage)
    stage.foundation(f"/desk/disclosure/{made['number']}")
    stage.press("发更正版", "Publish a correction")
    stage.send()
    stage.see("填写更正说明", "Enter the reason")


@desk_screen("disclosure/blocked")
def _(stage: DeskStage) -> None:
    _city(stage)
    stage.city.once("broken", _broken)
    stage.foundation(_draft(stage))
    stage.see("现在不能公布", "nothing can be published now")
    stage.see("实际到账", "Received")
