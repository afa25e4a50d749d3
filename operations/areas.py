"""Sub-districts as reports need them, and where their residents are taken to live."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from geo.distance import Degrees
from geo.nearest import NearestIndex
from geo.reach import Reach
from models.network import Named, Subdistrict


@dataclass(frozen=True, slots=True)
class Area:
    """A sub-district: its names, district, residents, and its homes as GeoJSON if any are known."""

    named: Named
    district: str
    residents: int
    homes: str | None


@dataclass(frozen=True, slots=True)
class Homes:
    """The homes of all areas in one go: positions, and where those of each area begin and the last end."""

    lat: Degrees
    lon: Degrees
    bounds: npt.NDArray[np.intp]


def area_of(row: Subdistrict) -> Area:
    """Return a sub-district as reports need it."""
    named = Named(code=row.code, name=row.name, name_en=row.name_en)
    return Area(named, row.district_code, row.residents, row.homes)


def homes_of(areas: Sequence[Area]) -> Homes:
    """Read the areas' homes."""
    parsed = [json.loads(area.homes)["coordinates"] if area.homes else [] for area in areas]
    at = np.array([home for homes in parsed for home in homes], dtype=np.float64).reshape(-1, 2)
    bounds = np.concatenate(([0], np.cumsum([len(homes) for homes in parsed], dtype=np.intp)))
    return Homes(at[:, 1], at[:, 0], bounds)


def reach_by_area(areas: Sequence[Area], homes: Homes, points: NearestIndex) -> dict[str, Reach]:
    """Return by sub-district how its residents reach the nearest of the points."""
    metres = points.metres_from(homes.lat, homes.lon)
    ways = zip(homes.bounds[:-1], homes.bounds[1:], strict=True)
    return {
        area.named.code: Reach.of(area.residents, metres[first:end])
        for area, (first, end) in zip(areas, ways, strict=True)
    }
