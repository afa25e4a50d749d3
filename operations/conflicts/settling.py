"""Settle a contradiction: keep what is on record, or add a linked correction; nothing is written over."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlmodel import Session, col

from models.access import Caller, Person
from models.conflict_shapes import ConflictOut, SettleIn, SettleValues
from models.conflicts import Choice, ConflictKind, ConflictStatus, Contradiction, Settlement, Turned
from models.identifiers import show_lot
from models.intake_shapes import IntakeIn
from models.ledger import Lot
from models.rows import insert_rows
from models.shapes import show_instant
from models.shipments import ShipmentLine
from models.vault import Vault
from operations import corrections, intakes
from operations.audit import note
from operations.conflicts.comparing import bag_intakes
from operations.conflicts.noting import mark_settled
from operations.conflicts.queries import conflict_of, show_conflict, ways_out
from operations.errors import Conflict, Fault, IdTaken, Unfit
from operations.network import current
from operations.stock import adjustments


@dataclass(frozen=True, slots=True)
class Settled:
    """The contradiction as it stands now, and whether this call changed that."""

    created: bool
    conflict: ConflictOut


def settle(session: Session, conflict_id: UUID, body: SettleIn, *, by: Caller, now: datetime) -> Settled:
    """Settle a contradiction, or ask about it; the same again changes nothing.

    Raises NotFound, IdTaken, Conflict naming who settled it before, Unfit for a way that it does not have
    or values that are not of it, and whatever the linked correction refuses.
    """
    row = conflict_of(session, conflict_id, by=by)
    vault: Vault = session.info["vault"]
    print_ = vault.fingerprint(f"{conflict_id} {body.model_dump_json(exclude_defaults=True)}".encode())
    known = session.get(Settlement, body.id)
    if known is not None:
        if bytes(known.fingerprint) != print_:
            raise IdTaken(id=str(body.id))
        return Settled(created=False, conflict=show_conflict(session, conflict_id, by=by))

    if body.choice not in ways_out(session, row):
        raise Unfit(Fault("/choice", "no_such_way", {"value": body.choice.value}))
    if row.status == ConflictStatus.SETTLED or (body.choice is not Choice.ASK and not _close(session, row)):
        raise Conflict(_by_whom(session, row))
    linked = _WAYS[body.choice](session, row, body, by, now)
    settlement = {
        "id": body.id,
        "contradiction_id": row.id,
        "fingerprint": print_,
        "choice": body.choice.value,
        "reason": body.reason,
        "linked": linked,
        "recorded_at": now,
        "by": by.actor,
    }
    insert_rows(session, Settlement, [settlement])
    place = current(session).by_id[row.place_id].code
    note(session, "conflict.settle", f"{place} {row.id}", body.choice.value, by=by, now=now)
    session.expire_all()
    return Settled(created=True, conflict=show_conflict(session, conflict_id, by=by))


def _close(session: Session, row: Contradiction) -> bool:
    """Close it, and tell whether it was open: who comes second waits here, and finds it closed."""
    return mark_settled(session, row.id)


def _by_whom(session: Session, row: Contradiction) -> Fault:
    found = session.execute(
        select(col(Person.name), col(Settlement.recorded_at), col(Settlement.choice))
        .join(Settlement, col(Settlement.by) == Person.id)
        .where(col(Settlement.contradiction_id) == row.id, col(Settlement.choice) != Choice.ASK.value)
        .order_by(col(Settlement.recorded_at).desc())
        .limit(1)
    ).one()
    at = show_instant(found.recorded_at)
    return Fault("", "settled_already", {"by": found.name, "at": at, "choice": found.choice})


def _nothing(session: Session, row: Contradiction, body: SettleIn, by: Caller, now: datetime) -> None:
    """Add nothing to the record: the reason is all."""


def _correct_intake(session: Session, row: Contradiction, body: SettleIn, by: Caller, now: datetime) -> UUID:
    values = body.values or SettleValues()
    if values.intake is None or values.correction is None:
        raise Unfit(Fault("/values/correction", "values_needed"))
    if values.intake not in _intakes(session, row):
        raise Unfit(Fault("/values/intake", "not_of_this_conflict", {"value": str(values.intake)}))
    done = corrections.correct(session, values.intake, values.correction, by=by, now=now)
    return done.correction.id


def _adjust(session: Session, row: Contradiction, body: SettleIn, by: Caller, now: datetime) -> UUID:
    adjustment = body.values.adjustment if body.values is not None else None
    if adjustment is None:
        raise Unfit(Fault("/values/adjustment", "values_needed"))
    if adjustment.lot not in _lots(session, row):
        raise Unfit(Fault("/values/adjustment/lot", "not_of_this_conflict", {"value": adjustment.lot}))
    adjustments.adjust(session, body.id, adjustment, by=by, now=now)
    return body.id


def _record_other(session: Session, row: Contradiction, body: SettleIn, by: Caller, now: datetime) -> UUID:
    """Record what was refused as a gift of its own: somebody did give it, under an id that was taken."""
    other = IntakeIn.model_validate_json(session.get_one(Turned, row.id).body)
    intakes.record(session, body.id, other, by=by, now=now)
    return body.id


_WAYS: dict[Choice, Callable[[Session, Contradiction, SettleIn, Caller, datetime], UUID | None]] = {
    Choice.KEEP_RECORDED: _nothing,
    Choice.ASK: _nothing,
    Choice.CORRECT_INTAKE: _correct_intake,
    Choice.ADJUST: _adjust,
    Choice.RECORD_OTHER: _record_other,
}


def _intakes(session: Session, row: Contradiction) -> list[UUID]:
    if row.kind == ConflictKind.RECEIVED_OTHERWISE:
        return bag_intakes(session, row.subject.replace("-", ""))
    return [row.document]


def _lots(session: Session, row: Contradiction) -> set[str]:
    if row.kind == ConflictKind.SHIPMENT_OTHERWISE:
        sent = select(col(ShipmentLine.lot)).where(col(ShipmentLine.shipment_id) == row.document)
        return {show_lot(lot) for lot in session.scalars(sent)}
    given = select(col(Lot.id)).where(col(Lot.intake_id).in_(_intakes(session, row)))
    return {show_lot(lot) for lot in session.scalars(given) if lot is not None}
