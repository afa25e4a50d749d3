"""The network in memory: places, categories and each point's stations in order of distance.

Fifteen hundred points fit in a few megabytes and change a few times a day, so questions about them
never touch the database: a revision token in it tells when the picture is out of date.
"""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry
from sqlalchemy import func, select, update
from sqlmodel import Session, col

from geo.coverage import service_areas
from geo.districts import Districts
from geo.nearest import NearestIndex
from geo.reach import Reach
from models.claims import ClosedPeriod
from models.network import (
    OUTSIDE_DONOR,
    TRANSIT,
    Category,
    District,
    Named,
    Place,
    PlaceKind,
    PlaceStatus,
    Revision,
    Subdistrict,
    TravelDistance,
)
from operations.areas import Area, Homes, area_of, homes_of, reach_by_area
from operations.bindings import Way, ways_to_stations
from operations.sites import Kind, Site, category_out, covered, row_id, site_of


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
    areas: Sequence[Area]
    closed_until: date | None

    def open_day(self, day: date) -> date:
        """Return the day, or the first one after the closed periods: what is published stands."""
        if self.closed_until is None or day > self.closed_until:
            return day
        return self.closed_until + timedelta(days=1)

    def is_closed(self, day: date) -> bool:
        """Tell whether a day lies in a closed period."""
        return self.closed_until is not None and day <= self.closed_until

    @cached_property
    def points(self) -> list[Site]:
        """Return the points in order of code."""
        return [site for site in self.sites.values() if site.kind is PlaceKind.POINT]

    @cached_property
    def has_closed_points(self) -> bool:
        """Tell whether any point is closed for good: then lists leave those out unless they are asked for."""
        return any(point.out.status is PlaceStatus.CLOSED for point in self.points)

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
    def place_codes(self) -> dict[int, str]:
        """Return the code of every place by database id, the places outside among them."""
        outside = {number: code for code, number in self.outside.items()}
        return {**outside, **{site.id: site.code for site in self.sites.values()}}

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
    def transit(self) -> Site:
        """Return the place of goods that are under way without a vehicle of ours."""
        return self.sites[TRANSIT]

    @cached_property
    def vehicles(self) -> list[Site]:
        """Return the vehicles in order of code."""
        return [site for site in self.sites.values() if site.kind is PlaceKind.VEHICLE]

    def home_of(self, point: Site) -> int | None:
        """Return the station a point's goods usually go to: the pinned one, else the nearest."""
        pinned = self.sites.get(point.pinned_station or "")
        if pinned is not None:
            return pinned.id
        ways = self.ways.get(point.id, ())
        return ways[0].station_id if ways else None

    @cached_property
    def service_areas(self) -> dict[str, BaseGeometry]:
        """Return for each open station the part of the city nearest to it; made when first asked for."""
        city = shapely.union_all([self.district_areas.geometry(code) for code in self.district_areas.codes])
        return service_areas({site.code: site.position for site in self.stations if site.is_open}, city)

    @cached_property
    def homes(self) -> Homes:
        """Return where residents are taken to live, by sub-district; parsed when first asked for."""
        return homes_of(self.areas)

    @cached_property
    def _reached(self) -> dict[str | None, dict[str, Reach]]:
        return {}

    def reach(self, accepts: str | None = None) -> dict[str, Reach]:
        """Return by sub-district how its residents reach the open points, or those that take a category.

        Worked out once for this network and each category that is asked for.
        """
        if accepts not in self._reached:
            taking = [s for s in self.points if s.is_open and (accepts is None or accepts in s.handles)]
            index = NearestIndex([site.position for site in taking])
            self._reached[accepts] = reach_by_area(self.areas, self.homes, index)
        return self._reached[accepts]

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
        row.code: Kind(row_id(row.id), category_out(row))
        for row in session.scalars(select(Category).order_by(col(Category.code)))
    }
    districts = {row.code: row for row in session.scalars(select(District).order_by(col(District.code)))}
    subdistricts = {row.code: row for row in session.scalars(select(Subdistrict))}
    places = list(session.scalars(select(Place).order_by(col(Place.code))))
    # A handful of lists of categories serve fifteen hundred points.
    handled = {accepts: covered(accepts.split(";"), kinds) for accepts in {row.accepts for row in places}}
    sites = {
        row.code: site_of(row, districts, subdistricts, handled)
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
        outside={row.code: row_id(row.id) for row in places if row.kind == PlaceKind.OUTSIDE},
        boundaries={d.code: d.boundary for d in districts.values()},
        areas=[area_of(row) for _, row in sorted(subdistricts.items())],
        closed_until=session.scalar(select(func.max(col(ClosedPeriod.last_day)))),
    )
    session.expunge_all()
    return network
