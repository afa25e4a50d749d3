"""The desk's screens of donors' queries."""

from datetime import timedelta
from typing import Any

from chain_builders import Chain, done
from desk_catalogue import DeskStage, desk_screen
from playwright.sync_api import expect

from models.access import Role
from models.clock import utc_now
from models.identifiers import uuid7

#: Of the numbers that nobody has.
PHONE = "13955550001"


def ask(chain: Chain, subject: str, days_ago: float = 0, **more: Any) -> str:
    """Write a query down; return its id."""
    number = str(uuid7())
    received = (utc_now() - timedelta(days=days_ago)).isoformat()
    body = {"kind": "query", "received_at": received, "subject": subject}
    done(chain.foundation.put(f"/inquiries/{number}", body | more))
    return number


def answer(chain: Chain, number: str, summary: str) -> None:
    """Note the answer to a query."""
    told = {"summary": summary, "answered_at": utc_now().isoformat()}
    done(chain.foundation.post(f"/inquiries/{number}/answer", told))


def _some(stage: DeskStage) -> dict[str, str]:
    def make(chain: Chain) -> dict[str, str]:
        where = stage.say("我捐的棉被到哪里去了?", "Where did my quilt go?")
        code = chain.give("P-0001")["tracking_code"]
        contact = {"name": stage.say("王小明", "Ann Lee"), "phone": PHONE, "consent": True}
        late = ask(chain, stage.say("接收点没有开门", "The point was closed"), 40, kind="complaint")
        answered = ask(chain, where, 3)
        answer(chain, answered, stage.say("已电话告知去向", "Told by telephone"))
        asked = ask(chain, where, tracking_code=code, contact=contact)
        unknown = ask(chain, where, 13, tracking_code="CCQ-2TL-DXU0")
        return {"open": asked, "late": late, "answered": answered, "unknown": unknown}

    made: dict[str, str] = stage.city.once("asked", make)
    return made


@desk_screen("inquiries/empty")
def _(stage: DeskStage) -> None:
    stage.foundation("/desk/inquiries")
    stage.see("没有捐赠人查询", "There is no donors’ query")


@desk_screen("inquiries/filled")
def _(stage: DeskStage) -> None:
    _some(stage)
    stage.foundation("/desk/inquiries")
    stage.see("逾期", "overdue")


@desk_screen("inquiries/record-wrong")
def _(stage: DeskStage) -> None:
    stage.foundation("/desk/inquiries")
    stage.press("登记查询", "Record a query")
    dialog = stage.page.get_by_role("dialog")
    dialog.get_by_role("checkbox").check()
    stage.send()
    stage.see("写下捐赠人问了什么", "Write down what the donor asks")


@desk_screen("inquiries/open")
def _(stage: DeskStage) -> None:
    stage.foundation(f"/desk/inquiries/{_some(stage)['open']}")
    stage.see("看来龙去脉", "See where it went")


@desk_screen("inquiries/late-unsaid")
def _(stage: DeskStage) -> None:
    stage.foundation(f"/desk/inquiries/{_some(stage)['late']}")
    stage.press("记下答复", "Note the answer")
    stage.see("写下怎么答复的", "Write down what the donor was told")


@desk_screen("inquiries/unknown-code")
def _(stage: DeskStage) -> None:
    stage.foundation(f"/desk/inquiries/{_some(stage)['unknown']}")
    stage.see("没有找到这个追踪码的捐赠", "No donation has this tracking code")


@desk_screen("inquiries/answered")
def _(stage: DeskStage) -> None:
    stage.sit(Role.AUDITOR)
    stage.desk.see(f"/desk/inquiries/{_some(stage)['answered']}")
    stage.see("按期答复", "Answered in time")


@desk_screen("inquiries/answered-by-another")
def _(stage: DeskStage) -> None:
    asked = ask(stage.city.chain, stage.say("棉被在哪里?", "Where is it?"))
    stage.foundation(f"/desk/inquiries/{asked}")
    said = stage.page.get_by_label(stage.say("怎么答复的", "What the donor was told"))
    said.fill(stage.say("在北部整理站", "At the north station"))
    answer(stage.city.chain, asked, stage.say("已经送达", "It was delivered"))
    stage.see("你的改动没有保存", "your change was not saved")
    expect(stage.page.get_by_role("alert").get_by_role("row")).to_have_count(2)
