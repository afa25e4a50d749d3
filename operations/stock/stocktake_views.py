"""Show stocktakes: while a blind count goes on, without what the ledger says."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import or_, select
from sqlmodel import Session, col

from models.identifiers import show_lot
from models.ledger import Lot, Movement
from models.stocktake_shapes import CountOut, StocktakeOut
from models.stocktakes import Stocktake, StocktakeLine, StocktakeStatus
from operations.network import Network, current


def lines_of(session: Session, stocktake_id: UUID) -> list[StocktakeLine]:
    """Return the lines of a count in the order of the lots."""
    asked = select(StocktakeLine).where(col(StocktakeLine.stocktake_id) == stocktake_id)
    return list(session.scalars(asked.order_by(col(StocktakeLine.lot))))


def moved_since(session: Session, row: Stocktake, lines: Sequence[StocktakeLine]) -> set[int]:
    """Return the lots that came to or left the place after they were counted."""
    if row.status != StocktakeStatus.COUNTING or not lines:
        return set()
    asked = (
        select(col(Movement.lot))
        .join(StocktakeLine, col(StocktakeLine.lot) == Movement.lot)
        .where(
            col(StocktakeLine.stocktake_id) == row.id,
            col(StocktakeLine.counted_pieces).is_not(None),
            col(Movement.seq) > col(StocktakeLine.baseline),
            or_(col(Movement.from_place) == row.place_id, col(Movement.to_place) == row.place_id),
        )
    )
    return set(session.scalars(asked))


def show_stocktake(session: Session, row: Stocktake, *, only: Collection[int] | None = None) -> StocktakeOut:
    """Return a stocktake with its lines, or with some of them."""
    session.flush()
    network = current(session)
    lines = lines_of(session, row.id)
    moved = moved_since(session, row, lines)
    open_ = row.blind and row.status == StocktakeStatus.COUNTING
    lots = {
        lot.id: lot for lot in session.scalars(select(Lot).where(col(Lot.id).in_([e.lot for e in lines])))
    }
    shown_lines = [line for line in lines if only is None or line.lot in only]
    shown = [_line(network, line, lots[line.lot], open_, line.lot in moved) for line in shown_lines]
    counted = [line for line in lines if line.counted_pieces is not None]
    differing = sum(
        (line.counted_pieces, line.counted_grams) != (line.expected_pieces, line.expected_grams)
        for line in counted
    )
    return StocktakeOut(
        id=row.id,
        place=network.by_id[row.place_id].code,
        status=StocktakeStatus(row.status),
        blind=row.blind,
        category=row.category,
        lines=shown,
        counted=len(counted),
        to_count=len(lines) - len(counted),
        differences=None if open_ else differing,
        opened_at=row.opened_at,
        finalized_at=row.finalized_at,
    )


def _line(network: Network, line: StocktakeLine, lot: Lot, blind: bool, moved: bool) -> CountOut:
    counted = line.counted_pieces is not None
    pieces = (line.counted_pieces or 0) - line.expected_pieces
    grams = (line.counted_grams or 0) - line.expected_grams
    return CountOut(
        lot=show_lot(line.lot),
        category=network.kind_codes[lot.category_id],
        expected_pieces=None if blind else line.expected_pieces,
        expected_grams=None if blind else line.expected_grams,
        counted_pieces=line.counted_pieces,
        counted_grams=line.counted_grams,
        difference_pieces=pieces if counted and not blind else None,
        difference_grams=grams if counted and not blind else None,
        moved_since=moved,
    )
