"""The two benches of a station: hands stay on the scanner and the keyboard, and nothing scanned is lost."""

import time
from collections.abc import Iterator
from typing import Any

import pytest
from benches import chain_at, heard, listen_to, loaded, pointers, receipts_at
from builders import coats
from chain_builders import NORTH, Chain
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
    send = page.get_by_role("button", name="现在送出")
    send.press("Enter")
    expect(page.get_by_text("已收货 5 袋")).to_be_visible(timeout=40_000)
    expect(waiting).to_have_count(0)
    assert answered == [201]
    (got,) = receipts_at(chain)
    assert (got["pickup"], got["expected"], got["arrived"]) == (run, 6, 5)
    assert sorted(label.replace("-", "") for label in got["missing"]) == sorted(labels[4:])
    assert [bag["grams"] for bag in got["bags"] if bag["weighed"]] == [1250]


def test_a_refusal_names_the_bags_and_keeps_the_list(chain: Chain, desk: Desk) -> None:
    """Somebody else received a bag meanwhile, and a large gift takes two people."""
    desk.forgive("status of (404|409|422)")
    (point,) = chain.points_of(NORTH, 1)
    large = chain.bag(point, coats(300, grams=150_000))
    taken, plain = chain.bag(point, coats(2, grams=900)), chain.bag(point, coats(2, grams=900))
    page = _bench(desk)
    for label in (large, taken, plain):
        _scanned(desk, label, "known", "ok", "收到")
    chain.receive([taken])
    page.keyboard.press("F9")
    dialog = page.get_by_role("dialog")
    page.keyboard.press("Enter")
    expect(dialog.get_by_role("alert")).to_contain_text(show_code(taken))
    expect(dialog.get_by_role("heading")).to_contain_text("2 袋")
    page.keyboard.press("Enter")
    expect(dialog.get_by_role("alert")).to_contain_text("两人清点")
    expect(dialog.get_by_label("复核人")).to_be_focused()
    page.keyboard.type("陈静")
    page.keyboard.press("Enter")
    expect(page.get_by_text("已收货 2 袋")).to_be_visible()
    page.get_by_role("link", name="看收货单").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("收货单")
    expect(page.get_by_text("陈静")).to_be_visible()
    row = page.get_by_role("row").filter(has_text=show_code(plain))
    expect(row).to_contain_text("多出")
    assert len(receipts_at(chain)) == 2
