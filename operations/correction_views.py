"""Show corrections: what each one changed, as signed differences."""

from sqlalchemy import func, select
from sqlmodel import Session, col

from models.intake_shapes import CorrectionOut
from models.intakes import Correction, CorrectionReason
from models.ledger import Movement
from operations.network import current


def show_correction(session: Session, row: Correction) -> CorrectionOut:
    """Return a correction with the signed difference it made."""
    network = current(session)
    back = col(Movement.to_place) == network.donor
    signed = [
        func.coalesce(func.sum(amount), 0) - 2 * func.coalesce(func.sum(amount).filter(back), 0)
        for amount in (col(Movement.pieces), col(Movement.grams))
    ]
    pieces, grams = session.execute(select(*signed).where(col(Movement.operation) == row.id)).one()
    return CorrectionOut(
        id=row.id,
        intake=row.intake_id,
        reason=CorrectionReason(row.reason),
        note=row.note,
        pieces=int(pieces),
        grams=int(grams),
        recorded_at=row.recorded_at,
    )
