"""A published paper as a workbook and as a PDF: the same figures, for whoever prints and reckons."""

import io
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from models.access import Language
from models.clock import utc_now
from models.disclosure_shapes import Cell, Change, Paper, PaperColumn, PaperTable, Text
from operations.disclosure.tables import NOTHING, PROJECT_FIELDS, REST, TOTAL, WITHHELD
from operations.rendering.pages import MUTED, printed, signatures, width_of
from operations.rendering.pdf import text_style
from operations.rendering.pdf_tables import layout_of, paragraph, shown, table_of
from operations.rendering.words import KILOGRAMS, NOTES, kilograms
from operations.rendering.xlsx import write_book
from operations.reports.tables import Column, Holds, Report, Words

if TYPE_CHECKING:
    from reportlab.platypus.flowables import Flowable

_CORRECTION = Words("更正说明", "Correction")
_CORRECTED = (
    Column("where", Words("位置", "Where"), Holds.TEXT),
    Column("before", Words("原为", "Before"), Holds.TEXT),
    Column("after", Words("更正为", "After"), Holds.TEXT),
)


def paper_xlsx(paper: Paper, language: Language) -> bytes:
    """Return a paper as a workbook: a sheet for each table, for what was corrected, and for the notes."""
    file = io.BytesIO()
    write_book(_cover(paper), _reports(paper, language), language, file)
    return file.getvalue()


def paper_pdf(paper: Paper, language: Language) -> bytes:
    """Return a paper as a PDF, with the lines on which two people sign and the place of the seal."""
    # Half a second that neither the start nor any other call needs to spend.
    from reportlab.platypus import Spacer  # noqa: PLC0415

    cover = _cover(paper)
    reports = list(_reports(paper, language))
    tables = [shown(report, language) for report in reports]
    layouts = [layout_of(report.columns, table) for report, table in zip(reports, tables, strict=True)]
    sheet = max((layout.paper for layout in layouts), key=width_of)
    story: list[Flowable] = [
        paragraph(cover.title.in_(language), text_style(18)),
        paragraph(cover.sentence.in_(language), text_style(10.5, spaceBefore=2, spaceAfter=4)),
    ]
    for report, table, layout in zip(reports, tables, layouts, strict=True):
        story.append(paragraph(report.title.in_(language), text_style(12, spaceBefore=12)))
        story.append(paragraph(report.sentence.in_(language), text_style(8.5, MUTED, spaceAfter=4)))
        if report.rows:
            story.append(table_of(report, table, layout))
    story.append(paragraph(NOTES.in_(language), text_style(9, spaceBefore=12)))
    story += [paragraph(f"· {note.in_(language)}", text_style(8.5, MUTED)) for note in cover.notes]
    story += [Spacer(1, 18), signatures(language, width_of(sheet))]
    return printed(story, cover, language, sheet)


def _cover(paper: Paper) -> Report:
    """Return what to know of a paper, as a report without figures."""
    number, n = paper.number or "", paper.version
    project = paper.project
    names = Words(f"{project.name}, ", f"{project.name_en}, ") if project else Words("", "")
    return _report(
        paper,
        title=Words(f"{number} {paper.duty_title.zh}", f"{number} {paper.duty_title.en}"),
        sentence=Words(
            f"{names.zh}{paper.first} 至 {paper.last}, 第 {n} 版",
            f"{names.en}{paper.first} to {paper.last}, version {n}",
        ),
        notes=[Words(note.zh, note.en) for note in paper.notes],
    )


def _reports(paper: Paper, language: Language) -> Iterator[Report]:
    if paper.reason is not None:
        yield _report(
            paper,
            title=_CORRECTION,
            sentence=Words(paper.reason, paper.reason),
            columns=_CORRECTED,
            rows=[_corrected(paper, change, language) for change in paper.changes],
        )
    for table in paper.tables:
        yield _report(
            paper,
            title=_words(table.title),
            sentence=_note(table),
            columns=[_column(column, table) for column in table.columns],
            rows=[
                tuple(
                    _named(paper, column, value, language)
                    for column, value in zip(table.columns, row, strict=True)
                )
                for row in table.rows
            ],
            totals={name: total for name, total in table.totals.items() if total is not None},
        )


def _report(paper: Paper, **said: Any) -> Report:
    at = paper.published_at or utc_now()
    about: dict[str, Any] = {"columns": (), "rows": (), "totals": {}}
    return Report(
        name="disclosure",
        first=paper.first,
        last=paper.last,
        by=(),
        filters={},
        generated_at=at,
        data_until=at,
        **(about | said),
    )


def _note(table: PaperTable) -> Words:
    note = _words(table.note)
    if table.rows:
        return note
    why = WITHHELD if None in table.totals.values() else NOTHING
    return Words(f"{note.zh} · {why.zh}", f"{note.en} · {why.en}")


def _column(column: PaperColumn, table: PaperTable) -> Column:
    # What a code stands for is shown: it is no code any more.
    holds = Holds.TEXT if column.holds == "code" else Holds(column.holds)
    return Column(column.name, _words(column.title), holds, totalled=column.name in table.totals)


def _named(paper: Paper, column: PaperColumn, value: Cell, language: Language) -> Cell:
    if column.holds != "code":
        return value
    if value is None:
        return REST.in_(language)
    named = paper.names.get(str(value))
    return str(value) if named is None else _words(named).in_(language)


def _corrected(paper: Paper, change: Change, language: Language) -> tuple[str, str, str]:
    table = next((one for one in paper.tables if one.name == change.table), None)
    if table is None:
        where = PROJECT_FIELDS.get(change.column, Words(change.column, change.column)).in_(language)
        return where, _figure(change.before), _figure(change.after)
    columns = {column.name: column for column in table.columns}
    row = (
        [TOTAL.in_(language)]
        if change.row is None
        else [str(_named(paper, columns[name], value, language)) for name, value in change.row.items()]
    )
    column = columns[change.column]
    weighs = column.holds == "grams"
    unit = f" ({KILOGRAMS.in_(language)})" if weighs else ""
    where = " · ".join([_words(table.title).in_(language), *row, _words(column.title).in_(language) + unit])
    return where, _figure(change.before, weighs=weighs), _figure(change.after, weighs=weighs)


def _figure(value: Cell, *, weighs: bool = False) -> str:
    if not isinstance(value, int):
        return "—" if value is None else value
    return kilograms(value) if weighs else f"{value:,}"


def _words(text: Text) -> Words:
    return Words(text.zh, text.en)
