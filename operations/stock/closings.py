"""Write down at chosen midnights what lies where, so that the past is asked in a bounded time."""

from datetime import datetime, time, timedelta

from sqlalchemy import BigInteger, case, func, insert, literal, or_, select
from sqlmodel import Session, col

from models.access import Caller
from models.clock import SHANGHAI
from models.closings import Closing, ClosingStock
from models.ledger import Movement
from models.rows import insert_once
from operations.network import current
from operations.stock.lying import last_closing, stock_until

#: A closing is due after so many movements for each lot of the last one. So closings have at most a third of
#: the ledger's rows, and a question sums three movements for each lot that it looks through anyway.
MOVEMENTS_PER_LOT = 3
#: Fewer are summed in a tenth of a second.
MOVEMENTS_MIN = 50_000
#: What was recorded by a midnight is committed so long after it, whichever process wrote it.
SETTLED_AFTER = timedelta(hours=1)


def due(session: Session, *, now: datetime) -> datetime | None:
    """Return the midnight in Shanghai at which stock is to be written down next, once it has passed."""
    last = last_closing(session)
    first_seq, lots = 0, 0
    if last is not None:
        counted = select(func.count()).where(col(ClosingStock.closing) == last.id)
        first_seq, lots = last.first_seq, session.scalar(counted) or 0
    enough = first_seq + max(MOVEMENTS_MIN, MOVEMENTS_PER_LOT * lots)
    asked = select(col(Movement.recorded_at)).where(col(Movement.seq) >= enough)
    if last is not None:
        # A clock that was behind names no midnight that is over.
        asked = asked.where(col(Movement.recorded_at) > last.at)
    moment = session.scalar(asked.order_by(col(Movement.seq)).limit(1))
    if moment is None:
        return None
    midnight = datetime.combine(moment.astimezone(SHANGHAI).date() + timedelta(days=1), time(), SHANGHAI)
    return midnight if midnight + SETTLED_AFTER <= now else None


def close(session: Session, at: datetime, *, by: Caller, now: datetime) -> None:
    """Write down what lay where at a moment that `due` named; nothing when that was done meanwhile."""
    before = last_closing(session)
    if before is not None and before.at >= at:
        return
    first_seq, last_seq = _bounds(session, at, before)
    id_ = insert_once(session, Closing, {"at": at, "first_seq": first_seq, "last_seq": last_seq})
    if id_ is None:
        return
    summed = stock_until(at, before, last_seq).subquery("summed")
    there = select(literal(id_, BigInteger), summed).where(
        summed.c.place_id.not_in(current(session).outside_ids), or_(summed.c.pieces > 0, summed.c.grams > 0)
    )
    columns = ["closing", "place_id", "lot", "pieces", "grams"]
    session.connection().execute(insert(ClosingStock).from_select(columns, there))


def _bounds(session: Session, at: datetime, before: Closing | None) -> tuple[int, int]:
    """Return the lowest number of a movement recorded after a moment, and the highest recorded by then."""
    seq, is_later = col(Movement.seq), col(Movement.recorded_at) > at
    asked = select(func.min(case((is_later, seq))), func.max(case((is_later, None), else_=seq)))
    if before is not None:
        asked = asked.where(seq >= before.first_seq)
    first, last = session.execute(asked).one()
    last = last or 0
    return (last + 1 if first is None else first), last
