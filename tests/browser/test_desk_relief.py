"""From what somebody needs to the hands that take it, at the desk and by keys alone."""

from collections.abc import Iterator
from contextlib import closing

import pytest
from builders import coats
from chain_builders import NORTH, SCHOOL, WEST, Chain, done, graded, now
from desk_catalogue import StagedCity
from desks import Desk
from playwright.sync_api import Page, expect
from relief_desk import button, field, pick, press, tab_to, write
from served import Service

from models.access import Role
from models.identifiers import uuid7


@pytest.fixture
def chain(service: Service) -> Iterator[Chain]:
    """The city's people, who act over HTTP."""
    with closing(StagedCity(service, "zh")) as city:
        yield city.chain


def test_a_need_is_stated_reserved_sent_and_delivered_by_keys_alone(desk: Desk, chain: Chain) -> None:
    north, west = chain.stocked(10, 5000), chain.stocked(4, 2000, station=WEST)
    chain.recipient(name="盈江小学")
    page = desk.sit(Role.FOUNDATION)
    desk.see("/desk/needs")

    _state(page)
    amounts = page.locator("input[data-amount]")
    expect(amounts).to_have_count(2)
    proposed = {field(page, f"预留件数: {lot}, {name}").input_value() for lot, name in _named(north, west)}
    assert sum(int(value or 0) for value in proposed) == 12
    write(field(page, f"预留件数: {north}, 北部整理站"), "9")
    page.keyboard.press("Enter")
    write(field(page, f"预留件数: {west}, 西部整理站"), "")
    page.keyboard.press("Delete")
    expect(button(page, "预留 9 件")).to_be_enabled()
    page.keyboard.press("Enter")
    expect(page.locator("p.note.good")).to_have_text("已预留 9 件")
    assert chain.stock(lot=north)["items"][0]["reserved_pieces"] == 9

    press(button(page, "安排发放"))
    press(button(page, "生成发放单"))
    page.wait_for_url("**/desk/shipments/distributions/*")
    shipment = page.url.rsplit("/", 1)[1]
    press(button(page, "备好货了"))
    expect(page.get_by_text("已备货").first).to_be_visible()
    press(button(page, "发出"))
    press(page.get_by_role("dialog").get_by_role("button", name="发出", exact=True))
    press(button(page, "送达"))
    dialog = page.get_by_role("dialog")
    write(dialog.locator("input[data-amount]"), "8")
    write(dialog.get_by_label("谁签收"), "wang")
    write(dialog.get_by_label("签收单号"), "QS-17")
    write(dialog.get_by_label("受益人数"), "25")
    page.keyboard.press("Enter")
    expect(page.get_by_text("部分已到").first).to_be_visible()

    shown = done(chain.foundation.get(f"/distributions/{shipment}"), 200)
    assert [shown["lines"][0][name] for name in ("sent_pieces", "arrived_pieces")] == [9, 8]
    assert (shown["people_reached"], shown["deliveries"][0]["code"]) == (25, "QS-17")
    assert shown["deliveries"][0]["signed"]
    assert "wang" not in page.content()
    (need,) = done(chain.foundation.get("/needs"), 200)["items"]
    assert (need["lines"][0]["delivered_pieces"], need["urgency"]) == (8, "emergency")
    chain.city.assert_sound()


def _state(page: Page) -> None:
    press(button(page, "登记需求"))
    dialog = page.get_by_role("dialog")
    pick(dialog.get_by_role("combobox", name="受助方"), "盈江小学")
    tab_to(dialog.get_by_role("radio", name="一般"))
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    pick(dialog.get_by_role("combobox", name="品类"), "成人冬装")
    write(dialog.get_by_label("件数", exact=True), "12")
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk/needs/*")


def _named(north: str, west: str) -> list[tuple[str, str]]:
    return [(north, "北部整理站"), (west, "西部整理站")]


def test_a_refusal_stands_at_every_line_it_is_about_and_nothing_is_lost(desk: Desk, chain: Chain) -> None:
    lots = [chain.stocked(5, 2500), chain.stocked(6, 3000)]
    chain.recipient(name="盈江小学")
    need = chain.need({"category": "clothing", "pieces": 20})
    page = desk.sit(Role.FOUNDATION)
    desk.page.route("**/api/v1/events*", lambda route: route.abort())
    desk.forgive("ERR_FAILED")
    desk.forgive("status of 409")
    desk.see(f"/desk/needs/{need}")
    amounts = page.locator("input[data-amount]")
    expect(amounts).to_have_count(2)
    chain.recipient("R-2", 1)
    other = chain.need({"category": "clothing", "pieces": 11}, recipient="R-2")
    for lot, pieces in zip(lots, (5, 5), strict=True):
        chain.allocate(other, lot, pieces)

    button(page, "预留 11 件").click()

    wrong = page.locator("td .wrong")
    expect(wrong.first).to_contain_text("件")
    alert = page.get_by_role("alert")
    for lot in lots:
        expect(alert).to_contain_text(f"批次 {lot}")
    assert chain.stock(lot=lots[1])["items"][0]["reserved_pieces"] == 5


def test_nobody_reserves_what_they_took_in(desk: Desk, chain: Chain) -> None:
    page = desk.sit(Role.ADMIN)
    desk.forgive("status of 403")
    token = page.evaluate("localStorage.getItem('jiujin.desk.token')")
    lot = _accepted_by(chain, token)
    chain.recipient(name="盈江小学")
    need = chain.need({"category": "clothing", "pieces": 3})
    desk.see(f"/desk/needs/{need}")

    button(page, "预留 3 件").click()

    expect(page.get_by_role("alert")).to_contain_text("您自己接收的")
    expect(field(page, f"预留件数: {lot}, 北部整理站")).to_have_value("3")
    assert chain.stock(lot=lot)["items"][0]["reserved_pieces"] == 0


def _accepted_by(chain: Chain, token: str) -> str:
    """Bring a bag that somebody took in at the point to the station, and sort it."""
    from builders import Somebody

    mine = Somebody(chain.city.client, token)
    (point,) = chain.points_of(NORTH, 1)
    (label,) = chain.labels(1)
    gift = {"point": point, "happened_at": now(), "lines": [coats(3, grams=1500)], "bag": label}
    done(mine.put(f"/intakes/{uuid7()}", gift))
    done(mine.put(f"/bags/{label}", {"point": point}))
    chain.receive([label], pickup=chain.run({point: [label]}))
    lot: str = chain.sort([label], [graded(3, 1500)])["outputs"][0]["lot"]
    return lot


def test_each_role_sees_what_it_may_do(desk: Desk, chain: Chain) -> None:
    lot = chain.stocked(5, 2500)
    chain.recipient(name="盈江小学")
    need = chain.need({"category": "clothing", "pieces": 5})
    shipment = chain.distribution(chain.allocate(need, lot, 3)["id"])
    page = desk.sit(Role.STATION_MANAGER, NORTH)
    desk.see(f"/desk/needs/{need}")
    expect(page.locator("main tbody tr").first).to_be_visible()
    for name in ("关闭需求", "放开", "安排发放"):
        expect(button(page, name)).to_have_count(0)
    expect(page.locator("input[data-amount]")).to_have_count(0)
    desk.see(f"/desk/recipients/{SCHOOL}")
    expect(page.get_by_text("R-YN-01").first).to_be_visible()
    expect(button(page, "修改")).to_have_count(0)
    desk.see(f"/desk/shipments/distributions/{shipment}")
    expect(button(page, "发出")).to_be_visible()

    desk.sit(Role.STATION_MANAGER, WEST)
    desk.forgive("status of 404")
    desk.see(f"/desk/shipments/distributions/{shipment}")
    expect(page.get_by_text("这里没有这一页")).to_be_visible()
    desk.see("/desk/shipments/distributions/new")
    expect(page.get_by_role("heading", name="这里没有这一页")).to_be_visible()


def test_a_reservation_is_released_and_a_need_closed(desk: Desk, chain: Chain) -> None:
    lot = chain.stocked(5, 2500)
    chain.recipient(name="盈江小学")
    need = chain.need({"category": "clothing", "pieces": 5})
    chain.allocate(need, lot, 5)
    page = desk.sit(Role.FOUNDATION)
    desk.see(f"/desk/needs/{need}")

    button(page, "放开").click()
    page.get_by_role("dialog").get_by_role("button", name="放开", exact=True).click()
    expect(page.locator("p.note.good")).to_have_text("已放开")
    assert chain.stock(lot=lot)["items"][0]["available_pieces"] == 5
    button(page, "关闭需求").click()
    page.get_by_role("dialog").get_by_role("button", name="关闭需求", exact=True).click()
    expect(page.get_by_text("已关闭").first).to_be_visible()
    expect(page.locator("input[data-amount]")).to_have_count(0)
    assert done(chain.foundation.get(f"/needs/{need}"), 200)["status"] == "closed"
