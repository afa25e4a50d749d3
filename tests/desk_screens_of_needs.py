"""The desk's screens of needs: what is asked for, matched to stock, reserved."""

from typing import Any

from chain_builders import WEST, Chain
from desk_catalogue import DeskStage, desk_screen
from playwright.sync_api import expect

FOOD = {"category": "food.rice", "pieces": 6, "grams": 6000, "expires_on": "2029-01-01"}


def school(stage: DeskStage) -> str:
    """Register a school whose name is in the language that is shown."""
    name = stage.say("盈江小学", "Yingjiang School")
    code: str = stage.city.once("school", lambda chain: chain.recipient(name=name))
    return code


def stocked(stage: DeskStage) -> list[str]:
    """Stock coats in two stations and rice in one."""

    def make(chain: Chain) -> list[str]:
        rice = chain.brought(FOOD)
        food = chain.sort([rice], [FOOD | {"grade": "A", "expires_on": "2027-02-01"}])["outputs"][0]["lot"]
        return [chain.stocked(10, 5000), chain.stocked(6, 3000, station=WEST), food]

    lots: list[str] = stage.city.once("stocked", make)
    return lots


def need(stage: DeskStage, name: str, *lines: dict[str, Any], **more: Any) -> str:
    """State a need of the school."""
    school(stage)
    number: str = stage.city.once(name, lambda chain: chain.need(*lines, **more))
    return number


def wanting(stage: DeskStage) -> str:
    """State a need for more than there is."""
    stocked(stage)
    return need(
        stage,
        "wanting",
        {"category": "clothing", "pieces": 20},
        {"category": "food", "pieces": 4},
        {"category": "bedding", "pieces": 5},
        urgency="emergency",
        needed_by="2027-01-15",
    )


def given(stage: DeskStage) -> str:
    """State a need for which something is reserved and something is on its way."""
    number = need(stage, "given", {"category": "clothing.winter.adult", "pieces": 4, "size": "L"})

    def make(chain: Chain) -> None:
        lot = chain.stocked(4, 2000, size="L")
        chain.distribution(chain.allocate(number, lot, 2)["id"])
        chain.allocate(number, lot, 1)

    stage.city.once("given things", make)
    return number


@desk_screen("needs/filled")
def _(stage: DeskStage) -> None:
    wanting(stage)
    given(stage)
    stage.foundation("/desk/needs?status=open")
    stage.page.locator("main tbody tr").nth(1).wait_for()


@desk_screen("needs/none")
def _(stage: DeskStage) -> None:
    stage.foundation("/desk/needs?urgency=high")
    stage.see("没有这样的需求", "There is no such need")


@desk_screen("needs/new-wrong")
def _(stage: DeskStage) -> None:
    school(stage)
    stage.foundation("/desk/needs")
    stage.press("登记需求", "State a need")
    stage.press("再加一行", "Add a line")
    stage.send()
    stage.see("选一个受助方", "Choose a recipient")


@desk_screen("needs/matching")
def _(stage: DeskStage) -> None:
    stage.foundation(f"/desk/needs/{wanting(stage)}")
    stage.page.locator("input[data-amount]").first.wait_for()


@desk_screen("needs/refused")
def _(stage: DeskStage) -> None:
    stage.foundation(f"/desk/needs/{wanting(stage)}")
    amounts = stage.page.locator("input[data-amount]")
    amounts.first.wait_for()
    amounts.first.fill("999")
    stage.see("要在 0 到", "Must be between 0 and")


@desk_screen("needs/given")
def _(stage: DeskStage) -> None:
    stage.foundation(f"/desk/needs/{given(stage)}")
    stage.see("安排发放", "Distribute")
    stage.page.get_by_role("heading", name=stage.say("发放", "Distributions"), exact=True).wait_for()


@desk_screen("needs/distribute")
def _(stage: DeskStage) -> None:
    stage.foundation(f"/desk/needs/{given(stage)}")
    stage.press("安排发放", "Distribute")
    expect(stage.page.get_by_role("dialog").locator("tbody tr")).to_have_count(1)


@desk_screen("needs/release")
def _(stage: DeskStage) -> None:
    stage.foundation(f"/desk/needs/{given(stage)}")
    stage.press("放开", "Release")
    expect(stage.page.get_by_role("dialog")).to_be_visible()


@desk_screen("needs/close-stale")
def _(stage: DeskStage) -> None:
    number = need(stage, "stale", {"category": "clothing.winter.adult", "pieces": 3})
    lot = stage.city.once("stale lot", lambda chain: chain.stocked(3, 1500))
    stage.foundation(f"/desk/needs/{number}")
    stage.press("关闭需求", "Close the need")
    dialog = stage.page.get_by_role("dialog")
    stage.city.once("stale reserved", lambda chain: chain.allocate(number, lot, 1))
    dialog.get_by_role("button", name=stage.say("关闭需求", "Close the need")).click()
    stage.see("别人刚刚改过", "Somebody changed this just now")


@desk_screen("needs/read-only")
def _(stage: DeskStage) -> None:
    number = given(stage)
    stage.manager(f"/desk/needs/{number}")
    stage.rows()
