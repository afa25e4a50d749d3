"""Deliveries of a period: whom they served, how many people they reached, how old the goods were."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlmodel import Session, col

from models.acts import Act
from models.clock import clock_is_plausible
from models.intakes import Intake
from models.ledger import Lot, Movement, MovementKind
from models.rows import among
from models.shipments import Delivery, Shipment
from operations.reports.measured import Period
from operations.tracing.walk import back

#: Deliveries that are traced back to their gifts at most: a year's would take minutes.
TRACED_MAX = 60
_DAY_S = 86_400.0


@dataclass(frozen=True, slots=True)
class Delivered:
    """A delivery: when, to whom, how many people it says to have reached."""

    at: datetime
    id: UUID
    recipient: str
    people: int | None


@dataclass(frozen=True, slots=True)
class Ages:
    """How old goods were when they were delivered, in days by weight, and in how many deliveries."""

    median: float | None
    p90: float | None
    traced: int


def deliveries(session: Session, period: Period) -> list[Delivered]:
    """Return the deliveries whose goods count for a period, in order of time."""
    counted = select(col(Movement.operation)).where(
        col(Movement.kind) == MovementKind.DELIVER.value,
        col(Movement.day).between(period.first, period.last),
    )
    asked = (
        select(
            col(Delivery.id),
            col(Shipment.recipient),
            col(Delivery.people_reached),
            col(Delivery.delivered_at),
            col(Act.recorded_at),
        )
        .join(Act, col(Act.id) == Delivery.id)
        .join(Shipment, col(Shipment.id) == Delivery.shipment_id)
        .where(col(Delivery.id).in_(counted))
    )
    found = [
        Delivered(_when(delivered_at, recorded_at), id_, recipient, people)
        for id_, recipient, people, delivered_at, recorded_at in session.execute(asked)
    ]
    return sorted(found, key=lambda delivered: (delivered.at, delivered.id))


def ages(session: Session, found: Sequence[Delivered]) -> Ages:
    """Return how old goods were when they were delivered, since the donor handed them over.

    What was sorted together is as old as what went in, by weight, as in every trace. Of more than
    `TRACED_MAX` deliveries, that many are taken at even steps of time.
    """
    count = min(len(found), TRACED_MAX)
    taken = [found[n * len(found) // count] for n in range(count)]
    weighed = sorted(entry for delivered in taken for entry in _ages_of(session, delivered))
    return Ages(quantile(weighed, 0.5), quantile(weighed, 0.9), count)


def quantile(weighed: Sequence[tuple[float, float]], share: float) -> float | None:
    """Return the least value that a share of the weight stays within; pairs are (value, weight), sorted."""
    total, passed = sum(weight for _, weight in weighed), 0.0
    for value, weight in weighed:
        passed += weight
        if passed >= share * total:
            return value
    return None


def _when(said: datetime, recorded: datetime) -> datetime:
    return said if clock_is_plausible(said, recorded) else recorded


def _ages_of(session: Session, delivered: Delivered) -> list[tuple[float, float]]:
    """Return (days, grams) of the gifts that a delivery came from."""
    moved = select(col(Movement.lot), col(Movement.kind), col(Movement.grams))
    # Kinds are told apart here: asked for, they tempt SQLite to the index of all deliveries.
    rows = session.execute(moved.where(col(Movement.operation) == delivered.id))
    lots = {lot: float(grams) for lot, kind, grams in rows if kind == MovementKind.DELIVER}
    way = back(session, lots)
    gifts = session.execute(
        select(col(Lot.id), col(Intake.happened_at), col(Intake.recorded_at))
        .join(Intake, col(Intake.id) == Lot.intake_id)
        .where(among(session, col(Lot.id), way.lots))
    )
    return [
        (max(0.0, (delivered.at - _when(given, recorded)).total_seconds() / _DAY_S), way.lots[lot])
        for lot, given, recorded in gifts
    ]
