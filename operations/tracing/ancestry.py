"""Where lots come from: their lots above, down to the intakes at the root."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import CTE, select, union
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from models.acts import Act
from models.custody import BagIntake, ReceiptBag
from models.intakes import Intake
from models.ledger import Lot
from models.sortings import Side, Strand


def lots_above(lots: Iterable[int]) -> CTE:
    """Return the recursive table (start, lot) of lots and everything they were sorted from."""
    out, into = aliased(Strand), aliased(Strand)
    start: Any = select(col(Lot.id).label("start"), col(Lot.id).label("lot"))
    above = start.where(col(Lot.id).in_(list(lots))).cte("above", recursive=True)
    step = (
        select(above.c.start, col(into.lot))
        .join(out, (col(out.lot) == above.c.lot) & (col(out.side) == Side.OUT.value))
        .join(into, (col(into.run) == col(out.run)) & (col(into.side) == Side.IN.value))
    )
    whole: CTE = above.union(step)
    return whole


def accepted_by(session: Session, lots: Iterable[int], person: int) -> set[int]:
    """Return those of the lots whose goods a person logged at a point or received at a station."""
    above = lots_above(lots)
    logged = (
        select(above.c.start)
        .join(Lot, col(Lot.id) == above.c.lot)
        .join(Intake, col(Intake.id) == Lot.intake_id)
        .where(col(Intake.by) == person)
    )
    received = (
        select(above.c.start)
        .join(Lot, col(Lot.id) == above.c.lot)
        .join(BagIntake, col(BagIntake.intake_id) == Lot.intake_id)
        .join(ReceiptBag, col(ReceiptBag.label) == BagIntake.label)
        .join(Act, col(Act.id) == ReceiptBag.receipt_id)
        .where(col(Act.by) == person)
    )
    return set(session.scalars(union(logged, received)))
