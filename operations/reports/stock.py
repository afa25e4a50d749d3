"""The stock report: what lies where, now or at the end of a past day."""

from collections.abc import Iterator
from typing import NamedTuple

from sqlalchemy import case, func, or_, select
from sqlmodel import Session, col

from models.access import Role
from models.ledger import Lot
from models.rows import among
from operations.network import Network
from operations.reports.breakdown import At, grouped, is_past, kilograms, total, word
from operations.reports.dimensions import cells_of, head_of
from operations.reports.holdings import (
    HOME_NOTE,
    PAST_NOTE,
    goods_at,
    lying,
    lying_by_category,
    on_tables,
    place_at,
    places_asked,
    within,
)
from operations.reports.making import table
from operations.reports.questions import Definition, Question
from operations.reports.tables import Report, Words, count, grams, pieces
from operations.stock.stocks import below


class Goods(NamedTuple):
    """Goods that are reported together; what is not known or does not apply is None."""

    at: At
    lots: int | None = None
    pieces: int | None = None
    grams: int | None = None
    reserved: int | None = None
    available: int | None = None
    in_sorting: int | None = None


_MEASURES = (
    count("lots", Words("批次数", "Lots")),
    pieces(),
    grams(),
    pieces("reserved_pieces", Words("已预留件数", "Pieces reserved")),
    pieces("available_pieces", Words("可用件数", "Pieces available")),
    grams("in_sorting_grams", Words("分拣台上重量", "Weight on sorting tables")),
)
_NOTES = (
    Words("批次、件数、重量: 日终在该地点的物资。", "Lots, pieces, weight: what lies at the place then."),
    Words(
        "已预留: 已分配、待发、待处置或隔离的件数。可用: 未预留且未过期的件数。",
        "Reserved: allocated, about to leave, to be disposed of or set apart. "
        "Available: not reserved and not past its date.",
    ),
    Words(
        "分拣台上: 未完成的分拣单中已投入、尚未产出的重量, 不再属于原类别, 也还没有新类别; "
        "与“重量”相加即为全部。按类别或等级筛选时不列。",
        "On sorting tables: what went into open runs and has not come out; it has no category until it does. "
        "With the weight it makes up all there is. It is left out where a category or grade is asked for.",
    ),
    HOME_NOTE,
)
_PAST_NOTES = (
    PAST_NOTE,
    Words(
        "过去某日的预留情况未保存, 不列; 批次数仅在按等级统计时列出。",
        "What was reserved on a past day is not kept; its lots are counted where grades are asked for.",
    ),
)


def make(session: Session, network: Network, question: Question) -> Report:
    """Return what lies where; raises Unfit for places, categories, grades and districts that do not exist."""
    facts = list(_facts(session, network, question))
    rows = [
        cells_of(network, question.language, question.by, key, {})
        + tuple(total(getattr(fact, name) for fact in goods) for name in Goods._fields[1:])
        for key, goods in grouped(question.by, facts, lambda fact: fact.at)
    ]
    past = is_past(question)
    columns = [*head_of(question.by), *_MEASURES]
    return table(
        DEFINITION,
        question,
        columns,
        rows,
        _sentence(question, facts),
        _NOTES + (_PAST_NOTES if past else ()),
    )


def _facts(session: Session, network: Network, question: Question) -> Iterator[Goods]:
    places = places_asked(network, question)
    by_grade = "grade" in question.by or "grade" in question.filters
    if is_past(question) and not by_grade:
        yield from _from_rollup(session, network, question, places)
    else:
        yield from _from_lots(session, network, question, places)
    if "category" not in question.filters and "grade" not in question.filters:
        nothing = {"category": None, "grade": None}
        for table_ in on_tables(session, question, places):
            yield Goods({**place_at(network, table_.place), **nothing}, in_sorting=table_.grams)


def _from_lots(
    session: Session, network: Network, question: Question, places: set[int] | None
) -> Iterator[Goods]:
    stock, past = lying(network, question), is_past(question)
    usable = or_(col(Lot.expires_on).is_(None), col(Lot.expires_on) >= question.last)
    free = case((usable, stock.c.pieces - stock.c.reserved_pieces), else_=0)
    there = case((or_(stock.c.pieces > 0, stock.c.grams > 0), 1), else_=0)
    asked = (
        select(
            stock.c.place_id,
            col(Lot.category_id),
            col(Lot.grade),
            func.sum(there),
            func.sum(stock.c.pieces),
            func.sum(stock.c.grams),
            func.sum(stock.c.reserved_pieces),
            func.sum(free),
        )
        .join(Lot, col(Lot.id) == stock.c.lot)
        .where(within(session, stock.c.place_id, places))
        .group_by(stock.c.place_id, col(Lot.category_id), col(Lot.grade))
    )
    if (category := question.filters.get("category")) is not None:
        asked = asked.where(among(session, col(Lot.category_id), below(network, category)))
    if (grade := word(question, "grade")) is not None:
        asked = asked.where(col(Lot.grade) == grade)
    for place, kind, graded, *amounts in session.execute(asked):
        lots, pieces_, grams_, reserved, available = map(int, amounts)
        at = goods_at(network, place, kind, graded)
        yield Goods(at, lots, pieces_, grams_, None if past else reserved, None if past else available)


def _from_rollup(
    session: Session, network: Network, question: Question, places: set[int] | None
) -> Iterator[Goods]:
    stock = lying_by_category(question)
    asked = select(stock).where(within(session, stock.c.place_id, places))
    if (category := question.filters.get("category")) is not None:
        asked = asked.where(among(session, stock.c.category_id, below(network, category)))
    for place, kind, pieces_, grams_ in session.execute(asked):
        yield Goods(goods_at(network, place, kind, None), None, int(pieces_), int(grams_))


def _sentence(question: Question, facts: list[Goods]) -> Words:
    there, weight = total(f.pieces for f in facts) or 0, total(f.grams for f in facts) or 0
    table_ = total(f.in_sorting for f in facts) or 0
    zh = f"{question.last} 库存 {there:,} 件、{kilograms(weight)} 公斤"
    en = f"On {question.last} {there:,} pieces, {kilograms(weight)} kg, are in stock"
    if (free := total(f.available for f in facts)) is not None:
        zh, en = f"{zh}, 可用 {free:,} 件", f"{en}; {free:,} pieces are available"
    if table_:
        zh, en = (
            f"{zh}; 另有 {kilograms(table_)} 公斤在分拣台上",
            f"{en}; {kilograms(table_)} kg more are being sorted",
        )
    return Words(f"{zh}。", f"{en}.")


DEFINITION = Definition(
    name="stock",
    title=Words("库存", "Stock"),
    about=Words(
        "各地点、类别、等级的库存: 现在, 或过去某日终了时", "What lies where, now or at the end of a past day"
    ),
    dimensions=("place", "place_kind", "district", "category", "grade"),
    filters=("place", "place_kind", "district", "category", "grade"),
    by=("place", "category", "grade"),
    roles=frozenset(
        {Role.FOUNDATION, Role.ADMIN, Role.AUDITOR, Role.STATION_MANAGER, Role.WAREHOUSE_MANAGER}
    ),
    make=make,
    place_filter="place",
    dated=False,
    drawn=("grams", "pieces", "available_pieces"),
)
