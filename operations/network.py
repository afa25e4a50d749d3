"""The network in memory: places, categories and each point's stations in order of distance.

Fifteen hundred points fit in a few megabytes and change a few times a day, so questions about them
never touch the database: a revision token in it tells when the picture is out of date.
"""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry
from sqlalchemy import select, update
from sqlmodel import Session, col

from geo.coverage import service_areas
from geo.districts import Districts
from geo.nearest import NearestIndex
from geo.positions import Position
from models.network import (
    OUTSIDE_DONOR,
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
    Revision,
    Subdistrict,
    TravelDistance,
)
from operations.bindings import Way, ways_to_stations


@dataclass(frozen=True, slots=True)
class Site:
    """A place as the operations need it: ids, position, what it handles; and as it is shown, also in JSON."""

    id: int
    kind: PlaceKind
    position: Position
    handles: frozenset[str]
    capacity_grams: int
    pinned_station: str | None
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


@dataclass(frozen=True)
class Network:
    """The whole network at one revision. Immutable; shared between threads."""

    token: int
    sites: Mapping[str, Site]
    kinds: Mapping[str, Kind]
    districts: Sequence[Named]
    residents: Mapping[str, int]
    ways: Mapping[int, tuple[Way, ...]]
    outside: Mapping[str, int]
    boundaries: Mapping[str, str]

    @cached_property
    def points(self) -> list[Site]:
        """Return the points in order of code."""
        return [site for site in self.sites.values() if site.kind is PlaceKind.POINT]

    @cached_property
    def stations(self) -> list[Site]:
        """Return the stations in order of code."""
        return [site for site in self.sites.values() if site.kind is PlaceKind.STATION]

    @cached_property
    def by_id(self) -> dict[int, Site]:
        """Return every place by its database id."""
        return {site.id: site for site in self.sites.values()}

    @cached_property
    def kind_codes(self) -> dict[int, str]:
        """Return category codes by database id."""
        return {kind.id: code for code, kind in self.kinds.items()}

    @cached_property
    def point_index(self) -> NearestIndex:
        """Return the exact nearest-neighbour index over the points."""
        return NearestIndex([site.position for site in self.points])

    @cached_property
    def outside_ids(self) -> frozenset[int]:
        """Return the ids of the places where goods come from and end."""
        return frozenset(self.outside.values())

    @property
    def donor(self) -> int:
        """Return the id of the place all donations come from."""
        return self.outside[OUTSIDE_DONOR]

    @cached_property
    def service_areas(self) -> dict[str, BaseGeometry]:
        """Return for each open station the part of the city nearest to it; made when first asked for."""
        city = shapely.union_all([self.district_areas.geometry(code) for code in self.district_areas.codes])
        return service_areas({site.code: site.position for site in self.stations if site.is_open}, city)

    @cached_property
    def district_areas(self) -> Districts:
        """Return the districts' polygons; parsed when first asked for."""
        features = (
            f'{{"type":"Feature","properties":{{"code":"{code}"}},"geometry":{geometry}}}'
            for code, geometry in self.boundaries.items()
        )
        return Districts.from_geojson(f'{{"type":"FeatureCollection","features":[{",".join(features)}]}}')


def current(session: Session, *, by: object = None) -> Network:
    """Return the network as this transaction sees it, from memory when that is up to date."""
    asked = select(col(Revision.token))
    if session.info.get("writing"):
        # PostgreSQL: who changes the network waits for those who are deciding by this picture.
        asked = asked.with_for_update(read=True)
    token = session.scalar(asked)
    if token is None:
        raise RuntimeError("the database is not migrated: run `jiujin migrate`")
    cache: dict[str, Any] = session.info.get("cache", {})
    held = cache.get("network")
    if isinstance(held, Network) and held.token == token:
        return held
    network = load(session, token)
    if not session.info.get("network_changed"):
        # What is not committed yet must not be seen by others.
        cache["network"] = network
    return network


def has_points(session: Session) -> bool:
    """Tell whether there is any point yet, without loading the network."""
    point = session.scalar(select(col(Place.id)).where(col(Place.kind) == PlaceKind.POINT.value).limit(1))
    return point is not None


def changed(session: Session) -> None:
    """Note that the network changes in this transaction: every memory of it is out of date.

    The token is random, not a counter, so that a change that is rolled back can never be mistaken
    for the next one.
    """
    session.info["network_changed"] = True
    session.flush()
    session.connection().execute(update(Revision).values(token=secrets.randbits(62)))


def load(session: Session, token: int) -> Network:
    """Read the whole network from the database."""
    kinds = {
        row.code: Kind(_id(row.id), _category_out(row))
        for row in session.scalars(select(Category).order_by(col(Category.code)))
    }
    districts = {row.code: row for row in session.scalars(select(District).order_by(col(District.code)))}
    subdistricts = {row.code: row for row in session.scalars(select(Subdistrict))}
    places = list(session.scalars(select(Place).order_by(col(Place.code))))
    # A handful of lists of categories serve fifteen hundred points.
    handled = {accepts: covered(accepts.split(";"), kinds) for accepts in {row.accepts for row in places}}
    sites = {
        row.code: _site(row, districts, subdistricts, handled)
        for row in places
        if row.kind != PlaceKind.OUTSIDE
    }
    measured = {
        (row.point_id, row.station_id): (row.metres, row.method)
        for row in session.scalars(select(TravelDistance))
    }
    points = [(s.id, s.position) for s in sites.values() if s.kind is PlaceKind.POINT]
    stations = [(s.id, s.position) for s in sites.values() if s.kind is PlaceKind.STATION]
    network = Network(
        token=token,
        sites=sites,
        kinds=kinds,
        districts=[Named(code=d.code, name=d.name, name_en=d.name_en) for d in districts.values()],
        residents={d.code: d.residents for d in districts.values()},
        ways=ways_to_stations(points, stations, measured),
        outside={row.code: _id(row.id) for row in places if row.kind == PlaceKind.OUTSIDE},
        boundaries={d.code: d.boundary for d in districts.values()},
    )
    session.expunge_all()
    return network


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


def _id(number: int | None) -> int:
    if number is None:
        raise ValueError("a row without its id")
    return number


def _site(
    row: Place,
    districts: Mapping[str, District],
    subdistricts: Mapping[str, Subdistrict],
    handled: Mapping[str, frozenset[str]],
) -> Site:
    out = _out(row, districts, subdistricts)
    return Site(
        id=_id(row.id),
        kind=PlaceKind(row.kind),
        position=Position(row.lat, row.lon),
        handles=handled[row.accepts],
        capacity_grams=row.capacity_grams,
        pinned_station=row.pinned_station,
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


def _category_out(row: Category) -> CategoryOut:
    shown = row.model_dump(exclude={"id", "parent_code"})
    return CategoryOut(parent=row.parent_code, **shown)
