"""Lots: read their codes, find what lies of them where, and what a line of somebody's body means."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, and_, case, func, select, tuple_
from sqlmodel import Session, col

from models.claims import EarmarkChange
from models.custody import Bag, BagIntake, BagStatus
from models.identifiers import Miscoded as BadCode
from models.identifiers import read_lot, show_code, show_lot
from models.intakes import Intake
from models.ledger import Balance, Lot
from models.stock_shapes import LotIn
from operations.claims import Portion
from operations.errors import Fault, Unfit


@dataclass(frozen=True, slots=True)
class Held:
    """A lot at a place: what is there, what is free, what is known of it."""

    lot: int
    place: int
    category: int
    intake: UUID | None
    grade: str | None
    expires_on: date | None
    wearer: str | None
    size: str | None
    earmark: str | None
    pieces: int
    grams: int
    reserved_pieces: int
    reserved_grams: int

    @property
    def free_pieces(self) -> int:
        """Return the pieces nobody has a claim on."""
        return self.pieces - self.reserved_pieces

    @property
    def free_grams(self) -> int:
        """Return the grams nobody has a claim on."""
        return self.grams - self.reserved_grams

    def is_expired(self, day: date) -> bool:
        """Tell whether the goods are past their date on a day."""
        return self.expires_on is not None and self.expires_on < day

    def weight_of(self, pieces: int, of_pieces: int, of_grams: int) -> int:
        """Return the grams that go with pieces: all with all, else in proportion, rounded down."""
        if pieces >= of_pieces:
            return of_grams
        return of_grams * pieces // of_pieces


def earmark_now() -> ColumnElement[str | None]:
    """Return the expression for a lot's earmark: the newest consented change, else the first."""
    newest = (
        select(func.max(col(EarmarkChange.id)))
        .where(col(EarmarkChange.lot) == col(Lot.id))
        .correlate(Lot)
        .scalar_subquery()
    )
    changed = select(col(EarmarkChange.earmark)).where(col(EarmarkChange.id) == newest).scalar_subquery()
    first = func.coalesce(col(Lot.earmark), col(Intake.earmark))
    return case((newest.is_not(None), changed), else_=first)


def held_where(session: Session, *conditions: ColumnElement[bool]) -> list[Held]:
    """Return lots at places under conditions on Lot, Intake and Balance, first-expired first."""
    rows = session.execute(
        select(
            col(Lot.id),
            col(Balance.place_id),
            col(Lot.category_id),
            col(Lot.intake_id),
            col(Lot.grade),
            col(Lot.expires_on),
            col(Lot.wearer),
            col(Lot.size),
            earmark_now(),
            col(Balance.pieces),
            col(Balance.grams),
            col(Balance.reserved_pieces),
            col(Balance.reserved_grams),
        )
        .join(Balance, col(Balance.lot) == Lot.id)
        .outerjoin(Intake, col(Intake.id) == Lot.intake_id)
        .where(*conditions)
        .order_by(col(Lot.expires_on).is_(None), col(Lot.expires_on), col(Lot.id), col(Balance.place_id))
    )
    return [Held(*row) for row in rows]


def held(session: Session, stock: Iterable[tuple[int, int]]) -> dict[tuple[int, int], Held]:
    """Return lots at places by (place, lot); on PostgreSQL their balances are locked in that order."""
    keys = sorted(set(stock))
    if session.info.get("writing"):
        # Who reads in order to claim or count must see what the last one left.
        lock = select(col(Balance.lot)).where(_among(keys)).order_by(col(Balance.place_id), col(Balance.lot))
        session.execute(lock.with_for_update())
    return {(row.place, row.lot): row for row in held_where(session, _among(keys))}


def lot_number(typed: str, pointer: str) -> int:
    """Return the lot that was meant; raises Unfit, naming the field."""
    try:
        return read_lot(typed)
    except BadCode as wrong:
        raise Unfit(Fault(pointer, "unknown_lot", {"value": typed})) from wrong


def portions(
    session: Session,
    lines: Sequence[tuple[int, LotIn]],
    *,
    day: date | None,
    pointer: str = "/lines",
    own: Sequence[Portion] = (),
    closed_bags: bool = False,
) -> list[Portion]:
    """Return what (place, line) pairs ask for; lines of the same lot at the same place become one.

    `day`: goods past their date on it are refused. `own` are portions the asker has claimed already
    and may use. `closed_bags`: whether goods may lie in a closed bag, which they cannot leave alone.
    Raises Unfit for lots that were never there, for those in closed bags and for expired ones, all at
    once; whether enough is there is the guard's business.
    """
    mine = {(portion.place, portion.lot): portion for portion in own}
    numbers = [lot_number(line.lot, f"{pointer}/{n}/lot") for n, (_, line) in enumerate(lines)]
    known = held(session, [(place, lot) for (place, _), lot in zip(lines, numbers, strict=True)])
    closed = {} if closed_bags else bags_around(session, numbers)
    merged: dict[tuple[int, int], Portion] = {}
    faults = []
    for n, ((place, line), lot) in enumerate(zip(lines, numbers, strict=True)):
        row = known.get((place, lot))
        at = f"{pointer}/{n}"
        if row is None:
            faults.append(Fault(f"{at}/lot", "lot_not_here", {"value": line.lot}))
        elif lot in closed:
            faults.append(in_closed_bag(f"{at}/lot", lot, closed[lot]))
        elif day is not None and row.is_expired(day):
            faults.append(Fault(f"{at}/lot", "expired", {"lot": show_lot(lot), "day": row.expires_on}))
        else:
            before = merged.get((place, lot))
            merged[place, lot] = _portion(row, line, at, before, mine.get((place, lot)))
    if faults:
        raise Unfit(*faults)
    return list(merged.values())


def _portion(row: Held, line: LotIn, pointer: str, before: Portion | None, own: Portion | None) -> Portion:
    pieces = line.pieces + (before.pieces if before else 0)
    of_pieces = row.free_pieces + (own.pieces if own else 0)
    of_grams = row.free_grams + (own.grams if own else 0)
    if line.grams is not None:
        grams = line.grams + (before.grams if before else 0)
    elif own is not None and pieces <= own.pieces:
        grams = row.weight_of(pieces, own.pieces, own.grams)
    else:
        grams = row.weight_of(pieces, of_pieces, of_grams) if of_pieces else 0
    return Portion(row.place, row.lot, row.category, pieces, grams, before.pointer if before else pointer)


def _among(keys: Sequence[tuple[int, int]]) -> ColumnElement[bool]:
    if not keys:
        return and_(col(Balance.lot) == -1)
    # SQLite finds no index for pairs and would read every balance there ever was; for the lots it does.
    of_lots = col(Balance.lot).in_({lot for _, lot in keys})
    return and_(of_lots, tuple_(col(Balance.place_id), col(Balance.lot)).in_(keys))


def bags_around(session: Session, lots: Iterable[int]) -> dict[int, str]:
    """Return the labels of the closed bags that lots lie in; what is in none is left out."""
    asked = (
        select(col(Lot.id), col(Bag.label))
        .join(BagIntake, col(BagIntake.intake_id) == Lot.intake_id)
        .join(Bag, col(Bag.label) == BagIntake.label)
        .where(
            col(Lot.id).in_(set(lots)),
            col(Bag.status).in_([BagStatus.SEALED.value, BagStatus.MISSING.value]),
        )
    )
    return {row.id: row.label for row in session.execute(asked)}


def in_closed_bag(pointer: str, lot: int, label: str) -> Fault:
    """Return the fault of asking for goods of a closed bag without the bag."""
    return Fault(pointer, "in_closed_bag", {"lot": show_lot(lot), "bag": show_code(label)})


def categories(session: Session, lots: Iterable[int]) -> dict[int, int]:
    """Return the category of each lot."""
    asked = select(col(Lot.id), col(Lot.category_id)).where(col(Lot.id).in_(set(lots)))
    return {row.id: row.category_id for row in session.execute(asked)}


def still_good(session: Session, lots: Sequence[tuple[int, str]], day: date) -> None:
    """Refuse lots that are past their date on a day; each comes with the pointer of its line."""
    asked = select(col(Lot.id), col(Lot.expires_on)).where(
        col(Lot.id).in_([lot for lot, _ in lots]), col(Lot.expires_on) < day
    )
    past = {row.id: row.expires_on for row in session.execute(asked)}
    faults = [
        Fault(pointer, "expired", {"lot": show_lot(lot), "day": past[lot]})
        for lot, pointer in lots
        if lot in past
    ]
    if faults:
        raise Unfit(*faults)
