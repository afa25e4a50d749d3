"""What lay where at the end of a day: the balances now, less what the ledger says came later.

Nothing that is written today changes an answer about yesterday, except what counts for yesterday.
"""

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, case, func, or_, select, true, union_all
from sqlmodel import Session, col

from models.clock import SHANGHAI
from models.ledger import Balance, Flow, Lot, Movement, MovementKind
from models.rows import among
from models.sortings import Side, Sorting, SortingStatus, Strand
from operations.errors import Fault, Unfit
from operations.network import Network
from operations.reports.breakdown import At, is_past, word
from operations.reports.questions import Question
from operations.reports.tables import Words

PAST_NOTE = Words(
    "过去某日: 按台账计入该日及以前的移动计算; 先报移出、后报移入的会暂时显示为负数。",
    "A past day is what the ledger counts up to it; goods that were reported gone before they were "
    "reported there stand as negative for a while.",
)
HOME_NOTE = Words(
    "按地点筛选时, 归属该地点的车辆一并计入。",
    "A filter by place includes the vehicles that belong to the place.",
)


class OnTable(NamedTuple):
    """Grams that lie on a station's sorting tables."""

    place: int
    grams: int


def places_asked(network: Network, question: Question) -> set[int] | None:
    """Return the places that the filters leave, or None for all; raises Unfit for unknown ones."""
    place, kind = question.filters.get("place"), word(question, "place_kind")
    district = question.filters.get("district")
    if place is not None and place not in network.sites:
        raise Unfit(Fault("/place", "unknown_place", {"value": place}))
    if district is not None and district not in network.residents:
        raise Unfit(Fault("/district", "unknown_district", {"value": district}))
    if place is None and kind is None and district is None:
        return None
    home = network.sites[place].id if place is not None else None
    return {
        site.id
        for site in network.sites.values()
        if home in (None, site.id, site.home_id)
        and kind in (None, site.kind.value)
        and district in (None, site.out.district.code)
    }


def place_at(network: Network, place: int) -> dict[str, str | None]:
    """Return the dimensions that follow from a place."""
    site = network.by_id[place]
    return {"place": site.code, "place_kind": site.kind.value, "district": site.out.district.code or None}


def goods_at(network: Network, place: int, category: int, grade: str | None) -> At:
    """Return the dimensions of goods of a category and grade at a place."""
    return {**place_at(network, place), "category": network.kind_codes[category], "grade": grade}


def within(session: Session, column: Any, places: Iterable[int] | None) -> ColumnElement[bool]:
    """Return the condition that a column is one of the places."""
    return true() if places is None else among(session, column, places)


def lying(network: Network, question: Question) -> Any:
    """Return (place_id, lot, pieces, grams, reserved_pieces) of every lot as a subquery."""
    now: Any = select(
        col(Balance.place_id).label("place_id"),
        col(Balance.lot).label("lot"),
        col(Balance.pieces).label("pieces"),
        col(Balance.grams).label("grams"),
        col(Balance.reserved_pieces).label("reserved_pieces"),
    )
    if not is_past(question):
        return now.where(or_(col(Balance.pieces) > 0, col(Balance.grams) > 0)).subquery("lying")
    later: list[Any] = [
        select(
            col(place).label("place_id"),
            col(Movement.lot).label("lot"),
            (sign * col(Movement.pieces)).label("pieces"),
            (sign * col(Movement.grams)).label("grams"),
            (0 * col(Movement.pieces)).label("reserved_pieces"),
        ).where(col(Movement.day) > question.last, col(place).not_in(network.outside_ids))
        for place, sign in ((Movement.to_place, -1), (Movement.from_place, 1))
    ]
    sides = union_all(now, *later).subquery("sides")
    pieces, grams = func.sum(sides.c.pieces), func.sum(sides.c.grams)
    return (
        select(
            sides.c.place_id,
            sides.c.lot,
            pieces.label("pieces"),
            grams.label("grams"),
            func.sum(sides.c.reserved_pieces).label("reserved_pieces"),
        )
        .group_by(sides.c.place_id, sides.c.lot)
        .having(or_(pieces != 0, grams != 0))
        .subquery("lying")
    )


def lying_by_category(question: Question) -> Any:
    """Return (place_id, category_id, pieces, grams) at the end of a past day, from the roll-up."""
    now: Any = (
        select(
            col(Balance.place_id).label("place_id"),
            col(Lot.category_id).label("category_id"),
            func.sum(col(Balance.pieces)).label("pieces"),
            func.sum(col(Balance.grams)).label("grams"),
        )
        .join(Lot, col(Lot.id) == Balance.lot)
        .group_by(col(Balance.place_id), col(Lot.category_id))
    )
    later: Any = select(
        col(Flow.place_id).label("place_id"),
        col(Flow.category_id).label("category_id"),
        (col(Flow.pieces_out) - col(Flow.pieces_in)).label("pieces"),
        (col(Flow.grams_out) - col(Flow.grams_in)).label("grams"),
    ).where(col(Flow.day) > question.last)
    sides = union_all(now, later).subquery("sides")
    pieces, grams = func.sum(sides.c.pieces), func.sum(sides.c.grams)
    return (
        select(
            sides.c.place_id,
            sides.c.category_id,
            pieces.label("pieces"),
            grams.label("grams"),
        )
        .group_by(sides.c.place_id, sides.c.category_id)
        .having(or_(pieces != 0, grams != 0))
        .subquery("lying")
    )


def on_tables(session: Session, question: Question, places: Iterable[int] | None) -> list[OnTable]:
    """Return what lay on the tables of runs that were open: no longer in stock and not yet again."""
    into = (
        col(Strand.side) == Side.IN.value,
        col(Movement.operation) == Strand.run,
        col(Movement.kind) == MovementKind.SORT_IN.value,
    )
    out = (
        col(Strand.side) == Side.OUT.value,
        col(Movement.kind).in_([MovementKind.SORT_OUT.value, MovementKind.CORRECTION.value]),
    )
    back = and_(*out, col(Movement.from_place) == Sorting.station_id)
    sign = case((or_(and_(*into), back), 1), else_=-1)
    grams = func.sum(sign * col(Movement.grams))
    rows = session.execute(
        select(col(Sorting.station_id), grams)
        .join(Strand, col(Strand.run) == Sorting.id)
        .join(Movement, and_(col(Movement.lot) == Strand.lot, or_(and_(*into), and_(*out))))
        .where(
            _was_open(question),
            col(Movement.day) <= question.last if is_past(question) else true(),
            within(session, col(Sorting.station_id), places),
        )
        .group_by(col(Sorting.station_id))
        .having(grams != 0)
        .order_by(col(Sorting.station_id))
    )
    return [OnTable(place, int(grams)) for place, grams in rows]


def _was_open(question: Question) -> ColumnElement[bool]:
    """Return the condition that a run was still under way at the end of the last day."""
    still = col(Sorting.status) == SortingStatus.OPEN.value
    if not is_past(question):
        return still
    end = datetime.combine(question.last + timedelta(days=1), time(), SHANGHAI)
    # A clock that ran ahead says that a run was finished in the future: it is finished all the same.
    later = and_(col(Sorting.finished_at) >= end, col(Sorting.finished_at) <= question.now)
    # What came out of it may count for a later day than its end: its month was closed by then.
    still_out = (
        select(col(Movement.seq))
        .join(Strand, col(Strand.lot) == Movement.lot)
        .where(
            col(Strand.run) == Sorting.id,
            col(Strand.side) == Side.OUT.value,
            col(Movement.kind) == MovementKind.SORT_OUT.value,
            col(Movement.day) > question.last,
        )
        .exists()
    )
    return or_(still, later, still_out)
