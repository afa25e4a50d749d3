"""Printed reports: the text whole, the font within, pages numbered, room for two people and a seal."""

import ctypes
import re
import sys
from dataclasses import replace
from datetime import date, timedelta

import pypdfium2
import pytest
from pypdfium2 import raw
from report_builders import (
    BLANK,
    DISTRICTS,
    EVERYTHING,
    FULL,
    flows_between,
    month_by_district,
    pages_of,
    report_of,
    squeezed,
)

from models.access import Language
from operations.rendering.charts import COLOURS, chart_of
from operations.rendering.fonts import FontMissing, font_file
from operations.rendering.pages import LANDSCAPE, PORTRAIT, width_of
from operations.rendering.pdf import pdf_of
from operations.rendering.pdf_tables import layout_of, shown
from operations.reports.tables import Column, Edge, Holds, Report, Words, grams, pieces, totals_of

MM = 72 / 25.4


def sizes_of(pdf: bytes) -> list[tuple[int, int]]:
    """Return the pages' widths and heights in millimetres."""
    document = pypdfium2.PdfDocument(pdf)
    sizes = [
        (round(width / MM), round(height / MM))
        for width, height in map(document.get_page_size, range(len(document)))
    ]
    document.close()
    return sizes


def rectangles_of(pdf: bytes, page: int) -> list[tuple[float, float]]:
    """Return the widths and heights of the shapes drawn on a page, in millimetres."""
    document = pypdfium2.PdfDocument(pdf)
    drawn = document[page]
    boxes = [shape.get_bounds() for shape in drawn.get_objects([raw.FPDF_PAGEOBJ_PATH])]
    drawn.close()
    document.close()
    return [((right - left) / MM, (top - bottom) / MM) for left, bottom, right, top in boxes]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_row_and_the_totals_are_printed_whole(language: Language) -> None:
    report = month_by_district()
    pages = pages_of(pdf_of(report, language))
    text = squeezed("".join(pages))

    for month, code, name, count, weight in report.rows:
        assert f"{month}{code}{name}{count:,}{weight // 1000:,}.{weight % 1000:03d}" in text
    total = report.totals["grams"]
    label = {"zh": "合计", "en": "Total"}[language]
    assert f"{label}{report.totals['pieces']:,}{total // 1000:,}.{total % 1000:03d}" in text
    assert {"zh": "2025年的发放。", "en": "Whatwashandedoutin2025."}[language] in text
    assert {"zh": "重量(公斤)", "en": "Weight(kg)"}[language] in squeezed(pages[1])


@pytest.mark.parametrize(
    ("language", "footer", "period"),
    [
        ("zh", "第 {} 页, 共 3 页", "2025年1月1日至2025年12月31日(含末日)"),
        ("en", "Page {} of 3", "1January2025to31December2025,lastdayincluded"),
    ],
)
def test_pages_are_numbered_and_say_until_when_they_are_complete(
    language: Language, footer: str, period: str
) -> None:
    pages = [squeezed(page) for page in pages_of(pdf_of(month_by_district(), language))]

    assert len(pages) == 3
    for number, page in enumerate(pages, start=1):
        assert squeezed(footer.format(number)) in page
        assert "2026-11-2314:02" in page
        assert "2026-11-2313:59" in page
        assert period in page
        assert squeezed({"zh": "重量 (公斤)", "en": "Weight (kg)"}[language]) in page


def test_two_people_sign_beside_a_seal_of_at_least_45_mm_on_the_last_page() -> None:
    pdf = pdf_of(month_by_district(), "zh")
    first, *_, last = pages_of(pdf)

    assert "经办人" in last
    assert "复核人" in last
    assert last.count("日期") == 2
    assert "盖章" in last
    assert "盖章" not in first
    seal = [
        (width, height)
        for width, height in rectangles_of(pdf, len(pages_of(pdf)) - 1)
        if width >= 45 and abs(width - height) < 1
    ]
    assert len(seal) == 1


@pytest.mark.parametrize("rows", range(20, 62, 3))
def test_totals_and_signatures_never_stand_alone(rows: int) -> None:
    columns = (Column("id", Words("编号", "Id"), Holds.CODE), pieces())
    pages = pages_of(pdf_of(report_of(columns, [(f"N{n:03d}", n) for n in range(rows)]), "zh"))

    assert [word in pages[-1] for word in ("经办人", "复核人", "盖章")] == [True] * 3
    with_totals = next(page for page in pages if "合计" in page)
    assert f"N{rows - 1:03d}" in with_totals


def test_the_only_font_is_in_the_file() -> None:
    edges = [Edge("静安区", "闸北整理站", 1000, 1)]
    pdf = pdf_of(report_of(EVERYTHING, [FULL]), "zh", flows_between(*edges))

    document = pypdfium2.PdfDocument(pdf)
    fonts = set()
    for page in document:
        for shape in page.get_objects([raw.FPDF_PAGEOBJ_TEXT]):
            font = raw.FPDFTextObj_GetFont(shape.raw)
            name = ctypes.create_string_buffer(64)
            raw.FPDFFont_GetBaseFontName(font, name, 64)
            fonts.add((name.value.decode(), raw.FPDFFont_GetIsEmbedded(font)))
        page.close()
    document.close()
    assert fonts
    assert all("NotoSansSC" in name and embedded for name, embedded in fonts)
    # Nor is one named that no text uses: a print shop's check would ask for it.
    described = len(re.findall(rb"/Type /Font\b(?!Descriptor)", pdf))
    assert described == len(re.findall(rb"/FontFile2 ", pdf)) > 0
    assert b"Helvetica" not in pdf


def test_the_font_is_found_without_loading_the_package_that_carries_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert font_file().is_file()
    assert "zhplot" not in sys.modules

    monkeypatch.setattr("operations.rendering.fonts.find_spec", lambda _: None)
    with pytest.raises(FontMissing, match="zhplot"):
        font_file()


def test_the_same_report_makes_the_same_bytes() -> None:
    assert pdf_of(month_by_district(), "zh") == pdf_of(month_by_district(), "zh")


def test_everything_a_column_holds_is_shown_as_people_read_it() -> None:
    pdf = pdf_of(report_of(EVERYTHING, [FULL, BLANK]), "zh")
    text = squeezed("".join(pages_of(pdf)))

    assert "0012曹家渡街道2025-032025-03-012026-11-2314:02是31,234567,654.32125.0%1,5002.5" in text
    assert sizes_of(pdf) == [(297, 210)]
    assert "0012" in "".join(pages_of(pdf_of(report_of(EVERYTHING, [FULL]), "en")))
    assert "Yes" in "".join(pages_of(pdf_of(report_of(EVERYTHING, [FULL]), "en")))


def test_long_and_hurting_texts_are_wrapped_and_whole() -> None:
    chinese = "上海市静安区曹家渡街道社区困难家庭综合帮扶服务中心与下属三个服务点以及合作单位"
    english = "A <b>very</b> long name of a receiving organisation & its partners </para> in the west"
    rows = [(chinese, 1), (english, 2), ("x" * 90, 3), ("行一\n行二\t三\x00四", 4), ("长" * 5000, 5)]
    text = squeezed("".join(pages_of(pdf_of(report_of((EVERYTHING[1], pieces()), rows), "zh"))))

    for whole in (chinese, english):
        assert squeezed(whole) in text
    assert "x" * 90 in text
    assert "行一行二三四" in text
    assert "长" * 240 + "…" in text


def test_more_rows_than_are_printed_are_said_and_totalled() -> None:
    columns = (EVERYTHING[0], pieces())
    rows = [(f"N{n:05d}", 1) for n in range(5_003)]
    text = squeezed("".join(pages_of(pdf_of(report_of(columns, rows), "zh"))))

    assert "共5,003行,这里印出前5,000行" in text
    assert "CSV和XLSX文件有全部各行" in text
    assert "N04999" in text
    assert "N05000" not in text
    assert "合计5,003" in text
    few = squeezed("".join(pages_of(pdf_of(report_of(columns, rows[:5_000]), "zh"))))
    assert "这里印出" not in few


def test_nothing_found_is_said() -> None:
    text = "".join(pages_of(pdf_of(report_of(EVERYTHING, [], by=("district",)), "en")))

    assert "Nothing is recorded for this." in text
    assert "0.000" in text
    assert "Page 1 of 1" in text


def test_paper_is_upright_while_the_table_fits_and_type_shrinks_last() -> None:
    narrow, wide = month_by_district(), report_of(EVERYTHING, [FULL])
    many = report_of(EVERYTHING * 3, [FULL * 3])

    assert layout_of(narrow.columns, shown(narrow, "zh")).paper == PORTRAIT
    turned = layout_of(wide.columns, shown(wide, "zh"))
    assert (turned.paper, turned.size) == (LANDSCAPE, 8.0)
    smaller = layout_of(many.columns, shown(many, "en"))
    assert smaller.size < 8
    for layout in (turned, smaller):
        assert sum(layout.widths) <= width_of(layout.paper) + 0.01


def chart_text(report: Report) -> str:
    """Return what stands above the table of the first page."""
    return squeezed(pages_of(pdf_of(report, "en"))[0])


def test_months_are_columns_and_a_month_without_rows_keeps_its_place() -> None:
    report = month_by_district(3)
    picture = chart_of(report, "en", 500)

    assert picture is not None
    assert picture.caption == "Weight (kg) by month"
    chart = picture.drawing.contents[0]
    assert chart.categoryAxis.categoryNames[0] == "Jan\n2025"
    assert len(chart.categoryAxis.categoryNames) == 12
    months = [sum(row[4] for row in report.rows if row[0] == f"2025-{n:02d}") / 1000 for n in range(1, 13)]
    assert list(chart.data[0]) == pytest.approx(months)


def test_places_are_bars_from_the_largest_on() -> None:
    columns = (EVERYTHING[0], Column("id_name", Words("名", "Name"), Holds.TEXT), pieces())
    rows = [(f"{n:02d}", f"point {n}", n * 7 % 31) for n in range(31)]
    picture = chart_of(report_of(columns, rows, by=("id",)), "en", 500)

    assert picture is not None
    assert "the largest 20 of 31" in picture.caption
    chart = picture.drawing.contents[0]
    # Drawn from the bottom up.
    assert list(chart.data[0]) == list(range(11, 31))
    assert chart.categoryAxis.categoryNames[-1] == next(name for _, name, count in rows if count == 30)


def test_two_series_of_one_unit_are_drawn_and_named_and_never_three() -> None:
    columns = (
        Column("district", Words("区", "District"), Holds.TEXT),
        pieces(),
        *(grams(name, Words(name, name.capitalize())) for name in ("received", "sent", "lost")),
    )
    picture = chart_of(
        report_of(columns, [("a", 1, 2, 3, 4), ("b", 5, 6, 7, 8)], by=("district",)), "en", 500
    )

    assert picture is not None
    assert picture.caption == "Received (kg), Sent (kg) by district"
    chart, *names = picture.drawing.contents
    assert len(chart.data) == 2
    assert [name.text for name in names if hasattr(name, "text")] == ["Received", "Sent"]
    assert {chart.bars[n].fillColor.hexval()[2:].upper() for n in range(2)} == {
        colour[1:] for colour in COLOURS[:2]
    }


@pytest.mark.parametrize(
    ("by", "rows"),
    [((), [("a", 1), ("b", 2)]), (("district",), [("a", 1)]), (("district",), [("a", 0), ("b", None)])],
)
def test_nothing_to_compare_is_no_chart(by: tuple[str, ...], rows: list[tuple[str, int | None]]) -> None:
    columns = (Column("district", Words("区", "District"), Holds.TEXT), pieces())

    assert chart_of(report_of(columns, rows, by=by), "zh", 500) is None
    assert chart_of(report_of(columns, [("a", 1), ("b", 2)], by=("district",)), "zh", 500) is not None


def test_days_are_columns_too() -> None:
    columns = (Column("day", Words("日期", "Day"), Holds.DAY), pieces())
    first = date(2025, 1, 1)
    rows = [(first + timedelta(days=n), n) for n in range(59)]
    picture = chart_of(replace(report_of(columns, rows, by=("day",)), last=date(2025, 2, 28)), "zh", 500)

    assert picture is not None
    names = picture.drawing.contents[0].categoryAxis.categoryNames
    assert len(names) == 59
    assert [name for name in names if "\n" in name] == ["1\n1月", "1\n2月"]
    assert picture.caption == "件数, 按日期"


def test_a_report_of_flows_shows_them_with_every_name_and_weight() -> None:
    names = [name for _, name in DISTRICTS]
    edges = [
        *(Edge(name, "闸北整理站", 1_000_000 + n, 1) for n, name in enumerate(names)),
        *(Edge("闸北整理站", to, 2_345_678, 1) for to in ("救灾物资仓库", "再生利用")),
        Edge("救灾物资仓库", "福利院", 2_000_001, 1),
        Edge("救灾物资仓库", "闸北整理站", 20_500, 1),
    ]
    text = squeezed(pages_of(pdf_of(month_by_district(1), "zh", flows_between(*edges)))[0])

    for n, name in enumerate(names):
        assert f"{name}1,000.{n:03d}" in text
    assert "福利院2,000.001" in text
    assert "回流未画入:救灾物资仓库→闸北整理站20.500" in text


def test_totals_of_all_are_those_of_the_report() -> None:
    report = month_by_district()

    assert report.totals == totals_of(report.columns, report.rows)
