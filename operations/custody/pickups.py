"""Pick-up runs: plan them, collect by scan, finish. What rides in a vehicle is in its custody."""

from datetime import datetime, time, timedelta
from uuid import UUID

from sqlalchemy import func, select, update
from sqlmodel import Session, col

from models.access import Caller, Role
from models.acts import ActKind
from models.clock import SHANGHAI
from models.custody import Bag, Pickup, PickupBag, PickupRequest, RunStatus, Stop, StopOutcome
from models.identifiers import show_code
from models.ledger import MovementKind
from models.network import PlaceKind
from models.pickup_shapes import CollectIn, CollectOut, FinishIn, PickupIn, PickupOut, RequestIn, RequestOut
from models.rows import insert_rows
from operations.acts import Work, act, person_named, refuse, require
from operations.custody.bags import make_bag, point_of
from operations.custody.contents import bags_contents, carry, locked_bag
from operations.custody.due import due_points
from operations.custody.labels import read_label, usable
from operations.custody.pickup_views import run_bags, show_pickup
from operations.custody.unannounced import log_unannounced
from operations.custody.vehicles import vehicle_for
from operations.errors import Fault, NotFound, Unfit
from operations.network import Network, current
from operations.scope import sees_place, works_at
from operations.sites import Site

#: Stops a run gets when nobody lists them: what one vehicle does in a day.
STOPS_MAX = 40
#: A run is to be back by the evening of its day.
BACK_BY = time(20, 0)


@act(ActKind.REQUEST_PICKUP)
def request_pickup(work: Work, body: RequestIn) -> RequestOut:
    """Note that a point asks to be emptied; it is due until somebody collects there."""
    point = point_of(work.network, work.subject, work.by)
    work.place_id = point.id
    work.session.add(
        PickupRequest(id=work.id, point_id=point.id, reason=body.reason.value, asked_at=work.happened_at)
    )
    return RequestOut(id=work.id, point=point.code, reason=body.reason, asked_at=work.happened_at)


@act(ActKind.PLAN_PICKUP, creates=True)
def plan(work: Work, body: PickupIn) -> PickupOut:
    """Plan a run. Raises Unfit for stops, stations and vehicles that do not fit, all of them at once."""
    session, network = work.session, work.network
    station = station_of(network, body.station, work.by)
    vehicle = vehicle_for(network, station, body.vehicle)
    if vehicle.home_id != station.id:
        raise Unfit(Fault("/vehicle", "vehicle_elsewhere", {"value": vehicle.code}))
    stops = body.stops or due_points(session, network, station, work.now)[:STOPS_MAX]
    points = _stops(network, stops)
    day = body.planned_for or work.now.astimezone(SHANGHAI).date()
    evening = datetime.combine(day, BACK_BY, SHANGHAI)
    driver = _driver(work, body)
    row = Pickup(
        id=work.document,
        station_id=station.id,
        vehicle_id=vehicle.id,
        driver=driver,
        planned_for=day,
        due_by=body.due_by or max(evening, work.now + timedelta(hours=1)),
        status=RunStatus.PLANNED.value,
    )
    session.add(row)
    session.flush()
    rows = [
        {"pickup_id": row.id, "n": n, "point_id": point.id, "planned": True} for n, point in enumerate(points)
    ]
    insert_rows(session, Stop, rows)
    work.place_id = station.id
    return show_pickup(session, row, work.now)


@act(ActKind.COLLECT)
def collect(work: Work, body: CollectIn) -> CollectOut:
    """Collect bags at a stop by scan, or note why nothing could be collected.

    What the driver has is accepted: bags of another point, bags that nobody announced. Raises Unfit
    for labels of which nothing is known, Conflict for bags already collected and for a finished run.
    """
    session, network = work.session, work.network
    run = run_of(session, work.document, work.by)
    require(run.status != RunStatus.FINISHED, Fault("", "run_finished"))
    point = network.sites.get(body.point)
    if point is None or point.kind is not PlaceKind.POINT:
        raise Unfit(Fault("/point", "unknown_point", {"value": body.point}))
    labels = _announced(work, body) | _unannounced(work, point, body)
    held = bags_contents(session, list(labels))
    hops = []
    for label in labels:
        bag = locked_bag(session, label)
        if bag is not None:
            hops += carry(work, bag, held[label], run.vehicle_id, MovementKind.COLLECT)
    work.post(hops)
    _note_bags(work, run, point, labels)
    outcome = body.cannot or StopOutcome.COLLECTED
    _end_stop(work, run, point, outcome)
    work.place_id = point.id
    bags = run_bags(session, network, run, only=labels)
    return CollectOut(
        pickup=run.id,
        point=point.code,
        outcome=outcome,
        bags=bags,
        pieces=sum(bag.pieces for bag in bags),
        grams=sum(bag.grams for bag in bags),
        collected_at=work.happened_at,
    )


@act(ActKind.FINISH_PICKUP)
def finish(work: Work, body: FinishIn) -> PickupOut:
    """Finish a run; stops that were not made are skipped, and what was collected stays in the vehicle."""
    run = run_of(work.session, work.document, work.by)
    require(run.status != RunStatus.FINISHED, Fault("", "run_finished"))
    run.status, run.finished_at = RunStatus.FINISHED.value, work.happened_at
    work.session.add(run)
    work.session.connection().execute(
        update(Stop)
        .where(col(Stop.pickup_id) == run.id, col(Stop.outcome).is_(None))
        .values(outcome=StopOutcome.SKIPPED.value, ended_at=work.happened_at)
    )
    work.place_id = run.station_id
    return show_pickup(work.session, run, work.now)


def run_of(session: Session, run_id: UUID, by: Caller) -> Pickup:
    """Return a run of the caller's station, locked; raises NotFound."""
    run = session.get(Pickup, run_id, with_for_update=True, populate_existing=True)
    if run is None or not works_at(by, current(session).by_id[run.station_id]):
        raise NotFound
    return run


def get_pickup(session: Session, run_id: UUID, *, now: datetime, by: Caller) -> PickupOut:
    """Return a run that the caller may see; raises NotFound."""
    run = session.get(Pickup, run_id)
    if run is None or not sees_place(by, current(session).by_id[run.station_id]):
        raise NotFound
    return show_pickup(session, run, now)


def station_of(network: Network, code: str, by: Caller) -> Site:
    """Return the station of that code if the caller works there; raises Unfit or NotFound."""
    site = network.sites.get(code)
    if site is None or site.kind is not PlaceKind.STATION:
        raise Unfit(Fault("/station", "unknown_station", {"value": code}))
    if not works_at(by, site):
        raise NotFound(Fault("/station", "foreign_place", {"value": code}))
    return site


def _stops(network: Network, codes: list[str]) -> list[Site]:
    faults, points = [], []
    for n, code in enumerate(codes):
        point = network.sites.get(code)
        if point is None or point.kind is not PlaceKind.POINT:
            faults.append(Fault(f"/stops/{n}", "unknown_point", {"value": code}))
        elif code in codes[:n]:
            faults.append(Fault(f"/stops/{n}", "stop_twice", {"value": code}))
        else:
            points.append(point)
    refuse(faults)
    return points


def _driver(work: Work, body: PickupIn) -> int | None:
    if body.driver is not None:
        return person_named(work.session, body.driver, work.now)
    return work.by.actor if work.by.role is Role.DRIVER else None


def _announced(work: Work, body: CollectIn) -> dict[str, bool]:
    """Return the labels that were scanned; raises Unfit or Conflict for those that cannot be collected."""
    found: dict[str, bool] = {}
    unknown, taken = [], []
    for n, typed in enumerate(body.bags):
        label = read_label(typed, f"/bags/{n}")
        bag = work.session.get(Bag, label)
        if bag is None:
            unknown.append(Fault(f"/bags/{n}", "bag_not_sealed", {"value": typed}))
        elif work.network.by_id[bag.place_id].kind is not PlaceKind.POINT:
            taken.append(Fault(f"/bags/{n}", "bag_collected", {"value": show_code(label)}))
        found[label] = True
    refuse(unknown)
    require(not taken, *taken)
    return found


def _unannounced(work: Work, point: Site, body: CollectIn) -> dict[str, bool]:
    """Log and bag what nobody announced; return the labels."""
    found: dict[str, bool] = {}
    for n, entry in enumerate(body.unannounced):
        pointer = f"/unannounced/{n}"
        label = read_label(entry.label, f"{pointer}/label")
        require(
            work.session.get(Bag, label) is None,
            Fault(f"{pointer}/label", "label_used", {"value": show_code(label)}),
        )
        flag = usable(work.session, label, f"{pointer}/label")
        intake = log_unannounced(work, point, entry.category, entry.pieces, entry.grams, pointer)
        make_bag(work, label, point.id, [intake], ["unannounced", *([flag] if flag else [])])
        found[label] = False
    return found


def _note_bags(work: Work, run: Pickup, point: Site, labels: dict[str, bool]) -> None:
    # A bag that was thrown off and collected again belongs to the run once.
    known = select(col(PickupBag.label)).where(
        col(PickupBag.pickup_id) == run.id, col(PickupBag.label).in_(labels)
    )
    before = set(work.session.scalars(known))
    rows = [
        {"pickup_id": run.id, "label": label, "point_id": point.id, "announced": announced}
        for label, announced in labels.items()
        if label not in before
    ]
    insert_rows(work.session, PickupBag, rows)


def _end_stop(work: Work, run: Pickup, point: Site, outcome: StopOutcome) -> None:
    """Note how a stop ended; a stop that was not planned is added. A collection answers the requests."""
    session = work.session
    made = session.connection().execute(
        update(Stop)
        .where(col(Stop.pickup_id) == run.id, col(Stop.point_id) == point.id)
        .values(outcome=outcome.value, ended_at=work.happened_at)
    )
    if not made.rowcount:
        last = session.scalar(select(func.max(col(Stop.n))).where(col(Stop.pickup_id) == run.id))
        row = Stop(
            pickup_id=run.id,
            n=0 if last is None else last + 1,
            point_id=point.id,
            planned=False,
            outcome=outcome.value,
            ended_at=work.happened_at,
        )
        session.add(row)
    if outcome is StopOutcome.COLLECTED:
        session.connection().execute(
            update(PickupRequest)
            .where(col(PickupRequest.point_id) == point.id, col(PickupRequest.answered_by).is_(None))
            .values(answered_by=work.id)
        )
    run.status = RunStatus.UNDER_WAY.value
    session.add(run)
    session.flush()
