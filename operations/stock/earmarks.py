"""Change what a gift is meant for: only with the donor's consent, on record (慈善法 §56)."""

from sqlalchemy import select
from sqlmodel import col

from models.acts import ActKind
from models.claims import EarmarkChange
from models.identifiers import show_lot
from models.ledger import Lot
from models.rows import insert_rows
from models.stock_shapes import EarmarkIn, EarmarkOut
from operations.acts import Work, act
from operations.errors import Fault, Unfit
from operations.lots import lot_number


@act(ActKind.CHANGE_EARMARK, creates=True)
def change_earmark(work: Work, body: EarmarkIn) -> EarmarkOut:
    """Note that a donor agreed to another purpose, or to none; how and when is part of it.

    Raises Unfit for an intake without lots, unknown lots, and consent from the future.
    """
    session = work.session
    if body.consented_on > work.day:
        raise Unfit(Fault("/consented_on", "consent_in_future"))
    lots = [lot_number(typed, f"/lots/{n}") for n, typed in enumerate(body.lots)]
    if body.intake is not None:
        asked = select(col(Lot.id)).where(col(Lot.intake_id) == body.intake)
        of_intake = [row.id for row in session.execute(asked.order_by(col(Lot.id)))]
        if not of_intake:
            raise Unfit(Fault("/intake", "unknown_intake", {"value": str(body.intake)}))
        lots = [*of_intake, *lots]
    known = set(session.scalars(select(col(Lot.id)).where(col(Lot.id).in_(lots))))
    if not known.issuperset(lots):
        raise Unfit(Fault("/lots", "unknown_lot", {"value": show_lot(min(set(lots) - known))}))
    lots = sorted(set(lots))
    rows = [
        {
            "act": work.id,
            "lot": lot,
            "earmark": body.earmark,
            "consent": body.consent,
            "consented_on": body.consented_on,
        }
        for lot in lots
    ]
    insert_rows(session, EarmarkChange, rows)
    return EarmarkOut(
        id=work.document,
        lots=[show_lot(lot) for lot in lots],
        earmark=body.earmark,
        consent=body.consent,
        consented_on=body.consented_on,
    )
