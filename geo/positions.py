"""Positions and their datums. Inside the service a position is WGS-84, always.

Chinese maps must show GCJ-02, an offset of WGS-84 by a few hundred metres; Baidu adds BD-09 on top.
The formulas are the public ones that every converter uses: the offset is a sum of sines in degrees
from 105° E, 35° N, scaled by the radii of the Krasovsky 1940 ellipsoid. The inverse has no closed
form; it is found by iteration, since the offset changes by less than one part in a hundred.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from math import atan2, cos, hypot, pi, sin, sqrt

#: Krasovsky 1940, as the offset formula uses it.
_AXIS_M = 6_378_245.0
_ECCENTRICITY_SQUARED = 0.006_693_421_622_965_943
_BAIDU = pi * 3000.0 / 180.0
#: The box in which the offset applies; every public converter leaves positions outside of it alone.
_LAT_MIN, _LAT_MAX = 0.8293, 55.8271
_LON_MIN, _LON_MAX = 72.004, 137.8347
#: A tenth of a millimetre in degrees: where the iteration stops.
_CLOSE_DEG = 1e-9
_ROUNDS_MAX = 30


_Shift = Callable[[float, float], tuple[float, float]]


class Datum(StrEnum):
    """The system that a latitude and longitude are given in."""

    WGS84 = "WGS84"
    GCJ02 = "GCJ02"
    BD09 = "BD09"


@dataclass(frozen=True, slots=True)
class Position:
    """A position in WGS-84, in degrees."""

    lat: float
    lon: float


@dataclass(frozen=True, slots=True)
class Box:
    """A box in WGS-84, in degrees."""

    west: float
    south: float
    east: float
    north: float

    def holds(self, position: Position) -> bool:
        """Tell whether a position lies in the box or on its border."""
        return self.west <= position.lon <= self.east and self.south <= position.lat <= self.north


def to_wgs84(lat: float, lon: float, datum: Datum) -> Position:
    """Return the WGS-84 position of a latitude and longitude in degrees given in a datum."""
    if datum is Datum.WGS84:
        return Position(lat, lon)
    if datum is Datum.BD09:
        lat, lon = _inverse(_gcj_to_bd, lat, lon)
    return Position(*_inverse(_wgs_to_gcj, lat, lon))


def from_wgs84(position: Position, datum: Datum) -> tuple[float, float]:
    """Return the latitude and longitude in degrees of a position in a datum."""
    if datum is Datum.WGS84:
        return position.lat, position.lon
    shifted = _wgs_to_gcj(position.lat, position.lon)
    return shifted if datum is Datum.GCJ02 else _gcj_to_bd(*shifted)


def _wgs_to_gcj(lat: float, lon: float) -> tuple[float, float]:
    if not (_LAT_MIN <= lat <= _LAT_MAX and _LON_MIN <= lon <= _LON_MAX):
        return lat, lon
    x, y = lon - 105.0, lat - 35.0
    north = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x))
    north += _waves(x) + (_steps(y, 3.0, 160.0, 12.0, 320.0, 30.0))
    east = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x))
    east += _waves(x) + (_steps(x, 3.0, 150.0, 12.0, 300.0, 30.0))
    radians = lat / 180.0 * pi
    bulge = 1.0 - _ECCENTRICITY_SQUARED * sin(radians) ** 2
    meridian = _AXIS_M * (1.0 - _ECCENTRICITY_SQUARED) / (bulge * sqrt(bulge))
    parallel = _AXIS_M / sqrt(bulge) * cos(radians)
    return lat + north * 180.0 / (meridian * pi), lon + east * 180.0 / (parallel * pi)


def _waves(x: float) -> float:
    return (20.0 * sin(6.0 * x * pi) + 20.0 * sin(2.0 * x * pi)) * 2.0 / 3.0


def _steps(v: float, near: float, far_gain: float, far: float, edge_gain: float, edge: float) -> float:
    """Return the two groups of slower waves, of periods 2 and 6, then 24 and 60 degrees."""
    first = (20.0 * sin(v * pi) + 40.0 * sin(v / near * pi)) * 2.0 / 3.0
    return first + (far_gain * sin(v / far * pi) + edge_gain * sin(v * pi / edge)) * 2.0 / 3.0


def _gcj_to_bd(lat: float, lon: float) -> tuple[float, float]:
    radius = hypot(lon, lat) + 0.00002 * sin(lat * _BAIDU)
    angle = atan2(lat, lon) + 0.000003 * cos(lon * _BAIDU)
    return radius * sin(angle) + 0.006, radius * cos(angle) + 0.0065


def _inverse(forward: _Shift, lat: float, lon: float) -> tuple[float, float]:
    """Return what `forward` maps to (lat, lon), by fixed-point iteration on the offset."""
    found_lat, found_lon = lat, lon
    for _ in range(_ROUNDS_MAX):
        there_lat, there_lon = forward(found_lat, found_lon)
        off_lat, off_lon = there_lat - lat, there_lon - lon
        found_lat, found_lon = found_lat - off_lat, found_lon - off_lon
        if abs(off_lat) < _CLOSE_DEG and abs(off_lon) < _CLOSE_DEG:
            break
    return found_lat, found_lon
