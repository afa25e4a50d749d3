"""Where a point may lie: on land, away from water, runways and the district's edge.

The district polygons of Pudong, Chongming, Baoshan, Fengxian and Jinshan reach out over the Yangtze and the
sea, so they are cut with the outlines below: drawn by hand in WGS-84, to a kilometre or so, on purpose
inside of the sea walls. They serve to keep synthetic positions dry and are no coastline for anything else.
"""

from collections.abc import Mapping
from math import cos, radians

import numpy as np
from shapely import LineString, MultiPolygon, Point, Polygon, box, prepare, transform, union_all
from shapely.geometry.base import BaseGeometry

#: Middle of the city; a plane around it is wrong by less than 1 in 150 anywhere in the city.
_MIDDLE_LAT, _MIDDLE_LON = 31.2, 121.5
#: Metres of a degree of the meridian at 31.2° N, and of a degree of the equator (WGS-84).
_METRES_PER_LAT, _METRES_PER_EQUATOR_LON = 110_865.0, 111_320.0
_METRES_PER_LON = _METRES_PER_EQUATOR_LON * cos(radians(_MIDDLE_LAT))
#: Districts meet in the middle of the Huangpu, which is 400-500 m wide; this keeps points on the bank.
_FROM_EDGE_M = 260.0

#: Districts that face Pudong across the Huangpu, and how far from its middle their banks are.
_WEST_BANK, _EAST_BANK, _FROM_RIVER_M = ("310101", "310104", "310109", "310110"), "310115", 230.0

#: (latitude, longitude). West and north of the mainland only the district polygons decide.
_MAINLAND = [
    (31.60, 120.80), (31.500, 121.325), (31.480, 121.375), (31.460, 121.405), (31.437, 121.450),
    (31.415, 121.488), (31.395, 121.503), (31.385, 121.520), (31.375, 121.560), (31.355, 121.600),
    (31.325, 121.645), (31.280, 121.700), (31.240, 121.745), (31.200, 121.770), (31.160, 121.782),
    (31.100, 121.835), (31.050, 121.870), (31.000, 121.900), (30.950, 121.940), (30.900, 121.955),
    (30.872, 121.940), (30.862, 121.900), (30.860, 121.820), (30.862, 121.760), (30.855, 121.720),
    (30.850, 121.650), (30.840, 121.580), (30.830, 121.530), (30.825, 121.480), (30.800, 121.455),
    (30.765, 121.420), (30.740, 121.385), (30.718, 121.345), (30.700, 121.300), (30.695, 121.265),
    (30.60, 120.80),
]  # fmt: skip
_CHONGMING = [
    (31.790, 121.185), (31.835, 121.260), (31.835, 121.330), (31.790, 121.420), (31.750, 121.500),
    (31.700, 121.580), (31.645, 121.660), (31.608, 121.740), (31.588, 121.820), (31.565, 121.900),
    (31.520, 121.935), (31.480, 121.915), (31.465, 121.860), (31.475, 121.800), (31.500, 121.730),
    (31.525, 121.645), (31.530, 121.605), (31.560, 121.545), (31.600, 121.455), (31.625, 121.400),
    (31.645, 121.345), (31.700, 121.290), (31.700, 121.255), (31.740, 121.215),
]  # fmt: skip
_CHANGXING = [
    (31.435, 121.605), (31.430, 121.630), (31.400, 121.700), (31.370, 121.755), (31.330, 121.775),
    (31.325, 121.765), (31.350, 121.720), (31.390, 121.660), (31.420, 121.610),
]  # fmt: skip
_HENGSHA = [
    (31.370, 121.810), (31.370, 121.850), (31.345, 121.870), (31.310, 121.860), (31.300, 121.840),
    (31.330, 121.815),
]  # fmt: skip
_DIANSHAN_LAKE = [
    (31.175, 120.970), (31.150, 121.010), (31.110, 121.015), (31.080, 121.000), (31.060, 120.965),
    (31.075, 120.925), (31.110, 120.900), (31.150, 120.905),
]  # fmt: skip
_DISHUI_LAKE, _DISHUI_LAKE_RADIUS_M = (30.900, 121.930), 1_400.0
#: The Huangpu where it runs through a district and not between two.
_HUANGPU_IN_MINHANG = [
    (31.120, 121.465),
    (31.090, 121.466),
    (31.060, 121.474),
    (31.035, 121.481),
    (31.015, 121.483),
]
_HUANGPU_IN_SONGJIANG = [
    (30.980, 121.350),
    (30.965, 121.300),
    (30.960, 121.240),
    (30.957, 121.180),
    (30.965, 121.140),
]
_HUANGPU_HALF_WIDTH_M = 330.0
#: South-west and north-east corners.
_AIRPORTS = [((31.115, 121.775), (31.195, 121.835)), ((31.178, 121.333), (31.220, 121.347))]

Outline = list[tuple[float, float]]


def to_plane(lon: float, lat: float) -> tuple[float, float]:
    """Return a position in metres east and north of the city's middle (equirectangular)."""
    return (lon - _MIDDLE_LON) * _METRES_PER_LON, (lat - _MIDDLE_LAT) * _METRES_PER_LAT


def from_plane(east: float, north: float) -> tuple[float, float]:
    """Return the longitude and latitude, degrees, of metres east and north of the city's middle."""
    return _MIDDLE_LON + east / _METRES_PER_LON, _MIDDLE_LAT + north / _METRES_PER_LAT


def habitable(districts: Mapping[str, MultiPolygon]) -> dict[str, BaseGeometry]:
    """Return by district where points may lie, in metres of the plane, prepared for questions."""
    dry = _dry()
    found = {
        code: in_plane(boundary).buffer(-_FROM_EDGE_M).intersection(dry)
        for code, boundary in districts.items()
    }
    for land in found.values():
        prepare(land)
    return found


def inhabited(districts: Mapping[str, MultiPolygon]) -> dict[str, BaseGeometry]:
    """Return by district where people may live, in metres of the plane, prepared for questions.

    Unlike points, people live up to the district's edge; where that is the Huangpu they keep to the bank.
    """
    areas = {code: in_plane(boundary) for code, boundary in districts.items()}
    west = union_all([areas[code] for code in _WEST_BANK])
    river = west.buffer(_FROM_RIVER_M).intersection(areas[_EAST_BANK].buffer(_FROM_RIVER_M))
    dry = _dry().difference(river)
    found = {code: area.intersection(dry) for code, area in areas.items()}
    for land in found.values():
        prepare(land)
    return found


def in_plane(geometry: BaseGeometry) -> BaseGeometry:
    """Return a geometry of longitudes and latitudes in metres of the plane."""
    scale = np.array([_METRES_PER_LON, _METRES_PER_LAT])
    return transform(geometry, lambda lonlat: (lonlat - [_MIDDLE_LON, _MIDDLE_LAT]) * scale)


def _dry() -> BaseGeometry:
    islands = [_area(outline) for outline in (_CHONGMING, _CHANGXING, _HENGSHA)]
    return union_all([_area(_MAINLAND), *islands]).difference(_closed())


def _closed() -> BaseGeometry:
    rivers = [LineString(_lonlat(line)) for line in (_HUANGPU_IN_MINHANG, _HUANGPU_IN_SONGJIANG)]
    airports = [
        box(*_lonlat([south_west])[0], *_lonlat([north_east])[0]) for south_west, north_east in _AIRPORTS
    ]
    return union_all(
        [
            _area(_DIANSHAN_LAKE),
            in_plane(Point(_lonlat([_DISHUI_LAKE])[0])).buffer(_DISHUI_LAKE_RADIUS_M),
            *(in_plane(river).buffer(_HUANGPU_HALF_WIDTH_M) for river in rivers),
            *(in_plane(airport) for airport in airports),
        ]
    )


def _area(outline: Outline) -> BaseGeometry:
    return in_plane(Polygon(_lonlat(outline)))


def _lonlat(outline: Outline) -> Outline:
    return [(lon, lat) for lat, lon in outline]
