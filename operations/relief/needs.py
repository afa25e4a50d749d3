"""Needs: what recipients ask for, and how far it is met."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, exists, select, update
from sqlmodel import Session, col

from models.access import Caller
from models.acts import ActKind
from models.relief import Allocation, Need, NeedLine, NeedStatus, Urgency
from models.relief_shapes import NeedIn, NeedLineOut, NeedOut, StepIn
from models.sortings import Wearer
from operations.acts import Work, act, refuse, require
from operations.errors import Conflict, Fault, NotFound
from operations.network import Network, current
from operations.pages import Page, behind, page, read_position
from operations.relief.recipients import active
from operations.stale import Changed, last_act, refuse_stale, take_turn, version_of


@act(ActKind.STATE_NEED, creates=True)
def state_need(work: Work, body: NeedIn) -> NeedOut:
    """State what a recipient needs; lines that ask for the same are added up."""
    active(work.session, body.recipient, "/recipient")
    kinds = work.network.kinds
    refuse(
        [
            Fault(f"/lines/{n}/category", "unknown_category", {"value": line.category})
            for n, line in enumerate(body.lines)
            if line.category not in kinds
        ]
    )
    row = Need(
        id=work.document,
        recipient=body.recipient,
        urgency=body.urgency.value,
        needed_by=body.needed_by,
        status=NeedStatus.OPEN.value,
        stated_at=work.now,
    )
    work.session.add(row)
    work.session.flush()
    asked: dict[tuple[str, Wearer | None, str | None], int] = {}
    for line in body.lines:
        key = (line.category, line.wearer, line.size)
        asked[key] = asked.get(key, 0) + line.pieces
    for n, ((category, wearer, size), pieces) in enumerate(asked.items()):
        work.session.add(
            NeedLine(
                need_id=row.id,
                n=n,
                category_id=kinds[category].id,
                wearer=wearer,
                size=size,
                pieces=pieces,
            )
        )
    work.session.flush()
    return show_need(work.session, row)


@act(ActKind.CANCEL)
def close_need(work: Work, body: StepIn) -> NeedOut:
    """Close a need: nothing more is to be reserved for it; what is reserved stays. Raises Stale."""
    take_turn(work.session, "need", work.subject)
    row = work.session.get(Need, work.document, with_for_update=True, populate_existing=True)
    if row is None:
        raise NotFound
    require(row.status == NeedStatus.OPEN, Fault("", "need_closed"))
    stored = _content(row, lines_of(work.session, row.id))
    closed = {"status": NeedStatus.CLOSED.value}
    refuse_stale(work.expected, stored, closed, lambda: _last(work.session, row.id))
    row.status = NeedStatus.CLOSED.value
    work.session.add(row)
    return show_need(work.session, row)


def get_need(session: Session, need_id: UUID, *, by: Caller) -> NeedOut:
    """Return a need; raises NotFound."""
    row = session.get(Need, need_id)
    if row is None:
        raise NotFound
    return show_need(session, row)


def list_needs(
    session: Session,
    *,
    recipient: str | None,
    status: NeedStatus | None,
    urgency: Urgency | None,
    wanting: bool | None,
    limit: int,
    cursor: str | None,
    by: Caller,
) -> Page[NeedOut]:
    """Return needs in the order they were stated; `wanting`: whether pieces are still to be reserved."""
    conditions: list[ColumnElement[bool]] = []
    if recipient is not None:
        conditions.append(col(Need.recipient) == recipient)
    if status is not None:
        conditions.append(col(Need.status) == status.value)
    if urgency is not None:
        conditions.append(col(Need.urgency) == urgency.value)
    if wanting is not None:
        line = NeedLine
        lacks = exists().where(col(line.need_id) == Need.id, col(line.allocated_pieces) < col(line.pieces))
        conditions.append(lacks if wanting else ~lacks)
    after = read_position(cursor, datetime)
    if after is not None:
        conditions.append(behind(col(Need.stated_at), col(Need.id), after))
    asked = select(Need).where(*conditions).order_by(col(Need.stated_at), col(Need.id)).limit(limit + 1)
    kept, next_cursor = page(list(session.scalars(asked)), limit, _key)
    return Page(items=[show_need(session, row) for row in kept], next_cursor=next_cursor)


def lines_of(session: Session, need_id: UUID) -> list[NeedLine]:
    """Return a need's lines in order."""
    asked = select(NeedLine).where(col(NeedLine.need_id) == need_id).order_by(col(NeedLine.n))
    return list(session.scalars(asked.execution_options(populate_existing=True)))


def reserve_for(session: Session, need_id: UUID, n: int, pieces: int, pointer: str) -> None:
    """Count pieces as reserved for a line; raises Conflict when the line asks for fewer."""
    line = NeedLine
    met = session.connection().execute(
        update(line)
        .where(
            col(line.need_id) == need_id,
            col(line.n) == n,
            col(line.pieces) - col(line.allocated_pieces) >= pieces,
        )
        .values(allocated_pieces=col(line.allocated_pieces) + pieces)
    )
    if met.rowcount != 1:
        row = session.get_one(NeedLine, (need_id, n), populate_existing=True)
        left = row.pieces - row.allocated_pieces
        raise Conflict(Fault(pointer, "need_fulfilled", {"pieces": pieces, "left": left}))


def count_for(session: Session, need_id: UUID, n: int, *, allocated: int = 0, delivered: int = 0) -> None:
    """Change what a line counts as reserved and as delivered, up or down."""
    line = NeedLine
    session.connection().execute(
        update(line)
        .where(col(line.need_id) == need_id, col(line.n) == n)
        .values(
            allocated_pieces=col(line.allocated_pieces) + allocated,
            delivered_pieces=col(line.delivered_pieces) + delivered,
        )
    )


def show_need(session: Session, row: Need) -> NeedOut:
    """Return a need with its lines."""
    network = current(session)
    held = lines_of(session, row.id)
    lines = [show_line(network, line) for line in held]
    return NeedOut(
        id=row.id,
        recipient=row.recipient,
        urgency=Urgency(row.urgency),
        needed_by=row.needed_by,
        status=NeedStatus(row.status),
        fulfilled=all(line.delivered_pieces >= line.pieces for line in lines),
        lines=lines,
        stated_at=row.stated_at,
        version=version_of(_content(row, held)),
    )


def show_line(network: Network, line: NeedLine) -> NeedLineOut:
    """Return a line and how far it is met."""
    return NeedLineOut(
        n=line.n,
        category=network.kind_codes[line.category_id],
        wearer=None if line.wearer is None else Wearer(line.wearer),
        size=line.size,
        pieces=line.pieces,
        allocated_pieces=line.allocated_pieces,
        delivered_pieces=line.delivered_pieces,
        open_pieces=line.pieces - line.allocated_pieces,
    )


def _content(row: Need, lines: list[NeedLine]) -> dict[str, Any]:
    """Return what somebody who closes a need has to know of it: whether it is open, what is reserved."""
    reserved = {f"lines/{line.n}/allocated_pieces": line.allocated_pieces for line in lines}
    return {"status": row.status, **reserved}


def _last(session: Session, need_id: UUID) -> Changed:
    """Return who last did anything with a need, or reserved for it."""
    asked = select(col(Allocation.id)).where(col(Allocation.need_id) == need_id)
    return last_act(session, [str(need_id), *(str(id_) for id_ in session.scalars(asked))])


def _key(row: Need) -> tuple[str, str]:
    return row.stated_at.isoformat(), str(row.id)
