"""List what claims stock: allocations, disposals, goods set apart."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, exists, func, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from models.access import Caller, Person
from models.acts import Act, ActKind
from models.claims import Claim, Disposal, DisposalKind, DisposalStatus, Hold, HoldReason
from models.relief import Allocation, AllocationLine, AllocationStatus, Need
from models.stock_shapes import DisposalOut, HoldOut
from models.work_shapes import AllocationRow, DisposalRow, HoldRow
from operations.custody.bags import place_ref
from operations.lists.asked import at, own_places, places_asked
from operations.lists.begun import begun, newest
from operations.network import Network, current
from operations.pages import Page


def list_allocations(
    session: Session,
    *,
    status: AllocationStatus | None,
    recipient: str | None,
    need: UUID | None,
    limit: int,
    cursor: str | None,
    by: Caller,
) -> Page[AllocationRow]:
    """Return allocations, the newest first; those bound to a place see what is reserved there."""
    asked = (
        begun(ActKind.ALLOCATE, Allocation, col(Need.recipient))
        .join(Allocation, col(Allocation.id) == Act.id)
        .join(Need, col(Need.id) == Allocation.need_id)
    )
    places = own_places(current(session), by)
    if places is not None:
        line = AllocationLine
        there = exists().where(col(line.allocation_id) == Allocation.id, at(col(line.place_id), places))
        asked = asked.where(there)
    if status is not None:
        asked = asked.where(col(Allocation.status) == status.value)
    if recipient is not None:
        asked = asked.where(col(Need.recipient) == recipient)
    if need is not None:
        asked = asked.where(col(Allocation.need_id) == need)
    rows, next_cursor = newest(session, asked, limit=limit, cursor=cursor)
    ids = [row.act for row in rows]
    reserved, left = _lines(session, ids), _claims(session, ids)
    items = [_allocation(row, reserved.get(row.act), left.get(row.act)) for row in rows]
    return Page(items=items, next_cursor=next_cursor)


def list_disposals(
    session: Session,
    *,
    place: str | None,
    status: DisposalStatus | None,
    limit: int,
    cursor: str | None,
    by: Caller,
) -> Page[DisposalRow]:
    """Return disposals, the newest first. Raises Unfit and NotFound for the place."""
    network, decider = current(session), aliased(Person)
    asked = (
        begun(ActKind.PROPOSE_DISPOSAL, Disposal, col(Act.answer), col(decider.name).label("decider"))
        .join(Disposal, col(Disposal.id) == Act.id)
        .outerjoin(decider, col(decider.id) == Disposal.decided_by)
        .where(at(col(Act.place_id), places_asked(network, place, by)))
    )
    if status is not None:
        asked = asked.where(col(Disposal.status) == status.value)
    rows, next_cursor = newest(session, asked, limit=limit, cursor=cursor)
    return Page(items=[_disposal(network, row) for row in rows], next_cursor=next_cursor)


def list_holds(
    session: Session,
    *,
    place: str | None,
    released: bool | None,
    limit: int,
    cursor: str | None,
    by: Caller,
) -> Page[HoldRow]:
    """Return goods that were set apart, the newest first. Raises Unfit and NotFound for the place."""
    network = current(session)
    asked = begun(ActKind.HOLD, Hold, col(Act.answer)).join(Hold, col(Hold.id) == Act.id)
    asked = asked.where(at(col(Act.place_id), places_asked(network, place, by)))
    if released is not None:
        asked = asked.where(col(Hold.released) == released)
    rows, next_cursor = newest(session, asked, limit=limit, cursor=cursor)
    items = []
    for row in rows:
        held = HoldOut.model_validate_json(row.answer)
        items.append(
            HoldRow(
                id=row.act,
                place=place_ref(network, row.place_id),
                reason=HoldReason(row.Hold.reason),
                released=row.Hold.released,
                lines=len(held.lines),
                pieces=sum(line.pieces for line in held.lines),
                grams=sum(line.grams for line in held.lines),
                by=row.by,
                held_at=row.happened_at,
            )
        )
    return Page(items=items, next_cursor=next_cursor)


def _allocation(
    row: Row[Any], reserved: tuple[int, int, int] | None, left: tuple[int, int] | None
) -> AllocationRow:
    lines, pieces, grams = reserved or (0, 0, 0)
    pieces_left, grams_left = left or (0, 0)
    return AllocationRow(
        id=row.act,
        need=row.Allocation.need_id,
        recipient=row.recipient,
        status=AllocationStatus(row.Allocation.status),
        lines=lines,
        pieces=pieces,
        grams=grams,
        reserved_pieces=pieces_left,
        reserved_grams=grams_left,
        by=row.by,
        allocated_at=row.happened_at,
        expires_at=row.Allocation.expires_at,
    )


def _disposal(network: Network, row: Row[Any]) -> DisposalRow:
    # What was proposed stands in the act; of what was decided, nothing is claimed any more.
    proposed = DisposalOut.model_validate_json(row.answer)
    return DisposalRow(
        id=row.act,
        place=place_ref(network, row.place_id),
        kind=DisposalKind(row.Disposal.kind),
        status=DisposalStatus(row.Disposal.status),
        lines=len(proposed.lines),
        pieces=proposed.pieces,
        grams=proposed.grams,
        taker=row.Disposal.taker,
        reason=row.reason,
        proposed_by=row.by,
        decided_by=row.decider,
        proposed_at=row.happened_at,
    )


def _lines(session: Session, allocations: Sequence[UUID]) -> dict[UUID, tuple[int, int, int]]:
    """Return by allocation its lines, and the pieces and grams that were reserved."""
    line = AllocationLine
    rows = session.execute(
        select(col(line.allocation_id), func.count(), func.sum(col(line.pieces)), func.sum(col(line.grams)))
        .where(col(line.allocation_id).in_(allocations))
        .group_by(col(line.allocation_id))
    )
    return {id_: (lines, int(pieces), int(grams)) for id_, lines, pieces, grams in rows}


def _claims(session: Session, documents: Sequence[UUID]) -> dict[UUID, tuple[int, int]]:
    """Return by document the pieces and grams that it still claims."""
    rows = session.execute(
        select(col(Claim.document), func.sum(col(Claim.pieces)), func.sum(col(Claim.grams)))
        .where(col(Claim.document).in_(documents))
        .group_by(col(Claim.document))
    )
    return {id_: (int(pieces), int(grams)) for id_, pieces, grams in rows}
