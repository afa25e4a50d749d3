"""Write a report as a PDF to print, sign and stamp: vectors, the font embedded, the same bytes each time."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from models.access import Language
from operations.rendering.charts import Picture, chart_of
from operations.rendering.fonts import use_font
from operations.rendering.pages import INK, MUTED, height_of, printed, signatures, width_of
from operations.rendering.pdf_tables import ROWS_MAX, layout_of, paragraph, shown, table_of
from operations.rendering.sankey import sankey_of
from operations.rendering.words import NOTES, grouping, limits, period
from operations.reports.tables import Flows, Report, Words

if TYPE_CHECKING:
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.platypus.flowables import Flowable

#: Points that title, sentence and facts take above a picture.
_HEAD = 150


def pdf_of(report: Report, language: Language, flows: Flows | None = None) -> bytes:
    """Return a report as a PDF: its chart, or the picture of its flows, its table, and where two people sign.

    Weights are in kilograms with three decimals, so that no gram is lost. The first 5,000 rows are printed;
    the totals are those of all.
    """
    # Half a second that neither the start nor any other call needs to spend.
    from reportlab.platypus import Spacer  # noqa: PLC0415

    table = shown(report, language)
    layout = layout_of(report.columns, table)
    width = width_of(layout.paper)
    picture = sankey_of(flows, language, width, height_of(layout.paper) - _HEAD) if flows else None
    picture = picture or chart_of(report, language, width)
    story = [
        *_head(report, language),
        *_picture(picture),
        *_before_table(report, language),
        table_of(report, table, layout),
        *_notes(report, language),
        Spacer(1, 18),
        signatures(language, width),
    ]
    return printed(story, report, language, layout.paper)


def text_style(size: float, colour: str = INK, **more: Any) -> "ParagraphStyle":
    """Return how a paragraph is written."""
    from reportlab.lib.colors import HexColor  # noqa: PLC0415
    from reportlab.lib.styles import ParagraphStyle  # noqa: PLC0415

    return ParagraphStyle(
        "text", fontName=use_font(), fontSize=size, leading=size * 1.5, textColor=HexColor(colour), **more
    )


def _head(report: Report, language: Language) -> "Iterator[Flowable]":
    yield paragraph(report.title.in_(language), text_style(18))
    yield paragraph(report.sentence.in_(language), text_style(10.5, spaceBefore=2, spaceAfter=4))
    said = [
        (Words("期间", "Period"), period(report, language)),
        (Words("筛选", "Limited to"), limits(report, language)),
        (Words("分组", "Grouped by"), grouping(report, language)),
    ]
    for label, text in said:
        yield paragraph(f"{label.in_(language)}: {text}", text_style(8.5, MUTED))


def _picture(picture: Picture | None) -> "Iterator[Flowable]":
    from reportlab.platypus import KeepTogether  # noqa: PLC0415

    if picture:
        caption = paragraph(picture.caption, text_style(9, spaceBefore=10, spaceAfter=4))
        yield KeepTogether([caption, picture.drawing])


def _before_table(report: Report, language: Language) -> "Iterator[Flowable]":
    from reportlab.platypus import Spacer  # noqa: PLC0415

    yield Spacer(1, 10)
    rows = len(report.rows)
    if not rows:
        yield paragraph(
            Words("没有符合条件的记录。", "Nothing is recorded for this.").in_(language), text_style(9)
        )
    if rows > ROWS_MAX:
        said = Words(
            f"共 {rows:,} 行, 这里印出前 {ROWS_MAX:,} 行, 合计仍为全部各行之和; CSV 和 XLSX 文件有全部各行。",
            f"There are {rows:,} rows, of which the first {ROWS_MAX:,} are printed; the totals are of all. "
            "The CSV and XLSX files have all rows.",
        )
        yield paragraph(said.in_(language), text_style(9, spaceAfter=4))


def _notes(report: Report, language: Language) -> "Iterator[Flowable]":
    if report.notes:
        yield paragraph(NOTES.in_(language), text_style(9, spaceBefore=10))
    for note in report.notes:
        yield paragraph(f"· {note.in_(language)}", text_style(8.5, MUTED))
