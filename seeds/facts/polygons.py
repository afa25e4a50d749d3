"""District boundaries: decode the packed polygons of ECharts 4 and bring them from GCJ-02 to WGS-84.

The format ("UTF8Encoding") keeps a ring as text: each vertex is two characters, each the zigzag difference
to the vertex before, plus 64, in units of 1/1024 degree; the first difference is to the ring's offsets.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from shapely import MultiPolygon, Polygon, make_valid, set_precision, union_all
from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry, BaseMultipartGeometry

from geo.positions import Datum, to_wgs84
from seeds.facts.census import CENSUS_2020, CENSUS_SOURCE

BOUNDARY_SOURCE = "ECharts 4.9.0 map/json/province/shanghai.json (Apache-2.0), converted from GCJ-02"
_UNITS_PER_DEGREE = 1024
_FIRST_CHARACTER = 64
#: Six decimals of a degree are a tenth of a metre.
_GRID_DEG = 1e-6
_DECIMALS = 6

Ring = list[tuple[float, float]]


def decode_ring(packed: str, offsets: tuple[int, int]) -> Ring:
    """Return a packed ring as (longitude, latitude) in degrees, in the datum of the file."""
    lon, lat = offsets
    ring: Ring = []
    for lon_mark, lat_mark in zip(packed[::2], packed[1::2], strict=True):
        lon += _difference(lon_mark)
        lat += _difference(lat_mark)
        ring.append((lon / _UNITS_PER_DEGREE, lat / _UNITS_PER_DEGREE))
    return ring


def read_boundaries(maps: Path) -> dict[str, MultiPolygon]:
    """Return every district's boundary by its Chinese name, WGS-84, valid, to six decimals."""
    document = json.loads(maps.read_text(encoding="utf-8"))
    return {feature["properties"]["name"]: _boundary(feature["geometry"]) for feature in document["features"]}


def districts_geojson(names: Mapping[str, str], boundaries: Mapping[str, MultiPolygon]) -> str:
    """Return the districts as a GeoJSON text, one feature a line, in order of code.

    `names` are the Chinese names by code. Where boundaries overlap (they do by metres), the earlier code
    keeps the land. Raises KeyError for a district without boundary or census.
    """
    apart = _without_overlaps({code: boundaries[name] for code, name in sorted(names.items())})
    features = [
        {
            "type": "Feature",
            "properties": {
                "code": code,
                "name": name,
                "name_en": CENSUS_2020[code].name_en,
                "residents": CENSUS_2020[code].residents,
                "source": f"{BOUNDARY_SOURCE}; residents: {CENSUS_SOURCE}",
            },
            "geometry": _rounded(mapping(apart[code])),
        }
        for code, name in sorted(names.items())
    ]
    lines = ",\n".join(json.dumps(entry, ensure_ascii=False, separators=(",", ":")) for entry in features)
    return f'{{"type":"FeatureCollection","features":[\n{lines}\n]}}\n'


def _without_overlaps(boundaries: Mapping[str, MultiPolygon]) -> dict[str, MultiPolygon]:
    taken: list[MultiPolygon] = []
    apart: dict[str, MultiPolygon] = {}
    for code, boundary in boundaries.items():
        apart[code] = _valid(boundary.difference(union_all(taken)))
        taken.append(apart[code])
    return apart


def _difference(mark: str) -> int:
    code = ord(mark) - _FIRST_CHARACTER
    return (code >> 1) ^ -(code & 1)


def _boundary(geometry: dict[str, Any]) -> MultiPolygon:
    many = geometry["type"] == "MultiPolygon"
    packed = geometry["coordinates"] if many else [geometry["coordinates"]]
    offsets = geometry["encodeOffsets"] if many else [geometry["encodeOffsets"]]
    polygons = [
        Polygon(
            *_shell_and_holes([_in_wgs84(decode_ring(*ring)) for ring in zip(rings, starts, strict=True)])
        )
        for rings, starts in zip(packed, offsets, strict=True)
    ]
    return _valid(MultiPolygon(polygons))


def _shell_and_holes(rings: list[Ring]) -> tuple[Ring, list[Ring]]:
    return rings[0], rings[1:]


def _in_wgs84(ring: Ring) -> Ring:
    positions = [to_wgs84(lat, lon, Datum.GCJ02) for lon, lat in ring]
    return [(position.lon, position.lat) for position in positions]


def _valid(geometry: BaseGeometry) -> MultiPolygon:
    """Return the areas of a geometry, on the grid; self-touching rings leave lines, which are dropped."""
    return MultiPolygon(_areas(set_precision(make_valid(geometry), _GRID_DEG)))


def _areas(geometry: BaseGeometry) -> list[Polygon]:
    if isinstance(geometry, Polygon):
        return [geometry]
    if isinstance(geometry, BaseMultipartGeometry):
        return [area for part in geometry.geoms for area in _areas(part)]
    return []


def _rounded(geometry: Any) -> dict[str, Any]:
    def rounded(node: Any) -> Any:
        return round(node, _DECIMALS) if isinstance(node, float) else [rounded(child) for child in node]

    return {"type": geometry["type"], "coordinates": rounded(geometry["coordinates"])}
