"""Reports over the tallies: group and limit them, by the month where whole months are asked, else by day."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from sqlalchemy import ColumnElement, Text, and_, case, cast, func, or_, select, true
from sqlmodel import Session, SQLModel

from models.relief import Urgency
from models.rows import table_of
from models.tally import Tally, TallyMonth
from operations.network import Network
from operations.reports.dimensions import COLUMNS, naming
from operations.reports.questions import Counted, Question
from operations.reports.tables import Column
from operations.stock.stocks import below

#: Words that only the daily tally keeps apart.
_DAILY_ONLY = frozenset({"day", "grade", "recipient"})
#: Words of reports that have another name in the tally.
_COLUMN = {"recipient": "target", "recipient_kind": "party"}


class Columns(Protocol):
    """The words of a tally by name: a table's columns, or expressions that say the same."""

    def __getitem__(self, word: str, /) -> ColumnElement[Any]:
        """Return a word's expression."""
        ...

    def __contains__(self, word: str, /) -> bool:
        """Tell whether the tally keeps a word."""
        ...


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure of a report: its column, the amount of the tally that it sums, over which hops."""

    column: Column
    amount: str
    of: tuple[Counted, ...]


def tallied(
    session: Session, network: Network, question: Question, measures: Sequence[Measure]
) -> tuple[list[Column], list[tuple[Any, ...]]]:
    """Return columns and rows of measures, grouped and limited as asked, in the order of the groups.

    A group in which everything is nought is left out; without grouping there is always one row.
    """
    columns = table_of(_source(question, measures)).c
    keys = [expression(columns, word) for word in question.by]
    asked = (
        select(*keys, *(_sum(columns, measure) for measure in measures))
        .where(*conditions(network, columns, question, measures))
        .group_by(*keys)
    )
    names = naming(session, network, question)
    width = len(question.by)
    rows = []
    for row in session.execute(asked):
        amounts = [int(value or 0) for value in row[width:]]
        if any(amounts) or not width:
            rows.append((*_cells(network, question.by, row[:width], names), *amounts))
    shown = [column for word in question.by for column in COLUMNS[word]]
    rows.sort(key=lambda row: row[: len(shown)])
    return [*shown, *(measure.column for measure in measures)], rows


def conditions(
    network: Network, columns: Columns, question: Question, measures: Iterable[Measure]
) -> list[ColumnElement[bool]]:
    """Return what rows of a tally must satisfy to be counted by any of the measures."""
    kinds = sorted({(entry.kind, entry.way.value) for measure in measures for entry in measure.of})
    if "month" in columns:
        period = columns["month"].between(f"{question.first:%Y-%m}", f"{question.last:%Y-%m}")
    else:
        period = columns["day"].between(question.first, question.last)
    limits = [limit(network, columns, word, value) for word, value in question.filters.items()]
    return [
        or_(*(and_(columns["kind"] == kind, columns["way"] == way) for kind, way in kinds)),
        period,
        *limits,
    ]


def limit(network: Network, columns: Columns, word: str, value: str) -> ColumnElement[bool]:
    """Return the condition that a filter puts on a tally; a category covers what lies below it."""
    if word == "category":
        return columns["category_id"].in_(below(network, value))
    if word == "province":
        return columns["district"].like(f"{value[:2]}%")
    if word == "emergency":
        pressing = columns["urgency"] == Urgency.EMERGENCY.value
        return pressing if value == "true" else ~pressing
    if word not in COLUMNS:
        return true()
    return columns[_COLUMN.get(word, word)] == value


def _source(question: Question, measures: Iterable[Measure]) -> type[SQLModel]:
    """Return the smallest tally that keeps apart what is asked."""
    graded = any(entry.grades for measure in measures for entry in measure.of)
    if graded or not question.whole_months or {*question.by, *question.filters} & _DAILY_ONLY:
        return Tally
    return TallyMonth


def _sum(columns: Columns, measure: Measure) -> ColumnElement[Any]:
    cases = []
    for entry in measure.of:
        counted = [columns["kind"] == entry.kind, columns["way"] == entry.way.value]
        if entry.grades:
            counted.append(columns["grade"].in_(entry.grades))
        cases.append((and_(*counted), entry.sign * columns[measure.amount]))
    return func.sum(case(*cases, else_=0))


def expression(columns: Columns, word: str) -> ColumnElement[Any]:
    """Return the expression that a word groups by."""
    if word == "month" and "month" not in columns:
        # SQLite keeps a day as text; PostgreSQL writes one in ISO 8601.
        return func.substr(cast(columns["day"], Text), 1, 7)
    if word == "category":
        return columns["category_id"]
    if word == "province":
        return func.substr(columns["district"], 1, 2)
    if word == "emergency":
        return case((columns["urgency"] == Urgency.EMERGENCY.value, 1), else_=0)
    return columns[_COLUMN.get(word, word)]


def _cells(network: Network, by: Sequence[str], keys: Sequence[Any], names: Any) -> list[Any]:
    """Return the cells of a group: each code, followed by its name where it has one."""
    cells: list[Any] = []
    for word, key in zip(by, keys, strict=True):
        code = network.kind_codes[key] if word == "category" else key
        cells.extend(names[word](code))
    return cells
