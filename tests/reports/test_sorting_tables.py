"""What lies on a sorting table is in the stock report apart, whatever late facts and wrong clocks say."""

from datetime import date, datetime
from typing import Any

import pytest
from builders import coats
from chain_builders import NORTH, graded
from reports_asked import ask
from sqlalchemy import text

from models.access import SYSTEM
from models.clock import SHANGHAI
from models.identifiers import show_lot, uuid7
from models.intake_shapes import IntakeIn
from models.sorting_shapes import FinishSortingIn, LinesIn, SortingCorrectionIn, SortingIn
from models.stock_shapes import PeriodIn
from models.store import Store
from operations.intakes import record
from operations.reports import stock
from operations.stock import sortings
from operations.stock.periods import close_period

LAST_OF_OCTOBER = date(2026, 10, 31)


def _at(day: date, hour: int) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=SHANGHAI)


class Table:
    """A table with four kilograms on it, since the last day of October."""

    def __init__(self, store: Store) -> None:
        self.store, self.run = store, uuid7()
        morning = _at(LAST_OF_OCTOBER, 9)
        gift = IntakeIn.model_validate(
            {"point": NORTH, "happened_at": morning.isoformat(), "lines": [coats(8, grams=4000)]}
        )
        store.write_now(record, uuid7(), gift, by=SYSTEM, now=morning)
        lot = store.read_now(lambda session: session.execute(text("SELECT MAX(id) FROM lot")).scalar_one())
        body = {"station": NORTH, "inputs": [show_lot(lot)], "open": True}
        self.do(sortings.sort, SortingIn.model_validate(body), _at(LAST_OF_OCTOBER, 10))

    def do(self, operation: Any, body: Any, now: datetime) -> None:
        self.store.write_now(operation, self.run, body, by=SYSTEM, now=now)

    def add(self, pieces: int, grams: int, now: datetime, **more: Any) -> None:
        body = {"id": str(uuid7()), "outputs": [graded(pieces, grams)]} | more
        self.do(sortings.add_lines, LinesIn.model_validate(body), now)

    def finish(self, grams: int, now: datetime, **more: Any) -> None:
        body = {"loss_grams": grams, "loss_reason": "dust"} | more
        self.do(sortings.finish, FinishSortingIn.model_validate(body), now)

    def weighs(self, last: date, now: datetime) -> tuple[int, int]:
        """Return the grams in stock and on tables."""
        totals = ask(self.store, stock.DEFINITION, last=last, now=now).totals
        return totals["grams"], totals["in_sorting_grams"]


@pytest.fixture
def table(store: Store) -> Table:
    return Table(store)


def test_lines_and_their_corrections_come_off_the_table(table: Table) -> None:
    first, second = date(2026, 11, 2), date(2026, 11, 3)
    table.add(5, 2500, _at(first, 9))
    assert table.weighs(first, _at(first, 10)) == (2500, 1500)
    lot = table.store.read_now(lambda session: session.execute(text("SELECT MAX(id) FROM lot")).scalar_one())
    wrong = {"id": str(uuid7()), "lot": show_lot(lot), "pieces": 5, "grams": 2200, "reason": "misread"}
    table.do(sortings.correct, SortingCorrectionIn.model_validate(wrong), _at(second, 9))

    assert table.weighs(second, _at(second, 10)) == (2200, 1800)
    assert table.weighs(first, _at(second, 10)) == (2500, 1500)
    assert table.weighs(LAST_OF_OCTOBER, _at(second, 10)) == (0, 4000)


def test_a_run_lies_on_the_table_until_the_day_it_was_finished(table: Table) -> None:
    table.add(7, 3500, _at(LAST_OF_OCTOBER, 12))
    table.finish(500, _at(date(2026, 11, 2), 0))

    now = _at(date(2026, 11, 4), 9)
    assert table.weighs(date(2026, 11, 1), now) == (3500, 500)
    assert table.weighs(date(2026, 11, 2), now) == (3500, 0)


def test_what_is_reported_after_its_month_was_closed_stays_on_the_table_until_it_counts(
    table: Table,
) -> None:
    late, said = _at(date(2026, 11, 3), 9), _at(LAST_OF_OCTOBER, 18).isoformat()
    table.store.write_now(close_period, "2026-10", PeriodIn(), by=SYSTEM, now=late)
    table.add(7, 3500, late, happened_at=said)
    table.finish(500, late, happened_at=said)

    assert table.weighs(LAST_OF_OCTOBER, late) == (0, 4000)
    assert table.weighs(date(2026, 11, 1), late) == (3500, 0)
    assert table.weighs(date(2026, 11, 3), late) == (3500, 0)


def test_a_clock_that_ran_ahead_leaves_nothing_on_the_table(table: Table) -> None:
    end = _at(date(2026, 11, 2), 9)
    table.add(7, 3500, end)
    table.finish(500, end, happened_at=_at(date(2031, 1, 1), 9).isoformat())

    for day in (2, 3):
        assert table.weighs(date(2026, 11, day), _at(date(2026, 11, 4), 9)) == (3500, 0)
    assert table.weighs(date(2026, 11, 1), _at(date(2026, 11, 4), 9)) == (0, 4000)
