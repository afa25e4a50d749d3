"""Workbooks: typed cells, no formula, sheets that split, notes on what was asked, the memory constant."""

import io
import shutil
import subprocess
import tracemalloc
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import openpyxl
import polars as pl
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from python_calamine import CalamineWorkbook
from report_builders import (
    BLANK,
    EVERYTHING,
    FULL,
    INJECTIONS,
    NOW,
    TEN,
    as_xlsx,
    many_rows,
    month_by_district,
    report_of,
)

from operations.rendering import xlsx
from operations.rendering.xlsx import write_xlsx

#: A row of every kind as a spreadsheet keeps it: Shanghai's time, without a zone.
CELLS = (
    *("0012", "曹家渡街道", "2025-03", datetime(2025, 3, 1), datetime(2026, 11, 23, 14, 2, 3, 456000)),  # noqa: DTZ001
    *(True, 3, 1234, 56, 7_654_321, 0.25, 1500, 2.5),
)


def sheet_of(file: io.BytesIO, name: str | None = None) -> Worksheet:
    book = openpyxl.load_workbook(file)
    found = book[name] if name else book.worksheets[0]
    assert isinstance(found, Worksheet)
    return found


def test_every_kind_of_value_has_its_type_and_its_format() -> None:
    sheet = sheet_of(as_xlsx(report_of(EVERYTHING, [FULL, BLANK])))

    assert tuple(cell.value for cell in sheet[2]) == CELLS
    assert [cell.data_type for cell in sheet[2]] == ["s", "s", "s", "d", "d", "b", *"nnnnnnn"]
    assert [cell.number_format for cell in sheet[2]] == [
        *("@", "@", "@", "yyyy-mm-dd", "yyyy-mm-dd hh:mm:ss", "General"),
        *("#,##0", "#,##0", "#,##0", "#,##0", "0.0%", "#,##0", "#,##0.0"),
    ]
    assert all(cell.value is None for cell in sheet[3])


def test_titles_have_their_units_and_stay_in_view_with_a_filter() -> None:
    sheet = sheet_of(as_xlsx(report_of(EVERYTHING, [FULL, FULL]), "en"))

    assert [cell.value for cell in sheet[1]][5:] == [
        *("Signed for", "Bags", "Pieces", "People reached", "Weight (g)"),
        *("Share", "Distance (m)", "In store (days)"),
    ]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:M3"
    assert sheet.column_dimensions["E"].width >= len("2026-11-23 14:02:03")


def test_totals_stand_below_a_blank_line_outside_of_the_filter() -> None:
    report = month_by_district(2)
    sheet = sheet_of(as_xlsx(report))
    *_, blank, last = sheet.iter_rows(values_only=True)

    assert blank == (None,) * 5
    assert last == ("合计", None, None, report.totals["pieces"], report.totals["grams"])
    assert sheet.auto_filter.ref == f"A1:E{len(report.rows) + 1}"


def test_calamine_and_polars_read_the_same(tmp_path: Path) -> None:
    file = as_xlsx(report_of(EVERYTHING, [FULL]))

    rows = CalamineWorkbook.from_filelike(file).get_sheet_by_index(0).to_python()
    assert tuple(rows[1]) == tuple(value.date() if value == CELLS[3] else value for value in CELLS)
    file.seek(0)
    table = pl.read_excel(file, engine="openpyxl")
    assert table["编号"].to_list()[0] == "0012"
    assert table["日期"].to_list()[0] == CELLS[3]
    if office := shutil.which("soffice"):  # one reader more, where there is one
        (tmp_path / "report.xlsx").write_bytes(file.getvalue())
        as_text = [office, "--headless", "--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76"]
        subprocess.run(
            [*as_text, "--outdir", str(tmp_path), str(tmp_path / "report.xlsx")], check=True, timeout=120
        )
        assert "0012,曹家渡街道,2025-03,2025-03-01" in (tmp_path / "report.csv").read_text(encoding="utf-8")
    assert table["重量 (克)"].to_list()[0] == 7_654_321


def test_no_text_becomes_a_formula() -> None:
    assert len(INJECTIONS) > 200
    file = as_xlsx(report_of(EVERYTHING[:2], [(text, text) for text in INJECTIONS]))

    cells = [cell for row in sheet_of(file).iter_rows(min_row=2) for cell in row]
    assert len(cells) == 2 * len(INJECTIONS)
    assert {cell.data_type for cell in cells} == {"s"}
    assert all(cell.hyperlink is None for cell in cells)
    file.seek(0)
    rows = CalamineWorkbook.from_filelike(file).get_sheet_by_index(0).to_python()[1:]
    for (found, same), text in zip(rows, INJECTIONS, strict=True):
        assert found == same
        # XML keeps a carriage return only as a line feed, and a NUL as its number.
        assert str(found).replace("_x0000_", "\x00").replace("\r\n", "\n").replace("_x000D_", "\r").replace(
            "\r", "\n"
        ) == text.replace("\r\n", "\n").replace("\r", "\n")


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        # The library would write such a text into the sheet as it is, tags and all.
        ("<r><t>x</t></r>", "<r><t>x</t></r> "),
        ("<r></c></row></r>", "<r></c></row></r> "),
        # It would leave such a text out without a word.
        ("长" * 40_000, "长" * 32_766 + "…"),
        ("<b>&amp;</b>", "<b>&amp;</b>"),
        ("https://example.org/?a=1", "https://example.org/?a=1"),
        ("1e5", "1e5"),
        (" 空 ", " 空 "),
    ],
)
def test_texts_that_hurt_arrive(text: str, kept: str) -> None:
    sheet = sheet_of(as_xlsx(report_of(EVERYTHING[:2], [("a", text), ("b", "后")])))

    assert sheet["B2"].value == kept
    assert sheet["B3"].value == "后"


def test_the_notes_say_what_was_asked_and_what_columns_mean() -> None:
    notes = {
        str(row[0]): str(row[1])
        for row in sheet_of(as_xlsx(month_by_district(1)), "说明").iter_rows(values_only=True)
    }

    assert notes["发放报表"] == "2025 年的发放。"
    assert notes["期间"] == "2025年1月1日至2025年12月31日 (含末日)"
    assert notes["筛选"] == "类别: clothing"
    assert notes["分组"] == "月份、区"
    assert notes["生成于"] == "2026-11-23 14:02"
    assert notes["数据截至"] == "2026-11-23 13:59"
    assert "上海时间" in notes["时间"]
    assert notes["软件"].startswith("Jiujin ")
    assert notes["说明"] == "件数以签收为准。"
    assert notes["重量 (克)"] == "重量, 以克计, 整数 · grams"


def test_the_notes_are_in_english_when_that_is_asked() -> None:
    notes = dict(sheet_of(as_xlsx(month_by_district(1), "en"), "Notes").iter_rows(values_only=True))

    assert notes["Period"] == "1 January 2025 to 31 December 2025, last day included"
    assert notes["Grouped by"] == "Month, District"
    assert "Weight (g)" in notes


def test_more_rows_than_a_sheet_holds_go_on_to_further_sheets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx, "ROWS_A_SHEET", 10)
    report = month_by_district(3)  # 24 rows

    book = openpyxl.load_workbook(as_xlsx(report))

    assert book.sheetnames == ["发放报表", "发放报表 2", "发放报表 3", "说明"]
    assert [book[name].max_row for name in book.sheetnames[:3]] == [11, 11, 5 + 2]
    assert [book[name]["A1"].value for name in book.sheetnames[:3]] == ["月份"] * 3
    seen = [
        row
        for name in book.sheetnames[:3]
        for row in book[name].iter_rows(min_row=2, max_row=11, values_only=True)
        if row[1]
    ]
    assert seen == list(report.rows)
    assert book["发放报表 3"]["A7"].value == "合计"
    assert book["发放报表"].max_row == 11


def test_rows_that_fill_a_sheet_do_not_open_another(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx, "ROWS_A_SHEET", 8)

    assert openpyxl.load_workbook(as_xlsx(month_by_district(1))).sheetnames == ["发放报表", "说明"]


def test_a_sheet_has_room_for_its_header_and_its_totals() -> None:
    assert xlsx.ROWS_A_SHEET + 3 == 1_048_576


def test_nothing_found_is_a_workbook_with_a_header() -> None:
    sheet = sheet_of(as_xlsx(report_of(EVERYTHING, [])))

    assert sheet["A1"].value == "编号"
    assert sheet["A3"].value == "合计"
    assert sheet["J3"].value == 0


def test_the_same_report_makes_the_same_bytes() -> None:
    file = as_xlsx(month_by_district())

    assert file.getvalue() == as_xlsx(month_by_district()).getvalue()
    # The library would put the moment of writing there, so that a second later the bytes differ.
    assert openpyxl.load_workbook(file).properties.created == NOW.replace(tzinfo=None, microsecond=0)


def test_progress_is_told_and_a_file_is_written(tmp_path: Path) -> None:
    told: list[int] = []
    report = report_of(EVERYTHING[:1], [])
    target = tmp_path / "rows.xlsx"

    write_xlsx(report, ((f"{n:05d}",) for n in range(25_000)), "zh", target, progress=told.append)

    assert told == [10_000, 20_000, 25_000]
    assert len(CalamineWorkbook.from_path(target).get_sheet_by_index(0).to_python()) == 25_001


def test_the_memory_for_a_workbook_does_not_grow_with_its_rows(tmp_path: Path) -> None:
    small, large = (_peak(rows, tmp_path / f"{rows}.xlsx") for rows in (2_000, 25_000))

    # The rows kept would be some ten megabytes.
    assert large < small + 500_000
    assert (
        len(CalamineWorkbook.from_path(tmp_path / "25000.xlsx").get_sheet_by_index(0).to_python()) == 25_001
    )


def _peak(number: int, file: Path) -> int:
    rows = (row[:2] for row in many_rows(number))
    tracemalloc.start()
    write_xlsx(replace(report_of(TEN[:2], []), totals={}), rows, "zh", file)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak


def test_many_rows_are_rows_of_ten() -> None:
    assert {len(row) for row in many_rows(20)} == {10}
