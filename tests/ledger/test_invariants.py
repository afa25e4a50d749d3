"""Every invariant finds the fault that is planted for it, and nothing in a sound ledger."""

import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta

import pytest
from builders import POINT, City, coats, donation, quilts
from chain_builders import Chain
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError
from sqlmodel import Session

from models.access import SYSTEM
from models.clock import utc_now
from models.identifiers import uuid7
from operations.invariants import INVARIANTS, Violation, violations
from operations.stock.closings import close

_WEST = "(SELECT id FROM place WHERE code = 'S-02')"
#: For each invariant, a statement that breaks it.
FAULTS = {
    "balance_equals_ledger": "UPDATE balance SET pieces = pieces + 1",
    "never_negative": "UPDATE movement SET from_place = to_place, to_place = from_place",
    "flow_equals_ledger": "UPDATE flow SET grams_in = grams_in + 1",
    "closings_equal_ledger": "UPDATE closing_stock SET pieces = pieces + 1",
    "closings_bound_ledger": "UPDATE closing SET last_seq = last_seq - 1",
    "load_equals_balance": "UPDATE place_load SET grams = grams + 1 WHERE grams > 0",
    "expected_equals_waiting": "UPDATE place_load SET expected_grams = expected_grams + 1",
    "intake_equals_movements": "UPDATE intake SET pieces = pieces + 1",
    "lots_are_rooted": "UPDATE movement SET operation = '01926b5e-7c1a-7e30-9d51-0a7b3c2d1e4f'",
    "movements_have_a_cause": "UPDATE movement SET operation = '01926b5e-7c1a-7e30-9d51-0a7b3c2d1e4f'",
    "every_intake_has_a_destination": "DELETE FROM destination",
    "corrections_point_back": "UPDATE movement SET corrects = seq WHERE kind = 'intake'",
    "nothing_made_or_lost": "UPDATE movement SET grams = grams + 1 WHERE kind = 'intake'",
    "reserved_equals_claims": "UPDATE claim SET pieces = pieces + 1",
    "custody_is_unbroken": "DELETE FROM bag_hop WHERE n = 1",
    "bags_are_in_one_place": "UPDATE bag SET place_id = point_id",
    "closed_bags_hold_their_goods": f"UPDATE bag SET place_id = {_WEST} WHERE status = 'sealed'",
    "trace_has_no_cycle": "INSERT INTO strand (run, side, lot, pieces, grams) "
    "SELECT run, 'in', lot, 1, 1 FROM strand WHERE side = 'out'",
    "sorted_lots_have_their_run": "DELETE FROM strand WHERE side = 'out'",
    "strands_equal_ledger": "UPDATE strand SET grams = grams + 1",
    "sorting_balances": "UPDATE sorting SET loss_grams = loss_grams + 1",
    "every_root_is_an_intake": "DELETE FROM strand WHERE side = 'out'",
    "shipments_equal_ledger": "UPDATE shipment_line SET sent_pieces = sent_pieces + 1",
    "deliveries_equal_ledger": "UPDATE shipment_line SET arrived_grams = arrived_grams + 1",
    "only_shipments_are_in_transit": "UPDATE shipment_line SET lost_grams = lost_grams + 1",
    "needs_equal_allocations": "UPDATE need_line SET allocated_pieces = allocated_pieces - 1",
    "tally_equals_ledger": "UPDATE tally SET pieces = pieces + 1",
    "months_equal_days": "UPDATE tally_month SET grams = grams + 1",
    "codes_check": "UPDATE intake SET tracking_code = SUBSTR(tracking_code, 1, 9) || 'V'",
}


@pytest.fixture
def busy(city: City) -> City:
    """A city in which things have happened."""
    volunteer, admin = city.volunteer(), city.admin()
    intake = volunteer.log(donation(coats(3), quilts(2))).json()
    city.store.write_now(close, utc_now(), by=SYSTEM, now=utc_now())
    volunteer.log(donation(coats(1, condition="damaged"), quilts(1)))
    correction = {"id": str(uuid7()), "reason": "miscount", "lines": [coats(2)]}
    assert volunteer.post(f"/intakes/{intake['id']}/corrections", correction).status_code == 201
    chain = Chain(city)
    shipment, lot, _ = chain.sent(6)
    chain.deliver(shipment, {"lot": lot, "pieces": 2})
    chain.allocate(chain.need({"category": "clothing", "pieces": 2}), lot, 2)
    label = chain.brought(coats(2))
    chain.foundation.put(f"/periods/{(utc_now() - timedelta(days=70)):%Y-%m}", {})
    change = {
        "lots": [lot],
        "earmark": None,
        "consent": "letter",
        "consented_on": "2026-11-01",
        "reason": "x",
    }
    assert chain.foundation.put(f"/earmark-changes/{uuid7()}", change).status_code == 201
    assert chain.at("S-01").get(f"/bags/{label}").status_code == 200
    admin.post(f"/stations/{intake['station']['code']}/close", {"reason": "flood"})
    city.store.write_now(close, utc_now(), by=SYSTEM, now=utc_now())
    volunteer.log(donation(coats(1)))
    return city


def test_a_sound_ledger_breaks_nothing(busy: City) -> None:
    busy.assert_sound()


def test_every_invariant_has_its_fault() -> None:
    assert set(FAULTS) == {invariant.name for invariant in INVARIANTS} | {"codes_check"}


def test_every_planted_fault_is_found(busy: City) -> None:
    for name, statement in FAULTS.items():
        found = _found_after(busy, statement)
        assert name in found, name
        assert found[name].count >= 1
        assert found[name].rows
    busy.assert_sound()


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
    "act": "answer = 'x'",
    "bag_hop": "n = 9",
    "receipt_bag": "grams = 9",
    "delivery": "people_reached = 9",
    "earmark_change": "earmark = 'x'",
    "allocation_line": "pieces = 9",
    "closed_period": "last_day = '2020-01-31'",
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


class _Undo(Exception):
    """Takes a planted fault back, and carries what was found of it."""

    def __init__(self, found: dict[str, Violation]) -> None:
        super().__init__()
        self.found = found


def _found_after(city: City, statement: str) -> dict[str, Violation]:
    """Plant a fault, look for it, and take it back."""

    def plant(session: Session, *, by: object, now: object) -> None:
        _planting(city, statement)(session, by=by, now=now)
        raise _Undo({v.name: v for _, v in violations(session) if v is not None})

    with pytest.raises(_Undo) as undone:
        city.store.write_now(plant, by=SYSTEM, now=utc_now())
    return undone.value.found


def _plant(city: City, statement: str) -> None:
    """Break something with every guard off."""
    city.store.write_now(_planting(city, statement), by=SYSTEM, now=utc_now())


def _planting(city: City, statement: str) -> Callable[..., None]:
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

    return plant
