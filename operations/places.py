"""Find places: near a position, by district, by name or pinyin, by what they take and when."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple, TypeVar

import numpy as np

from geo.distance import distances_m
from geo.positions import Position
from models.network import CategoryOut, PlaceKind, PlaceOut, PlaceStatus
from operations.errors import Fault, NotFound, Unfit
from operations.hours import is_open_at
from operations.network import Network
from operations.pages import Page, page, read_cursor
from operations.sites import Site

Coded = TypeVar("Coded", PlaceOut, CategoryOut)


class Found(NamedTuple):
    """A point that was found near a position, and its metres from there."""

    site: Site
    distance_m: float


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a search for points asks for; what is None is not asked."""

    district: str | None = None
    q: str | None = None
    accepts: str | None = None
    open_at: datetime | None = None
    closed: bool = False
    station: str | None = None
    status: PlaceStatus | None = None

    def test(self, network: Network) -> Callable[[Site], bool] | None:
        """Return the test a point must pass, or None when everything passes; raises Unfit."""
        tests = self._standing(network)
        if self.district is not None:
            if self.district not in network.residents:
                raise Unfit(Fault("/district", "unknown_district", {"value": self.district}))
            tests.append(lambda site: site.out.district.code == self.district)
        if self.accepts is not None:
            if self.accepts not in network.kinds:
                raise Unfit(Fault("/accepts", "unknown_category", {"value": self.accepts}))
            tests.append(lambda site: self.accepts in site.handles)
        if self.q is not None:
            words = self.q.lower().split()
            tests.append(lambda site: all(word in site.search for word in words))
        if self.open_at is not None:
            moment = self.open_at
            tests.append(lambda site: site.is_open and is_open_at(site.out.opening_hours, moment))
        return (lambda site: all(test(site) for test in tests)) if tests else None

    def _standing(self, network: Network) -> list[Callable[[Site], bool]]:
        """Return the tests of a point's state and of the station its goods go to; raises Unfit."""
        tests: list[Callable[[Site], bool]] = []
        if self.status is not None:
            tests.append(lambda site: site.out.status is self.status)
        elif not self.closed and network.has_closed_points:
            tests.append(lambda site: site.out.status is not PlaceStatus.CLOSED)
        if self.station is not None:
            home = network.sites.get(self.station)
            if home is None or home.kind is not PlaceKind.STATION:
                raise Unfit(Fault("/station", "unknown_station", {"value": self.station}))
            tests.append(lambda site: network.home_of(site) == home.id)
        return tests


def near(
    network: Network, origin: Position, wanted: Wanted, *, limit: int, cursor: str | None
) -> Page[Found]:
    """Return points in order of distance on the ellipsoid, ties by code; metres to the millimetre."""
    test = wanted.test(network)
    points = network.points
    after = read_cursor(cursor, float, str)
    if after is not None:
        return _behind(network, origin, test, limit, after)
    if test is None:
        found = network.point_index.nearest(origin, limit + 1)
    else:
        allowed = np.fromiter((test(point) for point in points), dtype=bool, count=len(points))
        found = network.point_index.nearest_where(origin, limit + 1, allowed)
    items = [Found(site=points[index], distance_m=round(metres, 3)) for index, metres in found]
    kept, next_cursor = page(items, limit, lambda item: (item.distance_m, item.site.code))
    return Page(items=kept, next_cursor=next_cursor)


def search(network: Network, wanted: Wanted, *, limit: int, cursor: str | None) -> Page[PlaceOut]:
    """Return points in order of code; exact and leading matches of a name come first."""
    test = wanted.test(network)
    after = read_cursor(cursor, int, str)
    keyed = [
        (_rank(point, wanted.q), point.code, point) for point in network.points if test is None or test(point)
    ]
    keyed.sort(key=lambda entry: entry[:2])
    if after is not None:
        keyed = [entry for entry in keyed if entry[:2] > after]
    kept, next_cursor = page(keyed, limit, lambda entry: entry[:2])
    return Page(items=[point.out for _, _, point in kept], next_cursor=next_cursor)


def get_point(network: Network, code: str) -> PlaceOut:
    """Return one point; raises NotFound."""
    return _get(network.points, code)


def get_station(network: Network, code: str) -> PlaceOut:
    """Return one station; raises NotFound."""
    return _get(network.stations, code)


def stations(network: Network, *, limit: int, cursor: str | None) -> Page[PlaceOut]:
    """Return the stations in order of code."""
    return _in_order([station.out for station in network.stations], limit, cursor)


def warehouse(network: Network) -> PlaceOut:
    """Return the relief warehouse; raises NotFound while the network has none."""
    for site in network.sites.values():
        if site.kind is PlaceKind.WAREHOUSE:
            return site.out
    raise NotFound


def categories(network: Network, *, limit: int, cursor: str | None) -> Page[CategoryOut]:
    """Return the categories in order of code, so that a parent comes before its children."""
    return _in_order([kind.out for kind in network.kinds.values()], limit, cursor)


def _in_order(rows: Sequence[Coded], limit: int, cursor: str | None) -> Page[Coded]:
    after = read_cursor(cursor, str)
    left = [row for row in rows if after is None or row.code > after[0]]
    kept, next_cursor = page(left, limit, lambda row: (row.code,))
    return Page(items=kept, next_cursor=next_cursor)


def _get(sites: Sequence[Site], code: str) -> PlaceOut:
    for site in sites:
        if site.code == code:
            return site.out
    raise NotFound


def _behind(
    network: Network,
    origin: Position,
    test: Callable[[Site], bool] | None,
    limit: int,
    after: tuple[float, str],
) -> Page[Found]:
    """Return the window behind a cursor: later pages are rare, so they may measure every point."""
    points = network.points
    at = np.array([(point.position.lat, point.position.lon) for point in points]).reshape(-1, 2)
    measured = distances_m(origin, at[:, 0], at[:, 1])
    keyed = sorted(
        (round(float(metres), 3), point.code, point)
        for metres, point in zip(measured, points, strict=True)
        if (round(float(metres), 3), point.code) > after and (test is None or test(point))
    )
    items = [Found(site=point, distance_m=metres) for metres, _, point in keyed[: limit + 1]]
    kept, next_cursor = page(items, limit, lambda item: (item.distance_m, item.site.code))
    return Page(items=kept, next_cursor=next_cursor)


def _rank(point: Site, q: str | None) -> int:
    """Return 0 for an exact code or name, 1 for a name or pinyin that begins so, 2 for the rest."""
    if q is None:
        return 0
    wanted = q.lower().strip()
    if wanted in (point.code.lower(), point.out.name.lower()):
        return 0
    return 1 if any(part.startswith(wanted) for part in point.search.split(" ")) else 2
