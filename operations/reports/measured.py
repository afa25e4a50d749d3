"""What the indicators measure: sums of the tally, and counts of the documents of a period."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, case, func, select
from sqlmodel import Session, col

from models.access import AccessToken, Role
from models.claims import DisposalKind
from models.clock import CLOCK_AHEAD_MAX, CLOCK_BEHIND_MAX, SHANGHAI
from models.inquiries import Inquiry
from models.intakes import Intake, IntakeFlag, Refused
from models.ledger import Flow, MovementKind
from models.network import PlaceKind, PlaceLoad
from models.relief import Need, NeedLine
from models.sortings import Grade, Sorting
from models.tally import SORT_CORRECTION, Tally, Way
from operations.network import Network
from operations.stock.stocks import below

_COUNTED = (
    MovementKind.INTAKE, MovementKind.CORRECTION, MovementKind.SORT_OUT, MovementKind.FOUND,
    MovementKind.LOST, MovementKind.STOCKTAKE, MovementKind.DISPOSE, MovementKind.DELIVER,
    MovementKind.RETURN, SORT_CORRECTION,
)  # fmt: skip
#: What the ministry counts as clothing and bedding 衣被.
_WORN = ("clothing", "bedding")
_STORES = frozenset({PlaceKind.STATION, PlaceKind.WAREHOUSE})


class Amount(NamedTuple):
    """Pieces and grams."""

    pieces: int
    grams: int


@dataclass(frozen=True, slots=True)
class Period:
    """Shanghai days, the last one inclusive."""

    first: date
    last: date

    @property
    def start(self) -> datetime:
        """Return the moment it begins."""
        return datetime.combine(self.first, time(), SHANGHAI)

    @property
    def end(self) -> datetime:
        """Return the moment it is over: the midnight after the last day."""
        return datetime.combine(self.last + timedelta(days=1), time(), SHANGHAI)

    def holds(self, moment: Any) -> ColumnElement[bool]:
        """Return the condition that a moment lies in it."""
        return and_(moment >= self.start, moment < self.end)


@dataclass(frozen=True, slots=True)
class Moved:
    """One sum of the tally: hops of one kind and way, of one grade, target and sort of goods."""

    kind: str
    way: str
    grade: str
    target: str
    worn: bool  # clothing or bedding
    pieces: int
    grams: int


@dataclass(frozen=True, slots=True)
class Moves:
    """What moved in a period, in a few hundred sums."""

    sums: tuple[Moved, ...]

    def of(self, kind: str, way: Way, where: Callable[[Moved], bool] = lambda _: True) -> Amount:
        """Return what moved so."""
        found = [m for m in self.sums if (m.kind, m.way) == (kind, way) and where(m)]
        return Amount(sum(m.pieces for m in found), sum(m.grams for m in found))

    def net(self, kind: str, where: Callable[[Moved], bool] = lambda _: True) -> Amount:
        """Return what came into our places less what went out of them."""
        came, went = self.of(kind, Way.IN, where), self.of(kind, Way.OUT, where)
        return Amount(came.pieces - went.pieces, came.grams - went.grams)

    def received(self, *, worn_only: bool = False) -> Amount:
        """Return what donors gave: gifts as logged and their corrections."""

        def given(moved: Moved) -> bool:
            return moved.worn or not worn_only

        gifts, corrections = (
            self.net(kind, given) for kind in (MovementKind.INTAKE, MovementKind.CORRECTION)
        )
        return Amount(gifts.pieces + corrections.pieces, gifts.grams + corrections.grams)

    def graded(self, *grades: Grade) -> int:
        """Return the grams that were sorted into some grades, as corrected."""

        def so_graded(moved: Moved) -> bool:
            return moved.grade in set(grades)

        return sum(self.net(kind, so_graded).grams for kind in (MovementKind.SORT_OUT, SORT_CORRECTION))

    def distributed(self) -> Amount:
        """Return what recipients were given and kept."""
        given, back = self.of(MovementKind.DELIVER, Way.OUT), self.of(MovementKind.RETURN, Way.IN)
        return Amount(given.pieces - back.pieces, given.grams - back.grams)

    def disposed(self, way: DisposalKind) -> int:
        """Return the grams that were disposed of in one way."""
        return self.of(MovementKind.DISPOSE, Way.OUT, lambda moved: moved.target == way.value).grams

    def astray(self, kind: MovementKind, way: Way) -> int:
        """Return the grams found or lost, in stocktakes too."""
        return self.of(kind, way).grams + self.of(MovementKind.STOCKTAKE, way).grams


def moves(session: Session, network: Network, period: Period) -> Moves:
    """Sum the tally of a period."""
    worn = {number for code in _WORN if code in network.kinds for number in below(network, code)}
    target = case((col(Tally.kind) == MovementKind.DISPOSE.value, col(Tally.target)), else_="")
    keys = (col(Tally.kind), col(Tally.way), col(Tally.grade), target, col(Tally.category_id))
    asked = (
        select(*keys, func.sum(col(Tally.pieces)), func.sum(col(Tally.grams)))
        .where(
            col(Tally.kind).in_([str(kind) for kind in _COUNTED]),
            col(Tally.way).in_([Way.IN.value, Way.OUT.value]),
            col(Tally.day).between(period.first, period.last),
        )
        .group_by(*keys)
    )
    rows = session.execute(asked)
    return Moves(
        tuple(
            Moved(kind, way, grade, to, category in worn, int(pieces), int(grams))
            for kind, way, grade, to, category, pieces, grams in rows
        )
    )


def lost_in_sorting(session: Session, period: Period) -> int:
    """Return the grams that runs finished in a period could not account for."""
    asked = select(func.sum(col(Sorting.loss_grams))).where(period.holds(col(Sorting.finished_at)))
    return int(session.scalar(asked) or 0)


def refused_pieces(session: Session, period: Period) -> int:
    """Return the pieces that points turned away."""
    asked = (
        select(func.sum(col(Refused.pieces)))
        .join(Intake, col(Intake.id) == Refused.intake_id)
        .where(*_logged_in(period))
    )
    return int(session.scalar(asked) or 0)


def active_volunteers(session: Session, period: Period) -> int:
    """Return how many different volunteers logged a gift."""
    volunteers = select(col(AccessToken.person_id)).where(col(AccessToken.role) == Role.VOLUNTEER.value)
    asked = select(func.count(func.distinct(col(Intake.by)))).where(
        *_logged_in(period), col(Intake.by).in_(volunteers)
    )
    return int(session.scalar(asked) or 0)


def needs_met(session: Session, period: Period) -> float | None:
    """Return the share of the pieces asked for in a period that was delivered until now."""
    met = case(
        (col(NeedLine.delivered_pieces) < col(NeedLine.pieces), col(NeedLine.delivered_pieces)),
        else_=col(NeedLine.pieces),
    )
    asked, delivered = session.execute(
        select(func.sum(col(NeedLine.pieces)), func.sum(met))
        .join(Need, col(Need.id) == NeedLine.need_id)
        .where(period.holds(col(Need.stated_at)))
    ).one()
    return int(delivered) / int(asked) if asked else None


def queries_in_time(session: Session, period: Period) -> float | None:
    """Return the share of donors' inquiries due in the period that were answered by their day."""
    asked = select(col(Inquiry.due_on), col(Inquiry.answered_at)).where(
        col(Inquiry.due_on).between(period.first, period.last)
    )
    kept = [
        answered is not None and answered.astimezone(SHANGHAI).date() <= due
        for due, answered in session.execute(asked)
    ]
    return sum(kept) / len(kept) if kept else None


def stock_grams(session: Session, network: Network, period: Period, today: date) -> int:
    """Return what lay at stations and the warehouse when a period ended, in grams.

    What lies there now, less what came since. A movement counts for tomorrow at the latest, when a
    phone's clock runs ahead over midnight.
    """
    stores = [site.id for site in network.sites.values() if site.kind in _STORES]
    here = select(func.sum(col(PlaceLoad.grams))).where(col(PlaceLoad.place_id).in_(stores))
    since = [period.last + timedelta(days=n + 1) for n in range((today - period.last).days + 1)]
    change = func.sum(col(Flow.grams_in) - col(Flow.grams_out))
    later = select(change).where(col(Flow.day).in_(since), col(Flow.place_id).in_(stores))
    return int(session.scalar(here) or 0) - int((session.scalar(later) if since else 0) or 0)


def _logged_in(period: Period) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions that an intake was logged in a period.

    The phone's time counts, or ours where its clock was flagged. What was recorded earlier, or two
    months later, cannot have happened in it: an index answers that.
    """
    doubtful = col(Intake.flags).contains(IntakeFlag.CLOCK.value)
    logged = case((doubtful, col(Intake.recorded_at)), else_=col(Intake.happened_at))
    return (
        period.holds(logged),
        col(Intake.recorded_at) >= period.start - CLOCK_AHEAD_MAX,
        col(Intake.recorded_at) < period.end + CLOCK_BEHIND_MAX,
    )
