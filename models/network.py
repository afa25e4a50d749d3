"""The network: districts, sub-districts, places, categories, and how a point is bound to a station."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, Text
from sqlmodel import Field, SQLModel

from models.columns import Big, Flag, Instant, Real
from models.metadata import STRICT, one_of
from models.shapes import Answer, InstantOut


class PlaceKind(StrEnum):
    """What a place is. `outside` places are where goods come from and end."""

    POINT = "point"
    STATION = "station"
    WAREHOUSE = "warehouse"
    VEHICLE = "vehicle"
    TRANSIT = "transit"
    OUTSIDE = "outside"


class PlaceStatus(StrEnum):
    """Whether a place takes part at present."""

    OPEN = "open"
    SUSPENDED = "suspended"
    CLOSED = "closed"


class PositionSource(StrEnum):
    """Where a position comes from: measured, looked up from an address, or invented for planning."""

    SURVEYED = "surveyed"
    GEOCODED = "geocoded"
    SYNTHETIC = "synthetic"


#: Codes of the places outside, so that every movement has two ends.
OUTSIDE_DONOR = "DONOR"
OUTSIDE_DISPOSAL = "DISPOSAL"
OUTSIDE_FOUND = "FOUND"
OUTSIDE_LOST = "LOST"
OUTSIDE_WEIGHING = "WEIGHING"
OUTSIDE_SORTING = "SORTING"
OUTSIDE_RECIPIENT = "RECIPIENT"
#: Where goods are that left without a vehicle of ours and have not arrived yet.
TRANSIT = "TRANSIT"


class District(SQLModel, table=True):
    """One of the city's districts (GB/T 2260, six digits)."""

    __tablename__ = "district"
    __table_args__ = (CheckConstraint("residents >= 0", name="residents"), STRICT)

    code: str = Field(primary_key=True, sa_type=Text)
    name: str = Field(sa_type=Text)
    name_en: str = Field(sa_type=Text)
    residents: int = Field(sa_type=Big)
    boundary: str = Field(sa_type=Text, description="GeoJSON geometry, WGS-84")
    source: str = Field(sa_type=Text)


class Subdistrict(SQLModel, table=True):
    """A sub-district, town or township (nine digits)."""

    __tablename__ = "subdistrict"
    __table_args__ = (CheckConstraint("residents >= 0", name="residents"), STRICT)

    code: str = Field(primary_key=True, sa_type=Text)
    district_code: str = Field(foreign_key="district.code", sa_type=Text, index=True)
    name: str = Field(sa_type=Text)
    name_en: str = Field(sa_type=Text)
    kind: str = Field(sa_type=Text)
    residents: int = Field(sa_type=Big)
    homes: str | None = Field(
        default=None,
        sa_column=Column(Text),
        description="GeoJSON MultiPoint, WGS-84: where residents are taken to live, as many at each",
    )


class Category(SQLModel, table=True):
    """A kind of goods, in a tree, with its rules of acceptance as data."""

    __tablename__ = "category"
    __table_args__ = (CheckConstraint("grams_per_piece > 0", name="grams_per_piece"), STRICT)

    id: int | None = Field(default=None, sa_column=Column(Big, primary_key=True))
    code: str = Field(sa_type=Text, unique=True)
    parent_code: str | None = Field(sa_column=Column(Text, ForeignKey("category.code")))
    name: str = Field(sa_type=Text)
    name_en: str = Field(sa_type=Text)
    unit: str = Field(sa_type=Text)
    unit_zh: str = Field(sa_type=Text)
    grams_per_piece: int = Field(sa_type=Big)
    accepted: bool = Field(sa_type=Flag)
    min_condition: str | None = Field(sa_column=Column(Text))
    must_be_clean: bool = Field(sa_type=Flag)
    min_shelf_days: int | None = Field(sa_column=Column(Integer))
    min_shelf_percent: int | None = Field(sa_column=Column(Integer))
    needs_expiry: bool = Field(sa_type=Flag)
    reason_zh: str = Field(sa_type=Text)
    reason_en: str = Field(sa_type=Text)


class Place(SQLModel, table=True):
    """A point, a station, the warehouse, or an outside place."""

    __tablename__ = "place"
    __table_args__ = (
        one_of("kind", PlaceKind),
        one_of("status", PlaceStatus),
        one_of("position_source", PositionSource),
        CheckConstraint("lat BETWEEN -90 AND 90 AND lon BETWEEN -180 AND 180", name="position"),
        CheckConstraint("capacity_grams >= 0", name="capacity"),
        Index("ix_place_kind_code", "kind", "code"),
        STRICT,
    )

    id: int | None = Field(default=None, sa_column=Column(Big, primary_key=True))
    code: str = Field(sa_type=Text, unique=True)
    kind: str = Field(sa_type=Text)
    name: str = Field(sa_type=Text)
    name_en: str = Field(sa_type=Text)
    district_code: str | None = Field(sa_column=Column(Text, ForeignKey("district.code")))
    subdistrict_code: str | None = Field(sa_column=Column(Text, ForeignKey("subdistrict.code")))
    committee_code: str | None = Field(sa_column=Column(Text))
    address: str = Field(sa_type=Text)
    address_en: str = Field(sa_type=Text)
    lat: float = Field(sa_type=Real)
    lon: float = Field(sa_type=Real)
    datum_given: str = Field(sa_type=Text, description="the datum of the position as it was given")
    position_source: str = Field(sa_type=Text)
    operator: str = Field(sa_type=Text)
    phone: str = Field(sa_type=Text)
    opening_hours: str = Field(sa_type=Text, description="OpenStreetMap syntax")
    accepts: str = Field(sa_type=Text, description="category codes, ;-separated")
    capacity_grams: int = Field(sa_type=Big)
    status: str = Field(sa_type=Text)
    status_reason: str = Field(default="", sa_type=Text)
    pinned_station: str | None = Field(default=None, sa_column=Column(Text))
    pin_reason: str = Field(default="", sa_type=Text)
    search: str = Field(sa_type=Text, description="name, pinyin, initials, codes; lower case")
    changed_at: datetime = Field(sa_type=Instant)
    home_id: int | None = Field(
        default=None,
        sa_column=Column(Big, ForeignKey("place.id")),
        description="the station or warehouse a vehicle belongs to",
    )


class TravelDistance(SQLModel, table=True):
    """A measured way from a point to a station, when a travel engine was asked."""

    __tablename__ = "travel_distance"
    __table_args__ = (CheckConstraint("metres >= 0", name="metres"), STRICT)

    point_id: int = Field(sa_column=Column(Big, ForeignKey("place.id"), primary_key=True))
    station_id: int = Field(sa_column=Column(Big, ForeignKey("place.id"), primary_key=True))
    metres: float = Field(sa_type=Real)
    method: str = Field(sa_type=Text)
    measured_at: datetime = Field(sa_type=Instant)


class Revision(SQLModel, table=True):
    """One row: a token that changes with every change of the network, so that caches notice."""

    __tablename__ = "revision"
    __table_args__ = (CheckConstraint("id = 1", name="single"), STRICT)

    id: int = Field(default=1, primary_key=True)
    token: int = Field(sa_type=Big)


class PlaceLoad(SQLModel, table=True):
    """What lies at a place and what is on its way there, in one row kept with every movement."""

    __tablename__ = "place_load"
    __table_args__ = (
        CheckConstraint("pieces >= 0 AND grams >= 0", name="on_hand"),
        CheckConstraint("expected_pieces >= 0 AND expected_grams >= 0", name="expected"),
        STRICT,
    )

    place_id: int = Field(sa_column=Column(Big, ForeignKey("place.id"), primary_key=True))
    pieces: int = Field(default=0, sa_type=Big)
    grams: int = Field(default=0, sa_type=Big)
    expected_pieces: int = Field(default=0, sa_type=Big)
    expected_grams: int = Field(default=0, sa_type=Big)


class PositionOut(Answer):
    """A position in WGS-84, degrees."""

    lat: float
    lon: float


class Named(Answer):
    """A code with its name in both languages."""

    code: str
    name: str
    name_en: str


class PlaceOut(Answer):
    """A place, the same shape everywhere."""

    code: str
    kind: PlaceKind
    name: str
    name_en: str
    position: PositionOut
    district: Named
    subdistrict: Named
    address: str
    address_en: str
    status: PlaceStatus
    accepts: list[str]
    opening_hours: str
    operator: str
    phone: str
    capacity_grams: int
    position_source: PositionSource
    changed_at: InstantOut


class PlaceNear(PlaceOut):
    """A place with its distance from the position that was asked about, metres to the millimetre."""

    distance_m: float


class CategoryOut(Answer):
    """A category with its unit, typical weight and rules of acceptance."""

    code: str
    parent: str | None
    name: str
    name_en: str
    unit: str
    unit_zh: str
    grams_per_piece: int
    accepted: bool
    min_condition: str | None
    must_be_clean: bool
    min_shelf_days: int | None
    min_shelf_percent: int | None
    needs_expiry: bool
    reason_zh: str
    reason_en: str
