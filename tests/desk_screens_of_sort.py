"""The desk's screens of sorting: the list, the bench, and a run that is finished."""

from benches import rice
from builders import coats
from chain_builders import NORTH, Chain, done, graded
from desk_catalogue import DeskStage, desk_screen
from playwright.sync_api import expect

from models.access import Role


def _bag(chain: Chain) -> str:
    return chain.brought(coats(12, grams=6000))


def _open(chain: Chain) -> str:
    labels = [chain.brought(coats(12, grams=6000)), chain.brought(rice(2, grams=10_000))]
    lines = [graded(6, 3000, wearer="adult", size="L"), graded(2, 900, grade="C")]
    name: str = chain.sort(labels, lines, open=True)["id"]
    return name


def _finished(chain: Chain) -> str:
    label = chain.brought(coats(12, grams=6000))
    run = chain.sort([label], [graded(10, 5000), graded(0, 700, grade="WASTE")], open=True)
    end = {"loss_grams": 300, "loss_reason": "dust"}
    name: str = done(chain.at(NORTH).post(f"/sortings/{run['id']}/finish", end))["id"]
    return name


def _keys(stage: DeskStage, *keys: str) -> None:
    stage.page.locator(".keypad input:focus").wait_for()
    for key in keys:
        stage.page.keyboard.press(key, delay=60)


@desk_screen("sort/empty")
def _(stage: DeskStage) -> None:
    stage.manager("/desk/sort")
    stage.see("还没有分拣", "Nothing was sorted yet")


@desk_screen("sort/start")
def _(stage: DeskStage) -> None:
    label = stage.city.once("bag", _bag)
    stage.city.once("open", _open)
    stage.city.once("finished", _finished)
    stage.manager("/desk/sort")
    stage.rows()
    stage.desk.scan(label)
    stage.see("放上台了", "is on the table")


@desk_screen("sort/everywhere")
def _(stage: DeskStage) -> None:
    stage.city.once("finished", _finished)
    stage.admin("/desk/sort?status=finished")
    stage.rows()


@desk_screen("sort/bench")
def _(stage: DeskStage) -> None:
    run = stage.city.once("open", _open)
    stage.manager(f"/desk/sort/{run}")
    _keys(stage, "1", "4", "b", *"1200", "g")


@desk_screen("sort/wrong")
def _(stage: DeskStage) -> None:
    run = stage.city.once("open", _open)
    stage.manager(f"/desk/sort/{run}")
    _keys(stage, "2", "2", "w", "Enter", "Enter")
    stage.see("说明为什么不能用", "Say why it cannot be given")


@desk_screen("sort/heavier")
def _(stage: DeskStage) -> None:
    run = stage.city.once("open", _open)
    stage.manager(f"/desk/sort/{run}")
    _keys(stage, "1", "2", "a", *"99000", "Enter")
    expect(stage.page.get_by_role("dialog")).to_be_visible()


@desk_screen("sort/finish")
def _(stage: DeskStage) -> None:
    run = stage.city.once("open", _open)
    stage.manager(f"/desk/sort/{run}")
    _keys(stage, "F9")
    expect(stage.page.get_by_role("dialog")).to_be_visible()


@desk_screen("sort/finished")
def _(stage: DeskStage) -> None:
    run = stage.city.once("finished", _finished)
    stage.manager(f"/desk/sort/{run}")
    stage.see("已完成", "Finished")


@desk_screen("sort/correct")
def _(stage: DeskStage) -> None:
    stage.page.get_by_role("button", name=stage.say("更正", "Correct")).first.press("Enter")
    expect(stage.page.get_by_role("dialog")).to_be_visible()


@desk_screen("sort/looked-at")
def _(stage: DeskStage) -> None:
    run = stage.city.once("open", _open)
    stage.sit(Role.FOUNDATION)
    stage.desk.see(f"/desk/sort/{run}")
    stage.rows()
