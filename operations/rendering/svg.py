"""A report's chart as SVG for pages without script: the picture that the PDF has, drawn for a screen."""

import re
from html import unescape

from models.access import Language
from operations.rendering.charts import Picture, chart_of
from operations.rendering.fonts import FONT, use_font
from operations.rendering.sankey import sankey_of
from operations.reports.tables import Flows, Report

#: Units that a picture is wide. The page stretches it, so type of 7.5 units comes out at 11 to 13 pixels.
WIDE, NARROW = 430, 220
_HEIGHT_MAX = 640
_PROLOGUE = re.compile(r"^.*?(?=<svg )", re.DOTALL)
_UNSAID = re.compile(r"\s*<(title|desc)>\.\.\.</\1>")
_TEXT = re.compile(
    rf'<text (x="[^"]*" y="[^"]*" style=")font-family: {FONT}; font-size: ([0-9.]+)px;([^>]*)>([^<]*)<'
)
_SIZE = re.compile(r'<svg width="[^"]*" height="[^"]*"')


def chart_svg(report: Report, language: Language, width: int) -> tuple[str, str] | None:
    """Return a report's chart as an `svg` element with its caption; None when nothing is to be compared."""
    return _written(chart_of(report, language, width), width)


def flows_svg(flows: Flows, language: Language) -> tuple[str, str] | None:
    """Return a report's flows as an `svg` element with its caption; None when nothing flowed."""
    return _written(sankey_of(flows, language, WIDE, _HEIGHT_MAX), WIDE)


def _written(picture: Picture | None, width: int) -> tuple[str, str] | None:
    if picture is None:
        return None
    from reportlab.graphics import renderSVG  # noqa: PLC0415

    text: str = renderSVG.drawToString(picture.drawing)
    text = _UNSAID.sub("", _PROLOGUE.sub("", text))
    # One page holds two of them; the font is the page's own, as the file's lies in PDFs alone.
    text = text.replace('id="clip"', f'id="clip-{width}"').replace("url(#clip)", f"url(#clip-{width})")
    text = _TEXT.sub(_fitted, text.replace('id="group"', ""))
    return _SIZE.sub('<svg aria-hidden="true" focusable="false"', text, count=1), picture.caption


def _fitted(found: re.Match[str]) -> str:
    """Keep a text as wide as it was measured, so that a page's wider font covers no bar."""
    from reportlab.pdfbase.pdfmetrics import stringWidth  # noqa: PLC0415

    place, size, rest, said = found.groups()
    wide = stringWidth(unescape(said), use_font(), float(size))
    fitted = f'<text textLength="{wide:.2f}" lengthAdjust="spacingAndGlyphs"'
    return f"{fitted} {place}font-size: {size}px;{rest}>{said}<"
