"""The exact k nearest positions on the ellipsoid, from a k-d tree on Earth-centred coordinates.

Why it is exact. Let c be the straight chord between two points of the ellipsoid and s the geodesic.
A curve on the surface is no shorter than the chord, so c <= s always. Take the m nearest by chord
and let d be the k-th smallest of their geodesics. Every point outside of these m has a chord of at
least the largest chord seen, C, hence a geodesic of at least C. If C >= d, none of them can be among
the k nearest; if not, double m. For Shanghai's distances s exceeds c by less than c^3/(24 r^2), a
part in ten million at 10 km, so m = k + 2 suffices practically always (docs/decisions/0005).
"""

from collections.abc import Callable, Sequence
from math import cos, radians, sin, sqrt

import numpy as np
import numpy.typing as npt
from pyproj import Transformer
from scipy.spatial import cKDTree

from geo.distance import GEOD, Degrees, Metres, as_arrays
from geo.positions import Position

#: Positions beyond the k wanted that are fetched at once.
_SPARE = 2
_TO_CENTRED = Transformer.from_crs("EPSG:4979", "EPSG:4978")
#: Semi-major axis in metres and squared eccentricity of WGS-84.
_AXIS_M, _ECCENTRICITY_SQUARED = 6_378_137.0, 6.694_379_990_141_316_5e-3

Mask = npt.NDArray[np.bool_]


class NearestIndex:
    """An index over fixed positions that answers which k are nearest, exactly, ties by index."""

    def __init__(self, positions: Sequence[Position]) -> None:
        self._lat, self._lon = as_arrays(positions)
        self._count = len(positions)
        self._tree = cKDTree(_centred(self._lat, self._lon)) if positions else None

    def nearest(self, origin: Position, k: int) -> list[tuple[int, float]]:
        """Return the k nearest as (index, metres), nearest first; all of them when k exceeds them."""
        return self._search(origin, min(k, self._count), None)

    def nearest_where(
        self, origin: Position, k: int, allowed: Mask | Callable[[int], bool]
    ) -> list[tuple[int, float]]:
        """Return the k nearest among the allowed positions: a mask of shape (n,), or a test by index."""
        if callable(allowed):
            allowed = np.fromiter((allowed(index) for index in range(self._count)), bool, self._count)
        return self._search(origin, min(k, int(allowed.sum())), allowed)

    def metres_from(self, lat: Degrees, lon: Degrees) -> Metres:
        """Return from each of many places the exact metres to the nearest position; infinite without any."""
        if self._tree is None or not len(lat):
            return np.full(len(lat), np.inf)
        fetch = min(1 + _SPARE, self._count)
        found = self._tree.query(_centred(lat, lon), k=fetch)
        chords, indices = (np.asarray(part).reshape(len(lat), fetch) for part in found)
        here = np.repeat(lon, fetch), np.repeat(lat, fetch)
        there = self._lon[indices].ravel(), self._lat[indices].ravel()
        ways = np.asarray(GEOD.inv(*here, *there)[2], dtype=np.float64)
        metres: Metres = ways.reshape(indices.shape).min(axis=1)
        if fetch < self._count:
            for at in np.flatnonzero(chords[:, -1] < metres):
                metres[at] = self.nearest(Position(float(lat[at]), float(lon[at])), 1)[0][1]
        return metres

    def _search(self, origin: Position, k: int, allowed: Mask | None) -> list[tuple[int, float]]:
        if k <= 0 or self._tree is None:
            return []
        here = _centred_one(origin)
        fetch = min(k + _SPARE, self._count)
        while True:
            found = self._tree.query(here, k=fetch)
            chords, indices = np.atleast_1d(found[0]), np.atleast_1d(found[1])
            if allowed is not None:
                indices = indices[allowed[indices]]
            if len(indices) >= k:
                metres = self._metres(origin, indices)
                order = np.lexsort((indices, metres))[:k]
                if fetch == self._count or chords[-1] >= metres[order[-1]]:
                    return [(int(indices[at]), float(metres[at])) for at in order]
            # Too few are allowed among them, or the last chord does not prove it yet: look farther.
            fetch = min(fetch * 2, self._count)

    def _metres(self, origin: Position, indices: npt.NDArray[np.intp]) -> npt.NDArray[np.float64]:
        count = len(indices)
        here = np.full(count, origin.lon), np.full(count, origin.lat)
        return np.asarray(GEOD.inv(*here, self._lon[indices], self._lat[indices])[2])


def _centred(lat: npt.NDArray[np.float64], lon: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Return Earth-centred, Earth-fixed coordinates in metres at height zero: shape (n, 3)."""
    return np.column_stack(_TO_CENTRED.transform(lat, lon, np.zeros(len(lat))))


def _centred_one(position: Position) -> npt.NDArray[np.float64]:
    """Return one position's Earth-centred coordinates without the cost of a projection's set-up."""
    lat, lon = radians(position.lat), radians(position.lon)
    normal = _AXIS_M / sqrt(1.0 - _ECCENTRICITY_SQUARED * sin(lat) ** 2)
    flat = normal * cos(lat)
    up = normal * (1.0 - _ECCENTRICITY_SQUARED) * sin(lat)
    return np.array([flat * cos(lon), flat * sin(lon), up])
