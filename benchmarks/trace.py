"""The trace at one million lots, both directions, over HTTP: latencies in milliseconds."""

import asyncio
import random
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from app.commands.serving import prepare
from app.settings import Settings, secret_key
from benchmarks.city import INTAKE, INTAKES, LOTS, RECIPIENTS, SORTED, fill, uuid_of
from benchmarks.http import serving
from benchmarks.load import run_round
from models.access import SYSTEM, Role, TokenIn
from models.clock import utc_now
from models.identifiers import draw_code, show_lot
from models.store import Store
from models.vault import Vault
from operations import access

SECONDS = 6.0


def measure_trace(database_url: str, folder: Path) -> dict[str, Any]:
    """Fill a database, start the service on it, ask for traces; return latencies by direction."""
    settings = Settings(data_dir=folder, database_url=database_url)
    prepare(settings)
    store = Store(settings.database, Vault(secret_key(settings)))
    codes = [draw_code() for _ in range(INTAKES)]
    store.write_now(fill, codes, by=SYSTEM, now=utc_now())
    body = TokenIn(name="benchmark", role=Role.FOUNDATION)
    token = store.write_now(access.issue, body, by=SYSTEM, now=utc_now()).token
    store.close()
    with serving(settings) as port:
        return asyncio.run(_rounds(port, codes, token))


async def _rounds(port: int, codes: list[str], token: str) -> dict[str, Any]:
    chance = random.Random(20261123)
    asked: dict[str, Callable[[], str]] = {
        "gift": lambda: f"/api/v1/trace/{chance.choice(codes)}",
        "intake_forward": lambda: f"/api/v1/intakes/{uuid_of(INTAKE, chance.randint(1, INTAKES))}/graph",
        "lot_back": lambda: f"/api/v1/lots/{show_lot(LOTS + chance.randint(1, SORTED))}/graph",
        "recipient_back": lambda: f"/api/v1/recipients/R-{chance.randrange(RECIPIENTS)}/graph",
    }
    found: dict[str, Any] = {}
    for name, path in asked.items():
        request = _request(path, token)
        await run_round(port, request, connections=1, seconds=1.0)
        measured = await run_round(port, request, connections=1, seconds=SECONDS)
        if set(measured.statuses) != {200}:
            raise RuntimeError(f"{name}: {measured.statuses}")
        found[f"{name}_p50_ms"], found[f"{name}_p99_ms"] = measured.p50_ms, measured.p99_ms
        found[f"{name}_round"] = asdict(measured)
    return found


def _request(path: Callable[[], str], token: str) -> Callable[[], bytes]:
    head = f"HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {token}\r\n\r\n"

    def request() -> bytes:
        return f"GET {path()} {head}".encode()

    return request
