"""Show pick-up runs."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import func, literal, select, union_all
from sqlmodel import Session, col

from models.access import Caller, Person
from models.custody import (
    Bag,
    BagStatus,
    Pickup,
    PickupBag,
    PickupRequest,
    RequestReason,
    RunStatus,
    Stop,
    StopOutcome,
)
from models.identifiers import show_code
from models.network import PlaceLoad
from models.pickup_shapes import PickupOut, RunBagOut, StopOut
from models.rows import among
from operations.custody.bags import place_ref
from operations.custody.contents import bags_contents, sums
from operations.network import Network, current
from operations.pages import Page, behind, page, read_position
from operations.scope import SEES_ALL


class AtStop(NamedTuple):
    """What waits at a point: labels of its sealed bags, and why it asks to be emptied."""

    waiting: list[str]
    requests: list[RequestReason]


def show_pickup(session: Session, run: Pickup, now: datetime) -> PickupOut:
    """Return a run with its stops, its bags, and whether it is overdue or over its vehicle's capacity."""
    network = current(session)
    session.flush()
    stops = list(session.scalars(select(Stop).where(col(Stop.pickup_id) == run.id).order_by(col(Stop.n))))
    bags = run_bags(session, network, run)
    at_stops = _at_stops(session, run, stops)
    vehicle = network.by_id[run.vehicle_id]
    waiting = [stop.point_id for stop in stops if stop.outcome is None]
    expected = session.scalar(
        select(func.coalesce(func.sum(col(PlaceLoad.grams)), 0)).where(col(PlaceLoad.place_id).in_(waiting))
    )
    driver = session.get(Person, run.driver) if run.driver is not None else None
    grams = sum(bag.grams for bag in bags)
    return PickupOut(
        id=run.id,
        station=network.by_id[run.station_id].code,
        vehicle=place_ref(network, run.vehicle_id),
        driver=driver.name if driver else None,
        planned_for=run.planned_for,
        due_by=run.due_by,
        status=RunStatus(run.status),
        overdue=run.status != RunStatus.FINISHED and now > run.due_by,
        capacity_grams=vehicle.capacity_grams,
        expected_grams=int(expected or 0),
        over_capacity=grams + int(expected or 0) > vehicle.capacity_grams,
        stops=[_stop(network, stop, at_stops[stop.point_id]) for stop in stops],
        bags=bags,
        pieces=sum(bag.pieces for bag in bags),
        grams=grams,
        finished_at=run.finished_at,
    )


def list_pickups(
    session: Session,
    *,
    status: RunStatus | None,
    overdue: bool,
    limit: int,
    cursor: str | None,
    now: datetime,
    by: Caller,
) -> Page[PickupOut]:
    """Return the runs that the caller may see, the latest day first."""
    after = read_position(cursor, date)
    conditions = []
    if by.role not in SEES_ALL:
        conditions.append(col(Pickup.station_id) == by.place_id)
    if status is not None:
        conditions.append(col(Pickup.status) == status.value)
    if overdue:
        conditions += [col(Pickup.status) != RunStatus.FINISHED.value, col(Pickup.due_by) < now]
    if after is not None:
        conditions.append(behind(col(Pickup.planned_for), col(Pickup.id), after, newest_first=True))
    rows = session.scalars(
        select(Pickup)
        .where(*conditions)
        .order_by(col(Pickup.planned_for).desc(), col(Pickup.id).desc())
        .limit(limit + 1)
    ).all()
    kept, next_cursor = page(rows, limit, lambda run: (run.planned_for.isoformat(), str(run.id)))
    return Page(items=[show_pickup(session, run, now) for run in kept], next_cursor=next_cursor)


def _stop(network: Network, stop: Stop, there: AtStop) -> StopOut:
    site = network.by_id[stop.point_id].out
    return StopOut(
        point=place_ref(network, stop.point_id),
        address=site.address,
        address_en=site.address_en,
        position=site.position,
        phone=site.phone,
        opening_hours=site.opening_hours,
        waiting=there.waiting,
        requests=there.requests,
        planned=stop.planned,
        outcome=None if stop.outcome is None else StopOutcome(stop.outcome),
        ended_at=stop.ended_at,
    )


def _at_stops(session: Session, run: Pickup, stops: Sequence[Stop]) -> dict[int, AtStop]:
    """Return by point what waits at a run's stops, the oldest first, asked for all of them at once.

    A finished run comes by no more: for it, what lies at its points now would be misread as left behind.
    """
    points = {stop.point_id for stop in stops}
    found = {point: AtStop([], []) for point in points}
    if run.status == RunStatus.FINISHED or not points:
        return found
    bags: Any = select(
        col(Bag.place_id).label("point"),
        literal(value=True).label("is_bag"),
        col(Bag.label).label("said"),
        col(Bag.sealed_at).label("at"),
    ).where(among(session, col(Bag.place_id), points), col(Bag.status) == BagStatus.SEALED.value)
    asked = select(
        col(PickupRequest.point_id),
        literal(value=False),
        col(PickupRequest.reason),
        col(PickupRequest.asked_at),
    ).where(among(session, col(PickupRequest.point_id), points), col(PickupRequest.answered_by).is_(None))
    for row in session.execute(union_all(bags, asked).order_by("at", "said")):
        if row.is_bag:
            found[row.point].waiting.append(show_code(row.said))
        else:
            found[row.point].requests.append(RequestReason(row.said))
    return found


def run_bags(
    session: Session, network: Network, run: Pickup, only: Collection[str] | None = None
) -> list[RunBagOut]:
    """Return the bags that a run collected; `only`: those among some labels."""
    asked = (
        select(PickupBag, col(Bag.status))
        .join(Bag, col(Bag.label) == PickupBag.label)
        .where(col(PickupBag.pickup_id) == run.id)
    )
    if only is not None:
        # At each stop of a long run, what was collected at the stops before is not asked for again.
        asked = asked.where(col(PickupBag.label).in_(only))
    rows = session.execute(asked.order_by(col(PickupBag.label))).all()
    held = bags_contents(session, [row.label for row, _ in rows])
    shown = []
    for row, status in rows:
        pieces, grams = sums(held[row.label])
        shown.append(
            RunBagOut(
                label=show_code(row.label),
                point=network.by_id[row.point_id].code,
                announced=row.announced,
                status=BagStatus(status),
                pieces=pieces,
                grams=grams,
            )
        )
    return shown
