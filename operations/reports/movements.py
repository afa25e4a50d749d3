"""The movements behind a cell: what a report sums, hop by hop, with the sign it counts with."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import chain, compress
from operator import mul
from typing import Any

from sqlalchemy import ColumnElement, literal_column, select, text
from sqlmodel import Session

from models.access import Caller
from models.clock import SHANGHAI
from models.identifiers import show_lot
from models.tally import SORT_CORRECTION
from operations.errors import Fault, Unfit
from operations.network import Network, current
from operations.rendering.csv_files import csv_chunks
from operations.reports.asking import definition_of, question_of
from operations.reports.dimensions import check_filters
from operations.reports.making import made
from operations.reports.questions import Counted, Question
from operations.reports.tables import Column, Holds, Report, Words, count, grams, pieces, totals_of
from operations.reports.tallied import Measure, limit, tallied
from operations.tallies import way_of
from operations.worded import SOURCES, WORDS, for_engine

#: Rows that are fetched at once: a few milliseconds' work, so that others come between.
ROWS_AT_ONCE = 1000
COLUMNS = (
    Column("seq", Words("序号", "Number"), Holds.COUNT),
    Column("day", Words("日期", "Day"), Holds.DAY, "#date"),
    Column("kind", Words("动作", "Kind"), Holds.CODE),
    Column("operation", Words("操作编号", "Operation"), Holds.CODE),
    Column("lot", Words("批次", "Lot"), Holds.CODE, "#item+lot"),
    Column("category", Words("类别代码", "Category code"), Holds.CODE, "#item+code"),
    Column("grade", Words("等级", "Grade"), Holds.CODE, "#item+grade"),
    Column("from_place", Words("来自", "From"), Holds.CODE),
    Column("to_place", Words("去向", "To"), Holds.CODE),
    pieces(hxl="#output+num+pieces"),
    grams(hxl="#output+num+grams"),
    Column("happened_at", Words("发生时间", "Happened at"), Holds.INSTANT),
    Column("recorded_at", Words("登记时间", "Recorded at"), Holds.INSTANT),
)
_READ = (
    "m.seq", "day", "kind", "m.operation", "m.lot", "category_id", "grade", "m.from_place", "m.to_place",
    "m.pieces", "m.grams", "m.happened_at", "m.recorded_at",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a report: its days, and its codes as filters. No filters: the sum of all."""

    report: str
    first: date | None
    last: date | None
    filters: Mapping[str, str]


def as_csv(session: Session, cell: Cell, *, now: datetime, by: Caller) -> Iterator[bytes]:
    """Yield the movements behind a cell as a CSV file, some at a time; raises what `movements` raises."""
    found = movements(session, cell, now=now, by=by)
    return csv_chunks(COLUMNS, chain.from_iterable(found), by.language, bom=True, titles=False)


def movements(session: Session, cell: Cell, *, now: datetime, by: Caller) -> Iterator[list[tuple[Any, ...]]]:
    """Yield the rows of the movements behind a cell, by day and kind, some at a time.

    What a report takes away has a minus, so that the rows sum to the cell. Raises what `ask` raises, and
    Unfit for a report that is no sum of movements.
    """
    network = current(session)
    question = _question(network, cell, by, now)
    check_filters(session, network, question)
    counted = definition_of(cell.report, by).counts
    if not counted:
        raise Unfit(Fault("", "no_movements"))
    signs = {(entry.kind, entry.way.value): entry.sign for entry in counted}
    return _rows(session, network, _asked(session, network, question, counted), signs)


def movement_report(session: Session, cell: Cell, *, now: datetime, by: Caller) -> tuple[Report, int]:
    """Return the report whose rows the movements are, without the rows, and how many there will be."""
    network = current(session)
    definition = definition_of(cell.report, by)
    question = _question(network, cell, by, now)
    measures = [
        Measure(column, amount, tuple(definition.counts))
        for column, amount in ((COLUMNS[9], "pieces"), (COLUMNS[10], "grams"))
    ]
    lines = Measure(count("movements", Words("笔数", "Movements")), "movements", _unsigned(definition.counts))
    columns, rows = tallied(session, network, question, [*measures, lines])
    totals = totals_of(columns, rows)
    number = totals.pop("movements")
    sentence = (
        "{first} 至 {last} 的明细, 合计 {pieces:,} 件, {kilograms:,.3f} 公斤。",
        "The movements from {first} to {last}: {pieces:,} pieces and {kilograms:,.3f} kg in all.",
    )
    notes = (Words("减少的以负数表示", "What is taken away has a minus"),)
    return made(definition, question, COLUMNS, (), sentence, notes, totals=totals), number


def _question(network: Network, cell: Cell, by: Caller, now: datetime) -> Question:
    days = {"first": cell.first, "last": cell.last}
    return question_of(network, cell.report, **days, by=(), filters=cell.filters, caller=by, now=now)


def _unsigned(counted: Sequence[Counted]) -> tuple[Counted, ...]:
    return tuple(replace(entry, sign=1) for entry in counted)


def _asked(session: Session, network: Network, question: Question, counted: Sequence[Counted]) -> Any:
    """Return the statement. It reads days and kinds in the order of their index, and sorts nothing."""
    words: dict[str, ColumnElement[Any]] = {word: literal_column(sql) for word, sql in WORDS.items()}
    kinds = sorted({entry.kind.replace(SORT_CORRECTION, "correction") for entry in counted})
    sqlite = session.connection().dialect.name == "sqlite"
    first, last = ((day.isoformat() if sqlite else day) for day in (question.first, question.last))
    sources = for_engine(SOURCES, session.connection().dialect.name)
    return (
        select(*(words.get(name, literal_column(name)) for name in _READ))
        .select_from(text(sources))
        .where(
            literal_column("m.kind").in_(kinds),
            literal_column("m.day").between(first, last),
            *(limit(network, words, word, value) for word, value in question.filters.items()),
        )
        .order_by(text("m.day, m.kind, m.seq"))
    )


def _rows(
    session: Session, network: Network, asked: Any, signs: dict[tuple[str, str], int]
) -> Iterator[list[tuple[Any, ...]]]:
    options = {"stream_results": True, "yield_per": ROWS_AT_ONCE}
    found = session.connection().execution_options(**options).execute(asked)
    for part in found.partitions(ROWS_AT_ONCE):
        shown = _shown(network, part, signs)
        if shown:
            yield shown


def _shown(network: Network, rows: Sequence[Any], signs: dict[tuple[str, str], int]) -> list[tuple[Any, ...]]:
    """Return the rows that count, as they are shown. Column by column: half the time of row by row."""
    seq, day, kind, operation, lot, category, grade, origin, goal, number, weight, happened, recorded = zip(
        *rows, strict=True
    )
    ways = {pair: way_of(*pair, network.outside_ids) for pair in set(zip(origin, goal, strict=True))}
    signed = [
        signs.get((word, ways[pair]), 0)
        for word, pair in zip(kind, zip(origin, goal, strict=True), strict=True)
    ]
    if set(signed) != {1}:
        number, weight = tuple(map(mul, signed, number)), tuple(map(mul, signed, weight))
    shown = zip(
        seq,
        _each(day, _as_day),
        kind,
        _each(operation, str),
        map(show_lot, lot),
        map(network.kind_codes.__getitem__, category),
        grade,
        map(network.place_codes.__getitem__, origin),
        map(network.place_codes.__getitem__, goal),
        number,
        weight,
        _each(happened, _as_moment),
        _each(recorded, _as_moment),
        strict=True,
    )
    return list(shown) if all(signed) else list(compress(shown, signed))


def _each(values: Sequence[Any], turn: Callable[[Any], Any]) -> Iterator[Any]:
    """Return values turned into something else, the same value only once: lines of one act share much."""
    turned = {value: turn(value) for value in set(values)}
    return map(turned.__getitem__, values)


def _as_day(value: Any) -> date:
    # SQLite keeps days and moments as text, and the statement's expressions have no column's type.
    return date.fromisoformat(value) if isinstance(value, str) else value


def _as_moment(value: Any) -> datetime:
    moment: datetime = datetime.fromisoformat(value) if isinstance(value, str) else value
    return moment.astimezone(SHANGHAI)
