"""Reports over the tallies: group and limit them, by the month where whole months are asked, else by day."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import add
from typing import Any, Protocol

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Select,
    Text,
    case,
    cast,
    func,
    literal,
    select,
    true,
)
from sqlmodel import Session, SQLModel

from models.relief import Urgency
from models.rows import table_of
from models.tally import Tally, TallyMonth
from operations.network import Network
from operations.reports.dimensions import DIMENSIONS, PLACES, head_of, is_active, named, recipient_names
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
    pairs = sorted({(entry.kind, entry.way.value) for measure in measures for entry in measure.of})
    parts = [session.execute(_part(network, columns, question, measures, pair)).all() for pair in pairs]
    rows = _shown(session, network, question, _together(parts, len(question.by)))
    # Codes differ wherever rows do, so a name, which may be unknown, is never compared.
    rows.sort()
    return [*head_of(question.by), *(measure.column for measure in measures)], rows


def _together(parts: Sequence[Sequence[Any]], width: int) -> list[tuple[Any, ...]]:
    """Return the groups of all parts with their sums; those in which everything is nought are left out.

    One kind of hop often is all there is; only what another one adds to costs more.
    """
    filled = sorted((part for part in parts if part), key=len)
    sums = {tuple(row[:width]): row for row in filled.pop()} if len(filled) > 1 else {}
    if not sums:
        return [tuple(row) for row in (filled[0] if filled else ()) if any(row[width:]) or not width]
    for part in filled:
        for row in part:
            before = sums.get(row[:width])
            amounts = row[width:] if before is None else map(add, before[width:], row[width:])
            sums[row[:width]] = (*row[:width], *amounts)
    return [tuple(row) for row in sums.values() if any(row[width:]) or not width]


def _part(
    network: Network,
    columns: Columns,
    question: Question,
    measures: Sequence[Measure],
    pair: tuple[str, str],
) -> Select[Any]:
    """Return the sums over one kind of hop: its rows are neighbours, already in the order of most groups."""
    keys = [expression(columns, word) for word in question.by]
    limits = [limit(network, columns, word, value) for word, value in question.filters.items()]
    return (
        select(*keys, *(_sum(columns, measure, pair) for measure in measures))
        .where(columns["kind"] == pair[0], columns["way"] == pair[1], _period(columns, question), *limits)
        .group_by(*keys)
    )


def _sum(columns: Columns, measure: Measure, pair: tuple[str, str]) -> ColumnElement[Any]:
    """Return what one kind of hop adds to a measure."""
    added: list[ColumnElement[Any]] = []
    for entry in measure.of:
        if (entry.kind, entry.way.value) == pair:
            amount = entry.sign * columns[measure.amount]
            if entry.grades:
                amount = case((columns["grade"].in_(entry.grades), amount), else_=0)
            added.append(func.sum(amount))
    # PostgreSQL sums whole numbers to decimals.
    return cast(func.coalesce(sum(added[1:], added[0]), 0), BigInteger) if added else literal(0)


def _period(columns: Columns, question: Question) -> ColumnElement[bool]:
    if "month" in columns:
        return columns["month"].between(f"{question.first:%Y-%m}", f"{question.last:%Y-%m}")
    return columns["day"].between(question.first, question.last)


def _shown(
    session: Session, network: Network, question: Question, rows: Sequence[Any]
) -> list[tuple[Any, ...]]:
    """Return rows with each code followed by its name: column by column, each code looked up once."""
    if not rows:
        return []
    names = recipient_names(session, question)
    shown: list[Sequence[Any]] = []
    columns = list(zip(*rows, strict=True))
    active = [True] * len(rows)
    for word, column in zip(question.by, columns, strict=False):
        codes = {key: _code(network, word, key) for key in set(column)}
        of = {key: named(network, question.language, word, code, names) for key, code in codes.items()}
        shown.extend(zip(*map(of.__getitem__, column), strict=True))
        if word in PLACES:
            here = {key: is_active(network, code) for key, code in codes.items()}
            active = [there and here[key] for there, key in zip(active, column, strict=True)]
    placed = [active] if PLACES & set(question.by) else []
    return list(zip(*shown, *placed, *columns[len(question.by) :], strict=True))


def _code(network: Network, word: str, key: Any) -> Any:
    if word == "category":
        return network.kind_codes[key]
    return bool(key) if word == "emergency" else key


def limit(network: Network, columns: Columns, word: str, value: str) -> ColumnElement[bool]:
    """Return the condition that a filter puts on a tally; a category covers what lies below it."""
    if word == "category":
        return columns["category_id"].in_(below(network, value))
    if word == "province":
        return columns["district"].like(f"{value[:2]}%")
    if word == "emergency":
        pressing = columns["urgency"] == Urgency.EMERGENCY.value
        return pressing if value == "true" else ~pressing
    if word not in DIMENSIONS:
        return true()
    return columns[_COLUMN.get(word, word)] == value


def _source(question: Question, measures: Iterable[Measure]) -> type[SQLModel]:
    """Return the smallest tally that keeps apart what is asked."""
    graded = any(entry.grades for measure in measures for entry in measure.of)
    if graded or not question.whole_months or {*question.by, *question.filters} & _DAILY_ONLY:
        return Tally
    return TallyMonth


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
