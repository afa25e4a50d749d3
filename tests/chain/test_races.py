"""Two hundred want a hundred pieces, on every path that claims: a hundred get one, the rest a clear no."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle
from typing import Any, cast

import pytest
from builders import City
from chain_builders import NORTH, SCHOOL, STORE, Chain, done, graded, now
from fastapi.testclient import TestClient
from sqlalchemy import update
from sqlmodel import col

from models.identifiers import uuid7
from models.ledger import Balance
from operations import claims, ledger
from operations.relief import allocations, arrivals, shipments

CLIENTS, PIECES = 200, 100
Claim = Callable[[int], Any]
#: What a no may say: each names the line and what there is.
CLEAR = {"short", "promised", "need_fulfilled", "more_than_planned", "more_than_under_way"}


def _allocating(chain: Chain, lot: str) -> Claim:
    need = chain.need({"category": "clothing", "pieces": CLIENTS})
    line = {"place": NORTH, "lot": lot, "pieces": 1}
    return lambda _: chain.foundation.put(f"/allocations/{uuid7()}", {"need": need, "lines": [line]})


def _meeting_a_need(chain: Chain, _: str) -> Claim:
    need = chain.need({"category": "bedding", "pieces": PIECES})
    label = chain.brought({"category": "bedding", "pieces": 300, "grams": 90_000})
    output = graded(300, 90_000) | {"category": "bedding.quilt"}
    plenty = chain.sort([label], [output])["outputs"][0]["lot"]
    line = {"place": NORTH, "lot": plenty, "pieces": 1}
    return lambda _: chain.foundation.put(f"/allocations/{uuid7()}", {"need": need, "lines": [line]})


def _distributing(chain: Chain, lot: str) -> Claim:
    body = {"recipient": SCHOOL, "place": NORTH, "lines": [{"lot": lot, "pieces": 1}]}
    return lambda _: chain.foundation.put(f"/distributions/{uuid7()}", body)


def _transferring(chain: Chain, lot: str) -> Claim:
    body = {"from": NORTH, "to": STORE, "lines": [{"lot": lot, "pieces": 1}]}
    return lambda _: chain.at(NORTH).put(f"/transfers/{uuid7()}", body)


def _disposing(chain: Chain, lot: str) -> Claim:
    line = {"lot": lot, "pieces": 1}
    body = {"place": NORTH, "kind": "recycling", "lines": [line], "reason": "rags"}
    return lambda _: chain.at(NORTH).put(f"/disposals/{uuid7()}", body)


def _holding(chain: Chain, lot: str) -> Claim:
    body = {"place": NORTH, "lines": [{"lot": lot, "pieces": 1}], "reason": "inspection"}
    return lambda _: chain.at(NORTH).put(f"/holds/{uuid7()}", body)


def _losing(chain: Chain, lot: str) -> Claim:
    body = {"place": NORTH, "lot": lot, "direction": "lost", "pieces": 1, "grams": 500, "reason": "moths"}
    return lambda _: chain.at(NORTH).put(f"/adjustments/{uuid7()}", body)


def _sorting(chain: Chain, lot: str) -> Claim:
    entry = {"lot": lot, "pieces": 1, "grams": 500}
    body = {"station": NORTH, "inputs": [entry], "outputs": [graded(1, 500, grade="B")]}
    return lambda _: chain.at(NORTH).put(f"/sortings/{uuid7()}", body)


def _dispatching(chain: Chain, lot: str) -> Claim:
    transfer = str(uuid7())
    plan = {"from": NORTH, "to": STORE, "lines": [{"lot": lot, "pieces": PIECES}]}
    done(chain.at(NORTH).put(f"/transfers/{transfer}", plan))
    return lambda _: chain.at(NORTH).post(f"/transfers/{transfer}/dispatch", _one(lot))


def _delivering(chain: Chain, lot: str) -> Claim:
    shipment = str(uuid7())
    plan = {"recipient": SCHOOL, "place": NORTH, "lines": [{"lot": lot, "pieces": PIECES}]}
    done(chain.foundation.put(f"/distributions/{shipment}", plan))
    done(chain.foundation.post(f"/distributions/{shipment}/dispatch", {}))
    return lambda _: chain.foundation.post(
        f"/distributions/{shipment}/deliver", _one(lot) | {"proof": {"code": "1"}}
    )


def _one(lot: str) -> dict[str, Any]:
    return {"id": str(uuid7()), "happened_at": now(), "lines": [{"lot": lot, "pieces": 1, "grams": 500}]}


PATHS = (
    _allocating,
    _meeting_a_need,
    _distributing,
    _transferring,
    _disposing,
    _holding,
    _losing,
    _sorting,
    _dispatching,
    _delivering,
)
#: One path for each statement that guards: claims, needs, balances, lines of shipments.
EACH_GUARD = (_allocating, _meeting_a_need, _losing, _delivering)


class _InTurns:
    """A client whose requests go to one process, then to the other."""

    def __init__(self, *processes: TestClient) -> None:
        self._next = cycle(processes)

    def request(self, *args: Any, **options: Any) -> Any:
        return next(self._next).request(*args, **options)


def _race(claim: Claim) -> None:
    """Let all clients claim a piece at once, and look at what they were told."""
    with ThreadPoolExecutor(32) as clients:
        answers = list(clients.map(claim, range(CLIENTS)))
    assert Counter(answer.status_code for answer in answers) == {201: PIECES, 409: CLIENTS - PIECES}
    for answer in answers:
        if answer.status_code == 409:
            (error,) = answer.json()["errors"]
            assert error["code"] in CLEAR
            assert error["pointer"].startswith(("/lines/0", "/inputs/0", "/lot"))


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.__name__.strip("_"))
def test_a_hundred_pieces_are_given_a_hundred_times(
    chain: Chain, path: Callable[[Chain, str], Claim]
) -> None:
    chain.recipient()
    lot = chain.stocked(PIECES, PIECES * 500)
    _race(path(chain, lot))
    chain.city.assert_sound()


@pytest.mark.parametrize("path", EACH_GUARD, ids=lambda path: path.__name__.strip("_"))
@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_two_processes_give_no_piece_twice(
    city: City, twin: City, path: Callable[[Chain, str], Claim]
) -> None:
    """One database, two writers that know nothing of each other: only the statements guard the stock."""
    chain = Chain(City(cast("TestClient", _InTurns(city.client, twin.client)), city.store))
    chain.recipient()
    lot = chain.stocked(PIECES, PIECES * 500)
    _race(path(chain, lot))
    city.assert_sound()


def _unguard(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take the guards of claims, ledger, needs and shipments away: whatever is asked for is taken."""

    def reserve(session: Any, portion: claims.Portion) -> bool:
        session.connection().execute(
            update(Balance)
            .where(col(Balance.place_id) == portion.place, col(Balance.lot) == portion.lot)
            .values(reserved_pieces=col(Balance.reserved_pieces) + portion.pieces)
        )
        return True

    monkeypatch.setattr(claims, "_reserve", reserve)
    monkeypatch.setattr(ledger, "_take", lambda *_: None)
    monkeypatch.setattr(allocations, "reserve_for", lambda *_: None)
    monkeypatch.setattr(shipments, "no_more_than", lambda *_: None)
    monkeypatch.setattr(arrivals, "no_more_than", lambda *_: None)


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.__name__.strip("_"))
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_without_its_guard_each_race_is_lost(
    chain: Chain, path: Callable[[Chain, str], Claim], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same race as above must fail when nobody guards the stock; one engine and fewer show it."""
    monkeypatch.setitem(globals(), "CLIENTS", 30)
    monkeypatch.setitem(globals(), "PIECES", 10)
    chain.recipient()
    lot = chain.stocked(PIECES, PIECES * 500)
    claim = path(chain, lot)
    _unguard(monkeypatch)
    with pytest.raises(AssertionError):
        _race(claim)
