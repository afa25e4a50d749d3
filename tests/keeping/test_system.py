"""The desk sees how all is, has the ledger proven and backups made, and nothing secret is shown."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from builders import City, Somebody, donation
from conftest import KEY
from sqlalchemy import text

from app.backups.making import back_up
from app.commands.signs import Cancelled, Signs
from app.machine import shown_settings
from app.settings import Settings
from models.access import SYSTEM, SYSTEM_PERSON, Caller, Role
from models.clock import utc_now
from models.export_shapes import ExportIn
from models.identifiers import uuid7
from models.keeping import JobKind, SystemJob
from models.keeping_shapes import JobIn
from operations import exports, keeping

WAIT_S = 90


def finished(admin: Somebody, job: str) -> Any:
    """Wait for a job to end; return how it ended."""
    until = time.monotonic() + WAIT_S
    while time.monotonic() < until:
        shown = admin.get(f"/system/jobs/{job}").json()
        if shown["status"] not in ("waiting", "running"):
            return shown
        time.sleep(0.2)
    raise AssertionError(shown)


#: Takes up a job as a maker does, and stays in one step until it is killed.
MAKER = """
import sys, time
from uuid import UUID
from app.commands.context import open_store
from app.commands.signs import Signs
with open_store() as store, Signs(store, UUID(sys.argv[1])) as signs:
    signs.step(3, 31)
    print("began", flush=True)
    time.sleep(60)
"""


def begun(city: City) -> UUID:
    """Return a check that a maker has taken."""
    city.store.write_now(keeping.ask, JobKind.CHECK, JobIn(id=uuid7()), by=SYSTEM, now=utc_now())
    taken = city.store.write_now(keeping.begin, by=SYSTEM, now=utc_now())
    assert taken is not None
    return taken[0]


def seen(city: City, job: UUID) -> datetime:
    """Return when the maker of a job last gave a sign."""
    row = city.store.read_now(lambda session: session.get(SystemJob, job))
    assert row is not None
    return row.seen_at


def await_truth(is_true: Callable[[], bool]) -> None:
    """Wait until something is so."""
    until = time.monotonic() + WAIT_S
    while not is_true():
        assert time.monotonic() < until
        time.sleep(0.05)


def environment_of(settings: Settings) -> dict[str, str]:
    """Return what a process of ours needs to find the database."""
    return os.environ | {
        "JIUJIN_DATABASE_URL": settings.database,
        "JIUJIN_SECRET_KEY": KEY.hex(),
        "JIUJIN_DATA_DIR": str(settings.data_dir),
    }


def test_a_backup_is_made_listed_fetched_and_noted(city: City) -> None:
    admin, job = city.admin(), str(uuid7())
    assert city.volunteer().log(donation()).status_code == 201
    asked = admin.post("/system/backups", {"id": job})
    assert (asked.status_code, asked.json()["kind"]) == (202, "backup")
    assert admin.post("/system/backups", {"id": job}).json()["id"] == job
    assert admin.post("/system/checks", {"id": job}).status_code == 409

    ended = finished(admin, job)

    assert (ended["status"], ended["problem"]) == ("done", None)
    (listed,) = admin.get("/system").json()["backups"]
    assert listed == ended["backup"]
    file = admin.get(f"/system/backups/{listed['name']}")
    assert (file.status_code, len(file.content)) == (200, listed["bytes"])
    assert file.headers["content-type"] == "application/zip"
    notes = city.store.read_now(
        lambda session: session.execute(
            text("SELECT subject FROM audit_entry WHERE action = 'backup.download'")
        ).scalars().all()
    )  # fmt: skip
    assert notes == [listed["name"]]
    for wrong in ("jiujin.db", "..%2Fsecret.key", "secret.key", f".{listed['name']}.json"):
        assert admin.get(f"/system/backups/{wrong}").status_code == 404, wrong


@pytest.mark.parametrize("broken", [False, True])
def test_a_check_says_whether_every_promise_holds(city: City, broken: bool) -> None:
    admin, job = city.admin(), str(uuid7())
    assert city.volunteer().log(donation()).status_code == 201
    assert admin.get("/system").json()["last_check"] is None
    if broken:
        with city.store._writer.begin() as connection:
            connection.execute(text("UPDATE place_load SET grams = grams + 5 WHERE grams > 0"))

    admin.post("/system/checks", {"id": job})
    ended = finished(admin, job)

    assert (ended["status"], ended["check"]["ok"]) == ("done", not broken)
    assert bool(ended["check"]["violations"]) is broken
    assert ended["check"]["invariants"] > 10
    assert ended["done"] == ended["total"] == ended["check"]["invariants"]
    assert admin.get("/system").json()["last_check"] == ended


def test_a_maker_that_was_cut_off_is_told(city: City) -> None:
    job = JobIn(id=uuid7())
    city.store.write_now(keeping.ask, JobKind.CHECK, job, by=SYSTEM, now=utc_now())
    city.store.write_now(keeping.begin, by=SYSTEM, now=utc_now())
    assert city.admin().get(f"/system/jobs/{job.id}").json()["status"] == "running"

    later = utc_now() + keeping.SILENT_MAX * 1.1
    shown = city.store.read_now(keeping.get_job, job.id, now=later, by=SYSTEM)
    assert (shown.status, shown.problem) == ("failed", "interrupted")
    assert later - utc_now() < timedelta(minutes=2)


def test_a_maker_that_is_killed_gives_no_sign_any_more(city: City, settings: Settings) -> None:
    """A step that takes long is no silence: the signs come from a thread of their own."""
    job = begun(city)
    environment = environment_of(settings)
    command = [sys.executable, "-c", MAKER, str(job)]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE) as maker:
        assert maker.stdout is not None
        assert maker.stdout.readline() == b"began\n"
        signs = seen(city, job)
        await_truth(lambda: seen(city, job) > signs)
        maker.kill()

    signs = seen(city, job)
    shown = city.store.read_now(keeping.get_job, job, now=signs + keeping.SILENT_MAX / 2, by=SYSTEM)
    assert (shown.status, shown.done, shown.total) == ("running", 3, 31)
    gone = signs + keeping.SILENT_MAX + timedelta(seconds=1)
    shown = city.store.read_now(keeping.get_job, job, now=gone, by=SYSTEM)
    assert (shown.status, shown.problem) == ("failed", "interrupted")


def test_a_job_that_is_cancelled_stops_at_its_next_step(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.commands.signs.SIGN_EVERY_S", 0.01)
    job = begun(city)
    with Signs(city.store, job) as signs:
        signs.step(1, 31)
        answer = city.admin().post(f"/system/jobs/{job}/cancel", {}).json()
        assert (answer["status"], answer["problem"]) == ("failed", "cancelled")
        await_truth(lambda: not signs._thread.is_alive())
        with pytest.raises(Cancelled):
            signs.step(2, 31)

    assert city.admin().post(f"/system/jobs/{job}/cancel", {}).json() == answer
    assert city.store.write_now(keeping.begin, by=SYSTEM, now=utc_now()) is None
    assert city.admin().post(f"/system/jobs/{uuid7()}/cancel", {}).status_code == 404


def test_an_export_whose_maker_was_killed_does_not_count_as_running(city: City) -> None:
    body = {"report": "intake", "from": "2026-11-01", "to": "2026-11-02", "format": "csv"}
    asked = ExportIn.model_validate(body)
    admin = Caller(None, SYSTEM_PERSON, Role.ADMIN)
    city.store.write_now(exports.request, uuid7(), asked, by=admin, now=utc_now())
    with city.store._writer.begin() as connection:
        connection.execute(text("UPDATE export_job SET status = 'running'"))
    assert city.admin().get("/system").json()["exports"] == {"waiting": 0, "running": 1, "failed": 0}

    later = utc_now() + exports.SILENT_MAX * 1.1
    counted = city.store.read_now(keeping._exports, later)
    assert (counted.running, counted.failed) == (0, 1)


def test_a_backup_is_read_through_once_more_and_a_changed_byte_is_found(
    city: City, settings: Settings
) -> None:
    admin = city.admin()
    made = back_up(settings, utc_now())
    assert admin.post(f"/system/backups/{made.name}/verify", {}).json()["verified"] is True
    file = settings.data_dir / "backups" / made.name
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)
    assert admin.get("/system").json()["backups"][0]["verified"] is True

    proven = admin.post(f"/system/backups/{made.name}/verify", {}).json()

    assert proven["verified"] is False
    assert admin.get("/system").json()["backups"] == [proven]
    assert admin.post("/system/backups/jiujin-20261125T010000Z-5f70bf.zip/verify", {}).status_code == 404


def test_two_makers_never_take_the_same_job(city: City, twin: City) -> None:
    city.store.write_now(keeping.ask, JobKind.CHECK, JobIn(id=uuid7()), by=SYSTEM, now=utc_now())
    taken = [here.store.write_now(keeping.begin, by=SYSTEM, now=utc_now()) for here in (city, twin)]
    assert [job is None for job in taken] == [False, True]


def test_the_state_is_told_and_nothing_secret_with_it(city: City, settings: Settings) -> None:
    shown = city.admin().get("/system")
    body = shown.json()

    assert body["database"]["revision"] == body["database"]["revision_wanted"]
    assert body["database"]["size_bytes"] > 100_000
    assert body["database"]["engine"] == ("sqlite" if city.store.is_sqlite else "postgresql")
    assert body["streams"] == {"open": 0, "most": settings.listeners_max}
    assert body["checks"] == {"database": "ok", "writer": "ok", "network": "ok"}
    assert body["disk_bytes"] > body["disk_free_bytes"] > 0
    assert {found["name"] for found in body["settings"]} == {
        f"JIUJIN_{name.upper()}" for name in Settings.model_fields
    }
    assert KEY.hex() not in shown.text
    hidden = settings.model_copy(
        update={
            "database_url": "postgresql+psycopg://jiujin:canary-1@db/jiujin",
            "read_database_url": "postgresql://jiujin:canary-2@db/jiujin",
            "travel_url": "https://u:canary-3@osrm.example.org",
        }
    )
    assert "canary" not in "".join(found.value for found in shown_settings(hidden))


def test_the_service_is_the_administrators_to_keep(city: City) -> None:
    for role in (Role.FOUNDATION, Role.AUDITOR):
        somebody = city.somebody(role)
        assert somebody.get("/system").status_code == 403
        assert somebody.post("/system/backups", {"id": str(uuid7())}).status_code == 403
        assert somebody.get("/system/backups/x.zip").status_code == 403
