"""Query parameters: strict like bodies, an unknown one is refused."""

import re
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from geo.positions import Box, Datum, Position, to_wgs84
from models.access import Language, Role
from models.custody import RunStatus
from models.network import PlaceStatus
from models.relief import NeedStatus, RecipientStatus, Urgency
from models.shapes import CodeIn, InstantIn, KeyIn, Line
from models.shipments import ShipmentStatus
from models.sortings import Grade
from models.stock_shapes import ExpiryBand
from operations.pages import LIMIT_DEFAULT, LIMIT_MAX
from operations.places import Wanted
from operations.stock.stocks import StockWanted
from operations.tracing.graphs import Direction

_WHOLE = re.compile(r"[0-9]{1,9}", re.ASCII)
_DEGREES = re.compile(r"[+-]?[0-9]{1,3}(?:\.[0-9]{1,12})?", re.ASCII)


def whole(value: Any) -> Any:
    """Read a whole number as text: digits, without sign, blanks or underscores."""
    if isinstance(value, str):
        if not _WHOLE.fullmatch(value):
            raise PydanticCustomError("int_parsing", "a whole number")
        return int(value)
    return value


def _yes_no(value: Any) -> Any:
    if isinstance(value, str):
        if value not in ("true", "false"):
            raise PydanticCustomError("bool_type", "true or false")
        return value == "true"
    return value


def _degrees(value: Any) -> Any:
    if isinstance(value, str):
        if not _DEGREES.fullmatch(value):
            raise PydanticCustomError("float_parsing", "a number of degrees")
        return float(value)
    return value


def _near(value: Any) -> Any:
    if isinstance(value, Position):
        return value
    parts = value.split(",") if isinstance(value, str) else []
    if len(parts) != 2 or not all(_DEGREES.fullmatch(part) for part in parts):
        raise PydanticCustomError("position", "latitude,longitude")
    lat, lon = (float(part) for part in parts)
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        raise PydanticCustomError("position", "latitude,longitude")
    return Position(lat, lon)


def _bbox(value: Any) -> Any:
    if isinstance(value, Box):
        return value
    parts = value.split(",") if isinstance(value, str) else []
    if len(parts) != 4 or not all(_DEGREES.fullmatch(part) for part in parts):
        raise PydanticCustomError("bbox", "west,south,east,north")
    west, south, east, north = (float(part) for part in parts)
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        raise PydanticCustomError("bbox", "west,south,east,north")
    return Box(west, south, east, north)


Latitude = Annotated[float, BeforeValidator(_degrees), Field(ge=-90, le=90)]
Longitude = Annotated[float, BeforeValidator(_degrees), Field(ge=-180, le=180)]
Near = Annotated[
    Position,
    BeforeValidator(_near, json_schema_input_type=str),
    Field(description="lat,lon in degrees"),
]
Bbox = Annotated[
    Box,
    BeforeValidator(_bbox, json_schema_input_type=str),
    Field(description="west,south,east,north in degrees"),
]
YesNo = Annotated[bool, BeforeValidator(_yes_no, json_schema_input_type=bool)]
Limit = Annotated[int, BeforeValidator(whole), Field(ge=1, le=LIMIT_MAX)]
Cursor = Annotated[str, Field(min_length=1, max_length=400)]


class Parameters(BaseModel):
    """The parameters of a question; unknown ones are refused."""

    model_config = ConfigDict(extra="forbid", allow_inf_nan=False, frozen=True, arbitrary_types_allowed=True)


class Leaf(Parameters):
    """A window of a list that is drawn as a page."""

    limit: Limit = LIMIT_DEFAULT
    cursor: Cursor | None = None


class Form(Parameters):
    """As JSON, or as a file for spreadsheets; in which language, when not in that of Accept-Language."""

    format: Literal["json", "csv"] = "json"
    language: Language | None = None


class Window(Leaf, Form):
    """A window of a list; as CSV all of it, whatever the window."""


class PointQuestion(Window):
    """Which points: near a position, in a district, of a station, by name, what they take and when, state.

    Closed ones are left out unless `closed` or `status` asks for them.
    """

    near: Near | None = None
    datum: Datum = Datum.WGS84
    district: CodeIn | None = None
    q: Line | None = None
    accepts: CodeIn | None = None
    open_at: InstantIn | None = None
    closed: YesNo = False
    station: CodeIn | None = None
    status: PlaceStatus | None = None

    def origin(self) -> Position | None:
        """Return the position asked about, in WGS-84."""
        return None if self.near is None else to_wgs84(self.near.lat, self.near.lon, self.datum)

    def wanted(self) -> Wanted:
        """Return what the points must satisfy."""
        return Wanted(
            self.district, self.q, self.accepts, self.open_at, self.closed, self.station, self.status
        )


class TokenQuestion(Window):
    """Which tokens: of a role, bound to a place."""

    role: Role | None = None
    place: CodeIn | None = None


class RouteQuestion(Parameters):
    """Where would a donation made here go."""

    lat: Latitude
    lon: Longitude
    datum: Datum = Datum.WGS84
    category: CodeIn | None = None
    at: InstantIn | None = None

    def position(self) -> Position:
        """Return the position asked about, in WGS-84."""
        return to_wgs84(self.lat, self.lon, self.datum)


class IntakeQuestion(Window):
    """Which intakes: at a point, recorded in [since, until)."""

    point: CodeIn | None = None
    since: InstantIn | None = None
    until: InstantIn | None = None


class DueQuestion(Window):
    """Which points are due: of one station; with `all`, every point where anything lies."""

    station: CodeIn | None = None
    all: YesNo = False


class RunQuestion(Window):
    """Which pick-up runs."""

    status: RunStatus | None = None
    overdue: YesNo = False


class StockQuestion(Window):
    """Which stock: where, of which kind, how old, at which moment."""

    place: CodeIn | None = None
    category: CodeIn | None = None
    grade: Grade | None = None
    lot: CodeIn | None = None
    expiry: ExpiryBand | None = None
    as_of: InstantIn | None = None

    def wanted(self) -> StockWanted:
        """Return what the stock must satisfy."""
        return StockWanted(self.place, self.category, self.grade, self.lot, self.expiry, self.as_of)


class ThresholdQuestion(Window):
    """Which thresholds: of one place, or of all."""

    place: CodeIn | None = None


class RecipientQuestion(Window):
    """Which recipients: of whose code or name a text is a part."""

    q: Line | None = None
    status: RecipientStatus | None = None


class NeedQuestion(Window):
    """Which needs; `wanting`: for which something is still to be reserved, or for which nothing is."""

    recipient: CodeIn | None = None
    status: NeedStatus | None = None
    urgency: Urgency | None = None
    wanting: YesNo | None = None


class ShipmentQuestion(Window):
    """Which shipments."""

    status: ShipmentStatus | None = None


class DistributionQuestion(ShipmentQuestion):
    """Which distributions: to whom, for which need."""

    recipient: CodeIn | None = None
    need: KeyIn | None = None


class GraphQuestion(Parameters):
    """Which way to walk: to where goods went, or back to where they came from."""

    direction: Direction = "back"


class DetailQuestion(Parameters):
    """How much to show."""

    detail: YesNo = False


class MapQuestion(Parameters):
    """Which part of the map."""

    bbox: Bbox | None = None
