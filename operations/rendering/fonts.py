"""Give PDFs the font that they embed: Noto Sans SC, of which each file carries the characters it shows."""

from functools import cache
from importlib.util import find_spec
from pathlib import Path

FONT = "NotoSansSC"


class FontMissing(RuntimeError):
    """The package that carries the font is not installed."""


def font_file() -> Path:
    """Return where the font lies: in a package whose code is not loaded, since only its font is wanted."""
    spec = find_spec("zhplot")
    if spec is None or spec.origin is None:
        raise FontMissing("the package zhplot, which carries Noto Sans SC, is not installed")
    return Path(spec.origin).parent / "fonts" / "NotoSansSC-Regular.ttf"


@cache
def use_font() -> str:
    """Make the font known to the PDF library, once for the process, and return its name there."""
    from reportlab.pdfbase.pdfmetrics import registerFont  # noqa: PLC0415
    from reportlab.pdfbase.ttfonts import TTFont  # noqa: PLC0415

    registerFont(TTFont(FONT, str(font_file())))
    return FONT
