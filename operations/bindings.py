"""How points are bound to stations: the ways between them, and the choice for a donation."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import starmap

from geo.distance import table_m
from geo.positions import Position

CROW_FLIES = "crow_flies"


@dataclass(frozen=True, slots=True)
class Way:
    """The way from a point to a station: metres, and how they were found."""

    station_id: int
    metres: float
    method: str


def ways_to_stations(
    points: Sequence[tuple[int, Position]],
    stations: Sequence[tuple[int, Position]],
    measured: Mapping[tuple[int, int], tuple[float, str]],
) -> dict[int, tuple[Way, ...]]:
    """Return each point's ways to all stations, nearest first.

    Measured ways win over geodesics, but never within one point: a road and a straight line do not
    compare, so a point with a gap in its measured ways uses straight lines throughout.
    """
    if not points or not stations:
        return {point: () for point, _ in points}
    straight = table_m([at for _, at in points], [at for _, at in stations])
    found = {}
    for row, (point, _) in enumerate(points):
        asked = [measured.get((point, station)) for station, _ in stations]
        known = [entry for entry in asked if entry is not None]
        if len(known) != len(stations):
            known = [(float(metres), CROW_FLIES) for metres in straight[row]]
        ways = starmap(Way, ((station, *entry) for (station, _), entry in zip(stations, known, strict=True)))
        found[point] = tuple(sorted(ways, key=lambda way: (way.metres, way.station_id)))
    return found
