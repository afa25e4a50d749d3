"""Show the network as a whole: counts by district, and the map layer."""

import json
from collections import Counter
from datetime import datetime

import shapely
from sqlmodel import Session

from geo.positions import Box
from models.access import Caller, Language
from models.network import PlaceKind, PositionSource
from models.network_views import DistrictCount, Feature, FeatureCollection, NetworkOut
from models.store import Store
from operations.network import Network, current
from operations.sites import Site

_SYNTHETIC = (
    "位置为规划示意, 不是实测",
    "Positions are synthetic: for planning, not surveyed",
)


def counts(network: Network, language: Language) -> NetworkOut:
    """Return how many places there are, in all and by district."""
    kinds = Counter(site.kind for site in network.sites.values())
    by_district = Counter((site.out.district.code, site.kind) for site in network.sites.values())
    opened = Counter(site.out.district.code for site in network.points if site.is_open)
    synthetic = any(site.out.position_source is PositionSource.SYNTHETIC for site in network.points)
    return NetworkOut(
        points=kinds[PlaceKind.POINT],
        stations=kinds[PlaceKind.STATION],
        warehouses=kinds[PlaceKind.WAREHOUSE],
        districts=[
            DistrictCount(
                **dict(district),
                residents=network.residents[district.code],
                points=by_district[district.code, PlaceKind.POINT],
                open_points=opened[district.code],
                stations=by_district[district.code, PlaceKind.STATION],
            )
            for district in network.districts
        ],
        positions=_SYNTHETIC[0 if language == "zh" else 1] if synthetic else "",
    )


def point_layer(network: Network, box: Box | None) -> FeatureCollection:
    """Return the points within a box as a GeoJSON layer; no box: all of them."""
    return FeatureCollection(
        type="FeatureCollection",
        features=[
            Feature(
                type="Feature",
                id=site.code,
                geometry={"type": "Point", "coordinates": [site.position.lon, site.position.lat]},
                properties=site.out.model_dump(mode="json", exclude={"position"})
                | {"station": _station(network, site)},
            )
            for site in network.points
            if box is None or box.holds(site.position)
        ],
    )


def _station(network: Network, point: Site) -> str | None:
    """Return the code of the station that a point's goods usually go to."""
    home = network.home_of(point)
    return None if home is None else network.by_id[home].code


def service_area_layer(network: Network) -> FeatureCollection:
    """Return the open stations' service areas as a GeoJSON layer: whose land is nearest to which."""
    areas = network.service_areas
    return FeatureCollection(
        type="FeatureCollection",
        features=[
            Feature(
                type="Feature",
                id=site.code,
                geometry=json.loads(shapely.to_geojson(shapely.set_precision(areas[site.code], 1e-6))),
                properties={"code": site.code, "name": site.out.name, "name_en": site.out.name_en},
            )
            for site in network.stations
            if site.code in areas
        ],
    )


async def readiness(store: Store, by: Caller, now: datetime) -> dict[str, str]:
    """Return `ok`, or what is wrong, for each part that an intake needs."""
    checks = {}
    try:
        network = await store.read(current)
        checks["database"] = "ok"
        checks["network"] = "ok" if network.points and network.stations else "empty"
    except Exception as failed:  # noqa: BLE001 - whatever it is, it is the answer
        checks["database"] = type(failed).__name__
    try:
        await store.write(_nothing, by=by, now=now)
        checks["writer"] = "ok"
    except Exception as failed:  # noqa: BLE001
        checks["writer"] = type(failed).__name__
    return checks


def _nothing(session: Session, *, by: Caller, now: datetime) -> None:
    """Take the writer's turn and change nothing."""
