"""One table, many forms: JSON, CSV, XLSX and PDF show the same cells and the same totals."""

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import openpyxl
import pydantic_core
from hypothesis import given, settings
from hypothesis import strategies as st
from report_builders import EVERYTHING, FULL, as_csv, as_xlsx, pages_of, read_csv, report_of, squeezed

from models.clock import SHANGHAI
from operations.rendering.answers import as_answer
from operations.rendering.pdf import pdf_of
from operations.reports.tables import Holds, Report

_COUNT = st.integers(-(10**6), 10**9)
_RATIO = st.integers(0, 10_000).map(lambda n: n / 10_000)
# Texts that a narrow column need not wrap: wrapping is another test's.
_WORD = st.text("静安区浦东0123456789abcXYZ", min_size=1, max_size=6)
_VALUES: dict[Holds, st.SearchStrategy[Any]] = {
    Holds.CODE: _WORD,
    Holds.TEXT: _WORD,
    Holds.MONTH: st.sampled_from(["2025-01", "2025-12"]),
    Holds.DAY: st.dates(date(2020, 1, 1), date(2030, 12, 31)),
    Holds.INSTANT: st.integers(0, 10**9).map(
        lambda n: datetime(2020, 1, 1, tzinfo=UTC) + timedelta(seconds=n)
    ),
    Holds.YES_NO: st.booleans(),
    Holds.SHARE: _RATIO,
    Holds.DAYS: st.integers(0, 10_000).map(lambda n: n / 10),
}
ROWS = st.lists(
    st.tuples(*(st.none() | _VALUES.get(column.holds, _COUNT) for column in EVERYTHING)), max_size=6
)


def read_json(report: Report) -> tuple[list[list[Any]], dict[str, int]]:
    """Return the cells and the totals of an answer, as a client reads them."""
    answer = json.loads(pydantic_core.to_json(as_answer(report, "zh")))
    return [list(row.values()) for row in answer["rows"]], answer["totals"]


def typed(text: str, holds: Holds) -> Any:
    """Return what a cell of a CSV file means."""
    if not text:
        return None
    if holds in {Holds.CODE, Holds.TEXT, Holds.MONTH, Holds.DAY, Holds.INSTANT}:
        return text
    return json.loads(text)


def plain(value: Any, holds: Holds) -> Any:
    """Return what a cell of a workbook means, in the words of JSON."""
    if holds is Holds.DAY and value is not None:
        return value.date().isoformat()
    if holds is Holds.INSTANT and value is not None:
        return value.replace(tzinfo=SHANGHAI).isoformat(timespec="milliseconds")
    return value


def printed(value: Any, holds: Holds) -> str:
    """Return what a cell of JSON looks like in print."""
    if value is None:
        return ""
    if holds is Holds.YES_NO:
        return "是" if value else "否"
    if holds is Holds.INSTANT:
        return str(value)[:16].replace("T", "")
    forms = {Holds.SHARE: "{:.1%}", Holds.DAYS: "{:,.1f}"}
    if holds is Holds.GRAMS:
        whole, rest = divmod(abs(value), 1000)
        return f"{'-' * (value < 0)}{whole:,}.{rest:03d}"
    return forms.get(holds, "{:,}" if isinstance(value, int) else "{}").format(value)


@given(ROWS)
@settings(max_examples=25, deadline=None)
def test_every_form_has_the_same_cells_and_totals(rows: list[tuple[Any, ...]]) -> None:
    report = report_of(EVERYTHING, rows)
    kinds = [column.holds for column in EVERYTHING]
    cells, totals = read_json(report)

    in_csv = [[typed(*pair) for pair in zip(row, kinds, strict=True)] for row in read_csv(as_csv(report))[1:]]
    assert in_csv == cells

    sheet = openpyxl.load_workbook(as_xlsx(report)).worksheets[0]
    in_xlsx = list(sheet.iter_rows(min_row=2, values_only=True))
    assert [[plain(*p) for p in zip(row, kinds, strict=True)] for row in in_xlsx[: len(rows)]] == cells

    text = squeezed("".join(pages_of(pdf_of(report, "zh"))))
    for row in cells:
        assert squeezed("".join(printed(*pair) for pair in zip(row, kinds, strict=True))) in text

    known = {column.name: n for n, column in enumerate(EVERYTHING)}
    assert {name: in_xlsx[-1][known[name]] for name in totals} == totals
    assert {name: sum(row[known[name]] or 0 for row in in_csv) for name in totals} == totals
    shown = "".join(printed(totals[c.name], c.holds) for c in EVERYTHING if c.name in totals)
    assert f"合计{shown}" in text


def test_an_answer_says_all_that_a_report_knows() -> None:
    answer = as_answer(report_of(EVERYTHING, [FULL], by=("month",)), "en")

    assert {**answer, "rows": None, "columns": None} == {
        "report": "distribution",
        "title": "Distribution report",
        "sentence": "What was handed out in 2025.",
        "from": "2025-01-01",
        "to": "2025-12-31",
        "by": ["month"],
        "filters": {"category": "clothing"},
        "rows": None,
        "columns": None,
        "totals": {"bags": 3, "pieces": 1234, "people": 56, "grams": 7_654_321},
        "notes": ["Pieces are those signed for."],
        "generated_at": "2026-11-23T14:02:03.456+08:00",
        "data_until": "2026-11-23T13:59:03.456+08:00",
    }
    assert answer["columns"][9] == {"name": "grams", "title": "Weight", "holds": "grams"}
    assert answer["rows"] == [
        {
            "id": "0012",
            "name": "曹家渡街道",
            "month": "2025-03",
            "day": "2025-03-01",
            "at": "2026-11-23T14:02:03.456+08:00",
            "signed": True,
            "bags": 3,
            "pieces": 1234,
            "people": 56,
            "grams": 7_654_321,
            "share": 0.25,
            "distance": 1500,
            "age": 2.5,
        }
    ]
