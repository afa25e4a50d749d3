"""Shapes of the import: a row of the file, what is wrong with rows, what an import did."""

from dataclasses import dataclass, field
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from geo.positions import Datum
from models.network import PlaceKind, PlaceStatus, PositionSource
from models.shapes import CodeIn, one_line

Severity = Literal["error", "warning"]

#: Full-width forms that spreadsheets and Chinese input methods leave in numbers.
_HALF = str.maketrans("０１２３４５６７８９．－＋", "0123456789.-+")


def _optional_line(value: Any) -> Any:
    return value if value == "" else one_line(value)


def _number(value: Any) -> Any:
    """Read a plain decimal; exponents, thousands separators and words are refused."""
    if not isinstance(value, str):
        return value
    text = value.translate(_HALF).strip()
    digits = text.removeprefix("-").removeprefix("+").replace(".", "", 1)
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 20):
        raise PydanticCustomError("plain_number", "a plain number")
    return float(text)


def _none_when_empty(value: Any) -> Any:
    return None if value == "" else value


Text200 = Annotated[str, Field(max_length=200), BeforeValidator(_optional_line)]
DivisionCode = Annotated[str, Field(pattern=r"^[0-9]+$", max_length=12)]
Latitude = Annotated[
    Annotated[float, Field(ge=-90, le=90)] | None, BeforeValidator(_number), BeforeValidator(_none_when_empty)
]
Longitude = Annotated[
    Annotated[float, Field(ge=-180, le=180)] | None,
    BeforeValidator(_number),
    BeforeValidator(_none_when_empty),
]


class PlaceRow(BaseModel):
    """A row of a points file: the format that a foundation fills in."""

    model_config = ConfigDict(extra="forbid", allow_inf_nan=False, frozen=True)

    code: Annotated[CodeIn, Field(description="Code of the place, kept for ever")]
    kind: Annotated[PlaceKind, Field(description="point, station or warehouse")]
    name: Annotated[Text200, Field(min_length=1, description="Name in Chinese")]
    name_en: Annotated[Text200, Field(min_length=1, description="Name in English")]
    district: Annotated[DivisionCode, Field(min_length=6, max_length=6, description="District, six digits")]
    subdistrict: Annotated[
        DivisionCode, Field(min_length=9, max_length=9, description="Sub-district or town, nine digits")
    ]
    committee: Annotated[
        str, Field(pattern=r"^([0-9]{12})?$", description="Committee, twelve digits, or empty")
    ]
    address: Annotated[Text200, Field(description="Address in Chinese")]
    address_en: Annotated[Text200, Field(description="Address in English")]
    lat: Annotated[Latitude, Field(description="Latitude; empty: looked up from the address")]
    lon: Annotated[Longitude, Field(description="Longitude; empty: looked up")]
    datum: Annotated[Datum, Field(description="WGS84, GCJ02 or BD09: the system of lat and lon")]
    position_source: Annotated[PositionSource, Field(description="surveyed, geocoded or synthetic")]
    operator: Annotated[Text200, Field(description="Who runs it")]
    phone: Annotated[Text200, Field(description="Telephone, or empty")]
    opening_hours: Annotated[Text200, Field(description="OpenStreetMap syntax; empty: not known")]
    accepts: Annotated[
        str, Field(max_length=1000, description="Category codes, ;-separated; covers children")
    ]
    capacity_kg: Annotated[
        float, BeforeValidator(_number), Field(ge=0, le=100_000_000, description="Room in kg")
    ]
    status: Annotated[PlaceStatus, Field(description="open, suspended or closed")]
    pinned_station: Annotated[
        str, Field(pattern=r"^[A-Za-z0-9._-]{0,40}$", description="Station it is bound to, or empty")
    ]

    @property
    def accepted(self) -> list[str]:
        """Return the category codes."""
        return [code.strip() for code in self.accepts.split(";") if code.strip()]


COLUMNS = tuple(PlaceRow.model_fields)


@dataclass(frozen=True, slots=True)
class RowProblem:
    """What is wrong with a row: where, which code, in both languages."""

    row: int
    place: str
    column: str
    code: str
    severity: Severity
    message_zh: str
    message_en: str


@dataclass(frozen=True, slots=True)
class NumberedRow:
    """A row as it was read: its number in the file and its texts by column."""

    number: int
    values: dict[str, str]


@dataclass(frozen=True, slots=True)
class GoodRow:
    """A row that can be loaded, with its position in WGS-84."""

    number: int
    row: PlaceRow
    lat: float
    lon: float
    source: PositionSource


@dataclass
class ImportReport:
    """What an import did, or would do."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    moved: list[tuple[str, float]] = field(default_factory=list)
    problems: list[RowProblem] = field(default_factory=list)

    @property
    def errors(self) -> list[RowProblem]:
        """Return the problems that keep their rows out."""
        return [problem for problem in self.problems if problem.severity == "error"]

    def add(self, other: "ImportReport") -> None:
        """Add what another part of the file brought."""
        self.created += other.created
        self.updated += other.updated
        self.unchanged += other.unchanged
        self.moved += other.moved
        self.problems += other.problems
