"""Quarantine: set goods apart, and release them."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import Session

from models.access import Caller
from models.acts import ActKind
from models.claims import Claim, ClaimKind, Hold, HoldReason
from models.identifiers import show_lot
from models.ledger import Lot
from models.stock_shapes import HoldIn, HoldOut, PortionOut, ReleaseIn
from operations.acts import Work, act, require
from operations.claims import Portion, claim, claims_of, release
from operations.errors import Fault, NotFound
from operations.lots import portions
from operations.network import Network, current
from operations.scope import sees_place, works_at
from operations.stock.adjustments import place_of


@act(ActKind.HOLD, creates=True)
def hold(work: Work, body: HoldIn) -> HoldOut:
    """Set goods apart; nobody can reserve, sort or ship them until they are released."""
    site = place_of(work.network, body.place, work.by)
    work.place_id = site.id
    lines = [(site.id, line) for line in body.lines]
    asked = portions(work.session, lines, day=None, closed_bags=True)
    claim(work.session, work.document, ClaimKind.HOLD, asked)
    row = Hold(id=work.document, place_id=site.id, reason=body.reason.value)
    work.session.add(row)
    return _shown(work.network, row, asked)


@act(ActKind.RELEASE)
def release_hold(work: Work, body: ReleaseIn) -> HoldOut:
    """Release goods that were set apart, with the reason why they may be used."""
    row = work.session.get(Hold, work.document, with_for_update=True, populate_existing=True)
    if row is None or not works_at(work.by, work.network.by_id[row.place_id]):
        raise NotFound
    require(not row.released, Fault("", "released_already"))
    held = claims_of(work.session, row.id)
    shown = [portion_of(work.session, work.network, entry) for entry in held]
    release(work.session, held)
    row.released, work.place_id = True, row.place_id
    work.session.add(row)
    return _shown(work.network, row, []).model_copy(update={"lines": shown})


def get_hold(session: Session, hold_id: UUID, *, by: Caller) -> HoldOut:
    """Return goods set apart; raises NotFound."""
    row = session.get(Hold, hold_id)
    network = current(session)
    if row is None or not sees_place(by, network.by_id[row.place_id]):
        raise NotFound
    lines = [portion_of(session, network, entry) for entry in claims_of(session, hold_id)]
    return _shown(network, row, []).model_copy(update={"lines": lines})


def portion_out(network: Network, portion: Portion) -> PortionOut:
    """Show a portion."""
    return PortionOut(
        lot=show_lot(portion.lot),
        place=network.by_id[portion.place].code,
        category=network.kind_codes[portion.category],
        pieces=portion.pieces,
        grams=portion.grams,
    )


def portion_of(session: Session, network: Network, entry: Claim) -> PortionOut:
    """Show what is left of a claim."""
    return portion_out(network, claimed(session, entry))


def claimed(session: Session, entry: Claim) -> Portion:
    """Return a claim as a portion."""
    lot = session.get_one(Lot, entry.lot)
    return Portion(entry.place_id, entry.lot, lot.category_id, entry.pieces, entry.grams)


def _shown(network: Network, row: Hold, lines: Sequence[Portion]) -> HoldOut:
    return HoldOut(
        id=row.id,
        place=network.by_id[row.place_id].code,
        reason=HoldReason(row.reason),
        released=row.released,
        lines=[portion_out(network, line) for line in lines],
    )
