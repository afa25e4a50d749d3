"""Bring the facts that ship with the service into a store, through the operations everybody uses."""

import csv
import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from importlib import resources
from typing import Any

from geo.geocoding import NoGeocoding
from models.access import SYSTEM
from models.clock import utc_now
from models.imports import ImportReport
from models.pickup_shapes import VehicleIn
from models.store import Store
from operations import facts, importing
from operations.custody.vehicles import load_vehicles
from operations.import_checks import check_rows
from operations.places_files import parse_places

#: Places written in one transaction: small enough that a progress bar moves.
CHUNK = 250
_WHOLE = frozenset({"grams_per_piece", "min_shelf_days", "min_shelf_percent", "residents"})
_YES_NO = frozenset({"accepted", "must_be_clean", "needs_expiry"})


class BadFacts(ValueError):
    """Facts that ship with the service contradict each other: a fault of ours."""


@dataclass(frozen=True)
class SeedReport:
    """What seeding did."""

    districts: int
    subdistricts: int
    categories: int
    vehicles: int
    places: ImportReport

    def __str__(self) -> str:
        """Say it in a line."""
        done = self.places
        return (
            f"{self.districts} districts, {self.subdistricts} sub-districts, {self.categories} categories, "
            f"{self.vehicles} vehicles, "
            f"{done.created} places new; {done.updated} changed, {done.unchanged} as before"
        )


def seed(store: Store, progress: Callable[[int, int], None] | None = None) -> SeedReport:
    """Load everything; the same again changes nothing. Raises BadFacts."""

    def write(operation: Callable[..., Any], rows: Any) -> Any:
        return store.write_now(operation, rows, by=SYSTEM, now=utc_now())

    districts = write(facts.load_districts, district_facts())
    subdistricts = write(facts.load_subdistricts, subdistrict_facts())
    categories = write(facts.load_categories, category_facts())
    report = ImportReport()
    # Stations before points: a point may be pinned to one.
    rows = [row for name in ("stations.csv", "points.csv") for row in parse_places(read(name))]
    checked = check_rows(rows, store.read_now(importing.facts_for, NoGeocoding()))
    report.problems += checked.problems
    if report.errors:
        raise BadFacts("; ".join(f"row {p.row} {p.column} {p.message_en}" for p in report.errors[:5]))
    for start in range(0, len(checked.rows), CHUNK):
        report.add(write(importing.import_places, checked.rows[start : start + CHUNK]))
        if progress is not None:
            progress(min(start + CHUNK, len(checked.rows)), len(checked.rows))
    vehicles = write(load_vehicles, vehicle_facts())
    return SeedReport(districts, subdistricts, categories, vehicles, report)


def read(name: str) -> str:
    """Return the text of a data file."""
    return resources.files("seeds").joinpath("data", name).read_text(encoding="utf-8")


def district_facts() -> list[dict[str, Any]]:
    """Return the districts with their boundaries."""
    return [
        {
            **{
                name: feature["properties"][name]
                for name in ("code", "name", "name_en", "residents", "source")
            },
            "boundary": json.dumps(feature["geometry"], separators=(",", ":")),
        }
        for feature in json.loads(read("districts.geojson"))["features"]
    ]


def subdistrict_facts() -> list[dict[str, Any]]:
    """Return the sub-districts and towns, with where their residents are taken to live."""
    homes = {
        feature["properties"]["code"]: json.dumps(feature["geometry"], separators=(",", ":"))
        for feature in json.loads(read("homes.geojson"))["features"]
    }
    return [
        {
            "code": row["code"],
            "district_code": row["district"],
            "name": row["name"],
            "name_en": row["name_en"],
            "kind": row["kind"],
            "residents": int(row["residents"]),
            "homes": homes[row["code"]],
        }
        for row in csv.DictReader(io.StringIO(read("subdistricts.csv")))
    ]


def category_facts() -> list[dict[str, Any]]:
    """Return the category tree with its rules of acceptance."""
    return [_category(row) for row in csv.DictReader(io.StringIO(read("categories.csv")))]


def vehicle_facts() -> dict[str, VehicleIn]:
    """Return the vehicles by code, each with its home."""
    return {
        row["code"]: VehicleIn(
            name=row["name"],
            name_en=row["name_en"],
            home=row["home"],
            capacity_grams=int(row["capacity_kg"]) * 1000,
        )
        for row in csv.DictReader(io.StringIO(read("vehicles.csv")))
    }


def _category(row: dict[str, str]) -> dict[str, Any]:
    fact: dict[str, Any] = {"parent_code": row["parent"] or None}
    for name, cell in row.items():
        if name in _WHOLE:
            fact[name] = int(cell) if cell else None
        elif name in _YES_NO:
            fact[name] = cell == "yes"
        elif name == "min_condition":
            fact[name] = cell or None
        elif name != "parent":
            fact[name] = cell
    return fact
