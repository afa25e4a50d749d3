"""The desk's screens of pick-ups."""

from builders import coats
from chain_builders import NORTH, Chain, done, now
from desk_catalogue import DeskStage, desk_screen
from playwright.sync_api import expect

from models.access import Role
from models.identifiers import uuid7


def _due(chain: Chain) -> list[str]:
    points = chain.points_of(NORTH, 12)
    for n, point in enumerate(points):
        chain.give(point, coats(80, grams=220_000 + 1000 * n))
    return points


def _run(chain: Chain) -> str:
    run, points = str(uuid7()), chain.points_of(NORTH, 18)[12:]
    label = chain.bag(points[0], coats(6, grams=3000))
    chain.bag(points[1], coats(6, grams=3000))
    done(chain.driver().put(f"/pickups/{run}", {"station": NORTH, "stops": points}))
    made = {"point": points[0], "happened_at": now(), "bags": [label]}
    done(chain.driver().post(f"/pickups/{run}/collect", made))
    failed = {"point": points[2], "happened_at": now(), "cannot": "closed"}
    done(chain.driver().post(f"/pickups/{run}/collect", failed))
    return run


@desk_screen("pickups/empty")
def _(stage: DeskStage) -> None:
    stage.sit(Role.STATION_MANAGER, "S-03")
    stage.desk.see("/desk/pickups")
    stage.see("现在没有该取货的点", "No point is due")


@desk_screen("pickups/due")
def _(stage: DeskStage) -> None:
    stage.city.once("run", _run)
    stage.city.once("due", _due)
    stage.foundation("/desk/pickups")
    stage.page.locator("main table").nth(1).locator("tbody tr").first.wait_for()
    stage.page.locator(".site-mark").first.wait_for()


@desk_screen("pickups/proposal")
def _(stage: DeskStage) -> None:
    stage.city.once("due", _due)
    stage.manager("/desk/pickups")
    stage.press("出方案", "Propose runs")
    stage.page.locator("main select").first.select_option("out")
    stage.see("不在方案里的点", "Points left out")


@desk_screen("pickups/run")
def _(stage: DeskStage) -> None:
    run = stage.city.once("run", _run)
    stage.manager(f"/desk/pickups/{run}")
    stage.page.locator(".site-mark").first.wait_for()
    stage.see("车上的袋", "Bags aboard")


@desk_screen("pickups/collect")
def _(stage: DeskStage) -> None:
    run = stage.city.once("run", _run)
    stage.manager(f"/desk/pickups/{run}")
    stage.press("收下", "Collect", first=True)
    expect(stage.page.get_by_role("dialog").get_by_role("checkbox").first).to_be_visible()


@desk_screen("pickups/could-not")
def _(stage: DeskStage) -> None:
    run = stage.city.once("run", _run)
    stage.manager(f"/desk/pickups/{run}")
    stage.press("收不了", "Could not", first=True)
    stage.see("没人在", "Nobody there")


@desk_screen("pickups/finish")
def _(stage: DeskStage) -> None:
    run = stage.city.once("run", _run)
    stage.manager(f"/desk/pickups/{run}")
    stage.press("收车", "Finish the run")
    expect(stage.page.get_by_role("dialog")).to_be_visible()
