"""Whatever is done in a year, in whatever order: the export conforms, and every movement is in it once."""

from datetime import timedelta
from typing import Any

import pytest
from epcis.exports import (
    assert_conforms,
    balance_by_standard,
    really_moved,
    really_on_hand,
    said_moved,
)
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule, run_state_machine_as_test
from properties.test_chain import RECIPIENT, ChainMachine, few, picks
from pydantic_core import to_jsonable_python
from sqlalchemy import text

from models.access import SYSTEM, Caller, Person, Role
from models.clock import utc_now
from models.epcis_shapes import EpcisWanted
from models.identifiers import uuid7
from models.intake_shapes import CorrectionIn, IntakeIn
from models.relief_shapes import RecipientIn
from models.store import Store
from operations import corrections, intakes
from operations.epcis.documents import export
from operations.relief import recipients

ADDRESS = "https://jiujin.example.org"
LINE = {"category": "clothing.winter.adult"}


class YearMachine(ChainMachine):
    """The chain over a year, with gifts that were logged wrongly and put right, perhaps more than once."""

    @rule(days=st.integers(1, 40))
    def time_passes(self, days: int) -> None:
        self.now += timedelta(days=days)

    @rule(
        said=st.tuples(few, st.integers(1, 9000)),
        right=st.lists(st.tuples(st.integers(0, 12), st.integers(1, 9000)), min_size=1, max_size=3),
        reason=st.sampled_from(["miscount", "duplicate", "not_received"]),
    )
    def log_wrongly(self, said: tuple[int, int], right: list[tuple[int, int]], reason: str) -> None:
        intake, line = uuid7(), LINE | {"pieces": said[0], "grams": said[1]}
        body = {"point": "P-0001", "happened_at": self.now - timedelta(hours=1), "lines": [line]}
        self.do(intakes.record, intake, IntakeIn.model_validate(body))
        for pieces, grams in right:
            self.correct(intake, pieces, grams, reason)

    @precondition(lambda self: self.received)
    @rule(n=picks, pieces=few, more=st.integers(0, 400))
    def correct_what_was_received(self, n: int, pieces: int, more: int) -> None:
        label = list(self.received)[n % len(self.received)]
        grams = self.received[label][1] + more
        asked = text("SELECT intake_id FROM bag_intake WHERE label = :label")
        intake = self.store.read_now(lambda s: s.execute(asked, {"label": label}).scalar_one())
        if self.correct(intake, pieces, grams, "miscount"):
            self.received[label] = [pieces, grams]

    def correct(self, intake: Any, pieces: int, grams: int, reason: str) -> bool:
        line = LINE | {"pieces": pieces} | ({"grams": grams} if pieces else {})
        body = CorrectionIn.model_validate({"id": uuid7(), "reason": reason, "lines": [line]})
        return not self.refused(corrections.correct, _uuid(intake), body)

    # The chain's own test asks these after every step; here the end of the year is what is asked about.
    def every_promise_holds(self) -> None: ...

    def the_dictionaries_agree_with_the_ledger(self) -> None: ...

    def teardown(self) -> None:
        found: list[dict[str, Any]] = []
        cursor: str | None = ""
        while cursor is not None:
            exported, cursor = self.window(cursor or None)
            assert_conforms(exported)
            found += exported["epcisBody"]["eventList"]
        assert said_moved(found) == self.store.read_now(really_moved)
        assert balance_by_standard(found) == self.store.read_now(really_on_hand)
        assert len({event["eventID"] for event in found}) == len(found)
        super().teardown()

    def window(self, cursor: str | None) -> tuple[dict[str, Any], str | None]:
        # Examples share a store, and an earlier one may have gone on for longer than this one.
        days = ((utc_now() - timedelta(days=1)).date(), (utc_now() + timedelta(days=9000)).date())
        asked = {"limit": 50, "cursor": cursor, "address": ADDRESS, "now": self.now, "by": SYSTEM}
        wanted = EpcisWanted(None, None, None, *days)
        window = self.store.read_now(lambda session: export(session, wanted, **asked))
        return to_jsonable_python(window.document), window.next_cursor


def _uuid(value: Any) -> Any:
    from uuid import UUID

    return value if isinstance(value, UUID) else UUID(value)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_random_year_is_exported_whole(store: Store) -> None:
    def found(session: Any, *, by: Any, now: Any) -> Caller:
        person = Person(name="foundation", created_at=now)
        session.add(person)
        session.flush()
        body = {"kind": "case", "case_reference": "1", "division_code": "310101"}
        recipients.put_recipient(session, RECIPIENT, RecipientIn.model_validate(body), by=by, now=now)
        return Caller(None, person.id, Role.FOUNDATION)

    class Here(YearMachine):
        pass

    Here.store = store
    Here.foundation = store.write_now(found, by=SYSTEM, now=utc_now())
    run_state_machine_as_test(
        Here,
        settings=settings(
            max_examples=8,
            stateful_step_count=30,
            deadline=None,
            derandomize=True,
            phases=[Phase.explicit, Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
