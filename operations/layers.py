"""Layers of the map: the districts with their residents, and rates that a map may colour."""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

import numpy as np
import shapely
from sqlmodel import Session

from models.access import Caller
from models.network import Named
from models.network_views import Feature, FeatureCollection
from operations.network import Network, current
from operations.rendering.answers import flat_rows
from operations.reports.asking import ask

#: Degrees to which borders are told: a tenth of a metre.
_PRECISION = 1e-6
_COVERAGE = "coverage"
_RATES = ("points", "residents_per_point", "share_500m", "share_1km", "mean_m")


def district_layer(network: Network) -> FeatureCollection:
    """Return the districts as a GeoJSON layer, with their names and residents (census 2020)."""
    return _layer(_district(network, code, {}) for code in network.district_areas.codes)


def bounds(network: Network) -> list[float]:
    """Return the box that holds all districts: west, south, east, north in degrees; the world without any."""
    areas = network.district_areas
    boxes = [areas.geometry(code).bounds for code in areas.codes]
    if not boxes:
        return [-180.0, -90.0, 180.0, 90.0]
    west, south, east, north = zip(*boxes, strict=True)
    return [round(edge, 6) for edge in (min(west), min(south), max(east), max(north))]


def coverage_layer(
    session: Session, dimension: str, accepts: str | None, *, by: Caller, now: datetime
) -> FeatureCollection:
    """Return the coverage report as a layer: rates for each district, or each sub-district.

    The borders of sub-districts are not public: each is a point in the middle of where its residents are
    taken to live. Raises what asking the report raises.
    """
    network = current(session)
    filters = {} if accepts is None else {"accepts": accepts}
    report = ask(session, _COVERAGE, by=(dimension,), filters=filters, caller=by, now=now)
    rows = {row[dimension]: row for row in flat_rows(report.columns, report.rows)}
    if dimension == "district":
        return _layer(_district(network, code, row) for code, row in rows.items())
    return _layer(_subdistricts(network, rows))


def _layer(features: Iterable[Feature]) -> FeatureCollection:
    return FeatureCollection(type="FeatureCollection", features=list(features))


def _district(network: Network, code: str, row: Mapping[str, Any]) -> Feature:
    named = next(district for district in network.districts if district.code == code)
    border = shapely.set_precision(network.district_areas.geometry(code), _PRECISION)
    return _feature(named, json.loads(shapely.to_geojson(border)), network.residents[code], row)


def _subdistricts(network: Network, rows: Mapping[str, Mapping[str, Any]]) -> Iterator[Feature]:
    """Yield the sub-districts of which it is known, or assumed, where people live."""
    homes = network.homes
    for area, first, end in zip(network.areas, homes.bounds[:-1], homes.bounds[1:], strict=True):
        if end > first and area.named.code in rows:
            middle = [round(float(np.mean(at[first:end])), 6) for at in (homes.lon, homes.lat)]
            geometry = {"type": "Point", "coordinates": middle}
            yield _feature(area.named, geometry, area.residents, rows[area.named.code])


def _feature(named: Named, geometry: dict[str, Any], residents: int, row: Mapping[str, Any]) -> Feature:
    about: dict[str, Any] = {
        "code": named.code,
        "name": named.name,
        "name_en": named.name_en,
        "residents": residents,
    }
    if row:
        each = round(100_000 * row["points"] / residents, 2) if residents else None
        about |= {name: row[name] for name in _RATES} | {"points_per_100k": each}
    return Feature(type="Feature", id=named.code, geometry=geometry, properties=about)
