"""Conflicts at the desk: both sides are shown, and settled by keys alone; nothing is written over."""

from collections.abc import Callable, Iterator

import httpx
import pytest
from builders import City
from chain_builders import NORTH, WEST, Chain, done
from desk_screens_of_conflicts import logged_twice, missing_bag, settle, short_transfer
from desks import Desk
from playwright.sync_api import Page, expect
from served import Service

from models.access import Role


@pytest.fixture
def chain(service: Service) -> Iterator[Chain]:
    """People who act at the running service."""
    with httpx.Client(base_url=service.url, timeout=30) as client:
        yield Chain(City(client, service.store, "张伟"))  # type: ignore[arg-type]  # speaks as a TestClient does


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the focus is on what a selector names."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    pytest.fail(f"the focus never came to {selector}")


def test_a_conflict_is_settled_by_keys_in_three_activations(chain: Chain, desk: Desk) -> None:
    conflict = logged_twice(chain)
    intake = done(chain.at(NORTH).get(f"/conflicts/{conflict}"), 200)["subject"]
    page = desk.sit(Role.STATION_MANAGER, NORTH)
    desk.see("/desk/conflicts?status=open")
    expect(page.locator("main tbody tr")).to_have_count(1)

    tab_to(page, "main tbody a")
    page.keyboard.press("Enter")  # 1
    expect(page.locator("h1")).to_have_text("同一编号记了两次")
    expect(page.locator("h1")).to_be_focused()
    sides = page.get_by_role("region", name="两边怎么说")
    expect(sides).to_contain_text("已有的记录")
    goods = sides.get_by_role("row", name="物品")
    for side, pieces in ((0, "3 件"), (1, "5 件")):
        cell = goods.get_by_role("cell").nth(side)
        expect(cell).to_contain_text(pieces)
        expect(cell).to_contain_text("张伟 · 20")
    assert page.get_by_role("button", name="覆盖").count() == 0

    tab_to(page, "main [type=radio]")
    page.keyboard.press("ArrowDown")  # 2: to correct the gift; the other side's pieces stand there
    expect(page.get_by_role("radio", name="更正捐赠记录")).to_be_checked()
    expect(page.get_by_label("件数", exact=False).first).to_have_value("5")
    tab_to(page, "main .reason input")
    page.keyboard.type("问过志愿者")
    page.keyboard.press("Enter")  # 3

    expect(page.locator(".note.good").last).to_contain_text("李梅 在")
    held = done(chain.at(NORTH).get(f"/conflicts/{conflict}"), 200)
    assert (held["status"], held["settled"]["choice"]) == ("settled", "correct_intake")
    assert held["settled"]["reason"] == "问过志愿者"
    gift = done(chain.at(NORTH).get(f"/intakes/{intake}"), 200)
    assert (gift["pieces"], gift["pieces_now"], len(gift["corrections"])) == (3, 5, 1)
    chain.city.assert_sound()


def test_a_shipment_that_came_short_is_adjusted_or_asked_about(chain: Chain, desk: Desk) -> None:
    conflict = short_transfer(chain)
    row = done(chain.at(NORTH).get(f"/conflicts/{conflict}"), 200)["rows"][0]
    page = desk.sit(Role.WAREHOUSE_MANAGER, "W-01")
    desk.see(f"/desk/conflicts/{conflict}")

    page.get_by_role("radio", name="先问一问").check()
    page.get_by_label("要问什么").fill("路上谁点过?")
    page.get_by_role("button", name="记下问题").click()
    expect(page.locator("main")).to_contain_text("问题已记下")
    expect(page.locator("main")).to_contain_text("路上谁点过?")

    page.get_by_role("radio", name="记盘盈盘亏").check()
    expect(page.get_by_label("多少件")).to_have_value("2")
    page.get_by_text("盘盈 (多了)").click()
    page.get_by_role("textbox", name="原因").fill("后来找到了")
    page.get_by_role("button", name="就这样处理").click()

    expect(page.locator("main")).to_contain_text("已处理, 原来的记录都还在")
    assert chain.on_hand(row["field"], "W-01") == 10
    held = done(chain.at(NORTH).get(f"/conflicts/{conflict}"), 200)
    assert [one["reason"] for one in held["asked"]] == ["路上谁点过?"]
    chain.city.assert_sound()


def test_what_somebody_else_settled_meanwhile_shows_and_is_not_settled_again(
    chain: Chain, desks: Callable[..., Desk]
) -> None:
    conflict = missing_bag(chain)
    desk, blind = desks(), desks()
    # This one does not hear what others do.
    blind.context.route("**/api/v1/events*", lambda route: route.abort())
    blind.forgive("ERR_FAILED|status of 409")
    pages = []
    for one in (desk, blind):
        pages.append(one.sit(Role.STATION_MANAGER, NORTH))
        one.see(f"/desk/conflicts/{conflict}")
        pages[-1].get_by_role("radio", name="保留已有的记录").check()
        pages[-1].get_by_role("textbox", name="原因").fill("司机说丢了")

    settle(chain, conflict, "keep_recorded", "路上丢了")

    expect(pages[0].locator("main")).to_contain_text("张伟 在")
    expect(pages[0].get_by_role("radio")).to_have_count(0)
    pages[1].get_by_role("button", name="就这样处理").click()
    expect(pages[1].locator("main")).to_contain_text("你的选择没有记下来")
    expect(pages[1].locator("main")).to_contain_text("路上丢了")
    held = done(chain.at(NORTH).get(f"/conflicts/{conflict}"), 200)
    assert held["settled"]["reason"] == "路上丢了"


def test_who_only_reads_settles_nothing_and_others_see_no_conflict(chain: Chain, desk: Desk) -> None:
    conflict = missing_bag(chain)
    page = desk.sit(Role.AUDITOR)
    desk.see(f"/desk/conflicts/{conflict}")
    expect(page.locator("main")).to_contain_text("由站点、仓库或管理员处理")
    expect(page.get_by_role("radio")).to_have_count(0)

    desk.forgive("status of 404")
    desk.sit(Role.STATION_MANAGER, WEST)
    desk.see(f"/desk/conflicts/{conflict}")
    expect(page.locator("main")).to_contain_text("这里没有这一页")
    desk.see("/desk/conflicts")
    expect(page.locator("main")).to_contain_text("没有冲突")
