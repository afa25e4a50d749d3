"""Trace a gift by its code: what its donor, and everybody else, may see."""

from collections import defaultdict
from datetime import datetime, time
from typing import NamedTuple

from sqlalchemy import func, select
from sqlmodel import Session, col

from models.access import Caller
from models.clock import SHANGHAI
from models.identifiers import Miscoded as BadCode
from models.identifiers import read_code, read_id, show_code
from models.intakes import Correction, Destination, Intake
from models.ledger import Lot, Movement, MovementKind
from models.network import PlaceKind, PlaceOut
from models.rows import among
from models.trace import TraceOut, TraceOutcome, TraceStatus, TraceStep
from operations.errors import Fault, Miscoded, NotFound
from operations.network import Network, current
from operations.tracing.outcomes import Ended, outcomes, public_districts
from operations.tracing.walk import Way, forward

#: Which movement of the gift's goods marks which step.
_MARKS = {
    MovementKind.COLLECT: TraceStatus.COLLECTED,
    MovementKind.RECEIVE: TraceStatus.AT_STATION,
    MovementKind.SORT_IN: TraceStatus.SORTED,
    MovementKind.DISPATCH: TraceStatus.DISPATCHED,
    MovementKind.DELIVER: TraceStatus.DELIVERED,
    MovementKind.DISPOSE: TraceStatus.ENDED,
}
_ORDER = list(TraceStatus)
_RECIPIENT = ("受助方", "recipients")


class Seen(NamedTuple):
    """What a donor's page shows of a gift."""

    trace: TraceOut
    station: PlaceOut


def trace(session: Session, typed: str, *, by: Caller) -> TraceOut:
    """Return what became of the gift with this tracking code or, from a phone's receipt, this id.

    Raises Miscoded, saying what is wrong, for a code that cannot be right, and NotFound: an id that
    nobody knows is on a phone that has not sent it yet.
    """
    return _traced(session, _known_gift(session, typed), by)


def see(session: Session, typed: str, *, by: Caller) -> Seen:
    """Return what a donor's page shows: the trace, and the station the gift is bound for; raises likewise."""
    intake = _known_gift(session, typed)
    bound = session.scalar(select(col(Destination.station_id)).where(col(Destination.intake_id) == intake.id))
    site = current(session).by_id[bound or intake.station_id]
    return Seen(_traced(session, intake, by), site.out)


def _known_gift(session: Session, typed: str) -> Intake:
    intake = gift_with(session, typed)
    if intake is not None:
        return intake
    if read_id(typed) is not None:
        raise NotFound(Fault("/tracking_code", "not_sent_yet"))
    raise NotFound(Fault("/tracking_code", "unknown_code"))


def _traced(session: Session, intake: Intake, by: Caller) -> TraceOut:
    network = current(session)
    start = _start(session, intake)
    way = forward(session, network, start)
    ended = outcomes(session, network, way)
    steps = _steps(session, network, intake, way, by)
    if not ended and intake.pieces:
        steps.append(_withdrawn(session, network, intake, by))
    return TraceOut(
        tracking_code=show_code(intake.tracking_code),
        status=steps[-1].status,
        steps=steps,
        outcomes=_shown(session, network, ended, by),
    )


def gift_with(session: Session, typed: str) -> Intake | None:
    """Return the gift with a tracking code or id, if there is one; raises Miscoded for what is neither."""
    known = read_id(typed)
    if known is not None:
        return session.get(Intake, known)
    try:
        code = read_code(typed)
    except BadCode as wrong:
        raise Miscoded(Fault("/tracking_code", wrong.fault.value, {"found": wrong.found})) from wrong
    return session.scalar(select(Intake).where(col(Intake.tracking_code) == code))


def _start(session: Session, intake: Intake) -> dict[int, float]:
    """Return the grams of an intake's lots as they stand corrected: what came in less what went back."""
    network = current(session)
    rows = session.execute(
        select(col(Movement.lot), col(Movement.from_place), func.sum(col(Movement.grams)))
        .join(Lot, col(Lot.id) == Movement.lot)
        .where(
            col(Lot.intake_id) == intake.id,
            (col(Movement.from_place) == network.donor) | (col(Movement.to_place) == network.donor),
        )
        .group_by(col(Movement.lot), col(Movement.from_place))
    )
    found: dict[int, float] = defaultdict(float)
    for lot, from_place, grams in rows:
        found[lot] += int(grams) if from_place == network.donor else -int(grams)
    return {lot: grams for lot, grams in found.items() if grams > 0}


def _steps(session: Session, network: Network, intake: Intake, way: Way, by: Caller) -> list[TraceStep]:
    """Return the steps in order of time, each at the first place it happened."""
    point = _place(network, intake.point_id, by)
    steps = [
        TraceStep(status=TraceStatus.RECEIVED, at=intake.happened_at, place=point[0], place_kind=point[1])
    ]
    asked = select(
        col(Movement.kind),
        col(Movement.from_place),
        col(Movement.to_place),
        col(Movement.happened_at),
    ).where(
        among(session, col(Movement.lot), way.lots), col(Movement.kind).in_([kind.value for kind in _MARKS])
    )
    first: dict[TraceStatus, tuple[datetime, int, int]] = {}
    for moved, from_place, to_place, at in session.execute(asked.order_by(col(Movement.seq))):
        first.setdefault(_MARKS[MovementKind(moved)], (at, from_place, to_place))
    for status in sorted(first, key=_ORDER.index):
        at, from_place, to_place = first[status]
        if status is TraceStatus.DELIVERED:
            name, kind, at = _RECIPIENT[0 if by.language == "zh" else 1], "recipient", _day(at)
        else:
            name, kind = _place(network, to_place if status is TraceStatus.AT_STATION else from_place, by)
        steps.append(TraceStep(status=status, at=at, place=name, place_kind=kind))
    return steps


def _withdrawn(session: Session, network: Network, intake: Intake, by: Caller) -> TraceStep:
    last = select(func.max(col(Correction.recorded_at))).where(col(Correction.intake_id) == intake.id)
    name, kind = _place(network, intake.point_id, by)
    at = session.scalar(last) or intake.recorded_at
    return TraceStep(status=TraceStatus.WITHDRAWN, at=at, place=name, place_kind=kind)


def _place(network: Network, place: int, by: Caller) -> tuple[str, str]:
    site = network.by_id[place]
    return (site.out.name if by.language == "zh" else site.out.name_en), site.kind.value


def _day(at: datetime) -> datetime:
    """Return the beginning of a day: the hour of a delivery is nobody's business."""
    return datetime.combine(at.astimezone(SHANGHAI).date(), time(), SHANGHAI)


def _shown(
    session: Session, network: Network, ended: dict[Ended, tuple[float, float]], by: Caller
) -> list[TraceOutcome]:
    """Return outcomes with shares by weight, the largest first."""
    districts = public_districts(
        session, network, [end.recipient for end in ended if end.recipient is not None], by.language
    )
    sums: dict[tuple[str, str | None], list[float]] = defaultdict(lambda: [0.0, 0.0])
    for end, (pieces, grams) in ended.items():
        district = districts.get(end.recipient or "")
        if end.place is not None and network.by_id[end.place].kind is not PlaceKind.TRANSIT:
            named = network.by_id[end.place].out.district
            district = (named.name if by.language == "zh" else named.name_en) or None
        sums[end.outcome, district][0] += pieces
        sums[end.outcome, district][1] += grams
    total = sum(grams for _, grams in sums.values())
    return [
        TraceOutcome(
            outcome=outcome,
            district=district,
            share=round(grams / total, 4) if total else 0.0,
            pieces=round(pieces),
            grams=round(grams),
        )
        for (outcome, district), (pieces, grams) in sorted(
            sums.items(), key=lambda entry: (-entry[1][1], entry[0][0], entry[0][1] or "")
        )
    ]
