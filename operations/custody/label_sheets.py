"""Print labels on A4 sheets: a QR with the address, Code 128, and the code for human eyes."""

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING

from models.identifiers import show_code

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

#: Points in a millimetre.
mm = 72 / 25.4
#: Three by eight labels of 70 by 37 mm: the commonest A4 sheet of adhesive labels.
COLUMNS, ROWS = 3, 8
WIDTH, HEIGHT = 70 * mm, 37 * mm
PAGE = (210 * mm, 297 * mm)
_QR = 27 * mm
_MARGIN = 3 * mm


def address_of(code: str, public_url: str) -> str:
    """Return what a label's QR says: capitals, so that it takes QR's smaller alphanumeric mode."""
    return f"{public_url.rstrip('/')}/b/{code}".upper()


def label_sheets(codes: Sequence[str], public_url: str) -> bytes:
    """Return a PDF of sheets with these labels, in order, to be printed at full size."""
    # Half a second that neither the start nor any other call needs to spend.
    from reportlab.pdfgen.canvas import Canvas  # noqa: PLC0415

    page = io.BytesIO()
    canvas = Canvas(page, pagesize=PAGE, invariant=1)
    canvas.setTitle("Jiujin labels")
    for n, code in enumerate(codes):
        place = n % (COLUMNS * ROWS)
        if n and not place:
            canvas.showPage()
        left = (place % COLUMNS) * WIDTH
        top = PAGE[1] - (place // COLUMNS) * HEIGHT
        _label(canvas, left, top - HEIGHT, code, public_url)
    canvas.save()
    return page.getvalue()


def _label(canvas: "Canvas", x: float, y: float, code: str, public_url: str) -> None:
    from reportlab.graphics.barcode.code128 import Code128  # noqa: PLC0415
    from reportlab.graphics.barcode.qr import QrCodeWidget  # noqa: PLC0415
    from reportlab.graphics.renderPDF import draw  # noqa: PLC0415
    from reportlab.graphics.shapes import Drawing  # noqa: PLC0415

    widget = QrCodeWidget(address_of(code, public_url), barLevel="M")
    left, bottom, right, top = widget.getBounds()
    scale = _QR / max(right - left, top - bottom)
    drawing = Drawing(_QR, _QR, transform=[scale, 0, 0, scale, 0, 0])
    drawing.add(widget)
    draw(drawing, canvas, x + _MARGIN, y + (HEIGHT - _QR) / 2)
    beside = x + _MARGIN + _QR + 2 * mm
    canvas.setFont("Helvetica-Bold", 11)
    canvas.drawString(beside, y + HEIGHT - 10 * mm, show_code(code))
    canvas.setFont("Helvetica", 7)
    canvas.drawString(beside, y + HEIGHT - 14 * mm, "JIUJIN")
    bars = Code128(code, barHeight=10 * mm, barWidth=0.2 * mm, humanReadable=False, quiet=False)
    bars.drawOn(canvas, beside, y + 7 * mm)
