"""Whatever happens, in whatever order: goods are neither made nor lost."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from models.access import SYSTEM
from models.clock import utc_now
from models.identifiers import uuid7
from models.intake_shapes import CorrectionIn, IntakeIn, OverrideIn
from models.stations import StationChangeIn
from models.store import Store
from operations import corrections, destinations, intakes
from operations.errors import Refusal, Shortage
from operations.intake_queries import get
from operations.invariants import violations
from operations.network import current

CATEGORIES = ("clothing.winter.adult", "bedding", "shoes")
lines = st.lists(
    st.fixed_dictionaries(
        {"category": st.sampled_from(CATEGORIES), "pieces": st.integers(1, 9)},
        optional={
            "grams": st.integers(1, 9000),
            "condition": st.sampled_from(["new", "good", "worn", "damaged"]),
        },
    ),
    min_size=1,
    max_size=4,
)
reasons = StationChangeIn(reason="a reason")


class Goods(RuleBasedStateMachine):
    """Dictionaries stand beside the ledger: for every intake, what its record says today."""

    store: Store
    intakes = Bundle("intakes")

    def __init__(self) -> None:
        super().__init__()
        self.now = utc_now()
        self.said: dict[UUID, tuple[int, int]] = {}
        self.bodies: dict[UUID, IntakeIn] = {}

    def _do(self, operation: Any, *arguments: Any) -> Any:
        self.now += timedelta(seconds=1)
        return self.store.write_now(operation, *arguments, by=SYSTEM, now=self.now)

    @rule(target=intakes, point=st.integers(1, 40), lines=lines)
    def give(self, point: int, lines: list[dict[str, Any]]) -> UUID:
        intake_id = uuid7()
        body = IntakeIn.model_validate({"point": f"P-{point:04}", "happened_at": self.now, "lines": lines})
        answer = self._do(intakes.record, intake_id, body).intake
        kept = [line for line in lines if line.get("condition") not in ("worn", "damaged")]
        assert answer.pieces == sum(line["pieces"] for line in kept)
        self.said[intake_id] = (answer.pieces, answer.grams)
        self.bodies[intake_id] = body
        return intake_id

    @rule(intake=intakes)
    def send_again(self, intake: UUID) -> None:
        assert self._do(intakes.record, intake, self.bodies[intake]).created is False

    @rule(intake=intakes, category=st.sampled_from(CATEGORIES), pieces=st.integers(0, 12))
    def correct(self, intake: UUID, category: str, pieces: int) -> None:
        line = {"category": category, "pieces": pieces, "grams": pieces * 7}
        body = CorrectionIn.model_validate({"id": str(uuid7()), "reason": "miscount", "lines": [line]})
        try:
            done = self._do(corrections.correct, intake, body).correction
        except Shortage:
            raise
        except Refusal:
            return
        before = self.said[intake]
        self.said[intake] = (before[0] + done.pieces, before[1] + done.grams)

    @rule(intake=intakes, station=st.integers(1, 4))
    def override(self, intake: UUID, station: int) -> None:
        try:
            self._do(destinations.override, intake, OverrideIn(station=f"S-{station:02}", reason="x"))
        except Refusal:
            assert self.said[intake] == (0, 0)

    @rule(station=st.integers(1, 4))
    def close(self, station: int) -> None:
        self._do(destinations.close, f"S-{station:02}", reasons)

    @rule(station=st.integers(1, 4))
    def reopen(self, station: int) -> None:
        self._do(destinations.reopen, f"S-{station:02}", reasons)

    @rule(point=st.integers(1, 40), station=st.integers(1, 4))
    def pin(self, point: int, station: int) -> None:
        self._do(destinations.pin, f"P-{point:04}", OverrideIn(station=f"S-{station:02}", reason="x"))

    @invariant()
    def every_promise_holds(self) -> None:
        found = self.store.read_now(lambda session: [v for _, v in violations(session) if v is not None])
        assert found == []

    @invariant()
    def the_record_says_what_was_said(self) -> None:
        for intake, (pieces, grams) in list(self.said.items())[-3:]:
            now = self.store.read_now(get, intake, by=SYSTEM)
            assert (now.pieces_now, now.grams_now) == (pieces, grams)

    def teardown(self) -> None:
        total = sum(grams for _, grams in self.said.values())
        held = self.store.read_now(_grams_on_hand)
        assert held - self.before == total

    before = 0


def _grams_on_hand(session: Any) -> int:
    from sqlalchemy import text

    assert current(session) is not None
    return int(session.execute(text("SELECT COALESCE(SUM(grams), 0) FROM balance")).scalar_one())


@pytest.mark.timeout(240)
def test_goods_are_neither_made_nor_lost(store: Store) -> None:
    class Here(Goods):
        pass

    Here.store = store

    class Fresh(Here):
        def __init__(self) -> None:
            super().__init__()
            self.before = store.read_now(_grams_on_hand)

    run_state_machine_as_test(
        Fresh,
        settings=settings(
            max_examples=12,
            stateful_step_count=25,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
