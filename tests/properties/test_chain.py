"""Whatever is done along the chain, in whatever order: dictionaries beside the ledger agree with it.

Runs on every test run; `make soak` runs it longer (JIUJIN_SOAK is the number of examples).
"""

import os
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import text

from models.access import SYSTEM, Caller, Person, Role
from models.bag_shapes import BagIn, LabelsIn
from models.clock import utc_now
from models.identifiers import read_lot, uuid7
from models.intake_shapes import IntakeIn
from models.pickup_shapes import CollectIn, PickupIn, ReceiptIn
from models.relief_shapes import AllocationIn, NeedIn, RecipientIn, StepIn
from models.shipment_shapes import ArriveIn, DeliverIn, DispatchIn, DistributionIn, ReturnIn, TransferIn
from models.sorting_shapes import SortingCorrectionIn, SortingIn
from models.stock_shapes import AdjustmentIn, DecisionIn, DisposalIn, HoldIn, ReleaseIn
from models.stocktake_shapes import FinalizeIn, StocktakeIn
from models.store import Store
from operations import intakes
from operations.custody import bags, labels, pickups, receipts
from operations.errors import Refusal
from operations.invariants import violations
from operations.relief import allocations, arrivals, distributions, needs, recipients, shipments
from operations.stock import adjustments, disposals, holds, sortings, stocktakes

EXAMPLES = int(os.environ.get("JIUJIN_SOAK", "6"))
STATION, STORE, POINT, RECIPIENT = "S-01", "W-01", "P-0001", "R-01"
PLACES = (STATION, STORE)
picks = st.integers(0, 10_000)
few = st.integers(1, 12)


@dataclass
class Lot:
    """What the model knows of a lot at a place."""

    pieces: int = 0
    grams: int = 0
    reserved: int = 0
    reserved_grams: int = 0

    @property
    def free(self) -> int:
        return self.pieces - self.reserved

    @property
    def free_grams(self) -> int:
        return self.grams - self.reserved_grams

    def weight(self, pieces: int) -> int:
        """Return what the service takes for so many of the free pieces."""
        return self.free_grams if pieces >= self.free else self.free_grams * pieces // self.free

    def take(self, pieces: int, grams: int) -> None:
        self.pieces -= pieces
        self.grams -= grams

    def add(self, pieces: int, grams: int) -> None:
        self.pieces += pieces
        self.grams += grams

    def reserve(self, pieces: int, grams: int) -> None:
        self.reserved += pieces
        self.reserved_grams += grams


@dataclass
class Shipment:
    """What the model knows of a shipment of one lot."""

    lot: str
    kind: str
    source: str
    planned: list[int]
    sent: list[int] = field(default_factory=lambda: [0, 0])
    arrived: list[int] = field(default_factory=lambda: [0, 0])
    ended: bool = False

    def under_way(self) -> list[int]:
        return [s - a for s, a in zip(self.sent, self.arrived, strict=True)]


class ChainMachine(RuleBasedStateMachine):
    """Every operation of the chain, and dictionaries that say what must be where."""

    store: Store
    foundation: Caller

    def __init__(self) -> None:
        super().__init__()
        self.now = utc_now()
        self.sealed: dict[str, list[int]] = {}
        self.received: dict[str, list[int]] = {}
        self.stock: dict[tuple[str, str], Lot] = defaultdict(Lot)
        self.runs: dict[str, tuple[str, str]] = {}
        self.holds: dict[Any, tuple[tuple[str, str], int, int]] = {}
        self.proposed: dict[Any, tuple[tuple[str, str], int, int]] = {}
        self.shipments: dict[Any, Shipment] = {}
        self.last: tuple[Any, ...] | None = None

    def do(self, operation: Any, subject: Any, body: Any, by: Caller | None = None) -> Any:
        self.now += timedelta(seconds=1)
        arguments = (operation, subject, body)
        done = self.store.write_now(*arguments, by=by or SYSTEM, now=self.now)
        self.last = (*arguments, by or SYSTEM, done)
        return done

    def refused(self, operation: Any, subject: Any, body: Any, by: Caller | None = None) -> bool:
        """Do something; return whether it was refused."""
        try:
            self.do(operation, subject, body, by)
        except Refusal:
            return True
        return False

    def pick(self, n: int, *, free: bool = True) -> tuple[str, str]:
        keys = [k for k, lot in self.stock.items() if (lot.free > 0 and lot.free_grams > 0) or not free]
        return keys[n % len(keys)]

    def has_stock(self) -> bool:
        return any(lot.free > 0 and lot.free_grams > 0 for lot in self.stock.values())

    @initialize(weights=st.lists(st.integers(2000, 9000), min_size=3, max_size=5))
    def begin_with_some_stock(self, weights: list[int]) -> None:
        for n, grams in enumerate(weights):
            self.give_and_seal(4 + n, grams)
        self.collect_and_receive(drop=False, scale=-10)
        for n in range(len(weights) - 1):
            self.sort(cut=0.6, loss=50 * n, grade="ABC"[n % 3])
        self.plan(0, 3, "allocation")
        self.plan(1, 2, "transfer")

    # from the point to the station

    @rule(pieces=few, grams=st.integers(1, 9000))
    def give_and_seal(self, pieces: int, grams: int) -> None:
        batch = self.do(labels.print_labels, uuid7(), LabelsIn(count=1))
        label = _json(batch)["labels"][0].replace("-", "")
        line = {"category": "clothing.winter.adult", "pieces": pieces, "grams": grams}
        body = {"point": POINT, "happened_at": self.now, "lines": [line], "bag": label}
        self.do(intakes.record, uuid7(), IntakeIn.model_validate(body))
        self.do(bags.seal, label, BagIn(point=POINT))
        self.sealed[label] = [pieces, grams]

    @precondition(lambda self: self.sealed)
    @rule(drop=st.booleans(), scale=st.integers(-500, 500))
    def collect_and_receive(self, drop: bool, scale: int) -> None:
        run, carried = uuid7(), list(self.sealed)
        self.do(pickups.plan, run, PickupIn(station=STATION, stops=[POINT]))
        self.do(pickups.collect, run, CollectIn(point=POINT, happened_at=self.now, bags=carried))
        kept = carried[1:] if drop and len(carried) > 1 else carried
        for label in kept:
            pieces, grams = self.sealed[label]
            self.received[label] = [pieces, max(grams + scale, 1)]
        entries = [{"label": label, "grams": self.received[label][1]} for label in kept]
        body = {"station": STATION, "pickup": run, "bags": entries}
        got = _json(self.do(receipts.receive, uuid7(), ReceiptIn.model_validate(body)))
        assert len(got["missing"]) == len(carried) - len(kept)
        for label in carried[: len(carried) - len(kept)]:
            self.do(receipts.receive, uuid7(), ReceiptIn(station=STATION, bags=[label]))
            self.received[label] = self.sealed[label]
        self.sealed.clear()

    @precondition(lambda self: self.received)
    @rule(cut=st.floats(0, 1), loss=st.integers(0, 300), grade=st.sampled_from("ABC"))
    def sort(self, cut: float, loss: int, grade: str) -> None:
        label, (pieces, grams) = self.received.popitem()
        loss = min(loss, grams - 1)
        first = max(1, int((grams - loss) * cut))
        weights = [weight for weight in (first, grams - loss - first) if weight > 0]
        outputs = [
            {"category": "clothing.winter.adult", "grade": grade, "pieces": pieces, "grams": weight}
            for weight in weights
        ]
        reason = {"loss_grams": loss, "loss_reason": "dust"} if loss else {}
        body = {"station": STATION, "inputs": [label], "outputs": outputs} | reason
        run = uuid7()
        for line in _json(self.do(sortings.sort, run, SortingIn.model_validate(body)))["outputs"]:
            self.stock[STATION, line["lot"]].add(line["pieces"], line["grams"])
            self.runs[line["lot"]] = (str(run), STATION)

    @precondition(has_stock)
    @rule(n=picks, pieces=few)
    def sort_again(self, n: int, pieces: int) -> None:
        place, lot = self.pick(n)
        held = self.stock[place, lot]
        grams = held.weight(min(pieces, held.free))
        if place != STATION or not grams:
            return
        entry = {"lot": lot, "pieces": pieces, "grams": grams}
        line = {"category": "clothing", "grade": "C", "pieces": pieces, "grams": grams}
        body = SortingIn.model_validate({"station": STATION, "inputs": [entry], "outputs": [line]})
        if self.refused(sortings.sort, uuid7(), body):
            assert pieces > held.free
            return
        held.take(pieces, grams)
        assert self.last is not None
        made = _json(self.last[-1])["outputs"][0]["lot"]
        self.stock[place, made].add(pieces, grams)

    @precondition(lambda self: self.runs)
    @rule(n=picks, fewer=st.integers(0, 3))
    def correct_a_sorted_line(self, n: int, fewer: int) -> None:
        lot = list(self.runs)[n % len(self.runs)]
        run, place = self.runs[lot]
        held = self.stock[place, lot]
        shown = self.store.read_now(_strand, lot)
        pieces, grams = max(shown[0] - fewer, 1), max(shown[1] - fewer * 10, 1)
        less = (shown[0] - pieces, shown[1] - grams)
        body = SortingCorrectionIn(id=uuid7(), lot=lot, pieces=pieces, grams=grams, reason="miscount")
        if self.refused(sortings.correct, _uuid(run), body):
            assert less[0] > held.free or less[1] > held.free_grams
            return
        held.take(*less)

    # at the station

    @precondition(has_stock)
    @rule(n=picks, pieces=few, found=st.booleans())
    def adjust(self, n: int, pieces: int, found: bool) -> None:
        place, lot = self.pick(n)
        held = self.stock[place, lot]
        grams = min(pieces * 10, held.free_grams)
        direction = "found" if found else "lost"
        body = AdjustmentIn(place=place, lot=lot, direction=direction, pieces=pieces, grams=grams, reason="x")
        if self.refused(adjustments.adjust, uuid7(), body):
            assert not found
            assert pieces > held.free
        elif found:
            held.add(pieces, grams)
        else:
            held.take(pieces, grams)

    @precondition(has_stock)
    @rule(n=picks, pieces=few, dispose=st.booleans())
    def set_apart(self, n: int, pieces: int, dispose: bool) -> None:
        key = self.pick(n)
        held, document = self.stock[key], uuid7()
        line = {"lot": key[1], "pieces": pieces}
        if dispose:
            shape = {"place": key[0], "kind": "recycling", "lines": [line], "reason": "rags"}
            no = self.refused(disposals.propose, document, DisposalIn.model_validate(shape))
        else:
            shape = {"place": key[0], "lines": [line], "reason": "wet"}
            no = self.refused(holds.hold, document, HoldIn.model_validate(shape))
        assert no == (pieces > held.free)
        if not no:
            grams = held.weight(pieces)
            held.reserve(pieces, grams)
            (self.proposed if dispose else self.holds)[document] = (key, pieces, grams)

    @precondition(lambda self: self.holds)
    @rule()
    def release(self) -> None:
        document, (key, pieces, grams) = self.holds.popitem()
        self.do(holds.release_hold, document, ReleaseIn(reason="dry"))
        self.stock[key].reserve(-pieces, -grams)

    @precondition(lambda self: self.proposed)
    @rule(approve=st.booleans())
    def decide(self, approve: bool) -> None:
        document, (key, pieces, grams) = self.proposed.popitem()
        assert self.refused(disposals.approve, document, DecisionIn())
        self.do(disposals.approve if approve else disposals.reject, document, DecisionIn(), self.foundation)
        self.stock[key].reserve(-pieces, -grams)
        if approve:
            self.stock[key].take(pieces, grams)

    @precondition(has_stock)
    @rule(n=picks, pieces=st.integers(0, 15))
    def count(self, n: int, pieces: int) -> None:
        place, lot = self.pick(n)
        held, count = self.stock[place, lot], uuid7()
        grams = round(held.grams * pieces / held.pieces)
        opened = {"place": place, "lines": [{"lot": lot, "pieces": pieces, "grams": grams}]}
        self.do(stocktakes.open_stocktake, count, StocktakeIn.model_validate(opened))
        second = Caller(None, self.foundation.person_id, Role.ADMIN)
        if self.refused(stocktakes.finalize, count, FinalizeIn(), second):
            assert pieces < held.reserved or grams < held.reserved_grams
            return
        held.pieces, held.grams = pieces, grams

    # onwards

    @precondition(has_stock)
    @rule(n=picks, pieces=few, kind=st.sampled_from(["transfer", "allocation", "direct"]))
    def plan(self, n: int, pieces: int, kind: str) -> None:
        place, lot = self.pick(n)
        held, document = self.stock[place, lot], uuid7()
        grams = held.weight(pieces)
        line = {"lot": lot, "pieces": pieces}
        if kind == "transfer":
            to = STORE if place == STATION else STATION
            shape = TransferIn.model_validate({"from": place, "to": to, "lines": [line]})
            no = self.refused(shipments.plan_transfer, document, shape)
        elif kind == "direct":
            shape = {"recipient": RECIPIENT, "place": place, "lines": [line]}
            body = DistributionIn.model_validate(shape)
            no = self.refused(distributions.plan_distribution, document, body, self.foundation)
        else:
            no = self._allocate(document, place, line, pieces)
        assert no == (pieces > held.free)
        if not no:
            held.reserve(pieces, grams)
            self.shipments[document] = Shipment(lot, kind, place, [pieces, grams])

    def _allocate(self, document: Any, place: str, line: dict[str, Any], pieces: int) -> bool:
        need, allocation = uuid7(), uuid7()
        wanted = {"recipient": RECIPIENT, "lines": [{"category": "clothing", "pieces": pieces}]}
        self.do(needs.state_need, need, NeedIn.model_validate(wanted), self.foundation)
        body = AllocationIn.model_validate({"need": need, "lines": [line | {"place": place}]})
        if self.refused(allocations.allocate, allocation, body, self.foundation):
            return True
        passing = DistributionIn(allocation=allocation)
        self.do(distributions.plan_distribution, document, passing, self.foundation)
        return False

    def _some(self, n: int, **state: bool) -> tuple[Any, Shipment] | None:
        live = [(k, s) for k, s in self.shipments.items() if not s.ended and bool(s.sent[0]) is state["sent"]]
        return live[n % len(live)] if live else None

    def _given(self) -> list[Any]:
        return [k for k, s in self.shipments.items() if s.kind != "transfer" and s.arrived[0] > 0]

    @precondition(lambda self: self._some(0, sent=False))
    @rule(n=picks)
    def dispatch(self, n: int) -> None:
        if (found := self._some(n, sent=False)) is None:
            return
        document, shipment = found
        self.do(shipments.dispatch, document, DispatchIn(happened_at=self.now))
        held = self.stock[shipment.source, shipment.lot]
        held.reserve(-shipment.planned[0], -shipment.planned[1])
        held.take(*shipment.planned)
        shipment.sent = list(shipment.planned)

    @precondition(lambda self: self._some(0, sent=True))
    @rule(n=picks, pieces=few)
    def arrive(self, n: int, pieces: int) -> None:
        if (found := self._some(n, sent=True)) is None:
            return
        document, shipment = found
        coming = shipment.under_way()
        if not coming[0]:
            return
        grams = coming[1] if pieces >= coming[0] else coming[1] * pieces // coming[0]
        line = {"lot": shipment.lot, "pieces": pieces}
        if shipment.kind == "transfer":
            pieces = min(pieces, coming[0])
            body = {"happened_at": self.now, "lines": [line | {"pieces": pieces}]}
            self.do(arrivals.receive, document, ArriveIn.model_validate(body))
            to = STORE if shipment.source == STATION else STATION
            self.stock[to, shipment.lot].add(pieces, grams)
        else:
            body = {"happened_at": self.now, "lines": [line], "proof": {"code": "1"}}
            no = self.refused(arrivals.deliver, document, DeliverIn.model_validate(body), self.foundation)
            assert no == (pieces > coming[0])
            if no:
                return
        shipment.arrived = [shipment.arrived[0] + pieces, shipment.arrived[1] + grams]
        shipment.ended = shipment.arrived[0] == shipment.sent[0]

    @precondition(lambda self: any(not s.ended for s in self.shipments.values()))
    @rule(n=picks)
    def cancel(self, n: int) -> None:
        live = [k for k, s in self.shipments.items() if not s.ended]
        if not live:
            return
        document = live[n % len(live)]
        shipment = self.shipments[document]
        held = self.stock[shipment.source, shipment.lot]
        if self.refused(shipments.cancel, document, StepIn(reason="road closed")):
            assert shipment.arrived != [0, 0]
            return
        if shipment.sent[0]:
            held.add(*shipment.sent)
        else:
            held.reserve(-shipment.planned[0], -shipment.planned[1])
        shipment.ended = True

    @precondition(lambda self: self._given())
    @rule(n=picks)
    def take_back(self, n: int) -> None:
        given = self._given()
        document = given[n % len(given)]
        shipment = self.shipments[document]
        coming = shipment.under_way()
        pieces, grams = coming[0] + shipment.arrived[0], coming[1] + shipment.arrived[1]
        line = {"lot": shipment.lot, "pieces": pieces, "grams": grams}
        body = {"happened_at": self.now, "lines": [line], "reason": "refused"}
        self.do(arrivals.take_back, document, ReturnIn.model_validate(body), self.foundation)
        self.stock[shipment.source, shipment.lot].add(pieces, grams)
        shipment.arrived, shipment.ended = [0, 0], True
        del self.shipments[document]

    @precondition(lambda self: self.last)
    @rule()
    def send_the_last_again(self) -> None:
        assert self.last is not None
        operation, subject, body, by, first = self.last
        again = self.store.write_now(operation, subject, body, by=by, now=self.now)
        if hasattr(first, "answer"):
            assert again.created is False
            assert again.answer == first.answer

    @invariant()
    def every_promise_holds(self) -> None:
        found = self.store.read_now(lambda session: [v for _, v in violations(session) if v is not None])
        assert found == []

    @invariant()
    def the_dictionaries_agree_with_the_ledger(self) -> None:
        lots = {read_lot(lot) for _, lot in self.stock}
        live = self.store.read_now(_balances, lots)
        said = {
            (place, read_lot(lot)): (held.pieces, held.grams, held.reserved, held.reserved_grams)
            for (place, lot), held in self.stock.items()
            if held.pieces or held.grams
        }
        assert live == said

    def teardown(self) -> None:
        self.store.read_now(_replay)


def _json(done: Any) -> dict[str, Any]:
    import json

    shown: dict[str, Any] = json.loads(done.answer)
    return shown


def _uuid(value: str) -> Any:
    from uuid import UUID

    return UUID(value)


def _strand(session: Any, lot: str) -> tuple[int, int]:
    sql = text("SELECT pieces, grams FROM strand WHERE lot = :lot AND side = 'out'")
    row = session.execute(sql, {"lot": read_lot(lot)}).one()
    return int(row.pieces), int(row.grams)


def _balances(session: Any, lots: set[int]) -> dict[tuple[str, int], tuple[int, ...]]:
    sql = text(
        "SELECT p.code, b.lot, b.pieces, b.grams, b.reserved_pieces, b.reserved_grams FROM balance b "
        "JOIN place p ON p.id = b.place_id WHERE p.code IN ('S-01', 'W-01') AND b.pieces + b.grams > 0"
    )
    rows = session.execute(sql)
    return {(code, lot): tuple(rest) for code, lot, *rest in rows if lot in lots}


def _replay(session: Any) -> None:
    """Rebuild balances and the bags' places from the log alone; they are the live ones."""
    outside = set(session.execute(text("SELECT id FROM place WHERE kind = 'outside'")).scalars())
    sums: dict[tuple[int, int], list[int]] = defaultdict(lambda: [0, 0])
    log = "SELECT lot, from_place, to_place, pieces, grams FROM movement ORDER BY seq"
    for lot, from_place, to_place, pieces, grams in session.execute(text(log)):
        for place, sign in ((to_place, 1), (from_place, -1)):
            if place not in outside:
                sums[place, lot][0] += sign * pieces
                sums[place, lot][1] += sign * grams
                assert min(sums[place, lot]) >= 0
    live = {
        (place, lot): [pieces, grams]
        for place, lot, pieces, grams in session.execute(
            text("SELECT place_id, lot, pieces, grams FROM balance")
        )
    }
    assert live == dict(sums)
    hops = session.execute(text("SELECT label, to_place FROM bag_hop ORDER BY label, n"))
    at = {row.label: row.to_place for row in hops}
    held = session.execute(text("SELECT label, place_id FROM bag")).all()
    assert all(at.get(label, place) == place for label, place in held)


@pytest.mark.timeout(0 if EXAMPLES > 100 else 280)
def test_dictionaries_and_ledger_agree_whatever_is_done(store: Store) -> None:
    def found(session: Any, *, by: Any, now: Any) -> Caller:
        person = Person(name="foundation", created_at=now)
        session.add(person)
        session.flush()
        body = {"kind": "case", "case_reference": "1", "division_code": "310101"}
        recipients.put_recipient(session, RECIPIENT, RecipientIn.model_validate(body), by=by, now=now)
        return Caller(None, person.id, Role.FOUNDATION)

    class Here(ChainMachine):
        pass

    Here.store = store
    Here.foundation = store.write_now(found, by=SYSTEM, now=utc_now())
    run_state_machine_as_test(
        Here,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=30,
            deadline=None,
            derandomize="JIUJIN_SOAK" not in os.environ,
            suppress_health_check=list(HealthCheck),
        ),
    )
