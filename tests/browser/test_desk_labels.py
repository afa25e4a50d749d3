"""Labels and posters at the desk: as many on paper as were asked for, and none that was retired."""

from collections.abc import Callable
from contextlib import closing
from typing import Any

import pypdfium2
import pytest
import zxingcpp
from chain_builders import NORTH, STORE, Chain
from desk_catalogue import StagedCity
from desks import Desk
from playwright.sync_api import Page, expect
from served import Service

from models.access import Role


@pytest.fixture
def chain(service: Service) -> Any:
    with closing(StagedCity(service, "zh")) as city:
        yield city.chain


def _saved(page: Page, press: Callable[[], None]) -> pypdfium2.PdfDocument:
    with page.expect_download() as coming:
        press()
    assert coming.value.suggested_filename.endswith(".pdf")
    return pypdfium2.PdfDocument(coming.value.path())


def _codes(document: pypdfium2.PdfDocument) -> list[str]:
    found = [
        code
        for page in document
        for code in zxingcpp.read_barcodes(
            page.render(scale=4).to_pil(), formats=zxingcpp.BarcodeFormat.QRCode
        )
    ]
    # Of the reader's small codes some are none: a piece of a large one.
    return [code.text.rsplit("/", 1)[1] for code in found if "/" in code.text]


def test_a_batch_has_as_many_labels_as_were_asked_for(chain: Chain, desk: Desk) -> None:
    page = desk.sit(Role.STATION_MANAGER, NORTH)
    desk.see("/desk/labels")
    page.get_by_role("button", name="打印新标签").press("Enter")
    dialog = page.get_by_role("dialog")
    sheets = dialog.get_by_label("几张 A4 纸")
    sheets.fill("0")
    sheets.press("Enter")
    expect(dialog.get_by_text("张数要在 1 到 40 之间")).to_be_visible()
    sheets.fill("２")
    expect(dialog.get_by_text("共 48 个标签")).to_be_visible()
    printed = _codes(_saved(page, lambda: sheets.press("Enter")))
    expect(page.get_by_text("48 个标签已生成")).to_be_visible()

    assert len(printed) == len(set(printed)) == 48
    (batch,) = chain.at(NORTH).get("/labels").json()["items"]
    assert (batch["count"], batch["used"], batch["retired"]) == (48, 0, 0)
    row = page.get_by_role("region", name="标签批次").locator("tbody tr")
    expect(row.get_by_role("cell")).to_contain_text(["李梅", "48", "0", "0", "48"])

    # A torn one is scanned and retired: it is left out when the batch is printed again.
    torn, again = printed[0], page.get_by_role("button", name="下载 PDF")
    desk.scan(f"{page.url.split('/desk')[0]}/B/{torn}".upper())
    label = page.get_by_label("标签号", exact=True)
    expect(label).to_have_value(f"{torn[:4]}-{torn[4:8]}-{torn[8:]}")
    label.press("Enter")
    expect(page.get_by_text("已作废")).to_be_visible()
    expect(row.get_by_role("cell")).to_contain_text(["李梅", "48", "0", "1", "47"])
    assert sorted(_codes(_saved(page, again.click))) == sorted(printed[1:])
    scanned = chain.at(NORTH).get(f"/bags/{torn}").json()
    assert scanned["retired_reason"] == "撕坏"


def test_a_label_on_a_bag_is_not_retired(chain: Chain, desk: Desk) -> None:
    label = chain.bag("P-0001")
    desk.forgive("status of 409")
    page = desk.sit(Role.ADMIN)
    desk.see("/desk/labels")
    field = page.get_by_label("标签号", exact=True)
    field.fill(label)
    field.press("Enter")
    expect(page.get_by_role("alert")).to_be_visible()
    expect(field).to_have_value(label)
    (batch,) = chain.at(NORTH).get("/labels").json()["items"]
    assert (batch["used"], batch["retired"]) == (1, 0)


def test_posters_have_a_page_for_each_point_that_was_chosen(chain: Chain, desk: Desk) -> None:
    page = desk.sit(Role.FOUNDATION)
    desk.see("/desk/labels")
    download = page.get_by_role("button", name="下载海报 PDF")
    download.click()
    expect(page.get_by_text("先选哪些接收点")).to_be_visible()
    page.get_by_label("几个接收点", exact=True).check(force=True)
    for code in ("P-0001", "P-0002", "P-0003"):
        picker = page.get_by_role("combobox", name="接收点")
        picker.fill(code)
        expect(page.get_by_role("option").filter(has_text=code)).to_be_visible()
        picker.press("Enter")
        expect(page.get_by_role("button", name="去掉").last).to_be_visible()
    page.get_by_role("button", name="去掉").first.click()
    posters = _saved(page, download.click)
    assert len(posters) == 2
    admin = chain.city.admin()
    hung = [admin.get(f"/points/{code}/poster").json()["code"] for code in ("P-0002", "P-0003")]
    assert _codes(posters) == hung

    page.get_by_label("一个区", exact=True).check(force=True)
    picker = page.get_by_role("combobox", name="区")
    picker.click()
    district = chain.city.public().get("/network").json()["districts"]
    fewest = min(district, key=lambda one: one["open_points"] or 9999)
    picker.fill(fewest["code"])
    expect(page.get_by_role("option").filter(has_text=fewest["name"])).to_be_visible()
    picker.press("Enter")
    with page.expect_response("**/posters.pdf?district=*") as coming:
        posters = _saved(page, download.click)
    assert fewest["code"] in coming.value.url
    assert len(posters) >= fewest["open_points"]


def test_roles_print_and_hang_what_is_theirs(desks: Callable[..., Desk]) -> None:
    keeper = desks()
    page = keeper.sit(Role.WAREHOUSE_MANAGER, STORE)
    keeper.see("/desk/labels")
    expect(page.get_by_role("button", name="打印新标签")).to_be_visible()
    expect(page.get_by_role("heading", name="接收点海报")).to_have_count(0)
    auditor = desks()
    page = auditor.sit(Role.AUDITOR)
    auditor.see("/desk/labels")
    expect(page.get_by_text("这里没有这一页")).to_be_visible()
