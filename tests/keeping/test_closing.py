"""The service writes stock down by itself at the midnights that are due, and goes on when that fails."""

import time
from datetime import timedelta

import pytest
from builders import POINT, City, coats

from app import closing
from models.access import SYSTEM
from models.clock import utc_now
from models.engines import StoreBusy
from models.identifiers import uuid7
from models.intake_shapes import IntakeIn
from models.store import Store
from operations import intakes
from operations.invariants import violations
from operations.stock import closings
from operations.stock.lying import last_closing


@pytest.fixture
def failures(monkeypatch: pytest.MonkeyPatch) -> list[Exception]:
    """An hour that is short, a city whose stock is small; what is in the list is raised first."""
    waiting: list[Exception] = []
    due = closings.due

    def fails_first(*arguments: object, **options: object) -> object:
        if waiting:
            raise waiting.pop()
        return due(*arguments, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(closings, "due", fails_first)
    monkeypatch.setattr(closings, "MOVEMENTS_MIN", 2)
    monkeypatch.setattr(closings, "MOVEMENTS_PER_LOT", 0)
    for name in ("FIRST_AFTER_S", "EVERY_S", "PAUSE_S"):
        monkeypatch.setattr(closing, name, 0.02)
    return waiting


def _give(store: Store, *days_ago: int) -> None:
    for ago in days_ago:
        then = utc_now() - timedelta(days=ago)
        body = IntakeIn.model_validate({"point": POINT, "happened_at": then, "lines": [coats(1)]})
        store.write_now(intakes.record, uuid7(), body, by=SYSTEM, now=then)


def test_all_midnights_that_are_due_are_written_down_even_after_a_failure(
    failures: list[Exception], city: City
) -> None:
    failures.append(StoreBusy("somebody else writes"))
    _give(city.store, 9, 8, 7, 5, 3, 2)

    until = time.monotonic() + 10
    while (last := city.store.read_now(last_closing)) is None or last.last_seq < 5:
        assert time.monotonic() < until, last
        time.sleep(0.02)

    assert not failures
    assert city.store.read_now(closings.due, now=utc_now()) is None
    city.assert_sound()


def test_the_command_line_writes_them_down_at_once(failures: list[Exception], store: Store) -> None:
    assert not failures
    _give(store, 9, 8, 7, 5, 3, 2)

    closing.close_now(store)

    last = store.read_now(last_closing)
    assert last is not None
    assert last.last_seq >= 5
    assert not [broken for _, broken in store.read_now(lambda session: list(violations(session))) if broken]


def test_a_clock_that_is_behind_holds_nothing_up(failures: list[Exception], store: Store) -> None:
    assert not failures
    _give(store, 9, 8, 7)
    closing.close_now(store)
    last = store.read_now(last_closing)
    assert last is not None
    _give(store, 9, 9, 9, 9)

    assert store.read_now(closings.due, now=utc_now()) is None
    _give(store, 2, 2, 2)
    assert store.read_now(closings.due, now=utc_now()) is not None
