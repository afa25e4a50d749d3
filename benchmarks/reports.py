"""Reports and exports over ten million movements, each beside its limit in the same run.

Reports: latency over HTTP. CSV: rows a second of the streamed answer, against a loop that reads the same
rows from the same file and gives them to the csv module, in the same run. Memory: the most that the service
(or the maker of an export) took above what it took when idle, as the kernel counts it.
"""

import asyncio
import csv
import io
import json
import os
import random
import sqlite3
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import Any

from app.commands.serving import prepare
from app.settings import Settings, secret_key
from benchmarks.http import people, put, serving
from benchmarks.load import run_round
from benchmarks.years import FIRST, LAST, Size, fill_years
from models.access import SYSTEM, Role, TokenIn
from models.clock import utc_now
from models.engines import sqlite_path
from models.identifiers import uuid7
from models.store import Store
from models.vault import Vault
from operations import access

SECONDS = 6.0
_YEARS = "from=2023-01-01&to=2025-12-31"
ASKED = {
    "distribution_month_category_district": f"distribution?{_YEARS}&by=month,category,district",
    "distribution_one_month": "distribution?from=2025-06-01&to=2025-06-30&by=category,district",
    "distribution_grade": f"distribution?{_YEARS}&by=month,grade",
    "distribution_days": "distribution?from=2025-05-07&to=2025-06-11&by=day,category",
    "intake_month_category_district": f"intake?{_YEARS}&by=month,category,district",
    "sorting_month_station": f"sorting?{_YEARS}&by=month,station",
}


def measure_reports(database_url: str, folder: Path, size: Size) -> dict[str, Any]:
    """Fill a database, start the service on it, ask; return milliseconds and, on SQLite, export figures."""
    settings = Settings(data_dir=folder, database_url=database_url)
    prepare(settings)
    store = Store(settings.database, Vault(secret_key(settings)))
    began = time.monotonic()
    store.write_now(fill_years, size, by=SYSTEM, now=utc_now())
    body = TokenIn(name="benchmark", role=Role.FOUNDATION)
    token = store.write_now(access.issue, body, by=SYSTEM, now=utc_now()).token
    store.close()
    found: dict[str, Any] = {"movements": size.movements, "fill_seconds": time.monotonic() - began}
    with serving(settings) as port:
        found |= asyncio.run(_latencies(port, token))
        if not database_url:
            found |= _stream(port, token, settings)
            found |= asyncio.run(_beside(port, token, settings))
    if not database_url:
        found |= _workbook(settings, size)
    return found


async def _latencies(port: int, token: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, question in ASKED.items():
        head = (
            f"GET /api/v1/reports/{question} HTTP/1.1\r\nHost: 127.0.0.1\r\n"
            f"Authorization: Bearer {token}\r\n\r\n"
        )
        await run_round(port, head.encode, connections=1, seconds=1.0)
        measured = await run_round(port, head.encode, connections=1, seconds=SECONDS)
        if set(measured.statuses) != {200}:
            raise RuntimeError(f"{name}: {measured.statuses}")
        found[f"{name}_p50_ms"], found[f"{name}_p99_ms"] = measured.p50_ms, measured.p99_ms
    return found


def _stream(port: int, token: str, settings: Settings) -> dict[str, Any]:
    """Stream the movements behind a report of a million lines; compare with the csv module alone."""
    process = _service(port)
    idle, most, rows, began = _memory(process, "VmRSS"), 0, 0, time.monotonic()
    asked = urllib.request.Request(
        f"http://127.0.0.1:{port}/api/v1/reports/distribution/movements?from={FIRST}&to={LAST}",
        headers={"Authorization": f"Bearer {token}"},
    )
    with urllib.request.urlopen(asked, timeout=600) as answer:  # noqa: S310 - our own address
        while part := answer.read(1 << 20):
            rows += part.count(b"\n")
            most = max(most, _memory(process, "VmRSS"))
    streamed = (rows - 1) / (time.monotonic() - began)
    alone = _csv_alone(settings)
    return {
        "csv_rows": rows - 1,
        "csv_rows_per_second": streamed,
        "csv_to_module_alone": streamed / alone,
        "csv_memory_above_idle_mb": (most - idle) / 1024,
    }


async def _beside(port: int, token: str, settings: Settings) -> dict[str, Any]:
    """Log gifts alone, and while a workbook of a million movements is made; return the ratios."""
    points, volunteer = people(settings)
    gift = put("/api/v1/intakes/", points, volunteer, random.Random(20261124))
    await run_round(port, gift, connections=8, seconds=1.0)
    alone = await run_round(port, gift, connections=8, seconds=SECONDS)
    export = f"/api/v1/exports/{uuid7()}"
    body = {"report": "distribution", "movements": True, "from": FIRST, "to": LAST, "format": "xlsx"}
    _ask(port, "PUT", export, token, body)
    _wait_for_rows(port, export, token)
    beside = await run_round(port, gift, connections=8, seconds=SECONDS)
    shown = _ask(port, "POST", f"{export}/cancel", token)
    if shown["status"] != "cancelled" or set(beside.statuses) != {201}:
        raise RuntimeError(f"the export ended too early, or gifts were refused: {shown}, {beside}")
    return {
        "intakes_beside_export_to_alone": beside.per_second / alone.per_second,
        "intakes_p99_beside_export_to_alone": beside.p99_ms / alone.p99_ms,
    }


def _wait_for_rows(port: int, export: str, token: str) -> None:
    """Wait until an export's rows are being written, so that the whole round runs beside it."""
    until = time.monotonic() + 60
    while _ask(port, "GET", export, token)["rows_done"] == 0:
        if time.monotonic() > until:
            raise RuntimeError("the export did not begin")
        time.sleep(0.2)


def _ask(port: int, method: str, path: str, token: str, body: Any = None) -> dict[str, Any]:
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}{path}",
        method=method,
        data=None if body is None else json.dumps(body).encode(),
        headers={"Authorization": f"Bearer {token}", "Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310 - our own address
        found: dict[str, Any] = json.load(answer)
        return found


def _csv_alone(settings: Settings) -> float:
    """Return the rows a second of reading the same thirteen columns and writing them with the csv module."""
    sql = (
        "SELECT m.seq, m.day, m.kind, m.operation, m.lot, c.code, l.grade, f.code, t.code, m.pieces, m.grams,"
        " m.happened_at, m.recorded_at FROM movement m JOIN lot l ON l.id = m.lot"
        " JOIN category c ON c.id = l.category_id JOIN place f ON f.id = m.from_place"
        " JOIN place t ON t.id = m.to_place WHERE m.kind = 'deliver' ORDER BY m.day"
    )
    connection = sqlite3.connect(sqlite_path(settings.database))
    rows, began = 0, time.monotonic()
    file = io.StringIO()
    writer = csv.writer(file)
    for row in connection.execute(sql):
        writer.writerow(row)
        rows += 1
        if rows % 1000 == 0:
            file.seek(0)
            file.truncate()
    connection.close()
    return rows / (time.monotonic() - began)


def _workbook(settings: Settings, size: Size) -> dict[str, Any]:
    """Write a workbook of a million movements by the command; measure time and memory of that process."""
    target = settings.data_dir / "movements.xlsx"
    command = [
        sys.executable, "-m", "app.cli", "export", "distribution", "--from", FIRST, "--to", LAST,
        "--movements", "--out", str(target),
    ]  # fmt: skip
    environment = os.environ | {
        "JIUJIN_DATA_DIR": str(settings.data_dir),
        "JIUJIN_DATABASE_URL": settings.database,
    }
    began = time.monotonic()
    with subprocess.Popen(
        command, env=environment, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL
    ) as made:
        early, most = 0, 0
        while made.poll() is None:
            now = _memory(made.pid, "VmRSS")
            if time.monotonic() - began < 10:
                early = max(early, now)
            most = max(most, now)
            time.sleep(0.2)
    if made.returncode:
        raise RuntimeError("the export failed")
    return {
        "xlsx_rows": size.graded,
        "xlsx_seconds": time.monotonic() - began,
        "xlsx_memory_mb": most / 1024,
        "xlsx_memory_growth_mb": (most - early) / 1024,
        "xlsx_file_mb": target.stat().st_size / 1e6,
    }


def _memory(process: int, name: str) -> int:
    """Return a memory figure of a process in kB; nought when it has ended."""
    try:
        lines = Path(f"/proc/{process}/status").read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith(f"{name}:")), 0)


def _service(port: int) -> int:
    """Return the process that listens on a port of this machine."""
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                words = (folder / "cmdline").read_bytes().split(b"\0")
            except OSError:
                continue
            if b"benchmarks.server" in words and str(port).encode() in words:
                return int(folder.name)
    raise RuntimeError("the service is not there")


if __name__ == "__main__":
    import tempfile

    scale = float(sys.argv[1]) if len(sys.argv) > 1 else 1.0
    whole = Size()
    chosen = Size(lots=int(whole.lots * scale), graded=int(whole.graded * scale))
    with tempfile.TemporaryDirectory() as temporary:
        print(json.dumps(measure_reports("", Path(temporary), chosen), indent=2))
