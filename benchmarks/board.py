"""The desk's first page in a simulated city, over HTTP, beside an answer that does nothing.

`python -m benchmarks.board FOLDER` measures a city that is there already, such as that of `jiujin demo`.
"""

import asyncio
import json
import sys
import tempfile
from collections.abc import Callable
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path
from typing import Any

from app.commands.serving import prepare
from app.settings import Settings, secret_key
from benchmarks.http import serving
from benchmarks.load import run_round
from models.access import SYSTEM, Role, TokenIn
from models.clock import SHANGHAI, utc_now
from models.store import Store
from models.vault import Vault
from operations import access
from operations.intake_queries import any_intake
from seeds.demo.plan import Emergency, Plan
from seeds.demo.year import simulate

DAYS, POINTS, SECONDS = 90, 300, 6.0


#: Who asks: somebody who sees the whole network, and a station's manager.
PEOPLE = {
    "whole": TokenIn(name="benchmark", role=Role.FOUNDATION),
    "station": TokenIn(name="benchmark", role=Role.STATION_MANAGER, place="S-01"),
}


def measure_board(folder: Path) -> dict[str, Any]:
    """Simulate a city unless there is one, and ask for the board; return latencies and their ratio."""
    settings, tokens = lived_in(folder)
    with serving(settings) as port:
        return asyncio.run(_rounds(port, tokens))


def lived_in(folder: Path) -> tuple[Settings, dict[str, str]]:
    """Simulate a city unless there is one; return its settings, and a token for each of `PEOPLE`."""
    settings = Settings(data_dir=folder)
    prepare(settings)
    store = Store(settings.database, Vault(secret_key(settings)))
    if not store.read_now(any_intake):
        last = utc_now().astimezone(SHANGHAI).date() - timedelta(days=1)
        first = last - timedelta(days=DAYS - 1)
        simulate(store, Plan(1, POINTS, first, last, Emergency(first + timedelta(days=30), 6)))
    issued = {
        name: store.write_now(access.issue, body, by=SYSTEM, now=utc_now()).token or ""
        for name, body in PEOPLE.items()
    }
    store.close()
    return settings, issued


async def _rounds(port: int, tokens: dict[str, str]) -> dict[str, Any]:
    asked = {"noop": ("/noop", tokens["whole"])}
    asked |= {name: ("/api/v1/board", token) for name, token in tokens.items()}
    found: dict[str, Any] = {}
    for name, (path, token) in asked.items():
        request = _request(path, token)
        await run_round(port, request, connections=1, seconds=1.0)
        measured = await run_round(port, request, connections=1, seconds=SECONDS)
        if set(measured.statuses) != {200}:
            raise RuntimeError(f"{name}: {measured.statuses}")
        found[f"{name}_p50_ms"], found[f"{name}_p99_ms"] = measured.p50_ms, measured.p99_ms
        found[f"{name}_round"] = asdict(measured)
    found["whole_to_noop"] = found["whole_p50_ms"] / found["noop_p50_ms"]
    return found


def _request(path: str, token: str) -> Callable[[], bytes]:
    request = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {token}\r\n\r\n".encode()
    return lambda: request


def main() -> None:
    if sys.argv[1:]:
        print(json.dumps(measure_board(Path(sys.argv[1])), indent=2))
        return
    with tempfile.TemporaryDirectory() as folder:
        print(json.dumps(measure_board(Path(folder)), indent=2))


if __name__ == "__main__":
    main()
