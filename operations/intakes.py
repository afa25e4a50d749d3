"""Record intakes: the hot path. A group is judged in memory and written with a few executemanys."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlmodel import Session, col

from models.access import Caller
from models.intake_shapes import IntakeIn, IntakeOut
from models.intakes import Destination, DonorContact, Intake, Refused
from models.ledger import Lot, LotKind, MovementKind
from models.rows import Row, insert_rows, reserve_ids
from models.store import Call, Outcome, together
from models.vault import Vault
from operations.donors import phone_print
from operations.drafts import Draft, Entering, draft_intake
from operations.errors import IdTaken, Refusal
from operations.intake_views import Recorded, first_answers, show
from operations.ledger import Hop, expect, post
from operations.network import Network, current
from operations.routing import Room, show_passed
from operations.tallies import Gift

DONOR_PURPOSE = "tell the donor what became of the gift"


def record_many(session: Session, calls: Sequence[Call]) -> list[Outcome]:
    """Record a group of intakes; one outcome a call, in order."""
    network = current(session)
    vault: Vault = session.info["vault"]
    known = _known(session, {call.arguments[0] for call in calls})
    room = Room(session, network)
    drafts: dict[UUID, Draft] = {}
    outcomes: list[Outcome] = []
    for call in calls:
        intake_id, body = call.arguments
        print_ = vault.fingerprint(body.model_dump_json(exclude_defaults=True).encode())
        seen = drafts[intake_id].fingerprint if intake_id in drafts else known.get(intake_id)
        try:
            if seen is None:
                drafts[intake_id] = draft_intake(network, room, intake_id, body, print_, call.by, call.now)
                outcomes.append(Recorded(created=True, intake=show(drafts[intake_id], network, call.by)))
            elif seen == print_:
                outcomes.append(intake_id)
            else:
                raise IdTaken(id=str(intake_id))
        except Refusal as refused:
            outcomes.append(refused)
    write_drafts(session, network, vault, list(drafts.values()))
    return _with_first_answers(session, calls, outcomes)


@together(record_many)
def record(session: Session, intake_id: UUID, body: IntakeIn, *, by: Caller, now: datetime) -> Recorded:
    """Record one intake under the id its phone made; the same again gives the first answer again.

    Raises Unfit for a point or category that does not exist, NotFound for a point that is not the
    caller's, and IdTaken when another body was recorded under the id.
    """
    (outcome,) = record_many(session, [Call(record, (intake_id, body), by, now)])
    if isinstance(outcome, BaseException):
        raise outcome
    recorded: Recorded = outcome
    return recorded


def _known(session: Session, ids: set[UUID]) -> dict[UUID, bytes]:
    rows = session.connection().execute(
        select(col(Intake.id), col(Intake.fingerprint)).where(col(Intake.id).in_(list(ids)))
    )
    return {id_: bytes(fingerprint) for id_, fingerprint in rows}


def _with_first_answers(session: Session, calls: Sequence[Call], outcomes: list[Outcome]) -> list[Outcome]:
    """Replace ids, which stand for repeats, by the answer that was given the first time."""
    repeated = {outcome for outcome in outcomes if isinstance(outcome, UUID)}
    if not repeated:
        return outcomes
    answers: dict[tuple[UUID, str], IntakeOut] = {}
    for call in calls:
        if call.arguments[0] in repeated and (call.arguments[0], call.by.language) not in answers:
            found = first_answers(session, repeated, by=call.by)
            answers.update({(intake.id, call.by.language): intake for intake in found})
    return [
        Recorded(created=False, intake=answers[outcome, call.by.language])
        if isinstance(outcome, UUID)
        else outcome
        for call, outcome in zip(calls, outcomes, strict=True)
    ]


def write_drafts(session: Session, network: Network, vault: Vault, drafts: Sequence[Draft]) -> None:
    """Write the decided intakes: records, lots, movements, expectations, sealed contacts."""
    if not drafts:
        return
    insert_rows(session, Intake, [_intake_row(draft) for draft in drafts])
    insert_rows(
        session,
        Destination,
        [{"intake_id": draft.id, "station_id": draft.station.id} for draft in drafts],
    )
    insert_rows(session, Refused, [row for draft in drafts for row in _refused_rows(draft)])
    insert_rows(session, DonorContact, [row for draft in drafts for row in _donor_rows(draft, vault)])
    entering = [(draft, line) for draft in drafts for line in draft.lines]
    lots = reserve_ids(session, Lot, len(entering)) if entering else []
    insert_rows(session, Lot, [_lot_row(lot, *entry) for lot, entry in zip(lots, entering, strict=True)])
    hops = [_hop(network, lot, *entry) for lot, entry in zip(lots, entering, strict=True)]
    if hops:
        post(session, hops, outside=network.outside_ids, new_lots=True)
        expect(
            session,
            [
                (draft.station.id, draft.pieces, draft.grams)
                for draft in drafts
                if draft.lines and draft.station.id != draft.point.id
            ],
        )


def _intake_row(draft: Draft) -> Row:
    body = draft.body
    return {
        "id": draft.id,
        "tracking_code": draft.tracking_code,
        "fingerprint": draft.fingerprint,
        "point_id": draft.point.id,
        "station_id": draft.station.id,
        "district_code": draft.point.out.district.code,
        "distance_m": draft.assignment.distance_m,
        "method": draft.method,
        "because": draft.assignment.reason.value,
        "passed": show_passed(draft.assignment.passed),
        "pieces": draft.pieces,
        "grams": draft.grams,
        "weight_estimated": any(line.weight_estimated for line in draft.lines),
        "bag": body.bag,
        "earmark": body.earmark,
        "note": body.note,
        "flags": ";".join(draft.flags),
        "happened_at": body.happened_at,
        "recorded_at": draft.now,
        "by": draft.by.actor,
    }


def _refused_rows(draft: Draft) -> list[Row]:
    return [
        {
            "intake_id": draft.id,
            "n": n,
            "category_id": away.category_id,
            "pieces": away.pieces,
            "grams": away.grams,
            "reason": away.reason.value,
            "judged_by": away.judged_by,
        }
        for n, away in enumerate(draft.refused)
    ]


def _donor_rows(draft: Draft, vault: Vault) -> list[Row]:
    donor = draft.body.donor
    if donor is None or not donor.consent or (donor.name is None and donor.phone is None):
        return []
    sealed = vault.seal(donor.model_dump_json())
    return [
        {
            "intake_id": draft.id,
            "sealed": sealed,
            "consented_at": draft.now,
            "purpose": DONOR_PURPOSE,
            "phone_print": phone_print(vault, donor.phone),
        }
    ]


def _lot_row(lot: int, draft: Draft, entering: Entering) -> Row:
    return {
        "id": lot,
        "kind": LotKind.INTAKE.value,
        "intake_id": draft.id,
        "category_id": entering.category_id,
        "condition": entering.line.condition,
        "expires_on": entering.line.expires_on,
        "produced_on": entering.line.produced_on,
        "pieces": entering.pieces,
        "grams": entering.grams,
        "weight_estimated": entering.weight_estimated,
    }


def _hop(network: Network, lot: int, draft: Draft, entering: Entering) -> Hop:
    return Hop(
        operation=draft.id,
        kind=MovementKind.INTAKE,
        lot=lot,
        category=entering.category_id,
        from_place=network.donor,
        to_place=draft.point.id,
        pieces=entering.pieces,
        grams=entering.grams,
        happened_at=draft.body.happened_at,
        recorded_at=draft.now,
        day=draft.day,
        by=draft.by.actor,
        gift=Gift(draft.point.out.district.code, draft.station.code),
    )
