"""The board: what is to be done leads there, and what others do shows by itself."""

from collections.abc import Callable, Iterator

import httpx
import pytest
from builders import City
from chain_builders import NORTH, STORE, WEST, Chain
from desk_screens_of_board import busy
from desks import Desk
from playwright.sync_api import Locator, Page, expect
from served import Service

from models.access import Role


@pytest.fixture
def chain(service: Service) -> Iterator[Chain]:
    """People who act at the running service."""
    with httpx.Client(base_url=service.url, timeout=30) as client:
        yield Chain(City(client, service.store, "张伟"))  # type: ignore[arg-type]  # speaks as a TestClient does


def figure(page: Page, name: str) -> Locator:
    """Return the value of a figure of the board."""
    return page.locator(".figure", has=page.get_by_text(name, exact=True)).locator(".value")


def test_a_task_of_the_board_leads_to_the_page_where_it_is_done(chain: Chain, desk: Desk) -> None:
    busy(chain)
    tasks = chain.at(NORTH).get("/board").json()["tasks"]
    page = desk.sit(Role.STATION_MANAGER, NORTH)
    shown = page.locator("main ol > li")
    expect(shown).to_have_count(len(tasks))
    for n, task in enumerate(tasks):
        expect(shown.nth(n)).to_contain_text(str(n + 1))
        assert task["urgency"] >= tasks[min(n + 1, len(tasks) - 1)]["urgency"]

    scarce = [task["kind"] for task in tasks].index("low_stock")
    shown.nth(scarce).get_by_role("link").focus()
    page.keyboard.press("Enter")

    expect(page).to_have_url(f"{desk.url}{tasks[scarce]['path']}")
    expect(page.locator("h1")).to_have_text("库存")


def test_what_one_desk_does_shows_on_the_board_of_another(chain: Chain, desks: Callable[..., Desk]) -> None:
    lot = chain.stocked(10, 5000)
    here, there = desks(), desks()
    board = there.sit(Role.FOUNDATION, name="王芳")
    expect(figure(board, "可用库存")).to_have_text("10 件")
    expect(board.locator(".live")).not_to_have_class("off")
    board.evaluate("window.stays = true")

    page = here.sit(Role.STATION_MANAGER, NORTH)
    here.see("/desk/stock")
    page.get_by_role("button", name="盘盈盘亏").first.click()
    page.get_by_label("件数", exact=True).fill("3")
    page.get_by_label("原因").fill("虫蛀")
    page.get_by_role("dialog").locator("button[type=submit]").click()
    expect(page.get_by_role("status").first).to_have_text("已记账")

    expect(figure(board, "可用库存")).to_have_text("7 件")
    expect(board.locator("main")).to_contain_text("李梅 记了盘盈盘亏")
    assert board.evaluate("window.stays")
    assert chain.on_hand(lot, NORTH) == 7


def test_the_board_of_another_place_is_as_if_there_were_none(chain: Chain, desk: Desk) -> None:
    chain.stocked(station=WEST)
    desk.forgive("status of 4(04|22)")
    page = desk.sit(Role.STATION_MANAGER, NORTH)

    said = []
    for address in (f"/desk?place={WEST}", "/desk?place=S-99", "/desk/system"):
        desk.see(address)
        expect(page.locator("h1")).to_have_text("这里没有这一页")
        said.append(page.locator("main").inner_text())
    assert len(set(said)) == 1


def test_who_sees_the_whole_network_picks_a_place(chain: Chain, desk: Desk) -> None:
    chain.stocked(10, 5000)
    page = desk.sit(Role.FOUNDATION)
    expect(page.locator("h1")).to_have_text("看板 · 整个网络")
    picker = page.get_by_role("combobox", name="地点")

    picker.fill(STORE)
    picker.press("Enter")

    expect(page).to_have_url(f"{desk.url}/desk?place={STORE}")
    expect(figure(page, "可用库存")).to_have_text("0 件")
    picker.fill("整个")
    picker.press("Enter")
    expect(figure(page, "可用库存")).to_have_text("10 件")


def test_without_the_service_the_board_says_of_when_its_figures_are(
    chain: Chain, service: Service, desk: Desk
) -> None:
    chain.stocked(10, 5000)
    desk.forgive("ERR_|Failed to load|status of 5")
    page = desk.sit(Role.STATION_MANAGER, NORTH)
    expect(figure(page, "可用库存")).to_have_text("10 件")

    service.stop()
    stale = page.get_by_text("没有连上服务")
    expect(stale).to_contain_text("的数据")
    expect(figure(page, "可用库存")).to_have_text("10 件")
    service.start()

    expect(stale).to_have_count(0, timeout=20_000)


def test_a_card_that_fails_takes_no_other_with_it(chain: Chain, desk: Desk) -> None:
    chain.stocked(10, 5000)
    desk.forgive("ERR_FAILED")
    desk.context.route("**/api/v1/setup", lambda route: route.abort())
    page = desk.sit(Role.ADMIN)
    lost = page.get_by_role("alert")
    expect(lost).to_contain_text("没有连上服务")
    expect(figure(page, "可用库存")).to_have_text("10 件")

    desk.context.unroute("**/api/v1/setup")
    lost.get_by_role("button", name="再试一次").click()

    expect(page.get_by_role("heading", name="开始使用前")).to_be_visible()
    expect(lost).to_have_count(0)
