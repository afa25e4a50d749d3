"""Places and categories as the operations need them, made from their rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from geo.positions import Position
from models.network import (
    Category,
    CategoryOut,
    District,
    Named,
    Place,
    PlaceKind,
    PlaceOut,
    PlaceStatus,
    PositionOut,
    PositionSource,
    Subdistrict,
)


@dataclass(frozen=True, slots=True)
class Site:
    """A place as the operations need it: ids, position, what it handles; and as it is shown, also in JSON."""

    id: int
    kind: PlaceKind
    position: Position
    handles: frozenset[str]
    capacity_grams: int
    pinned_station: str | None
    home_id: int | None
    search: str
    out: PlaceOut
    shown: bytes

    @property
    def code(self) -> str:
        """Return the code people use."""
        return self.out.code

    @property
    def is_open(self) -> bool:
        """Tell whether the place takes part at present (its opening hours are another matter)."""
        return self.out.status is PlaceStatus.OPEN


@dataclass(frozen=True, slots=True)
class Kind:
    """A category with its database id."""

    id: int
    out: CategoryOut


def covered(codes: Sequence[str], kinds: Mapping[str, Kind]) -> frozenset[str]:
    """Return every category that the codes cover: a code covers itself and what lies below it."""
    wanted = set(codes)
    found = set()
    for code in kinds:
        above: str | None = code
        while above is not None and above not in wanted:
            above = kinds[above].out.parent
        if above is not None:
            found.add(code)
    return frozenset(found)


def row_id(number: int | None) -> int:
    """Return the id of a row that was read; raises ValueError when it has none."""
    if number is None:
        raise ValueError("a row without its id")
    return number


def site_of(
    row: Place,
    districts: Mapping[str, District],
    subdistricts: Mapping[str, Subdistrict],
    handled: Mapping[str, frozenset[str]],
) -> Site:
    """Return a place as the operations need it."""
    out = _out(row, districts, subdistricts)
    return Site(
        id=row_id(row.id),
        kind=PlaceKind(row.kind),
        position=Position(row.lat, row.lon),
        handles=handled[row.accepts],
        capacity_grams=row.capacity_grams,
        pinned_station=row.pinned_station,
        home_id=row.home_id,
        search=row.search,
        out=out,
        shown=out.model_dump_json().encode(),
    )


def _out(
    row: Place,
    districts: Mapping[str, District],
    subdistricts: Mapping[str, Subdistrict],
) -> PlaceOut:
    return PlaceOut(
        code=row.code,
        kind=PlaceKind(row.kind),
        name=row.name,
        name_en=row.name_en,
        position=PositionOut(lat=row.lat, lon=row.lon),
        district=_named(districts.get(row.district_code or "")),
        subdistrict=_named(subdistricts.get(row.subdistrict_code or "")),
        address=row.address,
        address_en=row.address_en,
        status=PlaceStatus(row.status),
        accepts=[code for code in row.accepts.split(";") if code],
        opening_hours=row.opening_hours,
        operator=row.operator,
        phone=row.phone,
        capacity_grams=row.capacity_grams,
        position_source=PositionSource(row.position_source),
        changed_at=row.changed_at,
    )


def _named(row: District | Subdistrict | None) -> Named:
    if row is None:
        return Named(code="", name="", name_en="")
    return Named(code=row.code, name=row.name, name_en=row.name_en)


def category_out(row: Category) -> CategoryOut:
    """Return a category as it is shown."""
    shown = row.model_dump(exclude={"id", "parent_code"})
    return CategoryOut(parent=row.parent_code, **shown)
