"""Where goods went: from a point's district to a station, on to the warehouse, to a kind of recipient."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlmodel import Session

from models.ledger import MovementKind
from models.rows import table_of
from models.tally import Tally, Way
from operations.network import Network
from operations.reports.dimensions import RECIPIENT_KINDS, SEES_PLACES, cells_of, head_of, name_of
from operations.reports.drawing import Chart, ChartKind
from operations.reports.making import made
from operations.reports.questions import Definition, Question
from operations.reports.tables import Column, Edge, End, Flows, Holds, Report, Words, grams, pieces
from operations.reports.tallied import Columns, expression, limit


class _Stage(NamedTuple):
    """A stage of the way: which hops, which words of the tally are its two ends."""

    name: str
    title: Words
    kind: MovementKind
    way: Way
    source: str
    target: str


STAGES = (
    _Stage(
        "collected", Words("收集入站", "Collected"), MovementKind.RECEIVE, Way.WITHIN, "district", "station"
    ),
    _Stage("transferred", Words("调拨", "Transferred"), MovementKind.ARRIVE, Way.WITHIN, "station", "target"),
    _Stage("distributed", Words("发放", "Distributed"), MovementKind.DELIVER, Way.OUT, "station", "party"),
    _Stage("disposed", Words("处置", "Disposed of"), MovementKind.DISPOSE, Way.OUT, "station", "target"),
    _Stage("returned", Words("退回", "Came back"), MovementKind.RETURN, Way.IN, "party", "station"),
)
#: A picture of bands cannot run backwards; what came back stands in the table alone.
_BACKWARDS = "returned"
_DISPOSALS = {
    "recycling": Words("再生利用", "Recycling"),
    "sale": Words("变卖", "Sale"),
    "destruction": Words("销毁", "Destruction"),
}
_ENDS = {**RECIPIENT_KINDS, **_DISPOSALS}
#: What an end is by the word of the tally that it comes from; others are told by their codes.
_END_KINDS = {"district": "district", "party": "recipient_kind"}
#: An end of which nothing is known still needs a name to be seen by.
_NOWHERE = "—"
_COLUMNS = (
    Column("stage", Words("环节代码", "Stage code"), Holds.CODE),
    Column("stage_name", Words("环节", "Stage"), Holds.TEXT),
    Column("source", Words("来自代码", "From code"), Holds.CODE),
    Column("source_name", Words("来自", "From"), Holds.TEXT),
    Column("target", Words("去向代码", "To code"), Holds.CODE),
    Column("target_name", Words("去向", "To"), Holds.TEXT),
)
#: The same goods pass several stages, so stages have no sum.
_AMOUNTS = (
    Column("pieces", pieces().title, Holds.PIECES, "#output+num+pieces"),
    Column("grams", grams().title, Holds.GRAMS, "#output+num+grams"),
)

_NOTES = (
    Words(
        "同一物资会经过多个环节, 各环节不可相加",
        "The same goods pass several stages; stages do not add up",
    ),
    Words("合计为期内发放减退回的数量", "Totals are what was distributed in the period, less what came back"),
    Words("退回单列, 不画入流向图", "What came back stands apart and is not drawn"),
)


def make(session: Session, network: Network, question: Question) -> Report:
    """Report every stage of the way with both ends; totals are of what was distributed in the end."""
    rows = [row for stage in STAGES for row in _rows(session, network, question, stage)]
    order = {stage.name: n for n, stage in enumerate(STAGES)}
    rows.sort(key=lambda row: (order[row[0]], row[2], row[4], *row[6:-2]))
    columns = [*_COLUMNS, *head_of(question.by), *_AMOUNTS]
    sentence = (
        "{first} 至 {last} 发放 {pieces:,} 件, {kilograms:,.3f} 公斤; 下表为各环节的流向.",
        "From {first} to {last}, {pieces:,} pieces and {kilograms:,.3f} kg were distributed, stage by stage.",
    )
    totals = {name: _given(rows, n) for n, name in ((-2, "pieces"), (-1, "grams"))}
    return made(DEFINITION, question, columns, rows, sentence, _NOTES, totals=totals)


def _rows(session: Session, network: Network, question: Question, stage: _Stage) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of a stage: both ends with their names, and what passed between them."""
    table = table_of(Tally).c
    keys = [table[stage.source], table[stage.target], *(expression(table, word) for word in question.by)]
    asked = (
        select(*keys, func.sum(table["pieces"]), func.sum(table["grams"]))
        .where(*_conditions(network, table, question, stage))
        .group_by(*keys)
    )
    title = stage.title.in_(question.language)
    for source, target, *found in session.execute(asked):
        both = (source, _named(network, question, source), target, _named(network, question, target))
        cells = _cells(network, question, found[:-2])
        yield stage.name, title, *both, *cells, int(found[-2]), int(found[-1])


def flows(report: Report) -> Flows:
    """Return what is drawn: forward, less what two places sent each other; what came back is apart."""
    of_stage = {stage.name: stage for stage in STAGES}
    ends: dict[str, End] = {}
    there: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
    back: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
    for row in report.rows:
        stage, _, source, source_name, target, target_name = row[:6]
        for code, name, word in (
            (source, source_name, of_stage[stage].source),
            (target, target_name, of_stage[stage].target),
        ):
            ends[code] = End(name or code or _NOWHERE, _END_KINDS.get(word) or _kind_of(code))
        total = (back if stage == _BACKWARDS else there)[source, target]
        total[0] += row[-1]
        total[1] += row[-2]
    forward = []
    for (source, target), (weight, number) in there.items():
        opposite = there.get((target, source), (0, 0))
        if weight > opposite[0]:
            forward.append(Edge(source, target, weight - opposite[0], max(number - opposite[1], 0)))
    return Flows(ends, forward, [Edge(*both, weight, number) for both, (weight, number) in back.items()])


def _kind_of(code: str) -> str:
    return "disposal" if code in _DISPOSALS else "place"


def _conditions(
    network: Network, table: Columns, question: Question, stage: _Stage
) -> list[ColumnElement[bool]]:
    found = [
        table["kind"] == stage.kind.value,
        table["way"] == stage.way.value,
        table["day"].between(question.first, question.last),
    ]
    for word, value in question.filters.items():
        if word == "station":
            both = (table[stage.source], table[stage.target], table["station"])
            found.append(or_(*(end == value for end in both)))
        else:
            found.append(and_(limit(network, table, word, value)))
    return found


def _cells(network: Network, question: Question, keys: Sequence[Any]) -> tuple[Any, ...]:
    codes = [
        network.kind_codes[key] if word == "category" else key
        for word, key in zip(question.by, keys, strict=True)
    ]
    return cells_of(network, question.language, question.by, tuple(codes), {})


def _named(network: Network, question: Question, code: str) -> str | None:
    """Return what an end is called: a place, a district, a kind of recipient, a way of disposal."""
    if code in _ENDS:
        return _ENDS[code].in_(question.language)
    return name_of(network, "station" if code in network.sites else "district", code, question.language)


def _given(rows: Sequence[tuple[Any, ...]], n: int) -> int:
    """Return what was distributed net of returns: the figure of the distribution report."""
    signs = {"distributed": 1, _BACKWARDS: -1}
    return sum(signs.get(row[0], 0) * row[n] for row in rows)


DEFINITION = Definition(
    name="flow",
    title=Words("物资流向", "Flow of goods"),
    about=Words(
        "接收点所在区 → 整理站 → 仓库 → 受助方类型",
        "District of the point → station → warehouse → kind of recipient",
    ),
    dimensions=("month", "category"),
    filters=("station", "category"),
    by=(),
    roles=SEES_PLACES,
    make=make,
    place_filter="station",
    kinds=tuple(stage.kind for stage in STAGES),
    charts=(Chart(ChartKind.SANKEY, value=("grams", "pieces"), source="source_name", target="target_name"),),
    flows=flows,
)
