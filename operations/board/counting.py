"""Count what contradicts itself and waits for somebody to look at it."""

from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlmodel import Session, col

from models.acts import Act, ActKind
from models.custody import BagOutcome, ReceiptBag
from operations.lists.asked import Places, at

#: What was received otherwise longer ago has been looked for, or will not be found.
LOOKED_FOR = timedelta(days=30)


def count_open(session: Session, places: Places, *, now: datetime) -> int:
    """Return how many bags were received otherwise than expected at the places, in the last thirty days."""
    asked = (
        select(func.count())
        .select_from(Act)
        .join(ReceiptBag, col(ReceiptBag.receipt_id) == Act.id)
        .where(
            col(Act.kind) == ActKind.RECEIVE_BAGS.value,
            col(Act.happened_at) >= now - LOOKED_FOR,
            at(col(Act.place_id), places),
            col(ReceiptBag.outcome) != BagOutcome.ARRIVED.value,
        )
    )
    return int(session.scalar(asked) or 0)
