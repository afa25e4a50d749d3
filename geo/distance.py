"""Metres on the WGS-84 ellipsoid: Karney's geodesic (PROJ's `Geod`), over arrays.

geopy computes the same to the nanometre but pair by pair in Python; it is the tests' oracle.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from pyproj import Geod

from geo.positions import Position

Metres = npt.NDArray[np.float64]
Degrees = npt.NDArray[np.float64]
GEOD = Geod(ellps="WGS84")


def geodesic_m(a: Position, b: Position) -> float:
    """Return the metres between two positions."""
    return float(GEOD.inv(a.lon, a.lat, b.lon, b.lat)[2])


def length_m(way: Sequence[Position]) -> float:
    """Return the metres along positions in order."""
    return float(GEOD.line_length([at.lon for at in way], [at.lat for at in way]))


def distances_m(origin: Position, lat: Degrees, lon: Degrees) -> Metres:
    """Return the metres from one position to many: shape (n,)."""
    count = len(lat)
    if not count:
        return np.empty(0)
    here = np.full(count, origin.lon), np.full(count, origin.lat)
    return np.asarray(GEOD.inv(*here, lon, lat)[2], dtype=np.float64)


def table_m(origins: Sequence[Position], destinations: Sequence[Position]) -> Metres:
    """Return the metres from every origin to every destination: shape (origins, destinations)."""
    shape = len(origins), len(destinations)
    from_lat, from_lon = (np.repeat(axis, shape[1]) for axis in as_arrays(origins))
    to_lat, to_lon = (np.tile(axis, shape[0]) for axis in as_arrays(destinations))
    if not from_lat.size:
        return np.empty(shape)
    return np.asarray(GEOD.inv(from_lon, from_lat, to_lon, to_lat)[2], dtype=np.float64).reshape(shape)


def as_arrays(positions: Sequence[Position]) -> tuple[Degrees, Degrees]:
    """Return latitudes and longitudes as arrays."""
    return (
        np.array([position.lat for position in positions], dtype=np.float64),
        np.array([position.lon for position in positions], dtype=np.float64),
    )
