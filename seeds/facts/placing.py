"""Synthetic positions of points: in their sub-district's reach, on land, apart, the same every time.

No package has boundaries of sub-districts, so a sub-district's reach is what lies nearer to its centre than
to any other centre of its district (its Voronoi cell). Points of residents' committees gather around the
centre of a wide (rural) reach, those of village committees spread over it; in a small (urban) reach all
spread evenly.
"""

import random
from bisect import bisect
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import exp, hypot, pi, sqrt

import numpy as np
from numpy.typing import NDArray
from shapely import contains_xy
from shapely.geometry.base import BaseGeometry

from seeds.facts.land import from_plane, to_plane
from seeds.facts.tables import SubdistrictRow

#: Mesh of the lattice on which a reach is drawn; a position is anywhere in its square.
MESH_M = 120.0
#: No two points are closer than this (the promise is 80 m on the ellipsoid).
_APART_M = 90.0
#: A reach with a radius (of a circle of its area) up to this is urban: evenly built up.
_URBAN_RADIUS_M = 1_500.0
#: How far a town's houses reach (standard deviation), as a share of the reach's radius.
_TOWN_SHARE = 0.3
#: No point farther out than this many radii, so that a long reach has no hermits.
_OUT_RADII = 1.7
_TRIES_MAX = 20_000
_DECIMALS = 6


@dataclass(frozen=True, slots=True)
class Reach:
    """Squares of the lattice (their middles, metres) that belong to a sub-district, and its centre."""

    centre: tuple[float, float]
    squares: list[tuple[float, float]]

    @property
    def radius_m(self) -> float:
        """Return the radius of a circle of the same area."""
        return sqrt(len(self.squares) * MESH_M**2 / pi)

    def weights(self, *, is_village: bool) -> list[float]:
        """Return how likely a point lies in each square."""
        radius = self.radius_m
        spread = radius * _TOWN_SHARE
        even = is_village or radius <= _URBAN_RADIUS_M
        away = [hypot(east - self.centre[0], north - self.centre[1]) for east, north in self.squares]
        return [
            0.0 if d > radius * _OUT_RADII else 1.0 if even else exp(-(d**2) / (2 * spread**2)) for d in away
        ]


class Ground:
    """The land of one district and the reaches of its sub-districts."""

    def __init__(self, land: BaseGeometry, subdistricts: Sequence[SubdistrictRow]) -> None:
        self._land = land
        self._codes = [subdistrict.code for subdistrict in subdistricts]
        self._centres = np.array([to_plane(s.lon, s.lat) for s in subdistricts])
        self.reaches = self._divide(_lattice(land))

    def is_inside(self, code: str, position: tuple[float, float]) -> bool:
        """Tell whether a position (metres) is on land and nearest to that sub-district's centre."""
        owner = int(np.argmin(np.hypot(*(self._centres - position).T)))
        return self._codes[owner] == code and bool(contains_xy(self._land, *position))

    def _divide(self, squares: NDArray[np.float64]) -> dict[str, Reach]:
        away = np.hypot(*(squares[:, None, :] - self._centres[None, :, :]).transpose(2, 0, 1))
        owners = np.argmin(away, axis=1)
        return {
            code: Reach(tuple(self._centres[n]), [(e, s) for e, s in squares[owners == n].tolist()])
            for n, code in enumerate(self._codes)
        }


def grounds(land: Mapping[str, BaseGeometry], subdistricts: Iterable[SubdistrictRow]) -> dict[str, Ground]:
    """Return the ground of every district by its code."""
    grouped: dict[str, list[SubdistrictRow]] = {}
    for subdistrict in subdistricts:
        grouped.setdefault(subdistrict.district, []).append(subdistrict)
    return {code: Ground(land[code], own) for code, own in grouped.items()}


class Placer:
    """Places points one after the other and remembers where they are."""

    def __init__(self, grounds: Mapping[str, Ground]) -> None:
        self._grounds = grounds
        self._placed: list[tuple[float, float]] = []

    def place(self, subdistrict: str, *, is_village: bool, chance: random.Random) -> tuple[float, float]:
        """Return the latitude and longitude, six decimals, of a new point of that sub-district.

        Raises ValueError when the reach has no room left.
        """
        ground = self._grounds[subdistrict[:6]]
        reach = ground.reaches[subdistrict]
        chances = list(accumulate(reach.weights(is_village=is_village)))
        for _ in range(_TRIES_MAX):
            square = reach.squares[bisect(chances, chance.random() * chances[-1])]
            lon, lat = from_plane(*(middle + (chance.random() - 0.5) * MESH_M for middle in square))
            lon, lat = round(lon, _DECIMALS), round(lat, _DECIMALS)
            position = to_plane(lon, lat)
            if ground.is_inside(subdistrict, position) and self._is_apart(position):
                self._placed.append(position)
                return lat, lon
        raise ValueError(f"no room for another point in {subdistrict}")

    def _is_apart(self, position: tuple[float, float]) -> bool:
        return all(hypot(position[0] - e, position[1] - n) >= _APART_M for e, n in self._placed)


def _lattice(land: BaseGeometry) -> NDArray[np.float64]:
    """Return the middles of the squares whose middle is on land, metres, shape (n, 2)."""
    west, south, east, north = land.bounds
    grid = np.meshgrid(_marks(west, east), _marks(south, north))
    squares = np.column_stack([axis.ravel() for axis in grid])
    inside: NDArray[np.float64] = squares[contains_xy(land, squares)]
    return inside


def _marks(low: float, high: float) -> NDArray[np.float64]:
    # Multiples of the mesh, not steps from the edge: a vertex that moves must not move every point.
    return np.arange(np.floor(low / MESH_M), np.ceil(high / MESH_M) + 1) * MESH_M
