"""The desk's screens of the network: the map, points, their import."""

from chain_builders import NORTH, Chain
from desk_catalogue import DeskStage, desk_screen
from playwright.sync_api import expect

from models.access import Role


def _full(chain: Chain) -> str:
    (point,) = chain.points_of(NORTH, 1)
    body = {"category": "clothing.winter.adult", "pieces": 90, "grams": 250_000}
    chain.give(point, body)
    return point


@desk_screen("network/map")
def _(stage: DeskStage) -> None:
    point = stage.city.once("full", _full)
    stage.manager(f"/desk/map?code={point}")
    stage.page.locator(".site-mark").first.wait_for()
    expect(stage.page.get_by_role("heading", name=point)).to_have_count(0)
    stage.see("该清运", "Due for a pick-up")


@desk_screen("network/map-coverage")
def _(stage: DeskStage) -> None:
    stage.sit(Role.FOUNDATION)
    stage.desk.see("/desk/map?layers=areas,coverage&measure=share_500m")
    stage.page.locator(".site-mark").first.wait_for()
    stage.see("各区覆盖率", "Coverage by district")


@desk_screen("network/map-closing")
def _(stage: DeskStage) -> None:
    stage.foundation("/desk/map?code=S-01")
    stage.page.get_by_role("button", name=stage.say("停用整理站", "Close the station")).click()
    stage.page.get_by_role("dialog").locator("button[type=submit]").click()
    stage.see("写明原因", "Write why")
