"""A report as a page shows it: pictures, a table of texts, and what to know of it. Pure."""

from dataclasses import dataclass, replace

from models.access import Language
from operations.rendering.pdf_tables import shown
from operations.rendering.svg import NARROW, WIDE, chart_svg, flows_svg
from operations.rendering.words import facts
from operations.reports.registry import REPORTS
from operations.reports.tables import Holds, Report

#: Rows that a page shows; files have all of them.
ROWS_MAX = 200
#: How a column is set, by what it holds; the others hold figures.
_SET = {
    Holds.TEXT: "text",
    **dict.fromkeys((Holds.CODE, Holds.MONTH, Holds.DAY, Holds.INSTANT, Holds.YES_NO), "word"),
}


@dataclass(frozen=True, slots=True)
class Screen:
    """What a page shows of a report. Pictures are `svg`; `narrow` is the one for phones, if it differs.

    `set_as` says of each column whether it holds text, word or figure. `rows_in_all` may be more than `rows`.
    """

    title: str
    sentence: str
    caption: str
    wide: str
    narrow: str
    header: list[str]
    set_as: list[str]
    rows: list[list[str]]
    totals: list[str] | None
    rows_in_all: int
    notes: list[str]
    facts: list[tuple[str, str]]


def screen_of(report: Report, language: Language) -> Screen:
    """Return a report as a page shows it. A code that has its name beside it is left to the files."""
    names = {column.name for column in report.columns}
    kept = [n for n, column in enumerate(report.columns) if f"{column.name}_name" not in names]
    columns = [report.columns[n] for n in kept]
    rows = [tuple(row[n] for n in kept) for row in report.rows[:ROWS_MAX]]
    table = shown(replace(report, columns=columns, rows=rows), language)
    flows_of = REPORTS[report.name].flows
    narrow = None if flows_of else chart_svg(report, language, NARROW)
    wide = flows_svg(flows_of(report), language) if flows_of else chart_svg(report, language, WIDE)
    return Screen(
        title=report.title.in_(language),
        sentence=report.sentence.in_(language),
        caption=wide[1] if wide else "",
        wide=wide[0] if wide else "",
        narrow=narrow[0] if narrow else "",
        header=table.header,
        set_as=[_SET.get(column.holds, "figure") for column in columns],
        rows=table.rows,
        totals=table.totals,
        rows_in_all=len(report.rows),
        notes=[note.in_(language) for note in report.notes],
        facts=facts(report, language),
    )
