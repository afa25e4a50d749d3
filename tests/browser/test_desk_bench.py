"""The two benches of a station: hands stay on the scanner and the keyboard, and nothing scanned is lost."""

import time
from collections.abc import Iterator
from typing import Any

import pytest
from benches import chain_at, heard, listen_to, loaded, pointers, receipts_at, rice
from builders import coats
from chain_builders import NORTH, WEST, Chain, done, graded
from desks import Desk
from playwright.sync_api import Locator, Page, expect
from served import Service

from models.access import Role
from models.identifiers import show_code

FOREIGN, STRAY = "IKEA-8800-17", "ROPE-2291-B"


@pytest.fixture
def chain(service: Service) -> Iterator[Chain]:
    with chain_at(service) as chain:
        yield chain


def _last(page: Page) -> Locator:
    return page.locator(".last")


def _bench(desk: Desk) -> Page:
    """Sit at the bench of a station, in a page that notes tones and pointers."""
    listen_to(desk.page)
    desk.sit(Role.STATION_MANAGER, NORTH)
    desk.see("/desk/receive")
    return desk.page


def _scanned(desk: Desk, code: str, kind: str, tone: str, words: str) -> None:
    """Scan, and see, read and hear what became of it."""
    desk.scan(code)
    last = _last(desk.page)
    expect(last).to_have_attribute("data-kind", kind)
    expect(last).to_contain_text(code if "-" in code else show_code(code))
    expect(last).to_have_attribute("data-tone", tone)
    expect(last).to_contain_text(words)
    assert heard(desk.page) == tone


def test_sixty_scans_without_a_mouse_become_exactly_that_receipt(chain: Chain, desk: Desk) -> None:
    desk.forgive("status of 404")
    run, labels = loaded(chain, 52)
    extra, blank = chain.bag(chain.points_of(NORTH, 1)[0], coats(3, grams=1500)), chain.labels(1)[0]
    before = chain.brought(coats(1, grams=500))
    here, late = labels[:50], labels[50:]
    page = _bench(desk)
    expect(page.get_by_role("radio", checked=True)).to_have_count(1)
    began = time.monotonic()
    for n, label in enumerate(here[:25]):
        _scanned(desk, label, "expected", "ok", "收到")
        if n % 5 == 4:
            _scanned(desk, label, "again", "again", "重复, 未计入")
    page.keyboard.press("F4")
    expect(_last(page)).to_contain_text("记为破损")
    expect(_last(page)).to_have_attribute("data-what", "damaged")
    assert heard(page) == "mind"
    _scanned(desk, extra, "surplus", "mind", "记为多出")
    _scanned(desk, before, "here", "again", "已在本站收过, 未计入")
    _scanned(desk, FOREIGN, "unknown", "wrong", "没有封袋记录")
    page.keyboard.press("F7")
    expect(page.get_by_role("dialog")).to_contain_text(FOREIGN)
    page.keyboard.press("4")
    page.keyboard.press("Enter")
    expect(_last(page)).to_contain_text("新建")
    assert heard(page) == "mind"
    _scanned(desk, STRAY, "unknown", "wrong", "没有封袋记录")
    _scanned(desk, here[0][:11] + ("0" if here[0][11] != "0" else "1"), "misread", "wrong", "再扫一次")
    for label in here[25:]:
        _scanned(desk, label, "expected", "ok", "收到")
    _scanned(desk, blank, "unknown", "wrong", "没有封袋记录")
    _scanned(desk, late[0], "expected", "ok", "收到")
    page.keyboard.press("F2")
    expect(_last(page)).to_contain_text("已撤销")
    assert heard(page) == "again"

    bench = page.get_by_label("收货台", exact=True)
    expect(bench.locator("dl")).to_contain_text("52 / 52")
    page.keyboard.press("F9")
    expect(page.get_by_role("dialog")).to_contain_text("2 袋没到")
    page.keyboard.press("Enter")
    expect(page.get_by_text("已收货 52 袋")).to_be_visible()
    assert time.monotonic() - began < 300
    assert pointers(page) == 0

    got = receipts_at(chain)[0]
    outcomes = {bag["label"].replace("-", ""): bag["outcome"] for bag in got["bags"]}
    expected = dict.fromkeys(here, "arrived") | {here[24]: "damaged", extra: "surplus"}
    expected |= dict.fromkeys(late, "missing")
    assert {label: outcome for label, outcome in outcomes.items() if outcome != "unknown"} == expected
    made = next(bag for bag in got["bags"] if bag["outcome"] == "unknown")
    assert (made["label"].replace("-", ""), made["pieces"]) == (FOREIGN.replace("-", ""), 4)
    assert got["pickup"] == run
    assert got["expected"] == 52
    assert got["arrived"] == 52


def test_a_bag_that_is_scanned_before_its_run_is_known_is_said_when_it_is(chain: Chain, desk: Desk) -> None:
    _, labels = loaded(chain, 2)
    listen_to(desk.page)
    desk.sit(Role.STATION_MANAGER, NORTH)
    runs, bags = desk.hold("**/api/v1/pickups*"), desk.hold("**/api/v1/bags/*")
    desk.see("/desk/receive")
    expect(_last(desk.page)).to_be_visible()
    desk.scan(labels[0])
    expect(desk.page.get_by_label("扫到的", exact=True).locator("li[data-kind]")).to_have_count(1)

    runs()
    last = _last(desk.page)
    expect(last).to_have_attribute("data-kind", "expected")
    expect(last).to_contain_text(show_code(labels[0]))
    assert heard(desk.page) == "ok"
    # What the service says of the bag itself comes after, and is no news.
    with desk.page.expect_response("**/api/v1/bags/*"):
        bags()
    _scanned(desk, labels[1], "expected", "ok", "收到")


def test_a_receipt_outlives_a_reload_an_outage_and_an_answer_that_got_lost(
    service: Service, chain: Chain, desk: Desk
) -> None:
    desk.forgive("ERR_CONNECTION_REFUSED|ERR_INCOMPLETE|ERR_FAILED|ERR_EMPTY|status of (404|503)")
    run, labels = loaded(chain, 6)
    stray = chain.bag(chain.points_of(NORTH, 1)[0], coats(3, grams=1500))
    page = _bench(desk)
    for label in labels[:3]:
        _scanned(desk, label, "expected", "ok", "收到")
    page.keyboard.press("F6")
    page.keyboard.type("1.25", delay=60)
    page.keyboard.press("Enter")
    expect(_last(page)).to_contain_text("重 1.3")
    page.reload()
    numbers = page.get_by_label("收货台", exact=True).locator("dl")
    expect(numbers).to_contain_text("3 / 6")
    expect(page.get_by_label("扫到的", exact=True).locator("li[data-kind]")).to_have_count(3)

    service.stop()
    _scanned(desk, labels[3], "expected", "ok", "收到")
    _scanned(desk, stray, "unchecked", "mind", "连上服务后核对")
    page.keyboard.press("F9")
    page.keyboard.press("Enter")
    waiting = page.get_by_label("还没送出的收货单")
    expect(waiting).to_contain_text("5 袋")
    # The first requests go nowhere; then an answer gets lost, of what the service has recorded.
    answered: list[int] = []
    ways = {"away": True}

    def carry(route: Any) -> None:
        if answered:
            route.continue_()
            return
        if not ways["away"]:
            answered.append(route.fetch().status)
        route.abort()

    page.route("**/receipts/*", carry)
    service.start()
    page.reload()
    expect(waiting).to_contain_text("5 袋")
    ways["away"] = False
    # It goes out from any page of the desk.
    with page.expect_response(lambda answer: "/receipts/" in answer.url, timeout=40_000):
        desk.see("/desk/stock")
    desk.see("/desk/receive")
    expect(page.get_by_role("table", name="收货单").locator("tbody tr")).to_have_count(1)
    expect(waiting).to_have_count(0)
    assert answered == [201]
    (got,) = receipts_at(chain)
    assert (got["pickup"], got["expected"], got["arrived"]) == (run, 6, 5)
    assert sorted(label.replace("-", "") for label in got["missing"]) == sorted(labels[4:])
    assert [bag["grams"] for bag in got["bags"] if bag["weighed"]] == [1250]


def test_a_refusal_names_the_bags_and_keeps_the_list(chain: Chain, desk: Desk) -> None:
    """Somebody else received a bag, a large gift takes two people, one bag was for another station."""
    desk.forgive("status of (404|409|422)")
    (point,) = chain.points_of(NORTH, 1)
    large = chain.bag(point, coats(300, grams=150_000))
    taken, plain = chain.bag(point, coats(2, grams=900)), chain.bag(point, coats(2, grams=900))
    page = _bench(desk)
    for label in (large, taken, plain):
        _scanned(desk, label, "known", "ok", "收到")
    astray = chain.bag(chain.points_of(WEST, 1)[0], coats(2, grams=800))
    _scanned(desk, astray, "elsewhere", "mind", "不是送到本站的袋")
    chain.receive([taken])
    page.keyboard.press("F9")
    dialog = page.get_by_role("dialog")
    page.keyboard.press("Enter")
    expect(dialog.get_by_role("alert")).to_contain_text(show_code(taken))
    expect(dialog.get_by_role("heading")).to_contain_text("3 袋")
    page.keyboard.press("Enter")
    expect(dialog.get_by_role("alert")).to_contain_text("两人清点")
    expect(dialog.get_by_label("复核人")).to_be_focused()
    page.keyboard.type("陈静")
    page.keyboard.press("Enter")
    expect(page.get_by_text("已收货 3 袋")).to_be_visible()
    page.get_by_role("link", name="看收货单").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("收货单")
    expect(page.get_by_text("陈静")).to_be_visible()
    row = page.get_by_role("row").filter(has_text=show_code(plain))
    expect(row).to_contain_text("多出")
    assert len(receipts_at(chain)) == 2


def _press(page: Page, *keys: str) -> None:
    """Press keys as fast as fast fingers do: whatever comes faster is a scanner's."""
    for key in keys:
        page.keyboard.press(key, delay=60)


def _line(page: Page, *keys: str) -> None:
    """Write a line by its keys, and wait until it is written."""
    category = page.get_by_label("品类")
    said = page.get_by_label("记一行", exact=True).get_by_role("status").first
    expect(category).to_be_focused()
    _press(page, *keys)
    expect(said).to_contain_text("记下了")
    expect(category).to_be_focused()


def test_bags_are_sorted_by_keys_alone(chain: Chain, desk: Desk) -> None:
    desk.forgive("status of 404")
    label = chain.brought(coats(10, grams=6000))
    other = chain.brought(rice(2, grams=10_000))
    stray = chain.labels(1)[0]
    listen_to(desk.page)
    desk.sit(Role.STATION_MANAGER, NORTH)
    desk.see("/desk/sort")
    page = desk.page
    desk.scan(label)
    expect(page.get_by_text("放上台了")).to_be_visible()
    assert heard(page) == "ok"
    desk.scan(stray)
    expect(page.get_by_text("没有查到")).to_be_visible()
    assert heard(page) == "wrong"
    page.keyboard.press("F6")
    page.keyboard.type("6.2", delay=60)
    page.keyboard.press("Enter")
    expect(page.get_by_text("称得 6.2")).to_be_visible()
    desk.scan(other)
    expect(page.get_by_label("台上").get_by_role("listitem")).to_have_count(2)
    page.keyboard.press("F9")
    expect(page.get_by_label("品类")).to_be_focused()

    # What is in the bags comes first: the heavier part of the pieces is coats.
    _line(page, "1", "6", "a", *"3600", "g", "Enter")
    _line(page, "1", "2", "b", *"1300", "Enter")
    _line(page, "2", "2", "a", *"10000", "Enter", *"+9m", "Enter")
    # Clothes that are torn have no pieces, but a reason.
    _line(page, "1", "Tab", "r", "d", *"800", "Enter")
    _line(page, "1", "5", "c", *"100", "Enter")
    page.keyboard.press("F2")
    expect(page.get_by_text("撤销了")).to_be_visible()
    # A scan in the middle of a line is not taken for keys.
    page.keyboard.press("1")
    desk.scan(label)
    expect(page.get_by_text("扫到的没有用上")).to_be_visible()
    expect(page.get_by_label("件数", exact=True)).to_have_value("")
    # More than lies on the table is asked about, and both numbers stay.
    _press(page, "1", "1", "b", *"560", "Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("出的比进的重")
    page.keyboard.press("Enter")
    expect(page.get_by_label("克", exact=True)).to_have_value("560")
    expect(page.get_by_label("克", exact=True)).to_be_focused()
    _press(page, "Control+a", *"450", "Enter")
    expect(page.get_by_label("品类")).to_be_focused()
    page.keyboard.press("F9")
    expect(dialog).to_contain_text("还差 50 克")
    page.keyboard.press("3")
    page.keyboard.press("Enter")
    expect(page.get_by_text("已完成")).to_be_visible()
    assert pointers(page) == 0

    (row,) = done(chain.at(NORTH).get("/sortings"), 200)["items"]
    got = done(chain.at(NORTH).get(f"/sortings/{row['id']}"), 200)
    assert (got["grams_in"], got["loss_grams"], got["loss_reason"]) == (16_200, 50, "dust")
    lines = [(line["category"], line["grade"], line["pieces"], line["grams"]) for line in got["outputs"]]
    coat = "clothing.winter.adult"
    assert lines == [
        (coat, "A", 6, 3600),
        (coat, "B", 2, 1300),
        ("food.rice", "A", 2, 10_000),
        (coat, "RECYCLE", 0, 800),
        (coat, "C", 0, 0),
        (coat, "B", 1, 450),
    ]
    assert got["outputs"][2]["expires_on"] is not None
    lot = done(chain.at(NORTH).get("/stock", params={"lot": got["outputs"][0]["lot"]}), 200)["items"][0]
    assert lot["condition"] == "good"
    expect(page.get_by_role("link", name=got["outputs"][0]["lot"])).to_be_visible()


def test_a_sorted_line_whose_answer_got_lost_is_written_once(chain: Chain, desk: Desk) -> None:
    desk.forgive("ERR_CONNECTION_REFUSED|ERR_INCOMPLETE|ERR_FAILED|ERR_EMPTY|status of (404|503)")
    label = chain.brought(coats(10, grams=6000))
    run = chain.sort([label], [], open=True)["id"]
    desk.sit(Role.STATION_MANAGER, NORTH)
    desk.see(f"/desk/sort/{run}")
    page = desk.page
    _line(page, "1", "5", "a", *"3000", "Enter")
    answered: list[int] = []

    def lose(route: Any) -> None:
        if answered:
            route.continue_()
            return
        answered.append(route.fetch().status)
        route.abort()

    page.route("**/lines", lose)
    _press(page, "1", "4", "b", *"2500", "Enter")
    waiting = page.get_by_label("还没送出的行")
    expect(waiting).to_contain_text("2,500")
    page.reload()
    expect(waiting).to_have_count(0, timeout=40_000)
    assert answered == [201]
    got = done(chain.at(NORTH).get(f"/sortings/{run}"), 200)
    assert [line["grams"] for line in got["outputs"]] == [3000, 2500]


def test_whoever_only_looks_sees_a_run_and_no_bench(chain: Chain, desk: Desk) -> None:
    desk.forgive("status of (403|404)")
    label = chain.brought(coats(10, grams=6000))
    run = chain.sort([label], [graded(10, 6000)])["id"]
    desk.sit(Role.AUDITOR)
    desk.see(f"/desk/sort/{run}")
    expect(desk.page.locator("main tbody tr").first).to_be_visible()
    expect(desk.page.get_by_role("button", name="更正")).to_have_count(0)
    assert "没有" in desk.see("/desk/sort").inner_text()
    desk.page.evaluate("localStorage.clear()")
    desk.sit(Role.STATION_MANAGER, WEST)
    desk.see(f"/desk/sort/{run}")
    expect(desk.page.get_by_role("alert")).to_contain_text("没有")
