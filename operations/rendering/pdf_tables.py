"""Set a report's table for print: what the cells show, how wide the columns are, on which paper."""

import re
from collections.abc import Callable, Sequence
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple
from xml.sax.saxutils import escape

from models.access import Language
from operations.rendering.fonts import use_font
from operations.rendering.paged_tables import PADDING, Layout, Line, paged
from operations.rendering.pages import INK, LANDSCAPE, PORTRAIT, mm, width_of
from operations.rendering.words import KILOGRAMS, NO, TOTAL, YES, heading, kilograms, moment
from operations.reports.tables import Column, Holds, Report

if TYPE_CHECKING:
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.platypus import Paragraph
    from reportlab.platypus.flowables import Flowable

#: Rows that are printed: some hundred pages. More are for programs to read, not for people.
ROWS_MAX = 5_000
#: Sizes of type, in points, from the one that reads best down to the smallest that reads at all.
_SIZES = (8.0, 7.0, 6.0, 5.0)
_TEXT_MAX, _TEXT_MIN = 60 * mm, 18 * mm
#: Characters of a cell: in the narrowest column they just fit on a page, and a cell is not broken over two.
_LENGTH_MAX = 240
_TEXTS = frozenset({Holds.CODE, Holds.TEXT})
_LEFT = frozenset({Holds.CODE, Holds.TEXT, Holds.MONTH, Holds.DAY, Holds.INSTANT, Holds.YES_NO})
_HAN = re.compile("[\u3000-\u9fff\uff00-\uffef]")
# Breaks of lines and what has no shape: a cell is one line until it is wrapped.
_SHAPELESS = re.compile("[\x00-\x1f\x7f\u2028\u2029]+")


class Shown(NamedTuple):
    """A table as it is read: everything is text."""

    header: list[str]
    rows: list[list[str]]
    totals: list[str] | None


def shown(report: Report, language: Language) -> Shown:
    """Return the texts of a table's cells, of the rows that are printed."""
    writers = [_writer(column.holds, language) for column in report.columns]
    rows = [
        ["" if value is None else write(value) for write, value in zip(writers, row, strict=True)]
        for row in report.rows[:ROWS_MAX]
    ]
    header = [heading(column, language, weight=KILOGRAMS) for column in report.columns]
    return Shown(header, rows, _totals(report, writers, language) if report.totals else None)


def _writer(holds: Holds, language: Language) -> Callable[[Any], str]:
    return {
        Holds.CODE: _text,
        Holds.TEXT: _text,
        Holds.MONTH: _text,
        Holds.DAY: date.isoformat,
        Holds.INSTANT: moment,
        Holds.YES_NO: lambda value: (YES if value else NO).in_(language),
        Holds.GRAMS: kilograms,
        Holds.SHARE: "{:.1%}".format,
        Holds.METRES: "{:,.0f}".format,
        Holds.DAYS: "{:,.1f}".format,
        Holds.NUMBER: lambda value: f"{round(value, 4):,}",
    }.get(holds, "{:,}".format)


def _text(value: object) -> str:
    text = _SHAPELESS.sub(" ", str(value))
    return text if len(text) <= _LENGTH_MAX else f"{text[:_LENGTH_MAX]}…"


def _totals(report: Report, writers: Sequence[Callable[[Any], str]], language: Language) -> list[str]:
    line = [
        write(report.totals[column.name]) if column.name in report.totals else ""
        for column, write in zip(report.columns, writers, strict=True)
    ]
    label = next((n for n, text in enumerate(line) if not text), None)
    if label is not None:
        line[label] = TOTAL.in_(language)
    return line


@lru_cache(maxsize=4096)
def _width(text: str) -> float:
    """Return how wide a text is for each point of its size."""
    from reportlab.pdfbase.pdfmetrics import stringWidth  # noqa: PLC0415

    return float(stringWidth(text, use_font(), 1))


def layout_of(columns: Sequence[Column], table: Shown) -> Layout:
    """Return how a table is set best: upright where it fits, smaller and wrapped only where it must be."""
    lines = [*table.rows, table.totals] if table.totals else table.rows
    longest = [max((_width(line[n]) for line in lines), default=0.0) for n in range(len(columns))]
    for paper in (PORTRAIT, LANDSCAPE):
        natural = _widths(columns, table.header, longest, _SIZES[0], _TEXT_MAX)
        if sum(natural) <= width_of(paper):
            return Layout(paper, _SIZES[0], _spread(natural, width_of(paper)))
    room = width_of(LANDSCAPE)
    for size in _SIZES:
        least = _widths(columns, table.header, longest, size, _TEXT_MIN)
        if sum(least) <= room:
            natural = _widths(columns, table.header, longest, size, _TEXT_MAX)
            wanted = sum(natural) - sum(least)
            share = min(1.0, (room - sum(least)) / wanted) if wanted else 0.0
            widths = [low + (high - low) * share for low, high in zip(least, natural, strict=True)]
            return Layout(LANDSCAPE, size, widths)
    # More columns than any size of type has room for: as small as it takes, so that no figure is cut.
    size = _SIZES[-1] * room / sum(least)
    return Layout(LANDSCAPE, size, [width * room / sum(least) for width in least])


def _widths(
    columns: Sequence[Column], header: Sequence[str], longest: Sequence[float], size: float, text_max: float
) -> list[float]:
    return [
        max(min(cells * size, text_max) if column.holds in _TEXTS else cells * size, _word(title) * size)
        + 2 * PADDING
        for column, title, cells in zip(columns, header, longest, strict=True)
    ]


def _word(title: str) -> float:
    # A header breaks between words, a Chinese one anywhere: half of it, but no less than five characters.
    if _HAN.search(title):
        return min(_width(title), max(5.2, _width(title) / 2 + 0.5))
    return max(*map(_width, title.split()), _width(title) / 2 + 1 if " " in title else 0)


def _spread(widths: Sequence[float], room: float) -> list[float]:
    # Up to nearly twice as wide: a row whose cells lie far apart is hard to follow.
    factor = min(1.8, room / sum(widths))
    return [width * factor for width in widths]


def table_of(report: Report, table: Shown, layout: Layout) -> "Flowable":
    """Return the table to be placed; its header comes again on each page."""
    right = frozenset(n for n, column in enumerate(report.columns) if column.holds not in _LEFT)
    style = _cell_style(layout.size)
    wrapped: dict[tuple[int, str], Paragraph] = {}
    header = Line([_wrapped(title, style, right=n in right) for n, title in enumerate(table.header)], layout)
    lines = [Line(_cells(row, layout, style, wrapped), layout) for row in table.rows]
    totals = Line(_cells(table.totals, layout, style, wrapped), layout) if table.totals else None
    return paged(header, lines, totals, layout, right)


def _cells(
    row: Sequence[str],
    layout: Layout,
    style: "ParagraphStyle",
    wrapped: "dict[tuple[int, str], Paragraph]",
) -> list[Any]:
    # Plain text is drawn ten times as fast as a paragraph: only what must be wrapped is one, and only once.
    cells: list[Any] = []
    for n, (text, width) in enumerate(zip(row, layout.widths, strict=True)):
        if _width(text) * layout.size <= width - 2 * PADDING + 0.01:
            cells.append(text)
        else:
            if (n, text) not in wrapped:
                wrapped[n, text] = _wrapped(text, style)
            cells.append(wrapped[n, text])
    return cells


def _cell_style(size: float) -> "ParagraphStyle":
    from reportlab.lib.colors import HexColor  # noqa: PLC0415
    from reportlab.lib.styles import ParagraphStyle  # noqa: PLC0415

    return ParagraphStyle(
        "cell", fontName=use_font(), fontSize=size, leading=size * 1.35, textColor=HexColor(INK)
    )


def _wrapped(text: str, style: "ParagraphStyle", *, right: bool = False) -> "Paragraph":
    return paragraph(text, style, alignment=2 if right else 0)


def paragraph(text: str, style: "ParagraphStyle", **changes: Any) -> "Paragraph":
    """Return a text that is wrapped between words, or where there is Chinese between any two characters."""
    from reportlab.platypus import Paragraph  # noqa: PLC0415

    wrap = "CJK" if _HAN.search(text) else None
    return Paragraph(escape(text), style.clone("wrapped", wordWrap=wrap, **changes))
