"""What an export is of: an intake, a lot, a bag or a period, and the operations that belong to it."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select
from sqlmodel import Session, col

from models.access import Caller
from models.acts import Act, ActKind
from models.claims import Claim, ClaimKind
from models.custody import Bag, BagHop, BagIntake
from models.epcis_shapes import EpcisWanted
from models.ledger import Balance, Lot, Movement, MovementKind
from models.rows import among
from models.shipments import ShipmentLine
from models.sortings import Side, Strand
from models.stocktakes import Stocktake, StocktakeLine
from operations.custody.labels import read_label
from operations.epcis.windows import Position, of_operations, of_period
from operations.errors import Fault, NotFound, Unfit
from operations.intake_queries import find
from operations.lots import lot_number

#: Acts whose document names the lots, where the ledger has nothing to say.
_NAMING = (ActKind.HOLD, ActKind.RELEASE, ActKind.PICK, ActKind.FINALIZE_STOCKTAKE)


@dataclass(frozen=True, slots=True)
class Goods:
    """The lots that an export follows, and the bags they lay in."""

    lots: set[int]
    labels: set[str]


def positions(
    session: Session, wanted: EpcisWanted, start: Position | None, count: int, *, by: Caller
) -> list[Position]:
    """Return so many operations of what is wanted, from a position on.

    An intake is followed until it is sorted: the sorting names the lots that it became. Operations are
    given whole, with what else they moved, so that an event is the same in every export. Raises Unfit
    and Miscoded for codes that cannot be read, NotFound for what does not exist.
    """
    if wanted.first is not None and wanted.last is not None:
        return of_period(session, wanted.first, wanted.last, start, count)
    goods = _goods(session, wanted, by)
    acts = or_(
        col(Act.id).in_(select(col(BagHop.act)).where(col(BagHop.label).in_(goods.labels))),
        _documents(session, goods.lots),
        *_seals(session, goods.labels),
    )
    fixes = among(session, col(Movement.lot), _siblings(session, goods.lots))
    moved = or_(
        among(session, col(Movement.lot), goods.lots),
        and_(fixes, col(Movement.kind) == MovementKind.CORRECTION.value),
    )
    found = of_operations(session, moved, acts)
    return [at for at in found if start is None or at >= start][:count]


def one_subject(wanted: EpcisWanted) -> None:
    """Refuse a question that names no subject, several, or days that end before they begin."""
    days = (wanted.first, wanted.last)
    named = [wanted.intake, wanted.lot, wanted.bag, days if any(days) else None]
    if sum(subject is not None for subject in named) != 1 or any(days) != all(days):
        raise Unfit(Fault("", "epcis_one_subject"))
    if wanted.first is not None and wanted.last is not None and wanted.last < wanted.first:
        raise Unfit(Fault("/to", "epcis_days", {"value": wanted.first.isoformat()}))


def _goods(session: Session, wanted: EpcisWanted, by: Caller) -> Goods:
    if wanted.bag is not None:
        return _of_bag(session, read_label(wanted.bag, "/bag"))
    if wanted.intake is not None:
        return _of_intakes(session, [find(session, wanted.intake, by=by).id])
    lot = session.get(Lot, lot_number(wanted.lot or "", "/lot"))
    if lot is None:
        raise NotFound
    bags = _labels(session, [lot.intake_id]) if lot.intake_id is not None else set()
    return Goods({lot.id or 0}, bags)


def _of_bag(session: Session, label: str) -> Goods:
    if session.get(Bag, label) is None:
        raise NotFound
    inside = session.scalars(select(col(BagIntake.intake_id)).where(col(BagIntake.label) == label))
    return Goods(_of_intakes(session, inside.all()).lots, {label})


def _of_intakes(session: Session, intakes: Iterable[UUID]) -> Goods:
    known = list(intakes)
    lots = session.scalars(select(col(Lot.id)).where(col(Lot.intake_id).in_(known)))
    return Goods({lot or 0 for lot in lots}, _labels(session, known))


def _labels(session: Session, intakes: Iterable[UUID]) -> set[str]:
    asked = select(col(BagIntake.label)).where(col(BagIntake.intake_id).in_(list(intakes)))
    return set(session.scalars(asked))


def _siblings(session: Session, lots: set[int]) -> set[int]:
    """Return the lots that one record speaks of with these: a correction of any says all of it anew."""
    intakes = select(col(Lot.intake_id)).where(among(session, col(Lot.id), lots))
    runs = select(col(Strand.run)).where(
        among(session, col(Strand.lot), lots), col(Strand.side) == Side.OUT.value
    )
    logged = session.scalars(select(col(Lot.id)).where(col(Lot.intake_id).in_(intakes)))
    sorted_ = select(col(Strand.lot)).where(col(Strand.run).in_(runs), col(Strand.side) == Side.OUT.value)
    return {lot or 0 for lot in logged} | set(session.scalars(sorted_))


def _seals(session: Session, labels: set[str]) -> list[ColumnElement[bool]]:
    """Return the conditions of the acts that sealed bags: their subject is the label as it was typed."""
    bags = session.execute(select(col(Bag.label), col(Bag.sealed_at)).where(col(Bag.label).in_(labels)))
    sealed = {row.label: row.sealed_at for row in bags}
    acts = session.execute(
        select(col(Act.id), col(Act.subject)).where(
            col(Act.kind) == ActKind.SEAL_BAG.value, col(Act.happened_at).in_(set(sealed.values()))
        )
    )
    return [col(Act.id) == act for act, typed in acts if read_label(typed, "") in labels]


def _documents(session: Session, lots: set[int]) -> ColumnElement[bool]:
    """Return the condition of the acts whose document names any of the lots."""
    held = select(col(Claim.document)).where(
        among(session, col(Claim.lot), lots), col(Claim.kind) == ClaimKind.HOLD.value
    )
    picked = select(col(ShipmentLine.shipment_id)).where(among(session, col(ShipmentLine.lot), lots))
    # A lot can only have been counted where it lay: the places lead to the counts.
    places = select(col(Balance.place_id)).where(among(session, col(Balance.lot), lots))
    counted = (
        select(col(Stocktake.id))
        .join(StocktakeLine, col(StocktakeLine.stocktake_id) == Stocktake.id)
        .where(
            col(Stocktake.place_id).in_(places),
            among(session, col(StocktakeLine.lot), lots),
            col(StocktakeLine.counted_pieces).is_not(None),
        )
    )
    named = {str(document) for asked in (held, picked, counted) for document in session.scalars(asked)}
    kinds = [kind.value for kind in _NAMING]
    return and_(col(Act.subject).in_(named), col(Act.kind).in_(kinds))
