"""CSV and HXL: read back by other libraries, safe in a spreadsheet, the memory constant."""

import io
import tracemalloc
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import hxl
import polars as pl
import pytest
from report_builders import (
    BLANK,
    EVERYTHING,
    FULL,
    INJECTIONS,
    NOW,
    TEN,
    as_csv,
    many_rows,
    month_by_district,
    read_csv,
    report_of,
)

from operations.rendering.csv_files import csv_chunks, guarded
from operations.rendering.hxl import hxl_chunks
from operations.reports.tables import Column, Holds, Words, grams, pieces


def test_the_bytes_are_those_of_the_standard() -> None:
    data = as_csv(report_of(EVERYTHING, [FULL, BLANK]))

    assert data.decode() == (
        "id,name,month,day,at,signed,bags,pieces,people,grams,share,distance,age\r\n"
        '"0012","曹家渡街道","2025-03",2025-03-01,2026-11-23T14:02:03.456+08:00,true,'
        "3,1234,56,7654321,0.25,1500,2.5\r\n"
        ",,,,,,,,,,,,\r\n"
    )


def test_people_get_a_byte_order_mark_and_titles_with_units_and_programs_neither() -> None:
    report = report_of(EVERYTHING, [FULL])

    for_people, for_programs = as_csv(report, bom=True, titles=True), as_csv(report)

    assert for_people.startswith(b"\xef\xbb\xbf")
    assert read_csv(for_people)[0] == [
        *("编号", "名称", "月份", "日期", "送达时间", "已签收", "袋数", "件数", "受益人次"),
        *("重量 (克)", "占比", "距离 (米)", "在库 (天)"),
    ]
    assert read_csv(as_csv(report, "en", titles=True))[0][6:] == [
        *("Bags", "Pieces", "People reached", "Weight (g)", "Share", "Distance (m)", "In store (days)")
    ]
    assert not for_programs.startswith(b"\xef\xbb\xbf")
    assert read_csv(for_people)[1:] == read_csv(for_programs)[1:]


def test_polars_reads_the_types_that_were_written() -> None:
    # A CSV file cannot say itself that 0012 is no number: its reader must.
    table = pl.read_csv(
        as_csv(report_of(EVERYTHING, [FULL, BLANK, FULL])),
        try_parse_dates=True,
        schema_overrides={"id": pl.String},
    )

    assert dict(table.schema) == {
        "id": pl.String,
        "name": pl.String,
        "month": pl.String,
        "day": pl.Date,
        "at": pl.Datetime("us", "UTC"),
        "signed": pl.Boolean,
        **dict.fromkeys(("bags", "pieces", "people", "grams", "distance"), pl.Int64),
        "share": pl.Float64,
        "age": pl.Float64,
    }
    assert table.row(0) == FULL
    assert table.row(1) == BLANK


def test_quotes_commas_and_breaks_of_lines_stay_in_their_cell() -> None:
    hard = ['"', '""', 'say "hi"', "a,b", "a\nb", "a\r\nb", '曹家渡, "静安"', "'", " ", "ü😀"]
    rows = [(text, text) for text in hard]

    data = as_csv(report_of(EVERYTHING[:2], rows))

    assert read_csv(data)[1:] == [[text, text] for text in hard]
    assert [row[1] for row in pl.read_csv(data, infer_schema=False).rows()] == hard


def test_two_hundred_texts_that_spreadsheets_would_compute_are_disarmed() -> None:
    assert len(INJECTIONS) > 200
    rows = [("x", "harmless"), *((text, text) for text in INJECTIONS)]

    for code, name in read_csv(as_csv(report_of(EVERYTHING[:2], rows)))[2:]:
        assert code == name
        assert code.startswith("'")

    assert read_csv(as_csv(report_of(EVERYTHING[:2], rows)))[2][0] == f"'{INJECTIONS[0]}"


@pytest.mark.parametrize("text", ["静安区", "0012", "a=b", "1-2", "a@b", "'", "5+5", "", "（空）"])
def test_texts_that_are_none_are_left_alone(text: str) -> None:
    assert guarded(text) == text


def test_numbers_keep_their_sign_and_never_have_an_exponent() -> None:
    columns = (pieces(), Column("share", Words("占比", "Share"), Holds.SHARE), grams())
    rows = [(-5, -0.5, 10**15), (0, 1e-7, -1), (1, 1e22, 0)]

    assert as_csv(report_of(columns, rows)).decode().split("\r\n")[1:-1] == [
        "-5,-0.5,1000000000000000",
        "0,0.0000001,-1",
        "1,10000000000000000000000,0",
    ]


def test_rows_pass_through_in_chunks() -> None:
    taken = 0

    def counted() -> Iterator[tuple[Any, ...]]:
        nonlocal taken
        for row in many_rows(20_000):
            taken += 1
            yield row

    chunks = csv_chunks(TEN, counted(), "zh", bom=False, titles=False)

    next(chunks)
    assert taken == 0
    sizes = [len(next(chunks))]
    assert taken < 1_000
    sizes += [len(chunk) for chunk in chunks]
    assert taken == 20_000
    assert max(sizes) < 100_000


HXL = (
    Column("recipient", Words("受赠单位", "Recipient"), Holds.TEXT, "#org+impl"),
    Column("district", Words("区代码", "District code"), Holds.CODE, "#adm2+code"),
    Column("district_name", Words("区", "District"), Holds.TEXT, "#adm2+name"),
    Column("category", Words("类别", "Category"), Holds.TEXT, "#item+name"),
    Column("note", Words("备注", "Note"), Holds.TEXT),
    Column("day", Words("日期", "Day"), Holds.DAY, "#date+start"),
    Column("at", Words("送达时间", "Delivered at"), Holds.INSTANT, "#date+end"),
    pieces(hxl="#output+num"),
    grams(hxl="#output+num+grams"),
    Column("people", Words("受益人次", "People reached"), Holds.PEOPLE, "#reached+ind", totalled=True),
)


def hxl_file(day: date, reached: int | None) -> str:
    rows = [
        ("静安福利院", "310106", "静安区", "冬衣", "=1+1", day + timedelta(days=n), NOW, 12, 3400, reached)
        for n in range(20)
    ]
    return b"".join(hxl_chunks(HXL, rows, "zh")).decode()


def findings(text: str) -> set[str]:
    """Return the tags in which the standard's own schema finds something wrong."""
    source = hxl.data(io.BytesIO(text.encode()))
    found: set[str] = set()

    def note(problem: Any) -> None:
        if problem.rule.severity == "error" or problem.rule.datatype:
            found.add(str(problem.rule.tag_pattern))

    hxl.schema(None, note).validate(source)
    return found


def test_hxl_has_titles_then_hashtags_then_rows_without_a_byte_order_mark() -> None:
    titles, tags, first, *_ = hxl_file(date(2025, 3, 1), 5).split("\r\n")

    assert titles.startswith("受赠单位,区代码,区,类别,备注,日期,送达时间,件数,重量 (克),受益人次")
    assert tags == (
        "#org+impl,#adm2+code,#adm2+name,#item+name,,#date+start,#date+end,"
        "#output+num,#output+num+grams,#reached+ind"
    )
    assert first.startswith('"静安福利院","310106","静安区","冬衣","\'=1+1",2025-03-01,')


def test_hxl_is_right_by_the_standards_own_schema() -> None:
    assert findings(hxl_file(date(2025, 3, 1), 5)) == set()


def test_a_wrong_date_and_a_wrong_number_are_found_by_that_schema() -> None:
    right = hxl_file(date(2025, 3, 1), 5)

    assert "#date" in findings(right.replace("2025-03-05", "the fifth of March"))
    assert "#reached" in findings(right.replace(",3400,5\r\n", ",3400,five\r\n", 1))


def test_a_report_carries_its_tags_into_its_file() -> None:
    report = month_by_district(1)

    tags = b"".join(hxl_chunks(report.columns, report.rows, "en")).decode().split("\r\n")[1]

    assert tags == "#date+month,#adm2+code,#adm2+name,#output+num,#output+num+grams"


def test_the_memory_for_a_csv_does_not_grow_with_its_rows() -> None:
    small, large = (_peak(rows) for rows in (2_000, 20_000))

    assert large < small + 100_000


def _peak(rows: int) -> int:
    tracemalloc.start()
    for _ in csv_chunks(TEN, many_rows(rows), "zh", bom=False, titles=False):
        pass
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak
