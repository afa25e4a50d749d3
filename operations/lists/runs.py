"""List sorting runs and stocktakes."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, and_, case, func, select
from sqlmodel import Session, col

from models.access import Caller
from models.acts import Act, ActKind
from models.sortings import Side, Sorting, SortingStatus, Strand
from models.stocktakes import Stocktake, StocktakeLine, StocktakeStatus
from models.work_shapes import SortingRow, StocktakeRow
from operations.custody.bags import place_ref
from operations.lists.asked import at, places_asked
from operations.lists.begun import begun, newest
from operations.network import Network, current
from operations.pages import Page


def list_sortings(
    session: Session,
    *,
    place: str | None,
    status: SortingStatus | None,
    limit: int,
    cursor: str | None,
    by: Caller,
) -> Page[SortingRow]:
    """Return sorting runs, the newest first. Raises Unfit and NotFound for the place."""
    network = current(session)
    asked = begun(ActKind.OPEN_SORTING, Sorting).join(Sorting, col(Sorting.id) == Act.id)
    asked = asked.where(at(col(Act.place_id), places_asked(network, place, by)))
    if status is not None:
        asked = asked.where(col(Sorting.status) == status.value)
    rows, next_cursor = newest(session, asked, limit=limit, cursor=cursor)
    sums = _strands(session, [row.act for row in rows])
    return Page(items=[_sorting(network, row, sums) for row in rows], next_cursor=next_cursor)


def list_stocktakes(
    session: Session,
    *,
    place: str | None,
    status: StocktakeStatus | None,
    limit: int,
    cursor: str | None,
    by: Caller,
) -> Page[StocktakeRow]:
    """Return stocktakes, the newest first. Raises Unfit and NotFound for the place."""
    network = current(session)
    asked = begun(ActKind.OPEN_STOCKTAKE, Stocktake).join(Stocktake, col(Stocktake.id) == Act.id)
    asked = asked.where(at(col(Act.place_id), places_asked(network, place, by)))
    if status is not None:
        asked = asked.where(col(Stocktake.status) == status.value)
    rows, next_cursor = newest(session, asked, limit=limit, cursor=cursor)
    counts = _counts(session, [row.act for row in rows])
    return Page(items=[_stocktake(network, row, counts) for row in rows], next_cursor=next_cursor)


def _strands(session: Session, runs: Sequence[UUID]) -> dict[tuple[UUID, str], tuple[int, int]]:
    """Return by run and side the pieces and grams."""
    rows = session.execute(
        select(col(Strand.run), col(Strand.side), func.sum(col(Strand.pieces)), func.sum(col(Strand.grams)))
        .where(col(Strand.run).in_(runs))
        .group_by(col(Strand.run), col(Strand.side))
    )
    return {(run, side): (int(pieces), int(grams)) for run, side, pieces, grams in rows}


def _sorting(network: Network, row: Row[Any], sums: dict[tuple[UUID, str], tuple[int, int]]) -> SortingRow:
    run: Sorting = row.Sorting
    pieces_in, grams_in = sums.get((run.id, Side.IN.value), (0, 0))
    pieces_out, grams_out = sums.get((run.id, Side.OUT.value), (0, 0))
    return SortingRow(
        id=run.id,
        place=place_ref(network, run.station_id),
        status=SortingStatus(run.status),
        pieces_in=pieces_in,
        grams_in=grams_in,
        pieces_out=pieces_out,
        grams_out=grams_out,
        loss_grams=run.loss_grams,
        remaining_grams=grams_in - grams_out - run.loss_grams,
        by=row.by,
        opened_at=run.opened_at,
        finished_at=run.finished_at,
    )


def _counts(session: Session, stocktakes: Sequence[UUID]) -> dict[UUID, tuple[int, int, int]]:
    """Return by stocktake how many lots it lists, how many are counted, how many of them differ."""
    counted, line = col(StocktakeLine.counted_pieces).is_not(None), StocktakeLine
    same = and_(
        col(line.counted_pieces) == col(line.expected_pieces),
        col(line.counted_grams) == col(line.expected_grams),
    )
    rows = session.execute(
        select(
            col(line.stocktake_id),
            func.count(),
            func.sum(case((counted, 1), else_=0)),
            func.sum(case((and_(counted, ~same), 1), else_=0)),
        )
        .where(col(line.stocktake_id).in_(stocktakes))
        .group_by(col(line.stocktake_id))
    )
    return {id_: (int(lots), int(done), int(differing)) for id_, lots, done, differing in rows}


def _stocktake(network: Network, row: Row[Any], counts: dict[UUID, tuple[int, int, int]]) -> StocktakeRow:
    count: Stocktake = row.Stocktake
    lots, counted, differing = counts.get(count.id, (0, 0, 0))
    hidden = count.blind and count.status == StocktakeStatus.COUNTING
    return StocktakeRow(
        id=count.id,
        place=place_ref(network, count.place_id),
        status=StocktakeStatus(count.status),
        blind=count.blind,
        category=count.category,
        counted=counted,
        to_count=lots - counted,
        differences=None if hidden else differing,
        by=row.by,
        opened_at=count.opened_at,
        finalized_at=count.finalized_at,
    )
