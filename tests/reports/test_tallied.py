"""Reports over the tallies equal the ledger, cell by cell, asked for in every way."""

from collections import defaultdict
from datetime import date
from itertools import combinations
from typing import Any

import pytest
from builders import City
from chain_day import Day
from sqlalchemy import text

from models.access import SYSTEM
from models.clock import SHANGHAI, utc_now
from operations.network import current
from operations.reports.asking import ask
from operations.reports.tables import Report
from operations.worded import WORDED, for_engine

#: How each measure comes about, told apart from the code: what adds and what takes away.
SIGNS: dict[str, dict[tuple[str, str], int]] = {
    "intake": {("intake", "in"): 1, ("correction", "in"): 1, ("correction", "out"): -1},
    "distribution": {("deliver", "out"): 1, ("return", "in"): -1},
    "sorting": {("sort_out", "in"): 1, ("sort_correction", "in"): 1, ("sort_correction", "out"): -1},
}
WORDS = {
    "intake": ("month", "day", "district", "station", "category"),
    "distribution": (
        "month", "day", "district", "province", "station", "category", "grade", "recipient",
        "recipient_kind", "emergency",
    ),
    "sorting": ("month", "day", "station", "category"),
}  # fmt: skip


@pytest.fixture
def lived(city: City) -> City:
    """A city in which a day with its accidents has passed."""
    Day(city).whole()
    return city


def ask_for(city: City, name: str, **question: Any) -> Report:
    """Ask as somebody who sees everything; this year when no days are said."""
    today = utc_now().astimezone(SHANGHAI).date()
    days = {"first": today.replace(month=1, day=1), "last": today}
    return city.store.read_now(
        lambda session: ask(session, name, **{**days, **question}, caller=SYSTEM, now=utc_now())
    )


def worded(city: City) -> list[dict[str, Any]]:
    """Return every movement in the words of reports, from the ledger alone."""

    def rows(session: Any) -> list[dict[str, Any]]:
        network = current(session)
        sql = for_engine(WORDED, session.connection().dialect.name)
        found = [dict(row) for row in session.execute(text(sql)).mappings()]
        for row in found:
            row["day"] = date.fromisoformat(str(row["day"]))
            row["month"] = f"{row['day']:%Y-%m}"
            row["category"] = network.kind_codes[row["category_id"]]
            row["province"] = row["district"][:2]
            row["recipient"], row["recipient_kind"] = row["target"], row["party"]
            row["emergency"] = row["urgency"] == "emergency"
        return found

    return city.store.read_now(rows)


@pytest.mark.timeout(240)
def test_every_report_is_the_ledger_in_every_grouping(lived: City) -> None:
    rows = worded(lived)
    for name, signs in SIGNS.items():
        words = WORDS[name]
        for by in [(), *combinations(words, 1), *combinations(words, 2), words]:
            report = ask_for(lived, name, by=by)
            expected: dict[tuple[Any, ...], list[int]] = defaultdict(lambda: [0, 0])
            for row in rows:
                sign = signs.get((row["kind"], row["way"]), 0)
                cell = expected[tuple(row[word] for word in by)]
                cell[0] += sign * row["pieces"]
                cell[1] += sign * row["grams"]
            amounts = ("pieces", "grams") if name != "sorting" else ("grams",)
            wanted = {key: tuple(cell[-len(amounts) :]) for key, cell in expected.items()}
            assert cells(report, by, amounts) == {key: cell for key, cell in wanted.items() if any(cell)}
            sums = tuple(map(sum, zip(*expected.values(), strict=True)))
            assert tuple(report.totals[amount] for amount in amounts) == sums[-len(amounts) :]
            assert sums[1] > 0


def cells(report: Report, by: tuple[str, ...], amounts: tuple[str, ...]) -> dict[tuple[Any, ...], Any]:
    """Return the amounts of a report's rows by their codes; rows in which all are nought are left out."""
    at = {column.name: n for n, column in enumerate(report.columns)}
    found = {tuple(row[at[w]] for w in by): tuple(row[at[a]] for a in amounts) for row in report.rows}
    return {key: cell for key, cell in found.items() if any(cell)}
