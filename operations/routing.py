"""Send goods to the nearest suitable station, and say why: for an intake, a position, a closing."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session, col

from geo.assignment import Assignment, Candidate, Obstacle, Passed, Reason, assign
from geo.positions import Position
from geo.travel import Travel
from models.access import Caller, Language
from models.network import PlaceLoad, PlaceStatus
from models.routes import Alternative, RouteOut
from operations.errors import Fault, Unfit
from operations.hours import is_open_at
from operations.network import Network
from operations.sites import Site

_OBSTACLES = {
    Obstacle.CLOSED: ("暂停接收", "closed"),
    Obstacle.CATEGORY: ("不接收这类物资", "does not handle these goods"),
    Obstacle.FULL: ("已满", "has no room left"),
}
_REASONS = {
    Reason.NEAREST: ("最近的整理站", "the nearest station"),
    Reason.NEAREST_SUITABLE: ("最近的合适整理站", "the nearest suitable station"),
    Reason.PINNED: ("该接收点指定的整理站", "the station this point is pinned to"),
    Reason.OVERRIDE: ("人工改派", "a person decided so"),
    Reason.HERE: ("物资已送到该整理站", "the goods came to this station itself"),
    Reason.NONE_SUITABLE: (
        "没有合适的整理站, 暂派最近的, 待人工处理",
        "no station suits; the nearest is taken, to be looked at",
    ),
}


def explain(because: str, passed: str, network: Network, language: Language) -> str:
    """Say in a sentence why a station was chosen and which nearer ones were passed over."""
    at = 0 if language == "zh" else 1
    sentence = _REASONS[Reason(because)][at]
    skipped = []
    for entry in filter(None, passed.split(";")):
        code, obstacle = entry.rsplit(":", 1)
        site = network.sites.get(code)
        name = code if site is None else (site.out.name, site.out.name_en)[at]
        skipped.append(
            (
                f"{name}{_OBSTACLES[Obstacle(obstacle)][at]}",
                f"{name} {_OBSTACLES[Obstacle(obstacle)][at]}",
            )[at]
        )
    if not skipped:
        return sentence
    return f"{sentence} ({'、'.join(skipped)})" if language == "zh" else f"{sentence} ({', '.join(skipped)})"


def show_passed(passed: Iterable[Passed]) -> str:
    """Write the stations passed over as they are stored."""
    return ";".join(f"{entry.code}:{entry.obstacle.value}" for entry in passed)


class Room:
    """How much room each station has left, counted down while a group of intakes is assigned."""

    def __init__(self, session: Session, network: Network) -> None:
        stations = {station.id: station for station in network.stations}
        rows = session.connection().execute(
            select(col(PlaceLoad.place_id), col(PlaceLoad.grams), col(PlaceLoad.expected_grams)).where(
                col(PlaceLoad.place_id).in_(list(stations))
            )
        )
        self._taken = {place: grams + expected for place, grams, expected in rows}
        self._capacity = {id_: station.capacity_grams for id_, station in stations.items()}

    def of(self, station: int) -> int:
        """Return the grams a station can still take."""
        return self._capacity[station] - self._taken.get(station, 0)

    def take(self, station: int, grams: int) -> None:
        """Count goods that are now to come to a station."""
        self._taken[station] = self._taken.get(station, 0) + grams


def assign_at_point(
    network: Network, point: Site, categories: frozenset[str], grams: int, room: Room
) -> tuple[Assignment, str]:
    """Return the assignment of goods at a registered point, and the method of its distances."""
    ways = network.ways[point.id]
    candidates = []
    for way in ways:
        station = network.by_id[way.station_id]
        candidates.append(
            Candidate(station.code, way.metres, station.is_open, station.handles, room.of(station.id))
        )
    return assign(candidates, categories, grams, point.pinned_station), ways[0].method


def rooms(session: Session, *, network: Network, by: Caller) -> dict[str, int]:
    """Return the grams each station can still take, by code."""
    room = Room(session, network)
    return {station.code: room.of(station.id) for station in network.stations}


async def route(
    network: Network,
    travel: Travel,
    room: Mapping[str, int],
    position: Position,
    *,
    category: str | None,
    at: datetime | None,
    language: Language,
) -> RouteOut:
    """Tell where a donation made at a position would go, and why, with the ranked alternatives.

    With `at`, a station must also be open at that moment. Raises Unfit for an unknown category and
    when the network has no station yet.
    """
    if category is not None and category not in network.kinds:
        raise Unfit(Fault("/category", "unknown_category", {"value": category}))
    if not network.stations:
        raise Unfit(Fault("", "no_station"))
    stations = network.stations
    table = await travel.table([position], [station.position for station in stations])
    wanted = frozenset() if category is None else frozenset({category})
    candidates = [
        Candidate(
            station.code,
            float(metres),
            _takes_part(station, at),
            station.handles,
            room[station.code],
        )
        for station, metres in zip(stations, table.metres[0], strict=True)
    ]
    chosen = assign(candidates, wanted, 0)
    return _show_route(network, chosen, table.method, language)


def _takes_part(station: Site, at: datetime | None) -> bool:
    return station.out.status is PlaceStatus.OPEN and (
        at is None or is_open_at(station.out.opening_hours, at)
    )


def _show_route(network: Network, chosen: Assignment, method: str, language: Language) -> RouteOut:
    obstacles = {entry.code: entry for entry in chosen.passed}
    alternatives = [
        Alternative(
            station=network.sites[other.code].out,
            distance_m=round(other.distance_m, 3),
            because=_why_not(obstacles.get(other.code), language),
        )
        for other in chosen.alternatives
    ]
    return RouteOut(
        station=network.sites[chosen.code].out,
        distance_m=round(chosen.distance_m, 3),
        method=method,
        because=explain(chosen.reason.value, show_passed(chosen.passed), network, language),
        alternatives=alternatives,
    )


def _why_not(passed: Passed | None, language: Language) -> str:
    if passed is None:
        return "更远" if language == "zh" else "farther away"
    return _OBSTACLES[passed.obstacle][0 if language == "zh" else 1]
