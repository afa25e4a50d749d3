"""What lies where, lot by lot: now by the balances, at a past moment by the ledger."""

from datetime import datetime
from typing import Any

from sqlalchemy import CTE, ColumnElement, Select, func, literal_column, select, union_all
from sqlmodel import Session, col

from models.closings import Closing, ClosingStock
from models.ledger import Balance, Movement, lies_there

_NONE: ColumnElement[int] = literal_column("0")


def lying_now() -> CTE:
    """Return (place_id, lot, pieces, grams, reserved_pieces, reserved_grams) of all that lies anywhere."""
    return (
        select(
            col(Balance.place_id).label("place_id"),
            col(Balance.lot).label("lot"),
            col(Balance.pieces).label("pieces"),
            col(Balance.grams).label("grams"),
            col(Balance.reserved_pieces).label("reserved_pieces"),
            col(Balance.reserved_grams).label("reserved_grams"),
        )
        .where(lies_there())
        .cte("lying")
    )


def lying_at(session: Session, moment: datetime) -> CTE:
    """Return the same as it stood at a moment, by when movements were recorded; nothing is reserved then.

    Lots that are gone and the places outside are in it as well, with nothing or less than nothing.
    """
    before = last_closing(session, moment)
    after = session.scalars(
        select(Closing).where(col(Closing.at) > moment).order_by(col(Closing.at)).limit(1)
    ).first()
    summed = stock_until(moment, before, last_seq=None if after is None else after.last_seq)
    return summed.add_columns(_NONE.label("reserved_pieces"), _NONE.label("reserved_grams")).cte("lying")


def last_closing(session: Session, moment: datetime | None = None) -> Closing | None:
    """Return the newest closing, or the newest that is not after a moment; None before the first."""
    asked = select(Closing).order_by(col(Closing.at).desc()).limit(1)
    if moment is not None:
        asked = asked.where(col(Closing.at) <= moment)
    return session.scalars(asked).first()


def stock_until(moment: datetime, before: Closing | None, last_seq: int | None = None) -> Select[Any]:
    """Return (place_id, lot, pieces, grams) at a moment: what a closing says, and what moved since.

    `last_seq`: no movement recorded by then has a higher number, if that is known.
    """
    bounds = [col(Movement.recorded_at) <= moment]
    if before is not None:
        bounds += [col(Movement.recorded_at) > before.at, col(Movement.seq) >= before.first_seq]
    if last_seq is not None:
        bounds.append(col(Movement.seq) <= last_seq)
    parts: list[Any] = [
        select(
            col(place).label("place_id"),
            col(Movement.lot).label("lot"),
            (sign * col(Movement.pieces)).label("pieces"),
            (sign * col(Movement.grams)).label("grams"),
        ).where(*bounds)
        for place, sign in ((Movement.to_place, 1), (Movement.from_place, -1))
    ]
    if before is not None:
        parts.append(_stock_of(before))
    sides = union_all(*parts).subquery("sides")
    return select(
        sides.c.place_id,
        sides.c.lot,
        func.sum(sides.c.pieces).label("pieces"),
        func.sum(sides.c.grams).label("grams"),
    ).group_by(sides.c.place_id, sides.c.lot)


def _stock_of(closing: Closing) -> Any:
    there = ClosingStock
    asked: Any = select(col(there.place_id), col(there.lot), col(there.pieces), col(there.grams))
    return asked.where(col(there.closing) == closing.id)
