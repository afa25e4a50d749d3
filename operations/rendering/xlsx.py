"""Write a report as a workbook for any spreadsheet: numbers are numbers, days are days, ids are text.

Rows pass through: whatever their number, the memory stays the same.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from itertools import chain, islice
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any
from unicodedata import east_asian_width

from models.access import Language
from models.clock import SHANGHAI
from operations.rendering.words import HELD, NOTES, TOTAL, facts, heading
from operations.reports.tables import Column, Holds, Report

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

#: Rows of a report on one sheet: a sheet holds 1,048,576, less header, totals and the blank line above them.
ROWS_A_SHEET = 1_048_576 - 3
#: Rows between two calls of `progress`: some three times a second.
ROWS_A_STEP = 10_000
#: What a cell holds at most; the library would leave a longer text out without a word.
_TEXT_MAX = 32_767
#: Rows that decide how wide the columns are.
_ROWS_SEEN = 200
_WIDTH_MIN, _WIDTH_MAX = 8, 48
_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_WHOLE, _DAY, _INSTANT = "#,##0", "yyyy-mm-dd", "yyyy-mm-dd hh:mm:ss"
_FORMATS = {
    # As text, so that a cell that somebody edits and leaves is still what it was.
    **dict.fromkeys((Holds.CODE, Holds.TEXT, Holds.MONTH), "@"),
    **dict.fromkeys((Holds.COUNT, Holds.PIECES, Holds.PEOPLE, Holds.GRAMS, Holds.METRES), _WHOLE),
    Holds.SHARE: "0.0%",
    Holds.DAYS: "#,##0.0",
    Holds.NUMBER: "#,##0.####",
    Holds.DAY: _DAY,
    Holds.INSTANT: _INSTANT,
    Holds.YES_NO: "General",
}
_WIDTHS = {Holds.DAY: len(_DAY), Holds.INSTANT: len(_INSTANT), Holds.SHARE: len("100.0%")}

Progress = Callable[[int], None]


def write_xlsx(
    report: Report,
    rows: Iterable[tuple[Any, ...]],
    language: Language,
    target: Path | IO[bytes],
    *,
    progress: Progress | None = None,
) -> None:
    """Write a workbook of these rows, which may be more than the report itself carries, with its totals.

    The last sheet says what was asked and what the columns mean. The same report makes the same bytes.
    `progress` is told now and then how many rows are written.
    """
    # A tenth of a second that neither the start nor any other call needs to spend.
    from xlsxwriter import Workbook  # noqa: PLC0415

    with Workbook(target if hasattr(target, "write") else str(target), _OPTIONS) as book:
        made = report.generated_at.astimezone(UTC).replace(tzinfo=None)
        book.set_properties({"title": report.title.in_(language), "author": "Jiujin", "created": made})
        _write_sheets(book, report, rows, language, progress or (lambda _: None))
        _write_notes(book, report, language)


def write_book(cover: Report, reports: Iterable[Report], language: Language, target: IO[bytes]) -> None:
    """Write a workbook with a sheet for each of some reports; its last one says what the cover says."""
    # A tenth of a second that neither the start nor any other call needs to spend.
    from xlsxwriter import Workbook  # noqa: PLC0415

    with Workbook(target, _OPTIONS) as book:
        made = cover.generated_at.astimezone(UTC).replace(tzinfo=None)
        book.set_properties({"title": cover.title.in_(language), "author": "Jiujin", "created": made})
        for report in reports:
            _write_sheets(book, report, report.rows, language, lambda _: None)
        _write_notes(book, cover, language)


def _write_sheets(
    book: "Workbook", report: Report, rows: Iterable[tuple[Any, ...]], language: Language, progress: Progress
) -> None:
    columns, waiting = report.columns, iter(rows)
    seen = list(islice(waiting, _ROWS_SEEN))
    widths = [_width(n, column, seen, language) for n, column in enumerate(columns)]
    formats = [book.add_format({"num_format": _FORMATS[column.holds]}) for column in columns]
    waiting, before, number = chain(seen, waiting), 0, 0
    while True:
        number += 1
        sheet = _new_sheet(book, report, number, widths, language)
        written = _write_rows(sheet, columns, formats, islice(waiting, ROWS_A_SHEET), before, progress)
        sheet.autofilter(0, 0, max(written, 1), len(columns) - 1)
        before += written
        following = next(waiting, None)
        if following is None:
            break
        waiting = chain([following], waiting)
    progress(before)
    if report.totals:
        # A blank line keeps the totals out of the filter, of sorting and of pivot tables.
        _write_totals(book, sheet, report, written + 2, language)


def _new_sheet(
    book: "Workbook", report: Report, number: int, widths: Sequence[int], language: Language
) -> "Worksheet":
    sheet = book.add_worksheet(_sheet_name(report.title.in_(language), number))
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    for n, (column, width) in enumerate(zip(report.columns, widths, strict=True)):
        sheet.set_column(n, n, width)
        sheet.write_string(0, n, heading(column, language), bold)
    return sheet


def _write_rows(
    sheet: "Worksheet",
    columns: Sequence[Column],
    formats: Sequence["Format"],
    rows: Iterable[tuple[Any, ...]],
    before: int,
    progress: Progress,
) -> int:
    writers = [
        (n, _writer(sheet, column.holds), form)
        for n, (column, form) in enumerate(zip(columns, formats, strict=True))
    ]
    line = 0
    for line, row in enumerate(rows, start=1):
        for n, write, form in writers:
            value = row[n]
            if value is not None:
                write(line, n, value, form)
        if not line % ROWS_A_STEP:
            progress(before + line)
    return line


def _writer(sheet: "Worksheet", holds: Holds) -> Any:
    if holds in {Holds.CODE, Holds.TEXT, Holds.MONTH}:
        return lambda line, n, value, form: sheet.write_string(line, n, _text(value), form)
    if holds is Holds.DAY:
        return sheet.write_datetime
    if holds is Holds.INSTANT:
        return lambda line, n, value, form: sheet.write_datetime(line, n, _local(value), form)
    if holds is Holds.YES_NO:
        return sheet.write_boolean
    return sheet.write_number


def _text(value: object) -> str:
    text = str(value)
    if len(text) > _TEXT_MAX:
        text = text[: _TEXT_MAX - 1] + "…"
    # The library takes such a text for its own rich text and would write it into the sheet unescaped.
    return f"{text} " if text.startswith("<r>") and text.endswith("</r>") else text


def _local(value: datetime) -> datetime:
    # A spreadsheet knows no zones: the notes say that times are Shanghai's.
    return value.astimezone(SHANGHAI).replace(tzinfo=None)


def _write_totals(
    book: "Workbook", sheet: "Worksheet", report: Report, line: int, language: Language
) -> None:
    label = book.add_format({"bold": True, "top": 1})
    named = False
    for n, column in enumerate(report.columns):
        if column.name in report.totals:
            style = {"bold": True, "top": 1, "num_format": _FORMATS[column.holds]}
            sheet.write_number(line, n, report.totals[column.name], book.add_format(style))
        elif not named:
            sheet.write_string(line, n, TOTAL.in_(language), label)
            named = True
        else:
            sheet.write_blank(line, n, None, label)


def _write_notes(book: "Workbook", report: Report, language: Language) -> None:
    sheet = book.add_worksheet(NOTES.in_(language))
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 80)
    bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
    lines = [
        (report.title.in_(language), report.sentence.in_(language)),
        *facts(report, language),
        *((NOTES.in_(language), note.in_(language)) for note in report.notes),
        *((heading(column, language), _meaning(column, language)) for column in report.columns),
    ]
    for line, (label, text) in enumerate(lines):
        sheet.write_string(line, 0, _text(label), bold)
        sheet.write_string(line, 1, _text(text), wrapped)


def _meaning(column: Column, language: Language) -> str:
    return f"{HELD[column.holds].in_(language)} · {column.name}"


def _sheet_name(title: str, number: int) -> str:
    # A sheet's name has at most 31 characters and none of these.
    name = "".join(" " if character in "[]:*?/\\'" else character for character in title)
    after = f" {number}" if number > 1 else ""
    return name[: 31 - len(after)].strip() + after


def _width(n: int, column: Column, rows: Sequence[tuple[Any, ...]], language: Language) -> int:
    longest = max((_shown_width(column, row[n]) for row in rows), default=0)
    # The header may break into two lines, and its arrow of the filter takes room.
    title = _wide(heading(column, language)) // 2 + 4
    return min(max(longest + 2, title, _WIDTH_MIN), _WIDTH_MAX)


def _shown_width(column: Column, value: Any) -> int:
    if column.holds in _WIDTHS:
        return _WIDTHS[column.holds]
    return _wide(f"{value:,}" if isinstance(value, int) else str(value or ""))


def _wide(text: str) -> int:
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)
