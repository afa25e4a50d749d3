"""Reports at the desk: few clicks, the same figures on the page and in every file, the keyboard alone."""

import re
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from builders import coats, quilts
from chain_builders import NORTH, WEST, Chain, done, graded
from desk_catalogue import StagedCity
from desks import Desk
from PIL import Image, ImageStat
from playwright.sync_api import Locator, Page, expect
from report_builders import pages_of, squeezed
from report_reading import Row, csv_rows, saved, seen, sheet_rows, written
from served import Service

from models.access import Role
from models.clock import SHANGHAI, utc_now

#: Everything there is, whatever today is.
ALL = "from=2026-01-01"
EXPORT_MS = 90_000


@pytest.fixture
def chain(service: Service) -> Iterator[Chain]:
    """A city in which coats and quilts went to a school, and quilts came in two months before."""
    with closing(StagedCity(service, "zh")) as city:
        chain = city.chain
        shipment, lot, need = chain.sent(6)
        chain.deliver(shipment, {"lot": lot, "pieces": 4}, people_reached=3)
        label = chain.brought(quilts(6, grams=9000))
        quilt = chain.sort([label], [graded(6, 9000, category="bedding.quilt")])["outputs"][0]["lot"]
        need = chain.need({"category": "bedding", "pieces": 5})
        second = chain.distribution(chain.allocate(need, quilt, 5)["id"])
        sent = {"happened_at": utc_now().isoformat()}
        done(chain.foundation.post(f"/distributions/{second}/dispatch", sent))
        chain.deliver(second, {"lot": quilt, "pieces": 5}, people_reached=5)
        before = (utc_now() - timedelta(days=62)).isoformat()
        chain.give(chain.points_of(NORTH, 1)[0], coats(9, grams=4500), happened_at=before)
        yield chain


def answer_of(chain: Chain, path: str) -> Row:
    """Return what the API says to the foundation, in Chinese."""
    return done(chain.foundation.get(path, headers={"Accept-Language": "zh"}), 200)


def download(page: Page, name: str, folder: Path) -> Path:
    """Click what downloads, and keep the file."""
    with page.expect_download() as coming:
        page.get_by_role("button", name=name, exact=True).click()
    return saved(coming.value, folder)


def chart_of(page: Page) -> Locator:
    """Return the chart of a page."""
    return page.locator("main [role=img]").first


def tab_to(page: Page, wanted: Locator) -> None:
    """Press Tab until the focus is there."""
    element = wanted.element_handle()
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("element => element === document.activeElement", element):
            return
    pytest.fail(f"no way by Tab to {wanted}")


def test_a_month_as_chart_workbook_and_pdf_takes_three_clicks(
    desk: Desk, chain: Chain, tmp_path: Path
) -> None:
    page = desk.sit(Role.FOUNDATION)
    desk.see("/desk/reports")

    page.get_by_role("link", name="物资发放", exact=True).click()
    chart = chart_of(page)
    expect(chart.locator("svg")).to_be_visible()
    workbook = download(page, "下载 XLSX", tmp_path)
    pdf = download(page, "下载 PDF", tmp_path)

    asked = page.url.partition("?")[2]
    answer = answer_of(chain, f"/reports/distribution?{asked}")
    table = seen(page)
    assert len(table.rows) == 2
    assert "成人冬装" in chart.inner_text()
    # Five quilts weigh more than the coats did.
    expect(chart).to_have_attribute("aria-label", "重量 (公斤), 按类别。最多的是棉被: 7.500。")
    expect(page.get_by_text(answer["sentence"])).to_be_visible()

    columns = {column["name"]: column["holds"] for column in answer["columns"]}
    shown = [name for name in columns if f"{name}_name" not in columns]
    plain = download(page, "下载 CSV", tmp_path)
    tagged = download(page, "下载 CSV + HXL", tmp_path)
    from_sheet, totals = sheet_rows(workbook, list(columns))
    for rows in (csv_rows(plain), csv_rows(tagged, list(columns)), from_sheet, answer["rows"]):
        assert [[written(row[name], columns[name]) for name in shown] for row in rows] == table.rows
    sums = answer["totals"]
    said = {name: written(sums[name], columns[name]) for name in sums}
    assert [said.get(name, "") for name in shown] == ["", *table.totals[1:]]
    assert {name: totals[name] for name in sums} == sums

    text = squeezed("".join(pages_of(pdf.read_bytes())))
    for row in answer["rows"]:
        assert squeezed("".join(written(row[name], holds) for name, holds in columns.items())) in text
    assert squeezed("合计" + "".join(table.totals[1:])) in text
    assert squeezed(answer["sentence"]) in text


def test_the_keyboard_alone_gets_from_the_gallery_to_the_file(
    desk: Desk, chain: Chain, tmp_path: Path
) -> None:
    page = desk.sit(Role.FOUNDATION)
    desk.see("/desk/reports")

    tab_to(page, page.get_by_role("link", name="物资接收", exact=True))
    page.keyboard.press("Enter")
    expect(chart_of(page).locator("svg")).to_be_visible()
    tab_to(page, page.get_by_role("button", name="今年"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="今年")).to_have_attribute("aria-pressed", "true")
    button = page.get_by_role("button", name="下载 XLSX")
    tab_to(page, button)
    with page.expect_download() as coming:
        page.keyboard.press("Enter")
    rows, totals = sheet_rows(
        saved(coming.value, tmp_path), _names(answer_of(chain, f"/reports/intake?{_asked(page)}"))
    )

    assert totals["pieces"] == sum(row["pieces"] for row in rows) > 0


def test_what_is_asked_stands_in_the_address_and_comes_back_from_it(
    desk: Desk, chain: Chain, tmp_path: Path
) -> None:
    page = desk.sit(Role.FOUNDATION)
    desk.see(f"/desk/reports/intake?{ALL}")
    page.get_by_role("button", name="月份").click()
    expect(page).to_have_url(re.compile("by=category"))
    page.get_by_role("button", name="整理站", exact=True).click()
    expect(page).to_have_url(re.compile("by=category%2Cstation"))
    page.get_by_text("筛选", exact=True).click()
    page.get_by_role("combobox", name="类别").fill("冬装")
    page.get_by_role("option").first.click()
    expect(page).to_have_url(re.compile("category=clothing"))
    expect(chart_of(page).locator("svg")).to_be_visible()
    address, before = page.url, seen(page)
    answer = answer_of(chain, f"/reports/intake?{_asked(page)}")
    assert answer["by"] == ["category", "station"]
    assert len(before.rows) == len(answer["rows"]) > 0

    page.goto(address)
    expect(page.locator("main tbody tr")).to_have_count(len(before.rows))
    assert seen(page) == before

    # The movements behind a row sum to it; of two at once, the second would go unheard.
    let_go = desk.hold("**/movements*")
    rows = page.get_by_role("button", name="下载明细")
    with page.expect_download() as coming:
        rows.first.click()
        expect(rows.last).to_be_disabled()
        let_go()
    expect(rows.last).to_be_enabled()
    behind = csv_rows(saved(coming.value, tmp_path))
    assert sum(int(row["pieces"]) for row in behind) == answer["rows"][0]["pieces"] > 0

    # Somebody else's month: nothing there, and the page says where there is something.
    desk.see("/desk/reports/distribution?from=2020-05-01&to=2020-05-31")
    month = f"{utc_now().astimezone(SHANGHAI):%Y-%m}"
    page.get_by_role("button", name=f"看 {month}").click()
    expect(page.locator("main tbody tr")).to_have_count(2)


def test_a_recipient_is_found_by_name_however_many_there_are(desk: Desk, chain: Chain) -> None:
    for n in range(101):
        chain.foundation.put(f"/recipients/A-{n:03}", {"kind": "case", "division_code": "530000"})
    # Nothing is given to it any more; what was given stays in the reports.
    wanted = chain.recipient("Z-001", 1, name="远山小学", status="closed")
    page = desk.sit(Role.FOUNDATION)
    desk.see(f"/desk/reports/distribution?{ALL}")
    page.get_by_text("筛选", exact=True).click()
    field = page.get_by_role("combobox", name="受赠单位")
    field.fill("远山")
    field.press("Enter")

    expect(page).to_have_url(re.compile(f"recipient={wanted}"))
    page.reload()
    expect(field).to_have_value("远山小学")
    expect(page.get_by_text("受赠单位: 远山小学").first).to_be_visible()


def test_pictures_carry_title_and_period_and_the_page_prints(
    desk: Desk, chain: Chain, tmp_path: Path
) -> None:
    page = desk.sit(Role.FOUNDATION)
    desk.see(f"/desk/reports/distribution?{ALL}&by=category&station={NORTH}")
    expect(chart_of(page).locator("svg")).to_be_visible()
    answer = answer_of(chain, f"/reports/distribution?{_asked(page)}")

    drawing = download(page, "下载图片 SVG", tmp_path)
    text = drawing.read_text(encoding="utf-8")
    assert drawing.name == f"jiujin-distribution-{answer['from']}-{answer['to']}.svg"
    for word in (answer["title"], answer["from"], answer["to"], "北部整理站", "成人冬装", "公斤"):
        assert word in text

    picture = Image.open(BytesIO(download(page, "下载图片 PNG", tmp_path).read_bytes())).convert("L")
    assert picture.width == 2400
    # Title and period stand above the chart, on white.
    for top, bottom in ((40, 100), (120, 170)):
        band = ImageStat.Stat(picture.crop((0, top, 2400, bottom))).extrema[0]
        assert band[0] < 128 < 250 < band[1]

    printed = squeezed("".join(pages_of(page.pdf(format="A4"))))
    for word in (answer["title"], answer["sentence"], *(text for row in seen(page).rows for text in row)):
        assert squeezed(word) in printed
    # Once in the chart, once in the table; what is pressed stays on the screen.
    assert printed.count("成人冬装") == 2
    assert "XLSX" not in printed


def test_a_picture_of_flows_has_a_table_beside_it(desk: Desk, chain: Chain) -> None:
    page = desk.sit(Role.FOUNDATION)
    desk.see(f"/desk/reports/flow?{ALL}")
    expect(chart_of(page).locator("svg")).to_be_visible()
    flows = answer_of(chain, f"/reports/flow/flows?{ALL}")
    names = {node["id"]: node["name"] for node in flows["nodes"]}
    for name in names.values():
        expect(chart_of(page).get_by_text(name).first).to_be_visible()

    page.get_by_role("button", name="看成表格").click()
    rows = page.locator("main table").first.locator("tbody tr")
    assert [row.locator("th, td").all_inner_texts() for row in rows.all()] == [
        [names[link["source"]], names[link["target"]], written(link["grams"], "grams")]
        for link in flows["links"]
    ]


def test_a_large_file_is_made_meanwhile_and_can_be_called_off(
    desk: Desk, chain: Chain, tmp_path: Path
) -> None:
    page = desk.sit(Role.FOUNDATION)
    desk.see(f"/desk/reports/intake?{ALL}")
    page.get_by_role("button", name="大文件").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_text("背后的逐笔明细").click()
    dialog.get_by_role("button", name="开始制作").click()
    expect(dialog.get_by_role("progressbar")).to_have_count(1)
    dialog.get_by_text("PDF", exact=True).wait_for(state="detached")
    expect(dialog.get_by_text("已完成")).to_be_visible(timeout=EXPORT_MS)
    with page.expect_download() as coming:
        dialog.get_by_role("button", name="下载").click()
    behind = csv_rows(saved(coming.value, tmp_path))
    whole = answer_of(chain, f"/reports/intake?{ALL}&by=-")["totals"]
    assert sum(int(row["pieces"]) for row in behind) == whole["pieces"]

    dialog.get_by_role("button", name="开始制作").click()
    dialog.get_by_role("button", name="取消").click()
    expect(dialog.get_by_text("已取消")).to_be_visible()


@pytest.mark.parametrize("role", [Role.VOLUNTEER, Role.DRIVER])
def test_who_may_not_list_reports_has_no_such_page(desk: Desk, role: Role) -> None:
    page = desk.sit(role, "P-0001" if role is Role.VOLUNTEER else NORTH)
    expect(page.locator("nav a[href='/desk/reports']")).to_have_count(0)
    for address in ("/desk/reports", "/desk/reports/intake", "/desk/shares"):
        desk.see(address)
        expect(page.get_by_role("heading", name="这里没有这一页")).to_be_visible()


@pytest.mark.usefixtures("chain")
def test_roles_see_what_is_theirs(desks: Callable[..., Desk]) -> None:
    manager = desks()
    page = manager.sit(Role.STATION_MANAGER, WEST)
    manager.see(f"/desk/reports/distribution?{ALL}")
    expect(page.get_by_text("这段时间没有记录")).to_be_visible()
    manager.see("/desk/reports/donors")
    expect(page.get_by_role("heading", name="这里没有这一页")).to_be_visible()

    auditor = desks()
    page = auditor.sit(Role.AUDITOR)
    auditor.see(f"/desk/reports/distribution?{ALL}")
    expect(page.locator("main tbody tr").first).to_be_visible()
    expect(page.get_by_role("button", name="下载 XLSX")).to_be_visible()
    expect(page.get_by_role("button", name="分享链接")).to_have_count(0)


def _asked(page: Page) -> str:
    return page.url.partition("?")[2]


def _names(answer: dict[str, Any]) -> list[str]:
    return [column["name"] for column in answer["columns"]]
