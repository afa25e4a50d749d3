"""Shapes of the network as a whole: its counts, and the map layer."""

from typing import Any, Literal

from models.network import Named
from models.shapes import Answer


class DistrictCount(Named):
    """A district with its residents (census 2020) and places."""

    residents: int
    points: int
    open_points: int
    stations: int


class NetworkOut(Answer):
    """How many places there are, and where."""

    points: int
    stations: int
    warehouses: int
    districts: list[DistrictCount]
    positions: str


class Feature(Answer):
    """A place on the map (RFC 7946)."""

    type: Literal["Feature"]
    id: str
    geometry: dict[str, Any]
    properties: dict[str, Any]


class FeatureCollection(Answer):
    """A map layer in WGS-84 (RFC 7946)."""

    type: Literal["FeatureCollection"]
    features: list[Feature]


class HealthOut(Answer):
    """Whether the service can do its work, part by part."""

    status: Literal["ok", "failing"]
    checks: dict[str, str]
