"""Things that can be edited, as first put and as edited by two people."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from chain_builders import CODES, NORTH

Find = Callable[[dict[str, Any]], bool]


@dataclass(frozen=True)
class Thing:
    """Something that can be edited: where, as first put and as edited twice, and how a list shows it."""

    path: str
    first: dict[str, Any]
    one: dict[str, Any]
    other: dict[str, Any]
    listed: str
    find: Find
    #: What differs between the two edits: pointer, the one's value, the other's.
    differs: tuple[str, Any, Any]


_SCHOOL = {
    "kind": "organisation",
    "name": "云南小学",
    "credit_code": CODES[1],
    "division_code": "530000",
    "position": {"lat": 25.04, "lon": 102.72},
}
VEHICLE = {"name": "北部3号车", "name_en": "North van 3", "home": NORTH, "capacity_grams": 1_500_000}
_PROJECT = {"kind": "project", "name": "冬衣", "name_en": "Winter coats", "started_on": "2026-10-01"}
_GOAL = {"baseline": 0.4, "baseline_on": "2025-12-31", "target": 0.6, "target_on": "2027-12-31"}
_GOAL |= {"reason": "plan of the city"}

_POINT = {"phone": "021-12345678", "opening_hours": "Mo-Su 09:00-18:00"}

THINGS = {
    "recipient": Thing(
        "/recipients/R-YN-01",
        _SCHOOL,
        _SCHOOL | {"name": "云南第一小学"},
        _SCHOOL | {"name": "云南第二小学"},
        "/recipients",
        lambda row: row["code"] == "R-YN-01",
        ("/name", "云南第一小学", "云南第二小学"),
    ),
    "vehicle": Thing(
        "/vehicles/V-19",
        VEHICLE,
        VEHICLE | {"capacity_grams": 900_000},
        VEHICLE | {"capacity_grams": 800_000},
        "/vehicles",
        lambda row: row["code"] == "V-19",
        ("/capacity_grams", 900_000, 800_000),
    ),
    "threshold": Thing(
        f"/thresholds/{NORTH}/clothing",
        {"pieces": 50},
        {"pieces": 60},
        {"pieces": 70},
        f"/thresholds?place={NORTH}",
        lambda row: row["category"] == "clothing",
        ("/pieces", 60, 70),
    ),
    "project": Thing(
        "/projects/WINTER",
        _PROJECT,
        _PROJECT | {"ended_on": "2026-12-31"},
        _PROJECT | {"ended_on": "2027-01-31"},
        "/projects",
        lambda row: row["code"] == "WINTER",
        ("/ended_on", "2026-12-31", "2027-01-31"),
    ),
    "goal": Thing(
        "/indicators/reworn_share",
        _GOAL,
        _GOAL | {"target": 0.7},
        _GOAL | {"target": 0.8},
        "/indicators?limit=100",
        lambda row: row["code"] == "reworn_share",
        ("/target", 0.7, 0.8),
    ),
    "point": Thing(
        "/points/P-0001",
        _POINT,
        _POINT | {"phone": "021-87654321"},
        _POINT | {"phone": "021-11112222"},
        "",
        lambda _: True,
        ("/phone", "021-87654321", "021-11112222"),
    ),
    "pin": Thing(
        "/points/P-0001/pin",
        {"station": "S-01", "reason": "bridge"},
        {"station": "S-02", "reason": "bridge"},
        {"station": "S-03", "reason": "bridge"},
        "",
        lambda _: True,
        ("/station", "S-02", "S-03"),
    ),
}
