"""Count: a baseline of what the ledger said, what was counted, and the difference, posted as such."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlmodel import Session, col

from models.access import Caller
from models.acts import ActKind
from models.identifiers import show_lot
from models.ledger import Balance, Lot, Movement, MovementKind
from models.network import OUTSIDE_FOUND, OUTSIDE_LOST
from models.stocktake_shapes import CountIn, CountsIn, FinalizeIn, StocktakeIn, StocktakeOut
from models.stocktakes import Stocktake, StocktakeLine, StocktakeStatus
from operations.acts import Work, act, refuse, require
from operations.errors import Conflict, Fault, Forbidden, NotFound
from operations.ledger import Hop
from operations.lots import Held, held, lot_number
from operations.network import current
from operations.scope import sees_place, works_at
from operations.stock.adjustments import place_of
from operations.stock.stocks import below
from operations.stock.stocktake_views import lines_of, moved_since, show_stocktake


@act(ActKind.OPEN_STOCKTAKE, creates=True)
def open_stocktake(work: Work, body: StocktakeIn) -> StocktakeOut:
    """Open a count of a place, a category or the listed lots; lines may be counted already.

    Raises Unfit for lots that do not exist or are listed twice.
    """
    site = place_of(work.network, body.place, work.by)
    work.place_id = site.id
    row = Stocktake(
        id=work.document,
        place_id=site.id,
        status=StocktakeStatus.COUNTING.value,
        blind=body.blind,
        category=body.category,
        opened_at=work.happened_at,
    )
    work.session.add(row)
    work.session.flush()
    if body.lines:
        _count(work, row, body.lines)
    else:
        _list_all(work, row)
    return show_stocktake(work.session, row)


@act(ActKind.COUNT)
def count(work: Work, body: CountsIn) -> StocktakeOut:
    """Count lots, or count them again; one that the count did not list is added. Only these are answered."""
    row = _counting(work)
    lots = _count(work, row, body.lines)
    return show_stocktake(work.session, row, only=lots)


@act(ActKind.FINALIZE_STOCKTAKE)
def finalize(work: Work, body: FinalizeIn) -> StocktakeOut:
    """Post the differences of what was counted; what was not counted stays as it is.

    Raises Conflict, naming each line, when goods moved since they were counted; Forbidden for the one
    who counted when there are differences; Shortage, naming the promise, when a loss would break one.
    """
    session = work.session
    row = _counting(work)
    counted = [line for line in lines_of(session, row.id) if line.counted_pieces is not None]
    require(bool(counted), Fault("", "nothing_counted"))
    moved = moved_since(session, row, counted)
    faults = [Fault("", "moved_since", {"lot": show_lot(line.lot)}) for line in counted if line.lot in moved]
    if faults:
        raise Conflict(*faults)
    differing = [line for line in counted if _difference(line) != (0, 0)]
    if work.by.actor in {line.counted_by for line in differing}:
        raise Forbidden(Fault("", "same_person"))
    work.post([hop for line in differing for hop in _hops(work, row, line)])
    row.status, row.finalized_at = StocktakeStatus.FINALIZED.value, work.happened_at
    session.add(row)
    return show_stocktake(session, row)


@act(ActKind.CANCEL)
def cancel(work: Work, body: FinalizeIn) -> StocktakeOut:
    """Cancel a count; nothing is changed by it."""
    row = _counting(work)
    row.status, row.finalized_at = StocktakeStatus.CANCELLED.value, work.happened_at
    work.session.add(row)
    return show_stocktake(work.session, row)


def get_stocktake(session: Session, stocktake_id: UUID, *, by: Caller) -> StocktakeOut:
    """Return a stocktake that the caller may see; raises NotFound."""
    row = session.get(Stocktake, stocktake_id)
    if row is None or not sees_place(by, current(session).by_id[row.place_id]):
        raise NotFound
    return show_stocktake(session, row)


def _counting(work: Work) -> Stocktake:
    row = work.session.get(Stocktake, work.document, with_for_update=True, populate_existing=True)
    if row is None or not works_at(work.by, work.network.by_id[row.place_id]):
        raise NotFound
    require(row.status == StocktakeStatus.COUNTING, Fault("", "count_ended", {"status": row.status}))
    work.place_id = row.place_id
    return row


def _list_all(work: Work, row: Stocktake) -> None:
    """List everything that lies at the place, of the category asked for, to be counted."""
    asked = (
        select(Balance)
        .join(Lot, col(Lot.id) == Balance.lot)
        .where(col(Balance.place_id) == row.place_id, or_(col(Balance.pieces) > 0, col(Balance.grams) > 0))
    )
    if row.category is not None:
        asked = asked.where(col(Lot.category_id).in_(below(work.network, row.category)))
    baseline = _newest(work.session)
    for balance in work.session.scalars(asked.order_by(col(Balance.lot))).all():
        work.session.add(
            StocktakeLine(
                stocktake_id=row.id,
                lot=balance.lot,
                baseline=baseline,
                expected_pieces=balance.pieces,
                expected_grams=balance.grams,
            )
        )


def _count(work: Work, row: Stocktake, lines: Sequence[CountIn]) -> set[int]:
    """Write counts beside what the ledger says at this moment; return the lots."""
    session = work.session
    numbers = [lot_number(line.lot, f"/lines/{n}/lot") for n, line in enumerate(lines)]
    faults = []
    for n, lot in enumerate(numbers):
        if lot in numbers[:n]:
            faults.append(Fault(f"/lines/{n}/lot", "line_twice"))
        elif session.get(Lot, lot) is None:
            faults.append(Fault(f"/lines/{n}/lot", "unknown_lot", {"value": lines[n].lot}))
    refuse(faults)
    known = held(session, [(row.place_id, lot) for lot in numbers])
    baseline = _newest(session)
    for lot, line in zip(numbers, lines, strict=True):
        entry = session.get(StocktakeLine, (row.id, lot)) or StocktakeLine(
            stocktake_id=row.id, lot=lot, baseline=baseline, expected_pieces=0, expected_grams=0
        )
        there = known.get((row.place_id, lot))
        entry.baseline = baseline
        entry.expected_pieces, entry.expected_grams = (there.pieces, there.grams) if there else (0, 0)
        entry.counted_pieces = line.pieces
        entry.counted_grams = _counted_grams(session, lot, line, there)
        entry.counted_by = work.by.actor
        session.add(entry)
    session.flush()
    return set(numbers)


def _counted_grams(session: Session, lot: int, line: CountIn, there: Held | None) -> int:
    """Return the grams counted: as weighed, or in proportion to the pieces."""
    if line.grams is not None:
        return line.grams
    if there is not None and there.pieces:
        return round(there.grams * line.pieces / there.pieces)
    first = session.get_one(Lot, lot)
    return round(first.grams * line.pieces / first.pieces) if first.pieces else 0


def _newest(session: Session) -> int:
    return int(session.scalar(select(func.coalesce(func.max(col(Movement.seq)), 0))) or 0)


def _difference(line: StocktakeLine) -> tuple[int, int]:
    pieces = (line.counted_pieces or 0) - line.expected_pieces
    return pieces, (line.counted_grams or 0) - line.expected_grams


def _hops(work: Work, row: Stocktake, line: StocktakeLine) -> list[Hop]:
    """Return the hops of a difference: pieces and grams may differ in opposite directions."""
    category = work.session.get_one(Lot, line.lot).category_id
    pieces, grams = _difference(line)
    found, lost = work.network.outside[OUTSIDE_FOUND], work.network.outside[OUTSIDE_LOST]
    ways = (
        ((found, row.place_id), (max(pieces, 0), max(grams, 0))),
        ((row.place_id, lost), (max(-pieces, 0), max(-grams, 0))),
    )
    return [work.hop(MovementKind.STOCKTAKE, line.lot, category, way, amount) for way, amount in ways]
