"""The desk's screens of the network: the map, points, their import."""

from chain_builders import NORTH, Chain
from desk_catalogue import DeskStage, desk_screen
from places_file import places_file
from playwright.sync_api import expect

from models.access import Role
from models.identifiers import uuid7


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
    expect(stage.page.locator(f"[aria-labelledby=chosen-{point}]")).to_contain_text(
        stage.say("该取货", "Due for a pick-up")
    )


@desk_screen("network/map-coverage")
def _(stage: DeskStage) -> None:
    stage.sit(Role.FOUNDATION)
    stage.desk.see("/desk/map?layers=areas,coverage&measure=share_500m")
    stage.page.locator(".site-mark").first.wait_for()
    stage.see("各区覆盖率", "Coverage by district")


@desk_screen("network/map-closing")
def _(stage: DeskStage) -> None:
    stage.foundation("/desk/map?code=S-01")
    stage.press("停用整理站", "Close the station")
    stage.send()
    stage.see("写明原因", "Write why")


@desk_screen("points/list")
def _(stage: DeskStage) -> None:
    stage.admin("/desk/points?district=310101&status=open")
    stage.rows()


@desk_screen("points/none")
def _(stage: DeskStage) -> None:
    stage.manager("/desk/points?status=closed")
    stage.see("没有符合筛选的接收点", "No point fits the filters")


@desk_screen("points/one")
def _(stage: DeskStage) -> None:
    point = stage.city.once("full", _full)
    stage.admin(f"/desk/points/{point}")
    stage.page.locator(".site-mark").first.wait_for()
    stage.see("满溢度", "Fill level")


@desk_screen("points/pin")
def _(stage: DeskStage) -> None:
    stage.foundation("/desk/points/P-0001")
    stage.press("指定整理站", "Bind to a station")
    expect(stage.page.get_by_role("dialog")).to_be_visible()


@desk_screen("points/new-poster")
def _(stage: DeskStage) -> None:
    stage.foundation("/desk/points/P-0001")
    stage.press("换海报码", "New poster code")
    expect(stage.page.get_by_role("dialog")).to_be_visible()


@desk_screen("points/edit-wrong")
def _(stage: DeskStage) -> None:
    stage.admin("/desk/points/P-0002")
    stage.press("修改", "Edit", exact=True)
    dialog = stage.page.get_by_role("dialog")
    dialog.get_by_label(stage.say("容量", "Room")).fill("x")
    stage.send()
    stage.see("填写数字", "Enter a number")


@desk_screen("points/edit-stale")
def _(stage: DeskStage) -> None:
    stage.admin("/desk/points/P-0003")
    stage.press("修改", "Edit", exact=True)
    dialog = stage.page.get_by_role("dialog")
    dialog.get_by_label(stage.say("电话", "Telephone")).fill("021-1")
    assert stage.city.chain.city.admin().put("/points/P-0003", {"phone": f"021-{uuid7().hex[:6]}"}).is_success
    stage.send()
    stage.see("别人刚刚改过", "Somebody changed this")


@desk_screen("points/import")
def _(stage: DeskStage) -> None:
    stage.admin("/desk/points/import")
    expect(stage.page.locator("input[type=file]")).to_be_visible()


@desk_screen("points/import-columns")
def _(stage: DeskStage) -> None:
    stage.admin("/desk/points/import")
    file = places_file({}, names={"name": "A1", "status": "A2"})
    stage.page.locator("input[type=file]").set_input_files(file)
    stage.see("还没有选", "Not chosen yet")


@desk_screen("points/import-wrong")
def _(stage: DeskStage) -> None:
    stage.admin("/desk/points/import")
    wrong = [{"code": "P-9002", "district": "999999"}, {"code": "P-9003", "capacity_kg": "3x"}]
    stage.page.locator("input[type=file]").set_input_files(places_file({}, *wrong))
    stage.see("要改的和要看的", "To mend and to look at")
