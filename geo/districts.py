"""Which district a position lies in, and how far it is from one."""

import json
from collections.abc import Iterable, Mapping
from math import cos, radians
from typing import Self

import shapely
import shapely.affinity
import shapely.geometry
import shapely.ops
from shapely.geometry.base import BaseGeometry

from geo.distance import geodesic_m
from geo.positions import Position


class Districts:
    """Polygons by code, in WGS-84."""

    def __init__(self, features: Mapping[str, BaseGeometry]) -> None:
        self._codes = sorted(features)
        self._shapes = [features[code] for code in self._codes]
        shapely.prepare(self._shapes)
        self._tree = shapely.STRtree(self._shapes)
        self._by_code = dict(zip(self._codes, self._shapes, strict=True))

    @classmethod
    def from_geojson(cls, text: str) -> Self:
        """Read a feature collection whose features carry `properties.code`."""
        features = json.loads(text)["features"]
        return cls({f["properties"]["code"]: shapely.geometry.shape(f["geometry"]) for f in features})

    @property
    def codes(self) -> list[str]:
        """Return the codes in order."""
        return list(self._codes)

    def geometry(self, code: str) -> BaseGeometry:
        """Return a district's polygon; raises KeyError."""
        return self._by_code[code]

    def district_of(self, position: Position) -> str | None:
        """Return the code of the district a position lies in; on a border, the lowest code."""
        point = shapely.Point(position.lon, position.lat)
        found: Iterable[int] = self._tree.query(point, predicate="intersects")
        return min((self._codes[at] for at in found), default=None)

    def contains(self, code: str, position: Position) -> bool:
        """Tell whether a position lies in a district or on its border."""
        return bool(self._by_code[code].intersects(shapely.Point(position.lon, position.lat)))

    def distance_to_m(self, code: str, position: Position) -> float:
        """Return the metres from a position to a district, 0 inside of it.

        The nearest border point is found in degrees with longitudes shrunk by the latitude's cosine,
        then measured on the ellipsoid: right to a part in a thousand for distances within a city.
        """
        if self.contains(code, position):
            return 0.0
        scale = cos(radians(position.lat))
        shape = shapely.affinity.scale(self._by_code[code], xfact=scale, origin=(0, 0))
        here = shapely.affinity.scale(shapely.Point(position.lon, position.lat), xfact=scale, origin=(0, 0))
        _, there = shapely.ops.nearest_points(here, shape)
        return geodesic_m(position, Position(there.y, there.x / scale))
