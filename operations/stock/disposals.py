"""End goods that nobody can use: one person proposes, another approves (慈善法 §54)."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import Session

from models.access import Caller, Person
from models.acts import ActKind
from models.claims import ClaimKind, Disposal, DisposalKind, DisposalStatus
from models.ledger import MovementKind
from models.network import OUTSIDE_DISPOSAL
from models.stock_shapes import DecisionIn, DisposalIn, DisposalOut, PortionOut
from operations.acts import Work, act, require
from operations.claims import claim, claims_of, release
from operations.errors import Fault, Forbidden, NotFound, Unfit
from operations.lots import portions
from operations.network import Network, current
from operations.scope import SEES_ALL, sees_place
from operations.stock.adjustments import place_of
from operations.stock.holds import claimed, portion_out


@act(ActKind.PROPOSE_DISPOSAL, creates=True)
def propose(work: Work, body: DisposalIn) -> DisposalOut:
    """Propose to recycle, sell or destroy goods; they are reserved until somebody else decides."""
    site = place_of(work.network, body.place, work.by)
    work.place_id = site.id
    if body.kind is DisposalKind.SALE and (body.taker is None or body.price_fen is None):
        raise Unfit(Fault("/taker" if body.taker is None else "/price_fen", "sale_needs_buyer"))
    asked = portions(work.session, [(site.id, line) for line in body.lines], day=None)
    claim(work.session, work.document, ClaimKind.DISPOSAL, asked)
    row = Disposal(
        id=work.document,
        place_id=site.id,
        kind=body.kind.value,
        status=DisposalStatus.PROPOSED.value,
        proposed_by=work.by.actor,
        taker=body.taker,
        price_fen=body.price_fen,
    )
    work.session.add(row)
    work.session.flush()
    return _shown(work.session, work.network, row, [portion_out(work.network, portion) for portion in asked])


@act(ActKind.APPROVE_DISPOSAL)
def approve(work: Work, body: DecisionIn) -> DisposalOut:
    """Approve a disposal: the goods leave. Raises Forbidden for the person who proposed it."""
    row = _proposed(work)
    held = [(entry, claimed(work.session, entry)) for entry in claims_of(work.session, row.id)]
    disposal = work.network.outside[OUTSIDE_DISPOSAL]
    release(work.session, [entry for entry, _ in held])
    hops = [
        work.hop(
            MovementKind.DISPOSE,
            portion.lot,
            portion.category,
            (portion.place, disposal),
            (portion.pieces, portion.grams),
        )
        for _, portion in held
    ]
    work.post(hops)
    return _decided(work, row, DisposalStatus.APPROVED, [portion_out(work.network, p) for _, p in held])


@act(ActKind.REJECT_DISPOSAL)
def reject(work: Work, body: DecisionIn) -> DisposalOut:
    """Reject a disposal: the goods are free again."""
    row = _proposed(work)
    held = claims_of(work.session, row.id)
    lines = [portion_out(work.network, claimed(work.session, entry)) for entry in held]
    release(work.session, held)
    return _decided(work, row, DisposalStatus.REJECTED, lines)


def get_disposal(session: Session, disposal_id: UUID, *, by: Caller) -> DisposalOut:
    """Return a disposal with what is still reserved for it; raises NotFound."""
    row = session.get(Disposal, disposal_id)
    network = current(session)
    if row is None or not sees_place(by, network.by_id[row.place_id]):
        raise NotFound
    lines = [portion_out(network, claimed(session, entry)) for entry in claims_of(session, disposal_id)]
    return _shown(session, network, row, lines)


def _proposed(work: Work) -> Disposal:
    """Return a proposal that the caller may decide, locked."""
    row = work.session.get(Disposal, work.document, with_for_update=True, populate_existing=True)
    site = work.network.by_id[row.place_id] if row is not None else None
    if row is None or site is None or not (work.by.role in SEES_ALL or work.by.place_id == site.id):
        raise NotFound
    require(row.status == DisposalStatus.PROPOSED, Fault("", "decided_already", {"status": row.status}))
    if row.proposed_by == work.by.actor:
        raise Forbidden(Fault("", "same_person"))
    work.place_id = row.place_id
    return row


def _decided(work: Work, row: Disposal, status: DisposalStatus, lines: Sequence[PortionOut]) -> DisposalOut:
    row.status, row.decided_by = status.value, work.by.actor
    work.session.add(row)
    work.session.flush()
    return _shown(work.session, work.network, row, lines)


def _shown(session: Session, network: Network, row: Disposal, lines: Sequence[PortionOut]) -> DisposalOut:
    decided = session.get(Person, row.decided_by) if row.decided_by is not None else None
    return DisposalOut(
        id=row.id,
        place=network.by_id[row.place_id].code,
        kind=DisposalKind(row.kind),
        status=DisposalStatus(row.status),
        lines=list(lines),
        pieces=sum(line.pieces for line in lines),
        grams=sum(line.grams for line in lines),
        taker=row.taker,
        price_fen=row.price_fen,
        proposed_by=session.get_one(Person, row.proposed_by).name,
        decided_by=decided.name if decided else None,
    )
