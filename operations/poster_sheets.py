"""Draw the poster for a point's door: where one is, how to join, where else to go, whom to call."""

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple
from xml.sax.saxutils import escape

from sqlalchemy import select
from sqlmodel import Session, col

from models.access import Caller, Poster
from models.network import PlaceKind, PlaceOut, PlaceStatus
from operations.access import poster
from operations.errors import Fault, Unfit
from operations.hours_in_words import hours_in_words
from operations.kit import phone_of
from operations.network import Network, current
from operations.rendering.fonts import use_font
from operations.rendering.pages import INK, LINE, MUTED, PORTRAIT, mm
from operations.sites import Site

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas
    from reportlab.platypus import Paragraph

_MARGIN = 16 * mm
_WIDTH = PORTRAIT[0] - 2 * _MARGIN
#: Read from two metres, and by an old phone's camera from one.
_QR = 100 * mm
#: White modules within that; with the gap around, the four that scanners are promised.
_QUIET = 2
_GAP = 7 * mm
_BLUE = "#0B5FA5"
#: Posters in one file: the largest station serves 521 points, and each takes a moment to draw.
POSTERS_MAX = 600
#: Of the sizes below, from those that read best down to the smallest that reads at a door.
_SCALES = (1.3, 1.15, 1.0, 0.9, 0.8, 0.7, 0.6, 0.5)


class Sheet(NamedTuple):
    """What a poster says: the point, its code, and a telephone for help, which may be empty."""

    point: PlaceOut
    code: str
    help_phone: str


class Line(NamedTuple):
    """A line of a poster: its text, its size in points, its colour, and the room above it."""

    text: str
    size: float
    colour: str = INK
    above: float = 0


class Written(NamedTuple):
    """A line in type, with the room above it and its height, in points."""

    paragraph: "Paragraph"
    above: float
    height: float


def sheet_for(session: Session, code: str, *, help_phone: str, by: Caller) -> Sheet:
    """Return what the poster of a point says; raises NotFound."""
    found = poster(session, code, by=by)
    network = current(session)
    return _sheet(network, network.sites[found.point], found.code, help_phone)


def address_of(code: str, public_url: str) -> str:
    """Return what a poster's QR says: capitals, so that it takes QR's smaller alphanumeric mode."""
    return f"{public_url.rstrip('/')}/j/{code}".upper()


def sheets_for(
    session: Session, codes: Sequence[str], area: str | None, *, help_phone: str, by: Caller
) -> list[Sheet]:
    """Return what the posters of points say: of those named, of those in an area, or those a station serves.

    Raises Unfit for a code that is no point's, an area without points, and more than are drawn at once.
    """
    network = current(session)
    points = [_named(network, code) for code in codes] if area is None else _within(network, area)
    if len(points) > POSTERS_MAX:
        raise Unfit(Fault("", "too_many_posters", {"number": len(points), "most": POSTERS_MAX}))
    wanted = [point.id for point in points]
    hanging = select(Poster).where(col(Poster.place_id).in_(wanted), col(Poster.current) == 1)
    found = {hung.place_id: hung.code for hung in session.scalars(hanging)}
    return [_sheet(network, point, found[point.id], help_phone) for point in points if point.id in found]


def _named(network: Network, code: str) -> Site:
    point = network.sites.get(code)
    if point is None or point.kind is not PlaceKind.POINT:
        raise Unfit(Fault("/codes", "unknown_point", {"value": code}))
    return point


def _within(network: Network, area: str) -> list[Site]:
    """Return the points of a district, of a sub-district or of a station that are not closed for good."""
    station = network.sites.get(area)
    found = [
        point
        for point in network.points
        if (
            area in (point.out.district.code, point.out.subdistrict.code)
            or (station is not None and network.home_of(point) == station.id)
        )
        and point.out.status is not PlaceStatus.CLOSED
    ]
    if not found:
        raise Unfit(Fault("/area", "no_points_there", {"value": area}))
    return found


def _sheet(network: Network, point: Site, code: str, help_phone: str) -> Sheet:
    home = network.home_of(point)
    station = network.by_id[home] if home is not None else None
    return Sheet(point.out, code, help_phone or phone_of(station))


def poster_sheet(sheet: Sheet, public_url: str) -> bytes:
    """Return a poster as a PDF of one A4 page, the same bytes each time."""
    return poster_sheets([sheet], public_url, f"{sheet.point.name} {sheet.point.code}")


def poster_sheets(sheets: Sequence[Sheet], public_url: str, title: str) -> bytes:
    """Return posters as a PDF, each on an A4 page of its own, the same bytes each time."""
    # Half a second that neither the start nor any other call needs to spend.
    from reportlab.pdfgen.canvas import Canvas  # noqa: PLC0415

    page = io.BytesIO()
    # The library's own description of this argument is wrong: it takes a font's name.
    font: Any = use_font()
    canvas = Canvas(page, pagesize=PORTRAIT, invariant=1, initialFontName=font, lang="zh-Hans")
    canvas.setTitle(title)
    for sheet in sheets:
        _draw(canvas, sheet, public_url)
        canvas.showPage()
    canvas.save()
    return page.getvalue()


def _draw(canvas: "Canvas", sheet: Sheet, public_url: str) -> None:
    donors = _set(_donors(sheet.help_phone), _WIDTH)
    room = PORTRAIT[1] - 2 * _MARGIN - _QR - 4 * _GAP - _height(donors)
    y = _put(canvas, _fitted(_door(sheet.point), _WIDTH, room), _MARGIN, PORTRAIT[1] - _MARGIN)
    y = _rule(canvas, y - _GAP) - _GAP
    _qr(canvas, address_of(sheet.code, public_url), _MARGIN, y - _QR)
    beside = _MARGIN + _QR + 8 * mm
    _put(canvas, _set(_joining(sheet.code, public_url), PORTRAIT[0] - _MARGIN - beside), beside, y)
    y = _rule(canvas, y - _QR - _GAP) - _GAP
    _put(canvas, donors, _MARGIN, y)


def _door(point: PlaceOut) -> Sequence[Line]:
    hours = point.opening_hours
    opened = [
        Line("开放时间 Opening hours", 11, MUTED, 5 * mm),
        Line(hours_in_words(hours, "zh"), 16),
        Line(hours_in_words(hours, "en"), 12, MUTED),
    ]
    return [
        Line(f"就近 Jiujin · 捐赠接收点 Donation point · {point.code}", 12, _BLUE),
        Line(point.name, 32, above=2 * mm),
        Line(point.name_en, 17, MUTED),
        Line(point.address, 15, above=4 * mm),
        Line(point.address_en, 12, MUTED),
        *(opened if hours else []),
    ]


def _joining(code: str, public_url: str) -> Sequence[Line]:
    return [
        Line("志愿者扫码加入", 22, _BLUE),
        Line("Volunteers: scan to join", 13, MUTED),
        Line(code, 40, above=9 * mm),
        Line(f"扫不了? 打开 {public_url.rstrip('/')}, 输入这 6 位码", 12, above=2 * mm),
        Line(f"Or open {public_url.rstrip('/')} and type these 6 characters", 10.5, MUTED),
    ]


def _donors(help_phone: str) -> Sequence[Line]:
    helped = [Line(f"求助电话 Help  {help_phone}", 18, above=6 * mm)]
    return [
        Line("捐赠人: 这里关着? 扫同一个码, 看最近的其他接收点。", 18),
        Line("Donors: closed here? The same code shows the nearest other points.", 12.5, MUTED),
        *(helped if help_phone else []),
    ]


def _set(lines: Sequence[Line], width: float, scale: float = 1) -> list[Written]:
    """Set lines in type, wrapped to the width."""
    from reportlab.lib.colors import HexColor  # noqa: PLC0415
    from reportlab.lib.styles import ParagraphStyle  # noqa: PLC0415
    from reportlab.platypus import Paragraph  # noqa: PLC0415

    found = []
    for line in lines:
        style = ParagraphStyle(
            "line",
            fontName=use_font(),
            fontSize=line.size * scale,
            leading=line.size * scale * 1.35,
            textColor=HexColor(line.colour),
            # Chinese breaks anywhere; English between words.
            wordWrap=None if line.text.isascii() else "CJK",
        )
        paragraph = Paragraph(escape(line.text), style)
        found.append(Written(paragraph, line.above * scale, paragraph.wrap(width, PORTRAIT[1])[1]))
    return found


def _fitted(lines: Sequence[Line], width: float, height_max: float) -> list[Written]:
    """Set lines as large as the height allows: a name may have two hundred characters."""
    for scale in _SCALES:
        written = _set(lines, width, scale)
        if _height(written) <= height_max:
            break
    return written


def _height(written: Sequence[Written]) -> float:
    return sum(line.above + line.height for line in written)


def _put(canvas: "Canvas", written: Sequence[Written], x: float, y: float) -> float:
    """Write lines below each other from `y` down; return where they end."""
    for line in written:
        y -= line.above + line.height
        line.paragraph.drawOn(canvas, x, y)
    return y


def _rule(canvas: "Canvas", y: float) -> float:
    from reportlab.lib.colors import HexColor  # noqa: PLC0415

    canvas.setStrokeColor(HexColor(LINE))
    canvas.setLineWidth(1)
    canvas.line(_MARGIN, y, PORTRAIT[0] - _MARGIN, y)
    return y


def _qr(canvas: "Canvas", text: str, x: float, y: float) -> None:
    from reportlab.graphics.barcode.qr import QrCode  # noqa: PLC0415

    # Drawn without the library's drawings, which name a font that the file would not carry.
    QrCode(text, width=_QR, height=_QR, qrBorder=_QUIET, qrLevel="M").drawOn(canvas, x, y)
