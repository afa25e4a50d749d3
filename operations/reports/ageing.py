"""The ageing report: how long goods have lain where they are, and how long they still keep."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, case, func, select
from sqlmodel import Session, col

from models.access import Role
from models.ledger import Lot, Movement
from models.rows import among
from models.stock_shapes import ExpiryBand
from operations.network import Network
from operations.reports.breakdown import At, grouped, is_past, kilograms, word
from operations.reports.dimensions import AGE_BANDS, EXPIRY_BANDS, cells_of, head_of
from operations.reports.holdings import HOME_NOTE, PAST_NOTE, goods_at, lying, places_asked, within
from operations.reports.making import table
from operations.reports.questions import Definition, Question
from operations.reports.tables import Report, Words, grams, pieces
from operations.stock.stocks import below, in_band

#: The oldest age of each band, in days; what is older is over them all.
_UP_TO = {"0-7": 7, "8-30": 30, "31-90": 90, "91-180": 180}


class Aged(NamedTuple):
    """Goods of the same place, category, grade, age band and expiry band."""

    at: At
    pieces: int
    grams: int


_EXPIRING = ("expired", "under_3_months", "under_9_months")
_MEASURES = (
    pieces(),
    grams(),
    *(pieces(f"{band}_pieces", EXPIRY_BANDS[band]) for band in _EXPIRING),
)
_NOTES = (
    Words(
        "库龄: 从该批次首次到达该地点之日起算的天数; 分拣产出的批次从产出之日起算。",
        "Age: days since the day on which goods of the lot first came to the place; "
        "sorted lots are as old as their sorting.",
    ),
    Words(
        "已过期: 保质期早于报告日; 3 个月内、3-9 个月内: 距到期不足 91 天、91-273 天的件数, 互不重叠。",
        "Past its date: the date is before the day of the report. Under 3 months, 3 to 9 months: "
        "fewer than 91 days left, 91 to 273 days left; no piece is in two of them.",
    ),
    HOME_NOTE,
)


def make(session: Session, network: Network, question: Question) -> Report:
    """Return goods by age and expiry; raises Unfit for places, categories and bands that do not exist."""
    facts = list(_facts(session, network, question))
    rows = []
    for key, goods in grouped(question.by, facts, lambda fact: fact.at):
        bands = [_pieces_in(goods, band) for band in _EXPIRING]
        rows.append(
            (
                *cells_of(network, question.language, question.by, key, {}),
                sum(fact.pieces for fact in goods),
                sum(fact.grams for fact in goods),
                *bands,
            )
        )
    columns = [*head_of(question.by), *_MEASURES]
    notes = (*_NOTES, PAST_NOTE) if is_past(question) else _NOTES
    return table(DEFINITION, question, columns, rows, _sentence(question, facts), notes)


def _facts(session: Session, network: Network, question: Question) -> Iterator[Aged]:
    aged = _aged(session, network, question)
    keys = (aged.c.place_id, aged.c.category_id, aged.c.grade, aged.c.age_band, aged.c.expiry_band)
    asked = select(*keys, func.sum(aged.c.pieces), func.sum(aged.c.grams)).group_by(*keys)
    for name in ("age_band", "expiry_band"):
        if (band := word(question, name)) is not None:
            asked = asked.where(aged.c[name] == band)
    for place, kind, grade, age_band, expiry_band, there, weight in session.execute(asked):
        bands = {"age_band": age_band, "expiry_band": expiry_band}
        yield Aged({**goods_at(network, place, kind, grade), **bands}, int(there), int(weight))


def _aged(session: Session, network: Network, question: Question) -> Any:
    """Return every lot at its place with the bands it is in, as a subquery."""
    stock = lying(network, question)
    first = (
        select(func.min(col(Movement.day)))
        .where(
            col(Movement.lot) == stock.c.lot,
            col(Movement.to_place) == stock.c.place_id,
        )
        .correlate(stock)
        .scalar_subquery()
    )
    dated = (
        select(
            stock.c.place_id,
            stock.c.pieces,
            stock.c.grams,
            col(Lot.category_id),
            col(Lot.grade),
            first.label("since"),
            _expiry_band(question.last).label("expiry_band"),
        )
        .join(Lot, col(Lot.id) == stock.c.lot)
        .where(within(session, stock.c.place_id, places_asked(network, question)))
    )
    if (category := question.filters.get("category")) is not None:
        dated = dated.where(among(session, col(Lot.category_id), below(network, category)))
    if (grade := word(question, "grade")) is not None:
        dated = dated.where(col(Lot.grade) == grade)
    lots = dated.subquery("dated")
    return select(lots, _age_band(lots.c.since, question.last).label("age_band")).subquery("aged")


def _age_band(since: Any, day: date) -> ColumnElement[str]:
    """Return the band of age; what was reported gone before it was reported there has no age yet."""
    bands = [(since >= day - timedelta(days=oldest), band) for band, oldest in _UP_TO.items()]
    return case((since.is_(None), next(iter(AGE_BANDS))), *bands, else_=list(AGE_BANDS)[-1])


def _expiry_band(day: date) -> ColumnElement[str]:
    bands: list[ExpiryBand] = ["none", "expired", "under_3_months", "under_9_months"]
    return case(*((in_band(band, day), band) for band in bands), else_="later")


def _pieces_in(goods: list[Aged], band: str) -> int:
    return sum(fact.pieces for fact in goods if fact.at["expiry_band"] == band)


def _sentence(question: Question, facts: list[Aged]) -> Words:
    there = sum(fact.pieces for fact in facts)
    weight = kilograms(sum(fact.grams for fact in facts))
    old = sum(fact.pieces for fact in facts if fact.at["age_band"] == list(AGE_BANDS)[-1])
    expired, soon = (_pieces_in(facts, band) for band in _EXPIRING[:2])
    return Words(
        f"{question.last} 库存 {there:,} 件、{weight} 公斤, 其中 {old:,} 件存放超过 180 天, "
        f"{expired:,} 件已过期, {soon:,} 件 3 个月内到期。",
        f"On {question.last} {there:,} pieces, {weight} kg, are in stock: {old:,} have lain for more than "
        f"180 days, {expired:,} are past their date, {soon:,} have under 3 months left.",
    )


DEFINITION = Definition(
    name="ageing",
    title=Words("库龄与效期", "Ageing"),
    about=Words(
        "物资存放了多久、还能保存多久, 按类别、地点、等级",
        "How long goods have lain, and how long they still keep",
    ),
    dimensions=("category", "age_band", "expiry_band", "place", "place_kind", "district", "grade"),
    filters=("place", "place_kind", "district", "category", "grade", "age_band", "expiry_band"),
    by=("category", "age_band"),
    roles=frozenset(
        {Role.FOUNDATION, Role.ADMIN, Role.AUDITOR, Role.STATION_MANAGER, Role.WAREHOUSE_MANAGER}
    ),
    make=make,
    place_filter="place",
    dated=False,
    drawn=("grams", "pieces"),
)
