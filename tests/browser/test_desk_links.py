"""Links to reports, and a donor's statement: two clicks each, and nothing told that is not meant to be."""

import re
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import httpx
import pytest
from builders import coats
from chain_builders import NORTH, Chain
from desk_catalogue import StagedCity
from desks import Desk
from playwright.sync_api import expect
from report_builders import pages_of, squeezed
from report_reading import saved
from served import Service

from models.access import Role

NUMBER = "13800001234"


@pytest.fixture
def chain(service: Service) -> Iterator[Chain]:
    """A city in which coats went to a school."""
    with closing(StagedCity(service, "zh")) as city:
        shipment, lot, _ = city.chain.sent(6)
        city.chain.deliver(shipment, {"lot": lot, "pieces": 4}, people_reached=3)
        yield city.chain


def test_a_link_is_made_in_two_clicks_opens_without_a_key_and_ends_when_revoked(
    desk: Desk, chain: Chain
) -> None:
    page = desk.sit(Role.FOUNDATION)
    desk.see("/desk/reports/distribution?from=2026-01-01&by=category")
    expect(page.locator("main [role=img]").locator("svg")).to_be_visible()

    page.get_by_role("button", name="分享链接").click()
    with desk.without_reception():
        page.get_by_role("button", name="生成链接").click()
        expect(page.get_by_role("alert")).to_contain_text("没有连上服务")
    page.get_by_role("button", name="生成链接").click()
    field = page.get_by_role("dialog").get_by_role("textbox")
    expect(field).to_be_focused()
    url = field.input_value()
    page.get_by_role("button", name="复制链接").click()
    expect(page.get_by_role("status").get_by_text("已复制")).to_have_count(1)
    assert page.evaluate("navigator.clipboard.readText()") == url

    shared = httpx.get(url, headers={"Accept-Language": "zh"})
    assert shared.status_code == 200
    assert "成人冬装" in shared.text
    assert len(chain.foundation.get("/shares").json()["items"]) == 1

    page.get_by_role("link", name="全部链接").click()
    row = page.locator("main tbody tr")
    expect(row).to_have_count(1)
    expect(row).to_contain_text("物资发放")
    expect(row).to_contain_text("类别")
    expect(row).to_contain_text("有效")
    row.get_by_role("button", name="复制链接").click()
    assert page.evaluate("navigator.clipboard.readText()") == url
    row.get_by_role("button", name="撤销").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="取消").click()
    assert httpx.get(url).status_code == 200
    row.get_by_role("button", name="撤销").click()
    dialog.get_by_role("button", name="撤销", exact=True).click()
    expect(row).to_contain_text("已撤销")
    expect(row.get_by_role("button")).to_have_count(0)
    assert httpx.get(url).status_code == 404


def test_a_link_may_move_with_the_days_and_another_managers_station_is_not_told(
    desk: Desk, chain: Chain
) -> None:
    page = desk.sit(Role.STATION_MANAGER, NORTH)
    desk.see("/desk/reports/distribution?from=2026-01-01")
    page.get_by_role("button", name="分享链接").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_text("90 天").click()
    dialog.get_by_text("总是本月至今").click()
    dialog.get_by_label("标题").fill("给理事会")
    page.keyboard.press("Enter")
    expect(dialog.get_by_role("link", name="打开看看")).to_be_visible()

    (link,) = chain.at(NORTH).get("/shares").json()["items"]
    assert (link["question"], link["title"]) == ({}, "给理事会")
    assert chain.at("S-02").get("/shares").json()["items"] == []
    url = str(dialog.get_by_role("link", name="打开看看").get_attribute("href"))
    assert "给理事会" in httpx.get(url).text

    # On plain HTTP a browser has no clipboard of the newer kind.
    page.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    dialog.get_by_role("button", name="复制链接").click()
    expect(dialog.get_by_role("button", name="已复制")).to_be_focused()
    dialog.get_by_role("button", name="关闭").last.click()
    box = page.get_by_role("search").get_by_role("textbox")
    box.focus()
    page.keyboard.press("Control+V")
    expect(box).to_have_value(url)


def test_a_donors_statement_is_found_and_printed_without_naming_anybody(
    desk: Desk, chain: Chain, tmp_path: Path
) -> None:
    donor = {"name": "王小明", "phone": NUMBER, "consent": True}
    gift = chain.give(chain.points_of(NORTH, 1)[0], coats(2), donor=donor)
    code = gift["tracking_code"]
    page = desk.sit(Role.FOUNDATION)
    desk.see("/desk/reports")

    page.get_by_role("link", name="捐赠人对账单", exact=True).click()
    expect(page.get_by_label("追踪码或手机号")).to_be_focused()
    page.get_by_label("追踪码或手机号").fill(code)
    page.keyboard.press("Enter")
    expect(page.locator("main tbody tr")).to_have_count(1)
    with page.expect_download() as coming:
        page.get_by_role("button", name="下载 PDF").click()
    text = squeezed("".join(pages_of(saved(coming.value, tmp_path).read_bytes())))

    assert code in text
    assert "138****1234" in text
    assert "王小明" not in text
    assert page.url.endswith("/desk/reports/donors")
    expect(page.get_by_role("button", name="分享链接")).to_have_count(0)
    expect(page.get_by_role("button", name=re.compile("复制 API"))).to_have_count(0)

    page.get_by_label("追踪码或手机号").fill("138 0000 1234")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").get_by_text("138****1234")).to_be_visible()
    expect(page.locator("main tbody tr")).to_have_count(1)
    # A scanner reads the receipt, which names the gift by its id.
    desk.see("/desk/reports/donors")
    expect(page.get_by_label("追踪码或手机号")).to_be_focused()
    desk.scan(f"HTTPS://EXAMPLE.ORG/T/{gift['id'].replace('-', '').upper()}")
    expect(page.get_by_label("追踪码或手机号")).to_have_value(code)
    expect(page.locator("main tbody tr")).to_have_count(1)
    desk.forgive("status of 422")
    page.get_by_label("追踪码或手机号").fill("ZZZZ-0000")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_label("追踪码或手机号")).to_have_value("ZZZZ-0000")
