"""Note a contradiction in the transaction that records its second side; close it when that comes right."""

from collections.abc import Sequence
from uuid import NAMESPACE_URL, UUID, uuid5

from sqlalchemy import select, update
from sqlmodel import Session, col

from models.conflicts import Choice, ConflictKind, ConflictStatus, Contradiction, Settlement
from models.custody import BagOutcome, ReceiptBag
from models.identifiers import show_code
from models.pickup_shapes import ReceiptBagOut
from models.rows import insert_rows
from models.shipments import Shipment, ShipmentKind, ShipmentLine
from operations.acts import Work
from operations.conflicts.comparing import surplus_of

_NAMES = uuid5(NAMESPACE_URL, "urn:jiujin:conflict")


def conflict_id(*names: object) -> UUID:
    """Return the id of the contradiction about the things of these names: the same ones have one."""
    return uuid5(_NAMES, " ".join(str(name) for name in names))


def note_bags(work: Work, station: int, rows: Sequence[ReceiptBagOut], *, planned: bool) -> None:
    """Note the bags of a receipt that are not what was logged; a missing one that came is settled by that.

    Without a run nothing was expected, so that what came is no surplus.
    """
    missing = _missing(work.session, [row.label for row in rows if row.outcome is not BagOutcome.MISSING])
    for row in rows:
        if row.label in missing and came_later(work, missing[row.label]):
            continue
        expected = row.outcome is BagOutcome.ARRIVED or (row.outcome is BagOutcome.SURPLUS and not planned)
        if expected and row.pieces == row.expected_pieces:
            continue
        _note(
            work,
            Contradiction(
                id=conflict_id(ConflictKind.RECEIVED_OTHERWISE, row.label, work.id),
                kind=ConflictKind.RECEIVED_OTHERWISE.value,
                subject=show_code(row.label),
                document=work.document,
                path=f"/desk/bag/{row.label}",
                place_id=station,
                since=work.now,
                status=ConflictStatus.OPEN.value,
            ),
        )


def note_shipment(work: Work, row: Shipment, lines: Sequence[ShipmentLine], *, surplus: bool) -> None:
    """Note a shipment that arrived with other counts than it was sent with, or that came right after all."""
    known = conflict_id(ConflictKind.SHIPMENT_OTHERWISE, row.id)
    differs = surplus or any(
        line.under_way != (0, 0) or line.lost_pieces or line.lost_grams for line in lines
    )
    if not differs:
        found = work.session.get(Contradiction, known)
        if found is not None and not _had_surplus(work.session, found):
            came_later(work, known)
        return
    place = row.from_place if row.to_place is None else row.to_place
    kind = ShipmentKind(row.kind).value
    _note(
        work,
        Contradiction(
            id=known,
            kind=ConflictKind.SHIPMENT_OTHERWISE.value,
            subject=str(row.id),
            document=row.id,
            path=f"/desk/shipments/{kind}/{row.id}",
            place_id=place,
            other_place_id=None if place == row.from_place else row.from_place,
            since=work.now,
            status=ConflictStatus.OPEN.value,
        ),
    )


def came_later(work: Work, known: UUID) -> bool:
    """Settle a contradiction by what came after all; return whether one was open."""
    if not mark_settled(work.session, known):
        return False
    settled = {
        "id": conflict_id(known, work.id),
        "contradiction_id": known,
        "fingerprint": b"",
        "choice": Choice.CAME_LATER.value,
        "reason": "",
        "linked": work.id,
        "recorded_at": work.now,
        "by": work.by.actor,
    }
    insert_rows(work.session, Settlement, [settled])
    return True


def mark_settled(session: Session, known: UUID) -> bool:
    """Mark a contradiction as settled; return whether it was open: of two who settle it, one does."""
    table = Contradiction
    closed = session.connection().execute(
        update(table)
        .where(col(table.id) == known, col(table.status) == ConflictStatus.OPEN.value)
        .values(status=ConflictStatus.SETTLED.value)
    )
    return closed.rowcount == 1


def _note(work: Work, row: Contradiction) -> None:
    """Write a contradiction; one that is on record already stays as it is."""
    if work.session.get(Contradiction, row.id) is None:
        work.session.add(row)
        work.session.flush()


def _missing(session: Session, labels: list[str]) -> dict[str, UUID]:
    """Return the open contradictions about bags that were missing, by label."""
    rows = session.execute(
        select(col(ReceiptBag.label), col(Contradiction.id))
        .join(Contradiction, col(Contradiction.document) == ReceiptBag.receipt_id)
        .where(
            col(ReceiptBag.label).in_(labels),
            col(ReceiptBag.outcome) == BagOutcome.MISSING.value,
            col(Contradiction.subject).in_([show_code(label) for label in labels]),
            col(Contradiction.status) == ConflictStatus.OPEN.value,
        )
    )
    return {row.label: row.id for row in rows}


def _had_surplus(session: Session, row: Contradiction) -> bool:
    return bool(surplus_of(session, row.subject))
