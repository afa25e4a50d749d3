"""The network from the desk: the map, also without one; points that two edit; files that are imported."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from builders import City, coats
from chain_builders import NORTH, Chain, done
from desks import Desk, watched_desks
from phones import Phone
from places_file import places_file
from playwright.sync_api import Browser, Page, expect
from served import Service

from app.settings import Settings
from models.access import Role

#: Nobody listens there: a tile server that has gone away.
NO_TILES = "http://127.0.0.1:9/{z}/{x}/{y}.png"


@pytest.fixture
def chain(service: Service) -> Iterator[Chain]:
    with httpx.Client(base_url=service.url, timeout=30) as client:
        yield Chain(City(client, service.store))  # type: ignore[arg-type]  # as a TestClient


def _asked(desk: Phone) -> set[str]:
    """Return the hosts that the page asks from now on, as they come."""
    hosts: set[str] = set()
    desk.page.on("request", lambda request: hosts.add(request.url.split("/")[2]))
    return hosts


def test_the_map_is_drawn_of_our_own_layers_and_chosen_from_by_keys(desk: Desk, chain: Chain) -> None:
    (point,) = chain.points_of(NORTH, 1)
    chain.give(point, coats(70, grams=280_000))
    page = desk.sit(Role.STATION_MANAGER, NORTH)
    hosts = _asked(desk)
    desk.see(f"/desk/map?status=open&code={point}")
    page.get_by_role("heading", name="贵州路").or_(page.locator(f"#chosen-{point}")).first.wait_for()
    expect(page.locator(f"[aria-labelledby=chosen-{point}]")).to_contain_text("满了")

    station = page.get_by_role("button", name="北部整理站", exact=True)
    station.focus()
    page.keyboard.press("Enter")

    card = page.locator("[aria-labelledby=chosen-S-01]")
    card.wait_for()
    assert "code=S-01" in page.url
    expect(card.get_by_role("link", name="库存")).to_have_attribute("href", "/desk/stock?place=S-01")
    page.get_by_role("button", name="在地图上看").first.click()
    expect(page.locator("[aria-labelledby^=chosen-P-] h2")).to_be_focused()
    page.get_by_text("位置为规划示意").wait_for()
    assert {host.split(":")[0] for host in hosts} == {"localhost"}


def test_enter_takes_what_is_in_the_middle_of_the_map(desks: Callable[..., Desk]) -> None:
    desk = desks(reduced_motion="reduce")
    page = desk.sit(Role.FOUNDATION)
    desk.see("/desk/map")
    page.get_by_role("button", name="北部整理站", exact=True).wait_for()
    holder = page.get_by_role("application")
    holder.focus()
    for _ in range(6):
        page.keyboard.press("+")
    # It is out of sight by now, and comes to the middle.
    page.get_by_role("button", name="在地图上看 北部整理站").click()
    page.locator("#chosen-S-01").wait_for()
    # Somebody follows a link to a thing elsewhere, then comes back to the map, which is where it was.
    back = "history.pushState(null, '', '/desk/map'); dispatchEvent(new PopStateEvent('popstate'))"
    page.evaluate(back)
    page.locator("#chosen-S-01").wait_for(state="detached")

    holder.focus()
    page.keyboard.press("Enter")

    expect(page.locator("#chosen-S-01")).to_be_focused()


def test_without_the_map_its_lists_say_everything(desk: Desk) -> None:
    page = desk.sit(Role.FOUNDATION)
    desk.forgive("Failed to (load|fetch)|ERR_FAILED")
    page.route("**/assets/leaflet*", lambda route: route.abort())

    desk.see("/desk/map?layers=coverage")

    page.get_by_text("地图没有读到").wait_for()
    page.get_by_role("link", name="贵州路社区捐赠接收点").wait_for()
    page.get_by_role("rowheader", name="浦东新区", exact=True).wait_for()
    page.get_by_role("button", name="在地图上看 北部整理站").click()
    page.get_by_role("button", name="停用整理站").wait_for()


def test_tiles_that_fail_leave_the_layers(
    service: Service, settings: Settings, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    service.stop()
    monkeypatch.setattr(service, "_settings", settings.model_copy(update={"map_tiles": NO_TILES}))
    service.start()
    with watched_desks(browser, service) as desks:
        desk = desks()
        # The browser says of each tile that nobody answers; that the page asks there is what was set.
        desk.forgive("127.0.0.1:9|ERR_CONNECTION|ERR_UNSAFE")
        page = desk.sit(Role.ADMIN)
        desk.see("/desk/map")
        page.get_by_text("底图没有读到, 各图层照常").wait_for()
        expect(page.get_by_role("button", name="北部整理站", exact=True)).to_be_visible()


def test_a_station_is_closed_and_the_page_says_what_moved(desk: Desk, chain: Chain) -> None:
    (point,) = chain.points_of(NORTH, 1)
    chain.give(point, coats(10, grams=5000))
    page = desk.sit(Role.FOUNDATION)
    desk.see("/desk/map?code=S-01")
    page.get_by_role("button", name="停用整理站").click()
    dialog = page.get_by_role("dialog")

    dialog.get_by_role("button", name="停用整理站").click()
    dialog.get_by_text("写明原因").wait_for()
    dialog.get_by_label("原因").fill("水管爆了")
    page.keyboard.press("Enter")

    dialog.get_by_text("已停用, 改派了 1 笔捐赠").wait_for()
    expect(dialog.locator("tbody tr")).to_contain_text("10")
    dialog.get_by_role("button", name="好").click()
    page.get_by_role("button", name="恢复整理站").wait_for()
    assert done(chain.city.public().get("/stations/S-01"), 200)["status"] == "closed"


def _edit(desk: Desk, page: Page, **fields: str) -> Any:
    """Open the form of the first point and fill fields by their labels; return the dialog."""
    desk.see("/desk/points/P-0001")
    page.get_by_role("button", name="修改", exact=True).click()
    dialog = page.get_by_role("dialog")
    for label, value in fields.items():
        dialog.get_by_label(label, exact=True).fill(value)
    return dialog


def test_a_point_that_two_edit_is_seen_live_and_refused_stale_with_both_values(
    desks: Callable[..., Desk], chain: Chain
) -> None:
    anna, bo, looker = desks(), desks(), desks()
    anna.forgive("status of 412")
    first, second = anna.sit(Role.ADMIN, name="安娜"), bo.sit(Role.ADMIN, name="博文")
    third = looker.sit(Role.STATION_MANAGER, "S-04")
    looker.see("/desk/points/P-0001")
    late = _edit(anna, first, 电话="021-11112222", 中文名称="安娜的点")
    early = _edit(bo, second, 电话="021-87654321")

    early.get_by_role("button", name="保存").click()
    second.get_by_text("已保存").wait_for()
    third.get_by_text("021-87654321").wait_for()
    late.get_by_role("button", name="保存").click()

    late.get_by_text("别人刚刚改过, 你的改动没有保存").wait_for()
    late.get_by_text("博文").wait_for()
    phone = late.get_by_role("row").filter(has_text="电话")
    expect(phone).to_contain_text("021-87654321")
    expect(phone).to_contain_text("021-11112222")
    assert done(chain.city.public().get("/points/P-0001"), 200)["phone"] == "021-87654321"
    # Nothing that was typed is lost before somebody decides.
    expect(late.get_by_label("中文名称")).to_have_value("安娜的点")

    late.get_by_role("button", name="读取现在的值").click()
    expect(late.get_by_label("电话")).to_have_value("021-87654321")
    late.get_by_label("中文名称").fill("两个人的点")
    late.get_by_role("button", name="保存").click()

    first.get_by_text("已保存").wait_for()
    point = done(chain.city.public().get("/points/P-0001"), 200)
    assert (point["name"], point["phone"]) == ("两个人的点", "021-87654321")
    third.get_by_role("heading", name="两个人的点").wait_for()


def test_what_does_not_fit_a_point_is_said_at_its_field(desk: Desk) -> None:
    desk.forgive("status of 422")
    page = desk.sit(Role.ADMIN)
    dialog = _edit(desk, page, 开放时间="随时")

    dialog.get_by_role("button", name="保存").click()

    expect(dialog.get_by_label("开放时间")).to_have_attribute("aria-invalid", "true")
    expect(dialog.get_by_label("开放时间")).to_have_value("随时")


def test_a_point_is_bound_to_a_station_and_let_go(desk: Desk, chain: Chain) -> None:
    page = desk.sit(Role.FOUNDATION)
    desk.see("/desk/points/P-0001")
    page.get_by_text("最近的整理站").wait_for()
    page.get_by_role("button", name="指定整理站").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_text("西部整理站").click()
    dialog.get_by_label("原因").fill("修桥")
    page.keyboard.press("Enter")

    page.get_by_text("西部整理站 · 指定整理站").wait_for()
    page.get_by_text("原因: 修桥").wait_for()
    assert done(chain.foundation.get("/points/P-0001/pin"), 200)["station"] == "S-02"
    page.get_by_role("button", name="指定整理站").click()
    dialog.get_by_role("button", name="取消指定").click()
    page.get_by_text("最近的整理站").wait_for()
    assert done(chain.foundation.get("/points/P-0001/pin"), 200)["station"] is None


def test_a_poster_is_printed_and_its_code_renewed(desk: Desk, chain: Chain) -> None:
    page = desk.sit(Role.FOUNDATION)
    before = done(chain.foundation.get("/points/P-0001/poster"), 200)["code"]
    desk.see("/desk/points/P-0001")
    # The browser's own viewer is none of the page's business.
    page.evaluate("window.open = (address) => { window.opened = address; return null; }")
    with page.expect_response("**/posters.pdf?codes=P-0001") as answer:
        page.get_by_role("button", name="海报", exact=True).click()
    assert answer.value.headers["content-type"] == "application/pdf"
    page.wait_for_function("window.opened?.startsWith('blob:')")

    page.get_by_role("button", name="换海报码").click()
    page.get_by_role("dialog").get_by_role("button", name="换海报码").click()

    page.get_by_text("新的海报码").wait_for()
    after = done(chain.foundation.get("/points/P-0001/poster"), 200)["code"]
    assert after != before
    expect(page.get_by_role("status").filter(has_text="新的海报码")).to_contain_text(after)


def test_a_wrong_file_imports_nothing_and_the_mended_one_all_of_it(desk: Desk, chain: Chain) -> None:
    page, public = desk.sit(Role.ADMIN), chain.city.public()
    desk.see("/desk/points/import")
    # The foundation's own words for columns; the state stands in none.
    names = {"name": "中文名称", "code": "地点编号", "status": "随便"}
    rows = [{}, {"code": "P-9002", "district": "999999"}, {"code": "P-9003", "capacity_kg": "三百"}]
    page.locator("input[type=file]").set_input_files(places_file(*rows, names=names))
    page.get_by_text("3 行").wait_for()
    page.get_by_text("还没有选: status").wait_for()
    page.locator("tr", has=page.get_by_text("status", exact=True)).locator("select").select_option("=open")
    page.get_by_role("button", name="看一遍").click()

    wrong = page.get_by_role("region", name="要改的和要看的").locator("tbody tr")
    expect(wrong).to_have_count(2)
    expect(wrong.first).to_contain_text("P-9002")
    expect(wrong.first).to_contain_text("没有这个区")
    expect(wrong.last.locator("th")).to_have_text("4")
    expect(page.get_by_role("button", name="导入 1 行")).to_be_disabled()
    page.get_by_text("2 行要改, 改好以前什么都不导入").wait_for()
    assert public.get("/points/P-9001").status_code == 404

    wrong.first.locator("input").fill("310101")
    wrong.last.locator("input").fill("300")
    page.get_by_role("button", name="改好了, 再看一遍").click()
    page.get_by_role("button", name="导入 3 行").click()

    page.get_by_text("已导入: 新增 3, 修改 0").wait_for()
    codes = ("P-9001", "P-9002", "P-9003")
    assert [public.get(f"/points/{code}").status_code for code in codes] == [200] * 3


def test_a_file_is_not_imported_over_what_changed_since_it_was_looked_through(
    desk: Desk, chain: Chain
) -> None:
    desk.forgive("status of 409")
    page = desk.sit(Role.ADMIN)
    desk.see("/desk/points/import")
    page.locator("input[type=file]").set_input_files(places_file({}))
    load = page.get_by_role("button", name="导入 1 行")
    expect(load).to_be_enabled()
    other = {"csv": places_file({"name": "别人的点"})["buffer"].decode()}
    seen = done(chain.city.admin().post("/imports/points", other), 200)["digest"]
    done(chain.city.admin().post("/imports/points", other | {"apply": True, "expected": seen}), 200)

    load.click()

    page.get_by_text("看过以后网络或文件变了").wait_for()
    assert done(chain.city.public().get("/points/P-9001"), 200)["name"] == "别人的点"
    page.get_by_role("button", name="改好了, 再看一遍").click()
    page.get_by_text("name: 别人的点 → 瑞金二路社区捐赠接收点").wait_for()
    expect(page.get_by_role("alert")).to_have_count(0)
    load.click()
    page.get_by_text("已导入: 新增 0, 修改 1").wait_for()


def test_the_empty_table_has_the_columns_that_the_import_takes(desk: Desk, tmp_path: Path) -> None:
    page = desk.sit(Role.ADMIN)
    desk.see("/desk/points/import")
    # It comes also while a file is looked through, which takes its time.
    let_go = desk.hold("**/api/v1/imports/points")
    page.locator("input[type=file]").set_input_files(places_file({}))
    expect(page.get_by_role("button", name="正在")).to_be_disabled()
    with page.expect_download() as got:
        page.get_by_role("button", name="下载空表").click()
    let_go()
    expect(page.get_by_role("button", name="导入 1 行")).to_be_enabled()

    got.value.save_as(tmp_path / "points.csv")
    assert (tmp_path / "points.csv").read_text("utf-8-sig").startswith("code,kind,name,")


def test_who_may_not_import_or_edit_is_not_offered_it(desk: Desk, chain: Chain) -> None:
    page = desk.sit(Role.STATION_MANAGER, NORTH)
    desk.see("/desk/points")
    page.locator("main tbody tr").first.wait_for()
    expect(page.get_by_role("link", name="导入接收点")).to_have_count(0)
    desk.see("/desk/points/import")
    page.get_by_role("heading", name="这里没有这一页").wait_for()
    desk.see("/desk/points/P-0001")
    page.get_by_role("heading", name="基本情况").wait_for()
    expect(page.get_by_role("button", name="修改")).to_have_count(0)
    expect(page.get_by_role("button", name="指定整理站")).to_have_count(0)
    # What lies at a point is told to the station that it belongs to.
    page.get_by_text("最近的整理站").wait_for()
    expect(page.get_by_role("heading", name="放在这里的袋子")).to_have_count(0)
    (own,) = chain.points_of(NORTH, 1)
    desk.see(f"/desk/points/{own}")
    page.get_by_role("heading", name="放在这里的袋子").wait_for()
