"""Lay out a report's pages: paper, running title, footer with page x of y, signatures and seal."""

import io
from functools import partial
from typing import TYPE_CHECKING, Any

from models.access import Language
from operations.rendering.fonts import use_font
from operations.rendering.words import moment, period
from operations.reports.tables import Report, Words

if TYPE_CHECKING:
    from collections.abc import Callable

    from reportlab.graphics.shapes import Drawing
    from reportlab.pdfgen.canvas import Canvas
    from reportlab.platypus.flowables import Flowable

mm = 72 / 25.4
INK, MUTED, LINE = "#1A1A1A", "#505A5F", "#D5D9DC"
PORTRAIT, LANDSCAPE = (210 * mm, 297 * mm), (297 * mm, 210 * mm)
MARGIN, ABOVE, BELOW = 15 * mm, 18 * mm, 18 * mm
#: The library sets its content this much inside the margins.
FRAME = 6
_SIZE = 7.5
#: A seal of an organisation is 40 to 45 mm wide, and hardly ever set down straight.
_SEAL = 48 * mm


def width_of(paper: tuple[float, float]) -> float:
    """Return the width that a page leaves for its content."""
    return paper[0] - 2 * MARGIN


def height_of(paper: tuple[float, float]) -> float:
    """Return the height that a page leaves for its content."""
    return paper[1] - ABOVE - BELOW - 2 * FRAME


def filled(colour: str) -> dict[str, Any]:
    """Return how a shape is filled, without an edge."""
    from reportlab.lib.colors import HexColor  # noqa: PLC0415

    return {"fillColor": HexColor(colour), "strokeColor": None}


def written(size: float, colour: str = INK) -> dict[str, Any]:
    """Return how a text is written."""
    from reportlab.lib.colors import HexColor  # noqa: PLC0415

    return {"fontName": use_font(), "fontSize": size, "fillColor": HexColor(colour)}


def printed(story: "list[Flowable]", report: Report, language: Language, paper: tuple[float, float]) -> bytes:
    """Return what a report tells as a PDF, on pages that carry its title and their numbers."""
    from reportlab.platypus import SimpleDocTemplate  # noqa: PLC0415

    file = io.BytesIO()
    document = SimpleDocTemplate(
        file,
        pagesize=paper,
        leftMargin=MARGIN - FRAME,
        rightMargin=MARGIN - FRAME,
        topMargin=ABOVE,
        bottomMargin=BELOW,
        title=report.title.in_(language),
        author="Jiujin",
        lang="zh-Hans" if language == "zh" else "en",
        invariant=1,
        initialFontName=use_font(),
    )
    document.build(story, canvasmaker=_numbered(report, language, paper))
    return file.getvalue()


def _numbered(report: Report, language: Language, paper: tuple[float, float]) -> "Callable[..., Canvas]":
    """Return what makes a canvas that knows, when it draws a footer, how many pages there are."""
    from reportlab.pdfgen.canvas import Canvas  # noqa: PLC0415

    class Numbered(Canvas):
        """Keep the pages back until all are drawn."""

        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            self._kept: list[dict[str, Any]] = []

        def setFont(  # noqa: N802
            self,
            psfontname: str,  # noqa: ARG002
            size: float,
            leading: float | None = None,
        ) -> None:
            """Set the size: drawings begin with a font of their own that no reader must be asked for."""
            super().setFont(use_font(), size, leading)

        def showPage(self) -> None:  # noqa: N802
            """Keep the page."""
            self._kept.append(dict(self.__dict__))
            self._startPage()  # type: ignore[attr-defined]

        def save(self) -> None:
            """Give each page its number and write the file."""
            kept = self._kept
            for number, page in enumerate(kept, start=1):
                self.__dict__.update(page)
                _around(self, report, language, paper, number, len(kept))
                super().showPage()
            super().save()

    return partial(Numbered)


def _around(
    canvas: "Canvas", report: Report, language: Language, paper: tuple[float, float], number: int, pages: int
) -> None:
    from reportlab.lib.colors import HexColor  # noqa: PLC0415

    width, height = paper
    canvas.setFont(use_font(), _SIZE)
    canvas.setFillColor(HexColor(MUTED))
    made, until = moment(report.generated_at), moment(report.data_until)
    said = Words(
        f"生成于 {made} · 数据截至 {until} · 上海时间",
        f"Made at {made} · complete until {until} · Shanghai's time",
    )
    canvas.drawString(MARGIN, 10 * mm, said.in_(language))
    of = Words(f"第 {number} 页, 共 {pages} 页", f"Page {number} of {pages}")
    canvas.drawRightString(width - MARGIN, 10 * mm, of.in_(language))
    if number > 1:
        canvas.drawString(
            MARGIN, height - 11 * mm, f"{report.title.in_(language)} · {period(report, language)}"
        )
    canvas.setStrokeColor(HexColor(LINE))
    canvas.setLineWidth(0.5)
    canvas.line(MARGIN, 14 * mm, width - MARGIN, 14 * mm)


def signatures(language: Language, width: float) -> "Drawing":
    """Draw the lines on which two people sign, and the place of the seal, in one piece."""
    from reportlab.graphics.shapes import Drawing, Line, Rect, String  # noqa: PLC0415
    from reportlab.lib.colors import HexColor  # noqa: PLC0415

    drawing = Drawing(width, _SEAL + 4)
    drawn: dict[str, Any] = {"strokeColor": HexColor(INK), "strokeWidth": 0.6}
    middle, right = 62 * mm, 104 * mm
    for y, who in (
        (_SEAL - 16 * mm, Words("经办人", "Prepared by")),
        (_SEAL - 38 * mm, Words("复核人", "Checked by")),
    ):
        drawing.add(String(0, y, who.in_(language), **written(9)))
        drawing.add(Line(22 * mm, y - 2, middle - 4 * mm, y - 2, **drawn))
        drawing.add(String(middle, y, Words("日期", "Date").in_(language), **written(9)))
        drawing.add(Line(middle + 12 * mm, y - 2, right, y - 2, **drawn))
    x = width - _SEAL
    dashed = {**drawn, "fillColor": None, "strokeDashArray": [3, 2]}
    drawing.add(Rect(x, 1, _SEAL, _SEAL, **dashed))
    drawing.add(String(x + 3 * mm, _SEAL - 5 * mm, Words("盖章", "Seal").in_(language), **written(9, MUTED)))
    return drawing
