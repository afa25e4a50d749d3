"""Show intakes: the first answer again, and what has happened to the record since."""

import json
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlmodel import Session, col

from models.access import Caller, Language
from models.identifiers import show_code
from models.intake_shapes import (
    CorrectionOut,
    DonorOut,
    IntakeNow,
    IntakeOut,
    LineOut,
    RefusedOut,
    ReroutingOut,
    StationOut,
)
from models.intakes import (
    Condition,
    Correction,
    DonorContact,
    Intake,
    IntakeFlag,
    RefusalReason,
    Refused,
    Rerouting,
)
from models.ledger import Lot, Movement, MovementKind
from models.vault import Vault
from operations.correction_views import show_correction
from operations.drafts import Draft, Entering
from operations.masking import mask_name, mask_phone
from operations.network import Network, current
from operations.routing import explain, show_passed

_REFUSED_FOR = {
    RefusalReason.CONDITION: ("不够新 (请看验收标准)", "not new enough by this category's rule"),
    RefusalReason.SOILED: ("不干净", "not clean"),
    RefusalReason.DAMAGED: ("已损坏", "damaged"),
    RefusalReason.EXPIRED: ("已过期", "past its date"),
    RefusalReason.SHELF_LIFE: ("剩余保质期不够", "too little shelf life left"),
    RefusalReason.OTHER: ("志愿者拒收", "turned away by the volunteer"),
}


@dataclass(frozen=True, slots=True)
class Recorded:
    """The answer to recording an intake, and whether this call made it."""

    created: bool
    intake: IntakeOut


def show(draft: Draft, network: Network, by: Caller) -> IntakeOut:
    """Return the answer for an intake that is decided and about to be written."""
    body, assignment = draft.body, draft.assignment
    because = explain(assignment.reason.value, show_passed(assignment.passed), network, by.language)
    donor = body.donor if body.donor is not None and body.donor.consent else None
    return IntakeOut(
        id=draft.id,
        tracking_code=show_code(draft.tracking_code),
        point=draft.point.code,
        station=_station(network, draft.station.id, assignment.distance_m, draft.method, because),
        pieces=draft.pieces,
        grams=draft.grams,
        weight_estimated=any(line.weight_estimated for line in draft.lines),
        lines=[_entered(line) for line in draft.lines],
        refused=[
            _refused(
                network, away.category, away.pieces, away.grams, away.reason, away.judged_by, by.language
            )
            for away in draft.refused
        ],
        donor=None if donor is None else _masked(donor.name, donor.phone),
        bag=body.bag,
        earmark=body.earmark,
        note=body.note,
        flags=list(draft.flags),
        happened_at=body.happened_at,
        recorded_at=draft.now,
    )


def _entered(entering: Entering) -> LineOut:
    return LineOut(
        category=entering.line.category,
        pieces=entering.pieces,
        grams=entering.grams,
        weight_estimated=entering.weight_estimated,
        condition=entering.line.condition,
        expires_on=entering.line.expires_on,
    )


def first_answers(session: Session, ids: Collection[UUID], *, by: Caller) -> list[IntakeOut]:
    """Return intakes as they were answered when they were recorded, in no particular order."""
    rows = list(session.scalars(select(Intake).where(col(Intake.id).in_(list(ids)))))
    return _shown(session, rows, by)


def _shown(session: Session, rows: Sequence[Intake], by: Caller) -> list[IntakeOut]:
    network = current(session)
    ids = [row.id for row in rows]
    lots, refused, donors = _lots(session, ids), _refusals(session, ids), _donors(session, ids)
    shown = []
    for row in rows:
        because = explain(row.because, row.passed, network, by.language)
        shown.append(
            IntakeOut(
                id=row.id,
                tracking_code=show_code(row.tracking_code),
                point=network.by_id[row.point_id].code,
                station=_station(network, row.station_id, row.distance_m, row.method, because),
                pieces=row.pieces,
                grams=row.grams,
                weight_estimated=row.weight_estimated,
                lines=[_line(network, lot) for lot in lots[row.id]],
                refused=[_refusal(network, entry, by.language) for entry in refused[row.id]],
                donor=donors.get(row.id),
                bag=row.bag,
                earmark=row.earmark,
                note=row.note,
                flags=[IntakeFlag(flag) for flag in row.flags.split(";") if flag],
                happened_at=row.happened_at,
                recorded_at=row.recorded_at,
            )
        )
    return shown


def show_now(session: Session, rows: Sequence[Intake], *, by: Caller) -> list[IntakeNow]:
    """Return intakes with their corrections, reroutings and what the record says today, in order."""
    network = current(session)
    ids = [row.id for row in rows]
    corrections, reroutings = _corrections(session, ids), _reroutings(session, ids)
    shown = []
    for row, first in zip(rows, _shown(session, rows, by), strict=True):
        changes = corrections[row.id]
        moved = reroutings[row.id]
        station = first.station
        if moved:
            last = moved[-1]
            because = explain(last.because, last.passed, network, by.language)
            station = _station(network, last.to_station, last.distance_m, last.method, because)
        shown.append(
            IntakeNow(
                **dict(first),
                station_now=station,
                pieces_now=row.pieces + sum(change.pieces for change in changes),
                grams_now=row.grams + sum(change.grams for change in changes),
                corrections=changes,
                reroutings=[_rerouting(network, entry, by.language) for entry in moved],
            )
        )
    return shown


def _station(network: Network, station: int, distance_m: float, method: str, because: str) -> StationOut:
    out = network.by_id[station].out
    return StationOut(
        code=out.code,
        name=out.name,
        name_en=out.name_en,
        distance_m=round(distance_m, 3),
        method=method,
        because=because,
    )


def _line(network: Network, lot: Lot) -> LineOut:
    return LineOut(
        category=network.kind_codes[lot.category_id],
        pieces=lot.pieces,
        grams=lot.grams,
        weight_estimated=lot.weight_estimated,
        condition=None if lot.condition is None else Condition(lot.condition),
        expires_on=lot.expires_on,
    )


def _refused(
    network: Network,
    category: str,
    pieces: int,
    grams: int | None,
    reason: RefusalReason,
    judged_by: str,
    language: Language,
) -> RefusedOut:
    rules = network.kinds[category].out
    at = 0 if language == "zh" else 1
    because = (
        (rules.reason_zh, rules.reason_en)[at]
        if reason is RefusalReason.NOT_ACCEPTED
        else _REFUSED_FOR[reason][at]
    )
    return RefusedOut(
        category=category,
        pieces=pieces,
        grams=grams,
        reason=reason,
        judged_by=judged_by,
        because=because,
    )


def _refusal(network: Network, row: Refused, language: Language) -> RefusedOut:
    category = network.kind_codes[row.category_id]
    return _refused(
        network, category, row.pieces, row.grams, RefusalReason(row.reason), row.judged_by, language
    )


def _rerouting(network: Network, row: Rerouting, language: Language) -> ReroutingOut:
    return ReroutingOut(
        from_station=network.by_id[row.from_station].code,
        to_station=network.by_id[row.to_station].code,
        because=explain(row.because, row.passed, network, language),
        reason=row.reason,
        recorded_at=row.recorded_at,
    )


def _masked(name: str | None, phone: str | None) -> DonorOut:
    return DonorOut(name=mask_name(name), phone=mask_phone(phone))


def _lots(session: Session, ids: Sequence[UUID]) -> dict[UUID, list[Lot]]:
    """Return the lots of each intake that its first record made, not those a correction added."""
    first = (
        select(Lot)
        .join(Movement, (col(Movement.lot) == Lot.id) & (col(Movement.operation) == Lot.intake_id))
        .where(col(Lot.intake_id).in_(ids), col(Movement.kind) == MovementKind.INTAKE.value)
        .order_by(col(Lot.id))
    )
    found: dict[UUID, list[Lot]] = defaultdict(list)
    for lot in session.scalars(first):
        if lot.intake_id is not None:
            found[lot.intake_id].append(lot)
    return found


def _refusals(session: Session, ids: Sequence[UUID]) -> dict[UUID, list[Refused]]:
    found: dict[UUID, list[Refused]] = defaultdict(list)
    for row in session.scalars(
        select(Refused).where(col(Refused.intake_id).in_(ids)).order_by(col(Refused.n))
    ):
        found[row.intake_id].append(row)
    return found


def _donors(session: Session, ids: Sequence[UUID]) -> dict[UUID, DonorOut]:
    vault: Vault = session.info["vault"]
    found = {}
    for row in session.scalars(select(DonorContact).where(col(DonorContact.intake_id).in_(ids))):
        contact: dict[str, Any] = json.loads(vault.open(row.sealed))
        found[row.intake_id] = _masked(contact.get("name"), contact.get("phone"))
    return found


def _reroutings(session: Session, ids: Sequence[UUID]) -> dict[UUID, list[Rerouting]]:
    found: dict[UUID, list[Rerouting]] = defaultdict(list)
    rows = select(Rerouting).where(col(Rerouting.intake_id).in_(ids)).order_by(col(Rerouting.id))
    for row in session.scalars(rows):
        found[row.intake_id].append(row)
    return found


def _corrections(session: Session, ids: Sequence[UUID]) -> dict[UUID, list[CorrectionOut]]:
    found: dict[UUID, list[CorrectionOut]] = defaultdict(list)
    rows = select(Correction).where(col(Correction.intake_id).in_(ids)).order_by(col(Correction.recorded_at))
    for row in session.scalars(rows):
        found[row.intake_id].append(show_correction(session, row))
    return found
