"""Shipping at the desk: many scans, what fails is named and nothing is lost; received with differences."""

from collections.abc import Iterator
from contextlib import closing

import pytest
from builders import coats
from chain_builders import NORTH, STORE, WEST, Chain, done, now
from desk_catalogue import StagedCity
from desks import Desk
from playwright.sync_api import Page, expect
from relief_desk import button, pick, press, tab_to
from served import Service

from models.access import Role
from models.identifiers import uuid7

ROWS = "main tbody tr"
SCAN_BOX = "扫批次码或袋签"


@pytest.fixture
def chain(service: Service) -> Iterator[Chain]:
    """The city's people, who act over HTTP."""
    with closing(StagedCity(service, "zh")) as city:
        yield city.chain


def _begin(desk: Desk) -> Page:
    page = desk.sit(Role.STATION_MANAGER, NORTH)
    desk.see("/desk/shipments/transfers/new")
    pick(page.get_by_role("combobox", name="到", exact=True), "救灾物资仓库")
    press(button(page, "开始扫码"))
    expect(page.get_by_label(SCAN_BOX)).to_be_focused()
    return page


def test_many_scans_make_a_transfer_and_each_that_fails_is_named(desk: Desk, chain: Chain) -> None:
    lots = [chain.stocked(n, n * 500) for n in (4, 6, 3)]
    elsewhere = chain.stocked(5, 2500, station=WEST)
    promised = chain.stocked(2, 1000)
    hold = {"place": NORTH, "lines": [{"lot": promised, "pieces": 2}], "reason": "wet"}
    done(chain.at(NORTH).put(f"/holds/{uuid7()}", hold))
    closed = chain.brought()
    desk.forgive("status of 4(04|22)")
    page = _begin(desk)

    # One after the other, as fast as the scanner types: answers come later.
    for code in (lots[0], lots[1], closed, lots[0], elsewhere, lots[2], promised, "L-987654-3"):
        desk.scan(code)

    expect(page.locator(ROWS)).to_have_count(3)
    expect(page.get_by_text("没加上的 4 个")).to_be_visible()
    failures = page.get_by_role("listitem")
    for words, count in (("袋子没拆, 先分拣", 1), ("都已预留", 1), ("没有这个编号, 或货不在这里", 2)):
        expect(failures.filter(has_text=words)).to_have_count(count)
    expect(page.get_by_text("已扫 3")).to_be_visible()

    button(page, "撤销上一个").click()
    expect(page.locator(ROWS)).to_have_count(2)
    expect(page.get_by_text(f"已撤销 {lots[2]}")).to_be_visible()
    page.reload()
    expect(page.locator(ROWS)).to_have_count(2)
    amount = page.get_by_label(f"{lots[1]} 的件数")
    tab_to(amount)
    page.keyboard.press("Control+a")
    page.keyboard.press("5")
    button(page, "生成调拨单").click()
    page.wait_for_url(lambda url: "/transfers/" in url and not url.endswith("/new"))

    shipment = done(chain.at(NORTH).get(f"/transfers/{page.url.rsplit('/', 1)[1]}"), 200)
    assert {line["lot"]: line["pieces"] for line in shipment["lines"]} == {lots[0]: 4, lots[1]: 5}
    desk.see("/desk/shipments/transfers/new")
    expect(page.locator(ROWS)).to_have_count(0)


def test_a_list_that_is_refused_keeps_all_that_was_scanned(desk: Desk, chain: Chain) -> None:
    lots = [chain.stocked(n, n * 500) for n in (4, 6)]
    desk.forgive("status of 409")
    page = _begin(desk)
    for code in lots:
        desk.scan(code)
    expect(page.locator(ROWS)).to_have_count(2)
    taken = {"place": NORTH, "lines": [{"lot": lots[1], "pieces": 3}], "reason": "wet"}
    done(chain.at(NORTH).put(f"/holds/{uuid7()}", taken))

    button(page, "生成调拨单").click()

    wrong = page.locator("td .wrong")
    expect(wrong).to_have_count(1)
    expect(page.locator(ROWS).filter(has=wrong)).to_contain_text(lots[1])
    page.get_by_label(f"{lots[1]} 的件数").fill("3")
    button(page, "生成调拨单").click()
    page.wait_for_url(lambda url: not url.endswith("/new"))
    shipment = done(chain.at(NORTH).get(f"/transfers/{page.url.rsplit('/', 1)[1]}"), 200)
    assert {line["pieces"] for line in shipment["lines"]} == {3, 4}


def test_a_transfer_is_sent_in_part_and_received_with_a_difference(desk: Desk, chain: Chain) -> None:
    # A scanner's codes have six characters or more: the first nine lots are too short.
    (point,) = chain.points_of(NORTH, 1)
    for _ in range(9):
        chain.give(point, coats(1, grams=400))
    lots = [chain.stocked(n, n * 500) for n in (8, 5)]
    number = str(uuid7())
    lines = [{"lot": lot, "pieces": n} for lot, n in zip(lots, (8, 5), strict=True)]
    done(chain.at(NORTH).put(f"/transfers/{number}", {"from": NORTH, "to": STORE, "lines": lines}))
    page = desk.sit(Role.STATION_MANAGER, NORTH)
    desk.see(f"/desk/shipments/transfers/{number}")
    expect(button(page, "收货")).to_have_count(0)

    button(page, "发出").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label(f"{lots[1]} 的件数").fill("")
    dialog.get_by_role("button", name="发出", exact=True).click()
    expect(page.get_by_text("部分已发").first).to_be_visible()
    button(page, "发出").click()
    expect(dialog.locator("tbody tr")).to_have_count(1)
    dialog.get_by_role("button", name="发出", exact=True).click()
    expect(page.get_by_text("在途").first).to_be_visible()

    desk.sit(Role.WAREHOUSE_MANAGER, STORE)
    desk.see(f"/desk/shipments/transfers/{number}")
    expect(button(page, "取消")).to_have_count(0)
    button(page, "收货").click()
    expect(dialog.locator("tbody tr")).to_have_count(2)
    desk.scan(lots[0])
    expect(dialog.get_by_label(f"{lots[0]} 的件数")).to_be_focused()
    page.keyboard.type("6", delay=60)
    expect(dialog.locator("tbody tr").first).to_contain_text("−2")
    dialog.get_by_role("checkbox").check()
    dialog.get_by_role("button", name="收货", exact=True).click()
    expect(page.get_by_text("已完成").first).to_be_visible()

    shown = done(chain.at(STORE).get(f"/transfers/{number}"), 200)["lines"]
    assert [(line["arrived_pieces"], line["lost_pieces"]) for line in shown] == [(6, 2), (5, 0)]
    chain.city.assert_sound()


def test_what_was_delivered_comes_back(desk: Desk, chain: Chain) -> None:
    shipment, lot, need = chain.sent(10)
    chain.deliver(shipment, {"lot": lot, "pieces": 7})
    page = desk.sit(Role.STATION_MANAGER, NORTH)
    desk.see(f"/desk/shipments/distributions/{shipment}")

    button(page, "退回").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label(f"{lot} 的件数").fill("4")
    dialog.get_by_role("radio", name="货不对").check(force=True)
    dialog.get_by_role("button", name="退回", exact=True).click()
    expect(page.locator("p.note.good")).to_have_text("已登记退回")

    shown = done(chain.foundation.get(f"/distributions/{shipment}"), 200)["lines"][0]
    assert (shown["returned_pieces"], shown["arrived_pieces"]) == (4, 6)
    asked = done(chain.foundation.get(f"/needs/{need}"), 200)["lines"][0]
    assert asked["open_pieces"] == 4


def test_the_load_list_is_printed_with_places_for_signatures(desk: Desk, chain: Chain) -> None:
    lot = chain.stocked(4, 2000)
    number = str(uuid7())
    body = {"from": NORTH, "to": STORE, "lines": [{"lot": lot, "pieces": 4}], "due_by": now()}
    done(chain.at(NORTH).put(f"/transfers/{number}", body))
    page = desk.sit(Role.STATION_MANAGER, NORTH)
    desk.see(f"/desk/shipments/transfers/{number}")
    expect(page.get_by_text("发货人签字")).to_be_hidden()

    with page.expect_download() as download:
        button(page, "装车单 PDF").click()
    assert download.value.path().read_bytes().startswith(b"%PDF")
    page.emulate_media(media="print")

    for words in ("发货人签字", "承运人签字", "收货人签字"):
        expect(page.get_by_text(words)).to_be_visible()
    expect(page.get_by_role("heading", name="装车单")).to_be_visible()
    expect(page.locator(ROWS)).to_contain_text(lot)
    expect(page.get_by_role("navigation")).to_have_count(0)
