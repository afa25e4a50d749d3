"""Durable intakes and nearest points, as ratios of doing nothing in the same run."""

import asyncio
import json
import os
import random
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from statistics import median
from typing import Any

from app.commands.serving import prepare
from app.settings import Settings, secret_key
from benchmarks.load import Measured, run_round
from models.access import SYSTEM, Role, TokenIn
from models.clock import utc_now
from models.identifiers import uuid7
from models.store import Store
from models.vault import Vault
from operations import access
from operations.network import current

ROUNDS = 3
SECONDS = 5.0
CONNECTIONS = 32
LINES = ("clothing.winter.adult", "clothing", "bedding")


def measure(database_url: str, folder: Path) -> dict[str, Any]:
    """Start the service on a database and return the ratios, rounds interleaved."""
    settings = Settings(data_dir=folder, database_url=database_url)
    prepare(settings)
    points, token = people(settings)
    with serving(settings) as port:
        return asyncio.run(_rounds(port, points, token))


@contextmanager
def serving(settings: Settings) -> Iterator[int]:
    """Run the service on a database of its own; yields the port it listens on."""
    port = free_port()
    environment = os.environ | {
        "JIUJIN_DATA_DIR": str(settings.data_dir),
        "JIUJIN_DATABASE_URL": settings.database,
    }
    server = subprocess.Popen([sys.executable, "-m", "benchmarks.server", str(port)], env=environment)
    try:
        wait_for(port)
        yield port
    finally:
        server.terminate()
        server.wait(20)


async def _rounds(port: int, points: list[str], token: str) -> dict[str, Any]:
    chance = random.Random(20261123)
    kinds: dict[str, tuple[Callable[[], bytes], int]] = {
        "noop_put": (put("/noop/", points, token, chance), CONNECTIONS),
        "intake": (put("/api/v1/intakes/", points, token, chance), CONNECTIONS),
        "noop_get": (lambda: _get("/noop"), 1),
        "near": (lambda: _get(_near(chance)), 1),
    }
    found: dict[str, list[Measured]] = {name: [] for name in kinds}
    for name, (request, connections) in kinds.items():
        await run_round(port, request, connections=connections, seconds=1.0)  # warm
        found[name] = []
    for _ in range(ROUNDS):
        for name, (request, connections) in kinds.items():
            found[name].append(await run_round(port, request, connections=connections, seconds=SECONDS))
    return {
        "rounds": {name: [asdict(entry) for entry in entries] for name, entries in found.items()},
        "intake_per_second": median(entry.per_second for entry in found["intake"]),
        "intake_to_noop": median(
            a.per_second / b.per_second for a, b in zip(found["intake"], found["noop_put"], strict=True)
        ),
        "intake_p99_to_noop_p99": median(
            a.p99_ms / b.p99_ms for a, b in zip(found["intake"], found["noop_put"], strict=True)
        ),
        "near_p50_to_noop_p50": median(
            a.p50_ms / b.p50_ms for a, b in zip(found["near"], found["noop_get"], strict=True)
        ),
    }


def put(path: str, points: list[str], token: str, chance: random.Random) -> Callable[[], bytes]:
    happened = utc_now().isoformat()

    def request() -> bytes:
        lines = [{"category": code, "pieces": chance.randint(1, 9), "condition": "good"} for code in LINES]
        body = json.dumps({"point": chance.choice(points), "happened_at": happened, "lines": lines}).encode()
        head = (
            f"PUT {path}{uuid7()} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {token}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        return head.encode() + body

    return request


def _get(path: str) -> bytes:
    return f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode()


def _near(chance: random.Random) -> str:
    lat, lon = chance.uniform(30.7, 31.8), chance.uniform(120.9, 121.95)
    return f"/api/v1/points?near={lat:.6f},{lon:.6f}&limit=10"


def people(settings: Settings) -> tuple[list[str], str]:
    """Return a volunteer's point and token: real ones, so that policy and scope are paid for."""
    store = Store(settings.database, Vault(secret_key(settings)))
    point = store.read_now(current).points[0].code
    body = TokenIn(name="benchmark", role=Role.VOLUNTEER, place=point)
    token = store.write_now(access.issue, body, by=SYSTEM, now=utc_now()).token
    store.close()
    return [point], token


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_for(port: int) -> None:
    """Wait until the service is ready."""
    until = time.monotonic() + 30
    while time.monotonic() < until:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/health/ready", timeout=2)
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("the service did not become ready")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        shown = measure("", Path(folder))
        print(json.dumps({k: v for k, v in shown.items() if k != "rounds"}, indent=2))
        for name, entries in shown["rounds"].items():
            print(
                name,
                [
                    (round(e["per_second"]), round(e["p50_ms"], 2), round(e["p99_ms"], 1), e["statuses"])
                    for e in entries
                ],
            )
