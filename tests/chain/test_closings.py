"""Stock is written down at midnights: past questions begin there and answer as the whole ledger does."""

from datetime import datetime, time, timedelta
from itertools import pairwise

import pytest
from builders import coats
from chain_builders import NORTH, STORE, Chain, done, now
from sqlalchemy import text
from sqlmodel import Session

from models.access import SYSTEM, Caller
from models.clock import SHANGHAI, utc_now
from models.identifiers import uuid7
from operations.stock import closings


def _close(chain: Chain, at: datetime) -> None:
    chain.city.store.write_now(closings.close, at, by=SYSTEM, now=utc_now())


def _due(chain: Chain, at: datetime) -> datetime | None:
    return chain.city.store.read_now(closings.due, now=at)


def _rows(chain: Chain) -> list[tuple[int, int]]:
    """Return how many rows each closing has, by its id."""

    def count(session: Session) -> list[tuple[int, int]]:
        counted = "SELECT closing, COUNT(*) FROM closing_stock GROUP BY closing ORDER BY closing"
        return [(row[0], row[1]) for row in session.execute(text(counted))]

    return chain.city.store.read_now(count)


def _told(chain: Chain, moment: datetime) -> tuple[list[tuple[object, ...]], dict[str, object]]:
    """Return places, lots and amounts at a moment, window by window, and the totals."""
    rows, cursor = [], None
    while True:
        window = chain.stock(as_of=moment.isoformat(), limit=2, **({"cursor": cursor} if cursor else {}))
        rows += [
            (item["place"]["code"], item["lot"], item["pieces"], item["grams"], item["since"])
            for item in window["items"]
        ]
        cursor = window["next_cursor"]
        if cursor is None:
            return rows, window["totals"]


def _live(chain: Chain) -> list[datetime]:
    """Let goods come, go, be lost, be on their way and arrive; return moments between the steps."""
    moments = [utc_now()]
    lot = chain.stocked(10, 5000)
    moments.append(utc_now())
    lost = {"place": NORTH, "lot": lot, "direction": "lost", "pieces": 3, "reason": "moths"}
    done(chain.at(NORTH).put(f"/adjustments/{uuid7()}", lost))
    moments.append(utc_now())
    transfer = str(uuid7())
    body = {"from": NORTH, "to": STORE, "lines": [{"lot": lot, "pieces": 7}]}
    done(chain.at(NORTH).put(f"/transfers/{transfer}", body))
    done(chain.at(NORTH).post(f"/transfers/{transfer}/dispatch", {}))
    moments.append(utc_now())
    chain.stocked(4, 2000)
    done(chain.at(STORE).post(f"/transfers/{transfer}/receive", {"happened_at": now()}))
    moments.append(utc_now())
    chain.brought(coats(2))
    return [*moments, utc_now()]


def test_the_past_is_the_same_with_and_without_closings(chain: Chain) -> None:
    moments = _live(chain)
    asked = sorted([*moments, *(a + (b - a) / 2 for a, b in pairwise(moments))])
    before = [_told(chain, moment) for moment in asked]
    assert [totals["lots"] for _, totals in before][-1] == 3

    for moment in (moments[1], moments[3], moments[5]):
        _close(chain, moment)

    assert [count for _, count in _rows(chain)] == [1, 1, 3]
    assert [_told(chain, moment) for moment in asked] == before
    chain.city.assert_sound()


def test_questions_begin_at_the_closing(chain: Chain) -> None:
    moments = _live(chain)
    _close(chain, moments[1])
    _close(chain, moments[3])

    # What is written down there is believed: the ledger before it is not looked at again.
    def spoil(session: Session, *, by: Caller, now: datetime) -> None:  # noqa: ARG001
        session.execute(text("UPDATE closing_stock SET pieces = pieces + 100"))

    chain.city.store.write_now(spoil, by=SYSTEM, now=utc_now())
    pieces = [_told(chain, moment)[1]["pieces"] for moment in moments]
    assert pieces == [0, 110, 107, 107, 111, 113]


def test_a_closing_is_written_once_and_never_before_another(chain: Chain) -> None:
    moments = _live(chain)
    _close(chain, moments[3])
    rows = _rows(chain)
    _close(chain, moments[3])
    _close(chain, moments[1])
    assert _rows(chain) == rows


def test_two_that_begin_the_same_closing_write_it_once(chain: Chain, monkeypatch: pytest.MonkeyPatch) -> None:
    moments = _live(chain)
    _close(chain, moments[3])
    rows = _rows(chain)
    # The second looked before the first had committed.
    monkeypatch.setattr(closings, "last_closing", lambda _session: None)

    _close(chain, moments[3])

    assert _rows(chain) == rows


def test_a_midnight_is_due_when_enough_has_moved_and_all_of_it_is_there(
    chain: Chain, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(closings, "MOVEMENTS_MIN", 4)
    chain.city.volunteer().log({"happened_at": now(), "lines": [coats(1)], "point": "P-0001"})
    tonight = datetime.combine(utc_now().astimezone(SHANGHAI).date() + timedelta(days=1), time(), SHANGHAI)
    tomorrow = tonight + timedelta(hours=12)
    assert _due(chain, tomorrow) is None

    lot = chain.stocked(10, 5000)
    assert _due(chain, tonight + timedelta(minutes=59)) is None
    assert _due(chain, tonight + timedelta(hours=1)) == tonight

    # With a closing, the count begins anew; much stock asks for more movements.
    _close(chain, utc_now())
    assert _due(chain, tomorrow) is None
    for _ in range(4):
        lost = {"place": NORTH, "lot": lot, "direction": "lost", "pieces": 1, "reason": "moths"}
        done(chain.at(NORTH).put(f"/adjustments/{uuid7()}", lost))
    assert _due(chain, tomorrow) is None
    for _ in range(3):
        done(chain.at(NORTH).put(f"/adjustments/{uuid7()}", lost))
    assert _due(chain, tomorrow) == tonight
