"""Every invariant finds the fault that is planted for it, and nothing in a sound ledger."""

import subprocess
import sys
from collections.abc import Callable

import pytest
from builders import POINT, City, coats, donation, quilts
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError
from sqlmodel import Session

from models.access import SYSTEM
from models.clock import utc_now
from models.identifiers import uuid7
from operations.invariants import INVARIANTS, violations

#: For each invariant, a statement that breaks it.
FAULTS = {
    "balance_equals_ledger": "UPDATE balance SET pieces = pieces + 1",
    "never_negative": "UPDATE movement SET from_place = to_place, to_place = from_place",
    "flow_equals_ledger": "UPDATE flow SET grams_in = grams_in + 1",
    "load_equals_balance": "UPDATE place_load SET grams = grams + 1 WHERE grams > 0",
    "expected_equals_waiting": "UPDATE place_load SET expected_grams = expected_grams + 1",
    "intake_equals_movements": "UPDATE intake SET pieces = pieces + 1",
    "lots_are_rooted": "UPDATE movement SET operation = '01926b5e-7c1a-7e30-9d51-0a7b3c2d1e4f'",
    "movements_have_a_cause": "UPDATE movement SET operation = '01926b5e-7c1a-7e30-9d51-0a7b3c2d1e4f'",
    "every_intake_has_a_destination": "DELETE FROM destination",
    "corrections_point_back": "UPDATE movement SET corrects = seq WHERE kind = 'intake'",
    "codes_check": "UPDATE intake SET tracking_code = SUBSTR(tracking_code, 1, 9) || 'V'",
}


@pytest.fixture
def busy(city: City) -> City:
    """A city in which things have happened."""
    volunteer, admin = city.volunteer(), city.admin()
    intake = volunteer.log(donation(coats(3), quilts(2))).json()
    volunteer.log(donation(coats(1, condition="damaged"), quilts(1)))
    correction = {"id": str(uuid7()), "reason": "miscount", "lines": [coats(2)]}
    assert volunteer.post(f"/intakes/{intake['id']}/corrections", correction).status_code == 201
    admin.post(f"/stations/{intake['station']['code']}/close", {"reason": "flood"})
    return city


def test_a_sound_ledger_breaks_nothing(busy: City) -> None:
    busy.assert_sound()


def test_every_invariant_has_its_fault() -> None:
    assert set(FAULTS) == {invariant.name for invariant in INVARIANTS} | {"codes_check"}


@pytest.mark.parametrize("name", FAULTS)
def test_a_planted_fault_is_found(busy: City, name: str) -> None:
    _plant(busy, FAULTS[name])

    found = busy.store.read_now(lambda session: {v.name: v for _, v in violations(session) if v is not None})

    assert name in found
    assert found[name].count >= 1
    assert found[name].rows


def test_the_check_command_ends_with_one_and_shows_the_rows(busy: City, settings) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    environment = {
        "JIUJIN_DATABASE_URL": settings.database,
        "JIUJIN_SECRET_KEY": settings.secret_key.get_secret_value(),
        "JIUJIN_DATA_DIR": str(settings.data_dir),
        "PATH": "/usr/bin:/bin",
        "COLUMNS": "200",
    }

    def check() -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "app.cli", "check"]
        return subprocess.run(
            command, env=environment, capture_output=True, text=True, timeout=60, check=False
        )

    sound = check()
    assert (sound.returncode, "invariants hold" in sound.stdout) == (0, True), sound.stderr
    _plant(busy, FAULTS["flow_equals_ledger"])
    broken = check()
    assert broken.returncode == 1
    assert "flow_equals_ledger" in broken.stdout


#: A column of each append-only table that somebody might want to change.
APPEND_ONLY = {
    "movement": "pieces = 9",
    "lot": "pieces = 9",
    "intake": "pieces = 9",
    "refused": "pieces = 9",
    "correction": "reason = 'other'",
    "rerouting": "reason = 'x'",
    "audit_entry": "action = 'x'",
}
NONSENSE = (
    "UPDATE balance SET pieces = -1",
    "UPDATE place_load SET grams = -1",
    "UPDATE flow SET pieces_in = -1",
    f"UPDATE place SET status = 'gone' WHERE code = '{POINT}'",
    f"UPDATE place SET lat = 91 WHERE code = '{POINT}'",
    "UPDATE balance SET lot = 999999",
    "UPDATE destination SET station_id = 999999",
)


def test_the_database_itself_refuses_to_forget(busy: City) -> None:
    for table, change in APPEND_ONLY.items():
        for statement in (f"DELETE FROM {table}", f"UPDATE {table} SET {change}"):
            with pytest.raises(DatabaseError, match="append-only"):
                busy.store.write_now(_execute(statement), by=SYSTEM, now=utc_now())
    busy.assert_sound()


def test_the_database_itself_refuses_nonsense(busy: City) -> None:
    for statement in NONSENSE:
        with pytest.raises(DatabaseError):
            busy.store.write_now(_execute(statement), by=SYSTEM, now=utc_now())
    busy.assert_sound()


def _execute(statement: str) -> Callable[..., None]:
    def run(session: Session, *, by: object, now: object) -> None:  # noqa: ARG001
        session.execute(text(statement))

    return run


def _plant(city: City, statement: str) -> None:
    """Break something with every guard off."""

    def plant(session: Session, *, by: object, now: object) -> None:  # noqa: ARG001
        if city.store.is_sqlite:
            triggers = (
                session.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).scalars().all()
            )
            for trigger in triggers:
                session.execute(text(f"DROP TRIGGER {trigger}"))
        else:
            session.execute(text("SET LOCAL session_replication_role = replica"))
        session.execute(text(statement))

    city.store.write_now(plant, by=SYSTEM, now=utc_now())
