"""Each guard of the writing path, proven by taking it away."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest
from builders import City, coats, donation
from sqlalchemy import bindparam, text, update
from sqlmodel import Session, col, select

from models import store as store_module
from models.access import SYSTEM, Caller
from models.clock import utc_now
from models.identifiers import uuid7
from models.ledger import Balance, Lot, MovementKind
from models.store import Store
from operations import drafts, ledger
from operations.errors import Shortage
from operations.ledger import Hop, post
from operations.network import current


def _give_back(session: Session, operation: UUID, lot: int, *, by: Caller, now: datetime) -> None:
    """Take one piece of a lot from its point."""
    network = current(session)
    balance = session.exec(select(Balance).where(Balance.lot == lot)).one()
    category = session.get(Lot, lot).category_id  # type: ignore[union-attr]
    hop = Hop(
        operation,
        MovementKind.CORRECTION,
        lot,
        category,
        balance.place_id,
        network.donor,
        1,
        10,
        now,
        now,
        now.date(),
        by.actor,
    )
    post(session, [hop], outside=network.outside_ids)


def _lot(city: City) -> int:
    city.volunteer().log(donation(coats(20, grams=200)))
    return city.store.read_now(lambda session: session.execute(text("SELECT MAX(id) FROM lot")).scalar_one())


def _race(city: City, lot: int, takers: int) -> list[Any]:
    def take(_: int) -> Any:
        try:
            return city.store.write_now(_give_back, uuid7(), lot, by=SYSTEM, now=utc_now())
        except Exception as refused:  # noqa: BLE001
            return refused

    # One store for each thread: each is a process of its own as far as the database can tell.
    with ThreadPoolExecutor(8) as threads:
        return list(threads.map(take, range(takers)))


def test_no_more_is_taken_than_is_there(city: City) -> None:
    lot = _lot(city)
    outcomes = [_race(city, lot, 30)][0]

    assert sum(outcome is None for outcome in outcomes) == 20
    assert all(isinstance(outcome, Shortage) for outcome in outcomes if outcome is not None)
    assert _left(city, lot) == (0, 0)


def test_without_the_conditional_update_the_database_still_refuses(
    city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    lot = _lot(city)
    unguarded: Any = (
        update(Balance)
        .where(col(Balance.place_id) == bindparam("at"), col(Balance.lot) == bindparam("of"))
        .values(
            pieces=col(Balance.pieces) - bindparam("taken_pieces"),
            grams=col(Balance.grams) - bindparam("taken_grams"),
        )
    )

    monkeypatch.setattr(ledger, "_TAKE", unguarded)
    outcomes = _race(city, lot, 25)

    assert sum(outcome is None for outcome in outcomes) == 20
    assert not any(isinstance(outcome, Shortage) for outcome in outcomes)


def test_two_processes_that_take_turns_lose_nothing(city: City, settings: Any) -> None:
    """A second store on the same database stands for a second process."""
    from conftest import KEY

    from models.vault import Vault

    lot = _lot(city)
    other = Store(settings.database, Vault(KEY), readers=1)
    taken: list[Any] = []

    def take(store: Store) -> None:
        for _ in range(15):
            try:
                store.write_now(_give_back, uuid7(), lot, by=SYSTEM, now=utc_now())
                taken.append(None)
            except Shortage as short:
                taken.append(short)

    threads = [threading.Thread(target=take, args=(store,)) for store in (city.store, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    other.close()

    assert sum(outcome is None for outcome in taken) == 20
    assert _left(city, lot) == (0, 0)


def test_a_bad_one_in_a_group_falls_alone(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    """A tracking code that is already taken fails the group; retried alone, everybody draws another."""
    volunteer = city.volunteer()
    taken = volunteer.log(donation()).json()["tracking_code"].replace("-", "")
    real, drawn = drafts.draw_code, iter([taken])
    monkeypatch.setattr(drafts, "draw_code", lambda: next(drawn, None) or real())
    entries = [
        {"method": "PUT", "path": f"/intakes/{uuid7()}", "body": donation(coats(n + 1))} for n in range(10)
    ]

    results = volunteer.post("/sync", {"operations": entries}).json()["results"]

    assert [result["status"] for result in results] == [201] * 10
    city.assert_sound()


def test_a_group_that_cannot_be_retried_alone_would_sink_together(
    city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    def all_or_nothing(session: Session, many: Any, calls: Any) -> list[Any]:
        try:
            with session.begin_nested():
                return list(many(session, calls))
        except Exception as failed:  # noqa: BLE001
            return [failed] * len(calls)

    monkeypatch.setattr(store_module, "_run_together", all_or_nothing)
    volunteer = city.volunteer()
    taken = volunteer.log(donation()).json()["tracking_code"].replace("-", "")
    real, drawn = drafts.draw_code, iter([taken])
    monkeypatch.setattr(drafts, "draw_code", lambda: next(drawn, None) or real())
    entries = [
        {"method": "PUT", "path": f"/intakes/{uuid7()}", "body": donation(coats(n + 1))} for n in range(10)
    ]

    results = volunteer.post("/sync", {"operations": entries}).json()["results"]

    assert 500 in [result["status"] for result in results]


def test_a_refused_operation_leaves_nothing_behind(city: City) -> None:
    def half(session: Session, *, by: Caller, now: datetime) -> None:  # noqa: ARG001
        session.execute(text("UPDATE place SET name = 'half done' WHERE code = 'P-0001'"))
        raise Shortage

    with pytest.raises(Shortage):
        city.store.write_now(half, by=SYSTEM, now=utc_now())
    assert city.public().get("/points/P-0001").json()["name"] != "half done"


def _left(city: City, lot: int) -> tuple[int, int]:
    asked = text("SELECT pieces, grams FROM balance WHERE lot = :lot")
    row = city.store.read_now(lambda session: session.execute(asked, {"lot": lot}).one())
    return row.pieces, row.grams
