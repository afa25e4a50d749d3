"""Draw load lists as PDFs: a table to tick off, and the lines where three people sign."""

from typing import TYPE_CHECKING

from models.access import Language
from operations.relief.load_lists import LoadList
from operations.rendering.pages import INK, MUTED, mm, printed, width_of, written
from operations.rendering.pdf import text_style
from operations.rendering.pdf_tables import layout_of, paragraph, shown, table_of
from operations.reports.tables import Words

if TYPE_CHECKING:
    from reportlab.graphics.shapes import Drawing

_SIGN = (
    Words("发货人", "Sent by"),
    Words("承运人", "Carried by"),
    Words("收货人", "Taken by"),
)


def load_list_pdf(load: LoadList, language: Language) -> bytes:
    """Return a load list as a PDF: where from and to, the lots, and where three people sign."""
    # Half a second that neither the start nor any other call needs to spend.
    from reportlab.platypus import Spacer  # noqa: PLC0415

    table = shown(load.table, language)
    layout = layout_of(load.table.columns, table)
    facts = " · ".join(f"{label.in_(language)}: {said.in_(language)}" for label, said in load.facts)
    story = [
        paragraph(load.table.title.in_(language), text_style(18)),
        paragraph(load.table.sentence.in_(language), text_style(12)),
        paragraph(facts, text_style(8.5, MUTED)),
        Spacer(1, 10),
        table_of(load.table, table, layout),
        Spacer(1, 24),
        _signed(language, width_of(layout.paper)),
    ]
    return printed(story, load.table, language, layout.paper)


def _signed(language: Language, width: float) -> "Drawing":
    """Draw a line for each who signs, and one for the moment."""
    from reportlab.graphics.shapes import Drawing, Line, String  # noqa: PLC0415
    from reportlab.lib.colors import HexColor  # noqa: PLC0415

    height, part = 30 * mm, width / len(_SIGN)
    drawing = Drawing(width, height)
    for n, who in enumerate(_SIGN):
        left = n * part
        for y, said in ((height - 12 * mm, who), (height - 26 * mm, Words("时间", "At"))):
            drawing.add(String(left, y, said.in_(language), **written(9)))
            drawing.add(
                Line(
                    left + 18 * mm,
                    y - 2,
                    left + part - 6 * mm,
                    y - 2,
                    strokeColor=HexColor(INK),
                    strokeWidth=0.6,
                )
            )
    return drawing
