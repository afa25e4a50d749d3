"""Windows of an export: which operations come next, without reading those that came before.

Operations stand in the order of the Shanghai day they count for. Within a day first those that moved
goods, in the ledger's order, then those that moved nothing: bags sealed, goods set apart, picked,
counted and found right. The latter stand under the day of their `happened_at`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from heapq import merge
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, func, or_, select, union_all
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from models.acts import Act, ActKind
from models.clock import SHANGHAI
from models.custody import BagHop
from models.ledger import Flow, Movement, MovementKind
from operations.errors import Fault, Unfit
from operations.pages import read_cursor, write_cursor

#: Acts that are an event even when no goods move.
STILL = (ActKind.SEAL_BAG, ActKind.HOLD, ActKind.RELEASE, ActKind.PICK, ActKind.FINALIZE_STOCKTAKE)
#: Acts that are an event without goods only when they hand a bag on: an emptied gift is carried too.
WITH_BAGS = (ActKind.COLLECT, ActKind.RECEIVE_BAGS, ActKind.OPEN_SORTING)
_NEVER = datetime(2000, 1, 1, tzinfo=UTC)
_SEQ_MAX = 2**63
_PARTS_MAX = 1000


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """Where an operation stands: its day, whether it moved nothing, then its first movement or its time."""

    day: date
    still: bool
    seq: int
    at: datetime
    operation: UUID


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a window begins: an operation, and how many of its events were given before."""

    position: Position
    given: int


def write_mark(mark: Mark) -> str:
    """Return the cursor of a window."""
    at = mark.position
    key = (at.day.isoformat(), at.still, at.seq, at.at.isoformat(), str(at.operation))
    return write_cursor(*key, mark.given)


def read_mark(cursor: str | None) -> Mark | None:
    """Return where a window begins; raises Unfit for a cursor that we did not write."""
    key = read_cursor(cursor, str, bool, int, str, str, int)
    if key is None:
        return None
    try:
        at = datetime.fromisoformat(key[3])
        position = Position(date.fromisoformat(key[0]), key[1], key[2], at, UUID(key[4]))
    except ValueError as wrong:
        raise Unfit(Fault("/cursor", "cursor")) from wrong
    years = (position.day.year, at.year)
    bounded = 0 <= position.seq < _SEQ_MAX and 0 <= key[5] < _PARTS_MAX
    if at.tzinfo is None or not all(2000 <= year <= 2100 for year in years) or not bounded:
        raise Unfit(Fault("/cursor", "cursor"))
    return Mark(position, key[5])


def of_period(
    session: Session, first: date, last: date, start: Position | None, count: int
) -> list[Position]:
    """Return so many operations of a period from a position on; empty days cost nothing."""
    found: list[Position] = []
    day = _next_day(session, max(first, start.day) if start else first, last)
    while day is not None and len(found) < count:
        here = start if start is not None and start.day == day else None
        if here is None or not here.still:
            found += _moving(session, day, here.seq if here else 0, count)
        if len(found) < count:
            found += _still(session, day, here if here is not None and here.still else None, count)
        day = _next_day(session, day + timedelta(days=1), last)
    return found[:count]


def of_operations(
    session: Session, moving: ColumnElement[bool], still: ColumnElement[bool]
) -> list[Position]:
    """Return the operations that moved goods under a condition on Movement, and the acts under another."""
    named = select(col(Movement.operation)).where(moving)
    rows = session.execute(
        select(col(Movement.operation), func.min(col(Movement.day)), func.min(col(Movement.seq)))
        .where(col(Movement.operation).in_(named))
        .group_by(col(Movement.operation))
    )
    found = [Position(day, False, int(seq), _NEVER, operation) for operation, day, seq in rows]
    acts = select(col(Act.id), col(Act.happened_at)).where(still, _is_event())
    return sorted(found + [_standing(*row) for row in session.execute(acts)])


def _standing(act: UUID, at: datetime) -> Position:
    """Return the position of an act that moved nothing."""
    return Position(at.astimezone(SHANGHAI).date(), True, 0, at, act)


def _is_event() -> ColumnElement[bool]:
    """Return the condition that an act without movements is an event."""
    moved = exists().where(col(Movement.operation) == col(Act.id))
    carried = exists().where(col(BagHop.act) == col(Act.id))
    kinds = [kind.value for kind in STILL]
    return and_(~moved, or_(col(Act.kind).in_(kinds), and_(col(Act.kind).in_(_values(WITH_BAGS)), carried)))


def _next_day(session: Session, day: date, last: date) -> date | None:
    """Return the first day from this one to the last on which anything was done."""
    if day > last:
        return None
    since = _midnight(day)
    # A query a kind, so that each is one look into the index.
    firsts = [
        select(func.min(col(Act.happened_at)).label("at")).where(
            col(Act.kind) == kind.value, col(Act.happened_at) >= since
        )
        for kind in (*STILL, *WITH_BAGS)
    ]
    acts = union_all(*firsts).subquery()
    act = session.scalar(select(func.min(acts.c.at)))
    moved = session.scalar(select(func.min(col(Flow.day))).where(col(Flow.day) >= day))
    days = [found for found in (moved, act and act.astimezone(SHANGHAI).date()) if found is not None]
    return min(days) if days and min(days) <= last else None


def _moving(session: Session, day: date, seq: int, count: int) -> list[Position]:
    """Return so many operations that moved goods on a day, from a movement on."""
    earlier = aliased(Movement)
    is_first = ~exists().where(
        col(earlier.operation) == col(Movement.operation), col(earlier.seq) < col(Movement.seq)
    )
    found = []
    for kind in MovementKind:
        rows = session.execute(
            select(col(Movement.seq), col(Movement.operation))
            .where(
                col(Movement.kind) == kind.value,
                col(Movement.day) == day,
                col(Movement.seq) >= seq,
                is_first,
            )
            .order_by(col(Movement.seq))
            .limit(count)
        )
        found.append([Position(day, False, number, _NEVER, operation) for number, operation in rows])
    return list(merge(*found))[:count]


def _still(session: Session, day: date, start: Position | None, count: int) -> list[Position]:
    """Return so many acts of a day that moved nothing, from a position on."""
    since, until = _midnight(day), _midnight(day + timedelta(days=1))
    found = []
    for kind in (*STILL, *WITH_BAGS):
        asked = select(col(Act.id), col(Act.happened_at)).where(
            col(Act.kind) == kind.value,
            col(Act.happened_at) >= since,
            col(Act.happened_at) < until,
            _is_event(),
        )
        if start is not None:
            same = and_(col(Act.happened_at) == start.at, col(Act.id) >= start.operation)
            asked = asked.where(or_(col(Act.happened_at) > start.at, same))
        rows: Sequence[Any] = session.execute(
            asked.order_by(col(Act.happened_at), col(Act.id)).limit(count)
        ).all()
        found.append([_standing(*row) for row in rows])
    return list(merge(*found))[:count]


def _values(kinds: Sequence[ActKind]) -> list[str]:
    return [kind.value for kind in kinds]


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), SHANGHAI)
