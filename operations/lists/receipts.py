"""List receipts."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlmodel import Session, col

from models.access import Caller
from models.acts import Act, ActKind
from models.custody import BagOutcome, ReceiptBag
from models.work_shapes import ReceiptRow
from operations.custody.bags import place_ref
from operations.lists.asked import at, places_asked
from operations.lists.begun import begun, newest
from operations.network import current
from operations.pages import Page

_SUMS = ("expected_pieces", "expected_grams", "pieces", "grams")


def list_receipts(
    session: Session,
    *,
    place: str | None,
    since: datetime | None,
    until: datetime | None,
    limit: int,
    cursor: str | None,
    by: Caller,
) -> Page[ReceiptRow]:
    """Return receipts of [since, until), the newest first. Raises Unfit and NotFound for the place."""
    network = current(session)
    asked = begun(ActKind.RECEIVE_BAGS).where(at(col(Act.place_id), places_asked(network, place, by)))
    if since is not None:
        asked = asked.where(col(Act.happened_at) >= since)
    if until is not None:
        asked = asked.where(col(Act.happened_at) < until)
    rows, next_cursor = newest(session, asked, limit=limit, cursor=cursor)
    found = _bags(session, [row.act for row in rows])
    items = []
    for row in rows:
        counts, sums = found[row.act]
        items.append(
            ReceiptRow(
                id=row.act,
                place=place_ref(network, row.place_id),
                bags=sum(counts.values()),
                **{outcome.value: counts[outcome.value] for outcome in BagOutcome},
                **sums,
                by=row.by,
                witness=row.witness,
                received_at=row.happened_at,
                recorded_at=row.recorded_at,
            )
        )
    return Page(items=items, next_cursor=next_cursor)


def _bags(session: Session, receipts: Sequence[UUID]) -> dict[UUID, tuple[dict[str, int], dict[str, int]]]:
    """Return by receipt how many bags had each outcome, and the sums of all of them."""
    found: Any = defaultdict(lambda: (defaultdict(int), dict.fromkeys(_SUMS, 0)))
    summed = [func.sum(getattr(ReceiptBag, name)).label(name) for name in _SUMS]
    rows = session.execute(
        select(col(ReceiptBag.receipt_id), col(ReceiptBag.outcome), func.count().label("bags"), *summed)
        .where(col(ReceiptBag.receipt_id).in_(receipts))
        .group_by(col(ReceiptBag.receipt_id), col(ReceiptBag.outcome))
    )
    for row in rows:
        counts, sums = found[row.receipt_id]
        counts[row.outcome] += row.bags
        for name in _SUMS:
            sums[name] += int(getattr(row, name))
    return found  # type: ignore[no-any-return]
