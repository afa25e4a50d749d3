"""Goods found and lost outside a count: never without a reason, never out of a promise."""

from sqlalchemy import select
from sqlmodel import col

from models.access import Caller
from models.acts import ActKind
from models.identifiers import show_lot
from models.ledger import Balance, Lot, MovementKind
from models.network import OUTSIDE_FOUND, OUTSIDE_LOST, PlaceKind
from models.stock_shapes import AdjustmentIn, AdjustmentOut
from operations.acts import Work, act
from operations.errors import Fault, NotFound, Unfit
from operations.lots import held, lot_number
from operations.network import Network
from operations.scope import works_at
from operations.sites import Site

#: Where goods can be counted, held and shipped from.
STORES = frozenset({PlaceKind.STATION, PlaceKind.WAREHOUSE})
_HOLDING = STORES | {PlaceKind.POINT, PlaceKind.VEHICLE, PlaceKind.TRANSIT}


@act(ActKind.ADJUST, creates=True)
def adjust(work: Work, body: AdjustmentIn) -> AdjustmentOut:
    """Record goods of a lot as found or lost at a place.

    Raises Unfit for a lot that does not exist, Shortage when more is lost than is there, naming the
    promises that a loss would break.
    """
    session, network = work.session, work.network
    site = place_of(network, body.place, work.by, _HOLDING)
    lot = session.get(Lot, lot_number(body.lot, "/lot"))
    if lot is None or lot.id is None:
        raise Unfit(Fault("/lot", "unknown_lot", {"value": body.lot}))
    known = held(session, [(site.id, lot.id)]).get((site.id, lot.id))
    grams = body.grams
    if grams is None:
        of = (known.pieces, known.grams) if known and known.pieces else (lot.pieces, lot.grams)
        grams = of[1] * body.pieces // of[0] if of[0] else 0
    if not body.pieces and not grams:
        raise Unfit(Fault("/pieces", "nothing_changes"))
    found = body.direction == "found"
    way = (network.outside[OUTSIDE_FOUND], site.id) if found else (site.id, network.outside[OUTSIDE_LOST])
    kind = MovementKind.FOUND if found else MovementKind.LOST
    work.place_id = site.id
    work.post([work.hop(kind, lot.id, lot.category_id, way, (body.pieces, grams), "/lot")])
    left = session.execute(
        select(col(Balance.pieces), col(Balance.grams)).where(
            col(Balance.place_id) == site.id, col(Balance.lot) == lot.id
        )
    ).one()
    return AdjustmentOut(
        id=work.document,
        place=site.code,
        lot=show_lot(lot.id),
        direction=body.direction,
        pieces=body.pieces,
        grams=grams,
        reason=body.reason,
        pieces_now=left.pieces,
        grams_now=left.grams,
    )


def place_of(
    network: Network,
    code: str,
    by: Caller,
    kinds: frozenset[PlaceKind] = STORES,
    pointer: str = "/place",
) -> Site:
    """Return a place of some kinds at which the caller works; raises Unfit or NotFound."""
    site = network.sites.get(code)
    if site is None or site.kind not in kinds:
        raise Unfit(Fault(pointer, "unknown_place", {"value": code}))
    if not works_at(by, site):
        raise NotFound(Fault(pointer, "foreign_place", {"value": code}))
    return site
