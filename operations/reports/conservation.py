"""Nothing made, nothing lost: for every kind of place, opening + in = out + on hand, at any date."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from sqlalchemy import case, func, select
from sqlmodel import Session, col

from models.ledger import Balance, Flow, Lot, MovementKind
from models.network import Place
from operations.network import Network
from operations.reports.dimensions import SEES_PLACES, cells_of, head_of
from operations.reports.drawing import Chart, ChartKind
from operations.reports.making import made
from operations.reports.questions import Definition, Question
from operations.reports.tables import Column, Holds, Report, Words
from operations.stock.stocks import below

#: A term of a balance: its key, which term, pieces, grams.
Term = tuple[tuple[Any, ...], str, int, int]
#: What each kind of hop is called on the side where goods come in, and where they go out.
_IN = {
    MovementKind.INTAKE: "accepted",
    MovementKind.CORRECTION: "corrected_up",
    MovementKind.WEIGH: "weighed_up",
    MovementKind.SORT_OUT: "from_sorting",
    MovementKind.FOUND: "found",
    MovementKind.STOCKTAKE: "found",
    MovementKind.RETURN: "returned",
}
_OUT = {
    MovementKind.CORRECTION: "corrected_down",
    MovementKind.WEIGH: "weighed_down",
    MovementKind.SORT_IN: "to_sorting",
    MovementKind.DELIVER: "distributed",
    MovementKind.DISPOSE: "disposed",
    MovementKind.LOST: "lost",
    MovementKind.STOCKTAKE: "lost",
}
_INWARD = {
    "accepted": Words("接收", "Accepted"),
    "arrived": Words("转入", "Came from other places"),
    "from_sorting": Words("分拣产出", "From sorting"),
    "returned": Words("退回", "Came back"),
    "found": Words("盘盈", "Found"),
    "corrected_up": Words("更正增加", "Corrected upwards"),
    "weighed_up": Words("复称增加", "Weighed more"),
}
_OUTWARD = {
    "forwarded": Words("转出", "Forwarded"),
    "to_sorting": Words("投入分拣", "Into sorting"),
    "distributed": Words("发放", "Distributed"),
    "disposed": Words("处置", "Disposed of"),
    "lost": Words("盘亏丢失", "Lost"),
    "corrected_down": Words("更正减少", "Corrected downwards"),
    "weighed_down": Words("复称减少", "Weighed less"),
}
_TITLES = {
    "opening": Words("期初", "At the beginning"),
    **_INWARD,
    **_OUTWARD,
    "closing": Words("期末", "At the end"),
    "gap": Words("差额", "Unexplained"),
}
#: Terms that every balance shows, be they nought.
_ALWAYS = ("opening", "closing", "gap")
_SIDES = {**dict.fromkeys(_INWARD, "in"), **dict.fromkeys(_OUTWARD, "out")}
_TERM = (
    Column("term", Words("项目代码", "Term"), Holds.CODE),
    Column("term_name", Words("项目", "What"), Holds.TEXT),
    Column("side", Words("方向", "Side"), Holds.CODE),
)
#: Terms stand one below the other, and what comes in and what goes out have no sum.
_AMOUNTS = (
    Column("pieces", Words("件数", "Pieces"), Holds.PIECES, "#output+num+pieces"),
    Column("grams", Words("重量", "Weight"), Holds.GRAMS, "#output+num+grams"),
)


def make(session: Session, network: Network, question: Question) -> Report:
    """Report every term of each balance in pieces and grams; `gap` is what they leave unexplained: nought.

    What is on hand at the end comes from today's balances less what moved since, the beginning from the
    hops of all days before: two ways that meet only when nothing was made or lost.
    """
    balances: dict[tuple[Any, ...], dict[str, list[int]]] = defaultdict(lambda: defaultdict(lambda: [0, 0]))
    for found in (_hops(session, network, question), _on_hand(session, network, question)):
        for key, term, number, weight in found:
            total = balances[key][term]
            total[0] += number
            total[1] += weight
    rows: list[tuple[Any, ...]] = []
    gaps = [0, 0]
    for key in sorted(balances):
        terms = balances[key]
        terms["gap"] = [_gap(terms, unit) for unit in (0, 1)]
        gaps = [gaps[unit] + abs(terms["gap"][unit]) for unit in (0, 1)]
        if any(any(amounts) for amounts in terms.values()):
            cells = _cells(network, question, key)
            rows.extend((*cells, *row) for row in _terms(question, terms))
    notes = (
        Words(
            "期初 + 各项流入 = 各项流出 + 期末; 差额应为零",
            "Beginning + all that came = all that went + end; the gap is nought",
        ),
        Words("一处的转出即另一处的转入", "What one place forwards, others get"),
    )
    sentence = (
        "{first} 至 {last}, 未能说明的差额为 {gap_pieces:,} 件, {gap_grams:,} 克.",
        "From {first} to {last}, {gap_pieces:,} pieces and {gap_grams:,} g are unexplained.",
    )
    totals = {"gap_pieces": gaps[0], "gap_grams": gaps[1]}
    columns = [*head_of(question.by), *_TERM, *_AMOUNTS]
    return made(DEFINITION, question, columns, rows, sentence, notes, totals=totals)


def _gap(terms: dict[str, list[int]], unit: int) -> int:
    came = terms["opening"][unit] + sum(terms[term][unit] for term in _INWARD)
    return came - sum(terms[term][unit] for term in _OUTWARD) - terms["closing"][unit]


def _terms(question: Question, terms: dict[str, list[int]]) -> Iterator[tuple[Any, ...]]:
    for term, title in _TITLES.items():
        if term in _ALWAYS or any(terms[term]):
            yield term, title.in_(question.language), _SIDES.get(term, ""), *terms[term]


def _keys(question: Question, table: Any) -> list[Any]:
    of = {"place_kind": col(Place.kind), "place": col(Place.code), "category": table}
    return [of[word] for word in question.by]


def _limits(network: Network, question: Question, category: Any) -> list[Any]:
    found = []
    if "place" in question.filters:
        site = network.sites[question.filters["place"]]
        found.append(col(Place.id).in_([site.id, *(v.id for v in network.vehicles if v.home_id == site.id)]))
    if "category" in question.filters:
        found.append(category.in_(below(network, question.filters["category"])))
    return found


def _hops(session: Session, network: Network, question: Question) -> Iterator[Term]:
    """Yield (key, term, pieces, grams) of every hop up to the last day; before the first, as opening."""
    before = case((col(Flow.day) < question.first, 1), else_=0)
    amounts = (Flow.pieces_in, Flow.grams_in, Flow.pieces_out, Flow.grams_out)
    keys = _keys(question, col(Flow.category_id))
    asked = (
        select(*keys, before, col(Flow.kind), *(func.sum(col(amount)) for amount in amounts))
        .join(Place, col(Place.id) == Flow.place_id)
        .where(col(Flow.day) <= question.last, *_limits(network, question, col(Flow.category_id)))
        .group_by(*keys, before, col(Flow.kind))
    )
    for *key, early, kind, pieces_in, grams_in, pieces_out, grams_out in session.execute(asked):
        into, out = _IN.get(MovementKind(kind), "arrived"), _OUT.get(MovementKind(kind), "forwarded")
        if early:
            yield tuple(key), "opening", int(pieces_in - pieces_out), int(grams_in - grams_out)
        else:
            yield tuple(key), into, int(pieces_in), int(grams_in)
            yield tuple(key), out, int(pieces_out), int(grams_out)


def _on_hand(session: Session, network: Network, question: Question) -> Iterator[Term]:
    """Yield (key, "closing", pieces, grams) at the end of the last day: balances less what moved since."""
    keys = _keys(question, col(Lot.category_id))
    now = (
        select(*keys, func.sum(col(Balance.pieces)), func.sum(col(Balance.grams)))
        .join(Lot, col(Lot.id) == Balance.lot)
        .join(Place, col(Place.id) == Balance.place_id)
        .where(*_limits(network, question, col(Lot.category_id)))
        .group_by(*keys)
    )
    keys = _keys(question, col(Flow.category_id))
    since = (
        select(
            *keys,
            func.sum(col(Flow.pieces_out) - col(Flow.pieces_in)),
            func.sum(col(Flow.grams_out) - col(Flow.grams_in)),
        )
        .join(Place, col(Place.id) == Flow.place_id)
        .where(col(Flow.day) > question.last, *_limits(network, question, col(Flow.category_id)))
        .group_by(*keys)
    )
    for asked in (now, since):
        for *key, number, weight in session.execute(asked):
            yield tuple(key), "closing", int(number or 0), int(weight or 0)


def _cells(network: Network, question: Question, key: tuple[Any, ...]) -> tuple[Any, ...]:
    codes = [
        network.kind_codes[part] if word == "category" else part
        for word, part in zip(question.by, key, strict=True)
    ]
    return cells_of(network, question.language, question.by, tuple(codes), {})


DEFINITION = Definition(
    name="conservation",
    title=Words("收支平衡", "Conservation"),
    about=Words("每个环节: 期初 + 流入 = 流出 + 期末", "Each kind of place: beginning + in = out + end"),
    dimensions=("place_kind", "place", "category"),
    filters=("place", "category"),
    by=("place_kind",),
    roles=SEES_PLACES,
    make=make,
    place_filter="place",
    charts=(
        Chart(
            ChartKind.BAR,
            x=("term_name",),
            y=("grams", "pieces"),
            series=("place_kind_name", "place_name", "category_name"),
        ),
    ),
)
