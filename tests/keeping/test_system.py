"""The desk sees how all is, has the ledger proven and backups made, and nothing secret is shown."""

import time
from typing import Any

import pytest
from builders import City, Somebody, donation
from conftest import KEY
from sqlalchemy import text

from app.machine import shown_settings
from app.settings import Settings
from models.access import SYSTEM, Role
from models.clock import utc_now
from models.identifiers import uuid7
from models.keeping import JobKind
from models.keeping_shapes import JobIn
from operations import keeping

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
    assert admin.get("/system").json()["last_check"] == ended


def test_a_maker_that_was_cut_off_is_told(city: City) -> None:
    job = JobIn(id=uuid7())
    city.store.write_now(keeping.ask, JobKind.CHECK, job, by=SYSTEM, now=utc_now())
    city.store.write_now(keeping.begin, by=SYSTEM, now=utc_now())
    assert city.admin().get(f"/system/jobs/{job.id}").json()["status"] == "running"

    later = utc_now() + keeping.SILENT_MAX * 1.1
    shown = city.store.read_now(keeping.get_job, job.id, now=later, by=SYSTEM)
    assert (shown.status, shown.problem) == ("failed", "interrupted")


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
