"""Keep needs true: what a shipment delivers counts for its need, what comes back is asked for again."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import select
from sqlmodel import Session, col

from models.relief import Allocation, AllocationLine
from models.shipments import Shipment
from operations.relief.needs import count_for


def give_back(session: Session, row: Shipment, pieces: Mapping[int, int]) -> None:
    """Count pieces of lots as not reserved any more: they are free, or gone without arriving."""
    for lot, (need, n) in _lines(session, row).items():
        if pieces.get(lot):
            count_for(session, need, n, allocated=-pieces[lot])


def delivered(session: Session, row: Shipment, pieces: Mapping[int, int]) -> None:
    """Count pieces of lots as delivered; negative ones came back."""
    for lot, (need, n) in _lines(session, row).items():
        if pieces.get(lot):
            count_for(session, need, n, delivered=pieces[lot])


def _lines(session: Session, row: Shipment) -> dict[int, tuple[UUID, int]]:
    """Return the line of the need that each lot of a shipment is for."""
    if row.allocation is None:
        return {}
    rows = session.execute(
        select(col(AllocationLine.lot), col(Allocation.need_id), col(AllocationLine.need_line))
        .join(Allocation, col(Allocation.id) == AllocationLine.allocation_id)
        .where(
            col(AllocationLine.allocation_id) == row.allocation,
            col(AllocationLine.place_id) == row.from_place,
        )
    )
    return {lot: (need, n) for lot, need, n in rows}
