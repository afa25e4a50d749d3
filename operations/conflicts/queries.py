"""Show contradictions, with the ways out of each."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select, true
from sqlmodel import Session, col

from models.access import Caller, Person
from models.conflict_shapes import ConflictOut, ConflictRow, SettledOut, WayOut
from models.conflicts import Choice, ConflictKind, ConflictStatus, Contradiction, Settlement, Turned
from operations.conflicts.comparing import rows_of
from operations.conflicts.words import DOES
from operations.custody.bags import place_ref
from operations.errors import NotFound
from operations.network import Network, current
from operations.pages import Page, behind, page, read_position
from operations.scope import SEES_ALL

_WAYS: dict[ConflictKind, tuple[Choice, ...]] = {
    ConflictKind.RECEIVED_OTHERWISE: (
        Choice.KEEP_RECORDED,
        Choice.CORRECT_INTAKE,
        Choice.ADJUST,
        Choice.ASK,
    ),
    ConflictKind.SHIPMENT_OTHERWISE: (Choice.KEEP_RECORDED, Choice.ADJUST, Choice.ASK),
    ConflictKind.RECORDED_TWICE: (Choice.KEEP_RECORDED, Choice.ASK),
}
_OF_A_GIFT = (Choice.KEEP_RECORDED, Choice.CORRECT_INTAKE, Choice.RECORD_OTHER, Choice.ASK)


def list_conflicts(
    session: Session,
    *,
    place: str | None,
    status: ConflictStatus | None,
    kind: ConflictKind | None,
    limit: int,
    cursor: str | None,
    by: Caller,
) -> Page[ConflictRow]:
    """Return contradictions the caller may see, the newest first; raises NotFound for a foreign place."""
    network = current(session)
    conditions = [_scope(by)]
    if place is not None:
        conditions.append(_at(_place(network, place, by)))
    if status is not None:
        conditions.append(col(Contradiction.status) == status.value)
    if kind is not None:
        conditions.append(col(Contradiction.kind) == kind.value)
    since, id_ = col(Contradiction.since), col(Contradiction.id)
    after = read_position(cursor, datetime)
    if after is not None:
        conditions.append(behind(since, id_, after, newest_first=True))
    asked = select(Contradiction).where(*conditions).order_by(since.desc(), id_.desc()).limit(limit + 1)
    kept, next_cursor = page(list(session.scalars(asked)), limit, _key)
    return Page(items=[_row(network, row) for row in kept], next_cursor=next_cursor)


def show_conflict(session: Session, conflict_id: UUID, *, by: Caller) -> ConflictOut:
    """Return a contradiction: both sides, the ways out, how it was settled; raises NotFound."""
    row = conflict_of(session, conflict_id, by=by)
    said = _said(session, row.id)
    settled = [one for one in said if one.choice is not Choice.ASK]
    return ConflictOut(
        **dict(_row(current(session), row)),
        rows=rows_of(session, row),
        ways=[
            WayOut(choice=choice, does=DOES[choice][by.language == "en"]) for choice in ways_out(session, row)
        ],
        asked=[one for one in said if one.choice is Choice.ASK],
        settled=settled[-1] if settled else None,
    )


def conflict_of(session: Session, conflict_id: UUID, *, by: Caller) -> Contradiction:
    """Return a contradiction that the caller may see; raises NotFound."""
    row = session.scalar(select(Contradiction).where(col(Contradiction.id) == conflict_id, _scope(by)))
    if row is None:
        raise NotFound
    return row


def ways_out(session: Session, row: Contradiction) -> tuple[Choice, ...]:
    """Return the ways out of a contradiction; a settled one keeps its own, to be read."""
    turned = session.get(Turned, row.id)
    if turned is not None and turned.what == "intake":
        return _OF_A_GIFT
    return _WAYS[ConflictKind(row.kind)]


def _scope(by: Caller) -> ColumnElement[bool]:
    return true() if by.role in SEES_ALL else _at(by.place_id or 0)


def _at(place: int) -> ColumnElement[bool]:
    return or_(col(Contradiction.place_id) == place, col(Contradiction.other_place_id) == place)


def _place(network: Network, code: str, by: Caller) -> int:
    site = network.sites.get(code)
    if site is None or not (by.role in SEES_ALL or by.place_id == site.id):
        raise NotFound
    return site.id


def _said(session: Session, conflict_id: UUID) -> list[SettledOut]:
    rows = session.execute(
        select(Settlement, col(Person.name))
        .join(Person, col(Person.id) == Settlement.by)
        .where(col(Settlement.contradiction_id) == conflict_id)
        .order_by(col(Settlement.recorded_at), col(Settlement.id))
    )
    return [
        SettledOut(
            choice=Choice(said.choice), reason=said.reason, by=name, at=said.recorded_at, linked=said.linked
        )
        for said, name in rows
    ]


def _row(network: Network, row: Contradiction) -> ConflictRow:
    other = row.other_place_id
    return ConflictRow(
        id=row.id,
        kind=ConflictKind(row.kind),
        subject=row.subject,
        path=row.path,
        place=place_ref(network, row.place_id),
        other_place=None if other is None else place_ref(network, other),
        since=row.since,
        status=ConflictStatus(row.status),
    )


def _key(row: Contradiction) -> tuple[str, str]:
    return row.since.isoformat(), str(row.id)
