"""Show pick-up runs."""

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import func, select
from sqlmodel import Session, col

from models.access import Caller, Person
from models.custody import Bag, BagStatus, Pickup, PickupBag, RunStatus, Stop, StopOutcome
from models.identifiers import show_code
from models.network import PlaceLoad
from models.pickup_shapes import PickupOut, RunBagOut, StopOut
from operations.custody.bags import place_ref
from operations.custody.contents import bags_contents, sums
from operations.network import Network, current
from operations.pages import Page, behind, page, read_position
from operations.scope import SEES_ALL


def show_pickup(session: Session, run: Pickup, now: datetime) -> PickupOut:
    """Return a run with its stops, its bags, and whether it is overdue or over its vehicle's capacity."""
    network = current(session)
    session.flush()
    stops = list(session.scalars(select(Stop).where(col(Stop.pickup_id) == run.id).order_by(col(Stop.n))))
    bags = run_bags(session, network, run)
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
        stops=[_stop(network, stop) for stop in stops],
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


def _stop(network: Network, stop: Stop) -> StopOut:
    return StopOut(
        point=place_ref(network, stop.point_id),
        planned=stop.planned,
        outcome=None if stop.outcome is None else StopOutcome(stop.outcome),
        ended_at=stop.ended_at,
    )


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
