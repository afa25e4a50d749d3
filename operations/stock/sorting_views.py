"""Show sorting runs."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlmodel import Session, col

from models.identifiers import show_lot
from models.ledger import Lot
from models.sorting_shapes import SortingOut, StrandOut
from models.sortings import Grade, LossReason, Season, Side, Sorting, SortingStatus, Strand, Wearer
from operations.network import Network, current


@dataclass(frozen=True, slots=True)
class Weights:
    """A run on the scale."""

    grams_in: int
    grams_out: int
    loss_grams: int

    @property
    def remaining(self) -> int:
        """Return what still lies on the table, in grams; negative when more came out than went in."""
        return self.grams_in - self.grams_out - self.loss_grams


def weights(session: Session, run: Sorting) -> Weights:
    """Return what went in, came out and was lost so far, in grams."""
    session.flush()
    asked = select(col(Strand.side), func.sum(col(Strand.grams))).where(col(Strand.run) == run.id)
    sums = {side: int(grams) for side, grams in session.execute(asked.group_by(col(Strand.side)))}
    return Weights(sums.get(Side.IN, 0), sums.get(Side.OUT, 0), run.loss_grams)


def show_sorting(session: Session, run: Sorting) -> SortingOut:
    """Return a run with both its sides."""
    network = current(session)
    weighed = weights(session, run)
    rows = session.execute(
        select(Strand, Lot)
        .join(Lot, col(Lot.id) == Strand.lot)
        .where(col(Strand.run) == run.id)
        .order_by(col(Strand.lot))
    ).all()
    sides = {
        side: [_strand(network, strand, lot) for strand, lot in rows if strand.side == side] for side in Side
    }
    return SortingOut(
        id=run.id,
        station=network.by_id[run.station_id].code,
        status=SortingStatus(run.status),
        earmark=run.earmark,
        inputs=sides[Side.IN],
        outputs=sides[Side.OUT],
        pieces_in=sum(strand.pieces for strand in sides[Side.IN]),
        grams_in=weighed.grams_in,
        pieces_out=sum(strand.pieces for strand in sides[Side.OUT]),
        grams_out=weighed.grams_out,
        loss_grams=run.loss_grams,
        loss_reason=None if run.loss_reason is None else LossReason(run.loss_reason),
        remaining_grams=weighed.remaining,
        opened_at=run.opened_at,
        finished_at=run.finished_at,
    )


def _strand(network: Network, strand: Strand, lot: Lot) -> StrandOut:
    return StrandOut(
        lot=show_lot(strand.lot),
        category=network.kind_codes[lot.category_id],
        grade=None if lot.grade is None else Grade(lot.grade),
        pieces=strand.pieces,
        grams=strand.grams,
        wearer=None if lot.wearer is None else Wearer(lot.wearer),
        size=lot.size,
        season=None if lot.season is None else Season(lot.season),
        expires_on=lot.expires_on,
    )
