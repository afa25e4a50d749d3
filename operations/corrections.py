"""Correct an intake: never by editing, always by a linked later fact with person and reason."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import case, func, select
from sqlmodel import Session, col

from models.access import Caller
from models.clock import counting_day
from models.intake_shapes import CorrectedLine, CorrectionIn, CorrectionOut
from models.intakes import Correction, Intake
from models.ledger import Lot, LotKind, Movement, MovementKind
from models.network import OUTSIDE_WEIGHING
from models.rows import insert_rows, reserve_ids
from models.vault import Vault
from operations.correction_views import show_correction
from operations.custody.contents import contents
from operations.errors import Conflict, Fault, IdTaken, Unfit
from operations.expectations import expect_otherwise
from operations.intake_queries import find
from operations.ledger import Hop, post
from operations.network import Network, current


@dataclass(frozen=True, slots=True)
class Corrected:
    """The answer to a correction, and whether this call made it."""

    created: bool
    correction: CorrectionOut


@dataclass(frozen=True, slots=True)
class Standing:
    """What the record says of a lot today, the movement that first said it, and where the goods lie."""

    lot: Lot
    pieces: int
    grams: int
    first: int
    place: int | None


def correct(session: Session, intake_id: UUID, body: CorrectionIn, *, by: Caller, now: datetime) -> Corrected:
    """Set lines of an intake right; the same correction again gives the first answer again.

    The goods may have moved on, to a vehicle or a station: the correction follows them. Raises NotFound,
    IdTaken, Unfit for lines that are ambiguous or were never there, Conflict for goods that were sorted
    already and in a closed period, and Shortage when more is to be taken back than is left.
    """
    intake = find(session, intake_id, by=by)
    vault: Vault = session.info["vault"]
    print_ = vault.fingerprint(f"{intake_id} {body.model_dump_json(exclude_defaults=True)}".encode())
    known = session.get(Correction, body.id)
    if known is not None:
        if bytes(known.fingerprint) != print_:
            raise IdTaken(id=str(body.id))
        return Corrected(created=False, correction=show_correction(session, known))

    network = current(session)
    day = counting_day(intake.happened_at, intake.recorded_at)
    if network.is_closed(day):
        raise Conflict(Fault("", "period_closed", {"day": day.isoformat()}))
    hops = _hops(session, network, intake, body, by, now)

    row = Correction(
        id=body.id,
        intake_id=intake_id,
        fingerprint=print_,
        reason=body.reason.value,
        note=body.note,
        recorded_at=now,
        by=by.actor,
    )
    session.add(row)
    session.flush()
    post(session, hops, outside=network.outside_ids)
    expect_otherwise(session, network, hops)
    return Corrected(created=True, correction=show_correction(session, row))


def _hops(
    session: Session,
    network: Network,
    intake: Intake,
    body: CorrectionIn,
    by: Caller,
    now: datetime,
) -> list[Hop]:
    standing = _standing(session, network, intake.id)
    hops: list[Hop] = []
    faults: list[Fault] = []
    gone: list[Fault] = []
    touched: set[int] = set()
    for n, line in enumerate(body.lines):
        pointer = f"/lines/{n}"
        if line.category not in network.kinds:
            faults.append(Fault(f"{pointer}/category", "unknown_category", {"value": line.category}))
            continue
        matching = [entry for entry in standing if _matches(network, entry.lot, line)]
        if len(matching) > 1:
            faults.append(Fault(pointer, "ambiguous_line"))
        elif not matching and not line.pieces:
            faults.append(Fault(pointer, "no_such_line"))
        else:
            entry = matching[0] if matching else _new_lot(session, network, intake, line)
            if (entry.lot.id or 0) in touched:
                faults.append(Fault(pointer, "line_twice"))
            touched.add(entry.lot.id or 0)
            place = entry.place if entry.pieces or entry.grams else _home(intake, standing)
            if place is None:
                gone.append(Fault(pointer, "already_sorted"))
            else:
                hops.extend(_differences(network, place, entry, line, pointer, body.id, by, now))
    if gone:
        raise Conflict(*gone)
    if not faults and not hops:
        faults.append(Fault("/lines", "nothing_changes"))
    if faults:
        raise Unfit(*faults)
    return hops


def _standing(session: Session, network: Network, intake_id: UUID) -> list[Standing]:
    back = col(Movement.to_place).in_([network.donor, network.outside[OUTSIDE_WEIGHING]])
    pieces = func.sum(case((back, -col(Movement.pieces)), else_=col(Movement.pieces)))
    grams = func.sum(case((back, -col(Movement.grams)), else_=col(Movement.grams)))
    # What the scale said later is part of the record: a correction must not undo it.
    recorded = (MovementKind.INTAKE, MovementKind.CORRECTION, MovementKind.WEIGH)
    recording = col(Movement.kind).in_([kind.value for kind in recorded])
    sums = {
        lot: (int(p), int(g), first)
        for lot, p, g, first in session.execute(
            select(col(Movement.lot), pieces, grams, func.min(col(Movement.seq)))
            .join(Lot, col(Lot.id) == Movement.lot)
            .where(col(Lot.intake_id) == intake_id, recording)
            .group_by(col(Movement.lot))
        )
    }
    lots = session.scalars(select(Lot).where(col(Lot.intake_id) == intake_id).order_by(col(Lot.id)))
    places = {content.lot: content.place for content in contents(session, [intake_id])}
    return [Standing(lot, *sums[lot.id], places.get(lot.id or 0)) for lot in lots if lot.id in sums]


def _home(intake: Intake, standing: Sequence[Standing]) -> int | None:
    """Return where an intake's goods are: the point, unless they moved on; None when they were sorted."""
    places = [entry.place for entry in standing if entry.place is not None]
    if places:
        return places[0]
    return None if any(entry.pieces or entry.grams for entry in standing) else intake.point_id


def _matches(network: Network, lot: Lot, line: CorrectedLine) -> bool:
    """Tell whether a line means this lot; what the line leaves open fits anything."""
    return (
        network.kind_codes[lot.category_id] == line.category
        and (line.condition is None or lot.condition == line.condition)
        and (line.expires_on is None or lot.expires_on == line.expires_on)
    )


def _new_lot(session: Session, network: Network, intake: Intake, line: CorrectedLine) -> Standing:
    """Make the lot for goods that the first record left out."""
    (lot_id,) = reserve_ids(session, Lot, 1)
    kind = network.kinds[line.category]
    row: dict[str, Any] = {
        "id": lot_id,
        "kind": LotKind.INTAKE.value,
        "intake_id": intake.id,
        "category_id": kind.id,
        "condition": line.condition,
        "expires_on": line.expires_on,
        "pieces": line.pieces,
        "grams": line.grams or line.pieces * kind.out.grams_per_piece,
        "weight_estimated": line.grams is None,
    }
    insert_rows(session, Lot, [row])
    return Standing(Lot(**row), 0, 0, 0, None)


def _differences(
    network: Network,
    place: int,
    entry: Standing,
    line: CorrectedLine,
    pointer: str,
    correction: UUID,
    by: Caller,
    now: datetime,
) -> list[Hop]:
    """Return the hops that turn what the record says into what it should have said."""
    grams = _weight(network, entry, line)
    more = (max(line.pieces - entry.pieces, 0), max(grams - entry.grams, 0))
    less = (max(entry.pieces - line.pieces, 0), max(entry.grams - grams, 0))
    ways = ((network.donor, place, more), (place, network.donor, less))
    return [
        Hop(
            operation=correction,
            kind=MovementKind.CORRECTION,
            lot=entry.lot.id or 0,
            category=entry.lot.category_id,
            from_place=from_place,
            to_place=to_place,
            pieces=pieces,
            grams=grams_moved,
            happened_at=now,
            recorded_at=now,
            day=network.open_day(counting_day(now, now)),
            by=by.actor,
            corrects=entry.first or None,
            pointer=pointer,
        )
        for from_place, to_place, (pieces, grams_moved) in ways
        if pieces or grams_moved
    ]


def _weight(network: Network, entry: Standing, line: CorrectedLine) -> int:
    """Return the corrected weight in grams: as given, or in proportion to the pieces."""
    if not line.pieces:
        return 0
    if line.grams is not None:
        return line.grams
    if entry.pieces:
        return round(entry.grams * line.pieces / entry.pieces)
    return line.pieces * network.kinds[line.category].out.grams_per_piece
