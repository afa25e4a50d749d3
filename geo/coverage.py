"""Service areas: whose land is nearest to which site, and what lies within a walk."""

from collections.abc import Mapping

import numpy as np
import shapely
from pyproj import Transformer
from shapely.geometry.base import BaseGeometry

from geo.distance import GEOD
from geo.positions import Position

_CIRCLE_POINTS = 72


def service_areas(sites: Mapping[str, Position], within: BaseGeometry) -> dict[str, BaseGeometry]:
    """Return for each site the part of an area that is nearer to it than to any other site.

    Voronoi cells in an azimuthal equidistant projection centred on the sites: across a city its
    distances are right to a few parts in a hundred thousand. Sites at one position share the cell: the
    first by code holds it, the others hold nothing.
    """
    first: dict[Position, str] = {}
    for code in sorted(sites):
        first.setdefault(sites[code], code)
    if not first:
        return {}
    empty = shapely.Polygon()
    areas: dict[str, BaseGeometry] = dict.fromkeys(sites, empty)
    if len(first) == 1:
        areas[next(iter(first.values()))] = within
        return areas
    to_plane, to_degrees = _plane(list(first))
    area = shapely.transform(within, lambda at: np.column_stack(to_plane.transform(at[:, 0], at[:, 1])))
    at = np.column_stack(to_plane.transform([p.lon for p in first], [p.lat for p in first]))
    # Ordered: cell n belongs to point n (GEOS 3.12 and later).
    cells = shapely.voronoi_polygons(shapely.MultiPoint(at), extend_to=area, ordered=True)
    for code, cell in zip(first.values(), cells.geoms, strict=True):
        clipped = shapely.intersection(cell, area)
        areas[code] = shapely.transform(
            clipped, lambda xy: np.column_stack(to_degrees.transform(xy[:, 0], xy[:, 1]))
        )
    return areas


def radius_area(position: Position, radius_m: float) -> shapely.Polygon:
    """Return the polygon of the positions within so many metres, as a geodesic circle of 72 points."""
    bearings = np.linspace(0.0, 360.0, _CIRCLE_POINTS, endpoint=False)
    start = np.full(_CIRCLE_POINTS, position.lon), np.full(_CIRCLE_POINTS, position.lat)
    lon, lat, _ = GEOD.fwd(*start, bearings, np.full(_CIRCLE_POINTS, radius_m))
    return shapely.Polygon(np.column_stack((lon, lat)))


def _plane(positions: list[Position]) -> tuple[Transformer, Transformer]:
    lat = float(np.mean([position.lat for position in positions]))
    lon = float(np.mean([position.lon for position in positions]))
    plane = f"+proj=aeqd +lat_0={lat} +lon_0={lon} +datum=WGS84 +units=m"
    return (
        Transformer.from_crs("EPSG:4326", plane, always_xy=True),
        Transformer.from_crs(plane, "EPSG:4326", always_xy=True),
    )
