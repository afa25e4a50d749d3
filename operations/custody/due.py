"""Which points are due for a pick-up: by fill, by age, or because they ask (domain: 60 %, 7 days)."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlmodel import Session, col

from models.access import Caller, Role
from models.custody import Bag, BagStatus, Pickup, PickupRequest, RequestReason, RunStatus, Stop
from models.intakes import Intake
from models.ledger import Balance, Lot, lies_there
from models.network import Place, PlaceKind
from models.pickup_shapes import DueOut
from operations.custody.bags import place_ref
from operations.errors import Fault, Unfit
from operations.network import Network, current
from operations.pages import Page, page, read_cursor
from operations.scope import SEES_ALL
from operations.sites import Site

#: Emptying at 50 to 60 % saves up to 30 % of time and distance (Waste Management 34(2), 2014).
FILL_DUE = 0.6
#: Nothing lies longer than a week, however little it is.
DAYS_DUE = 7.0
_DAY_S = 86_400


@dataclass(frozen=True, slots=True)
class Lying:
    """What lies at a point, and since when."""

    pieces: int
    grams: int
    oldest_at: datetime


def due(
    session: Session,
    *,
    station: str | None,
    everything: bool,
    limit: int,
    cursor: str | None,
    now: datetime,
    by: Caller,
) -> Page[DueOut]:
    """Return the points that are due, the most pressing first; `everything`: all where anything lies."""
    network = current(session)
    after = read_cursor(cursor, float, str)
    keyed = [
        ((-urgency(row), row.point.code), row)
        for row in _rows(session, network, _points(network, station, by), now)
        if everything or row.because
    ]
    keyed.sort(key=lambda entry: entry[0])
    if after is not None:
        keyed = [entry for entry in keyed if entry[0] > after]
    kept, next_cursor = page(keyed, limit, lambda entry: entry[0])
    return Page(items=[row for _, row in kept], next_cursor=next_cursor)


def due_points(session: Session, network: Network, station: Site, now: datetime) -> list[str]:
    """Return the codes of a station's points that are due and in no run yet, the most pressing first."""
    points = [point for point in network.points if network.home_of(point) == station.id]
    rows = [row for row in _rows(session, network, points, now) if row.because and row.planned_in is None]
    return [row.point.code for row in sorted(rows, key=lambda row: (-urgency(row), row.point.code))]


def urgency(row: DueOut) -> float:
    """Return how pressing a point is: one when it is just due, more the longer it overflows or waits."""
    pressing = max(row.fill / FILL_DUE, row.days_waiting / DAYS_DUE)
    return round(pressing + len(row.requests), 6)


def _points(network: Network, station: str | None, by: Caller) -> list[Site]:
    """Return the points the caller may plan for."""
    home = by.place_id
    if station is not None:
        site = network.sites.get(station)
        if site is None or site.kind is not PlaceKind.STATION:
            raise Unfit(Fault("/station", "unknown_station", {"value": station}))
        if by.role not in SEES_ALL and site.id != home:
            return []
        home = site.id
    elif by.role in SEES_ALL:
        return network.points
    if by.role is Role.VOLUNTEER:
        return [point for point in network.points if point.id == by.place_id]
    return [point for point in network.points if network.home_of(point) == home]


def _rows(session: Session, network: Network, points: list[Site], now: datetime) -> list[DueOut]:
    lying, bags = _lying(session), _bags(session)
    requests, planned = _requests(session), _planned(session)
    return [
        _row(network, point, lying.get(point.id), bags, requests.get(point.id, []), planned, now)
        for point in points
        if point.id in lying or point.id in requests
    ]


def _row(
    network: Network,
    point: Site,
    held: Lying | None,
    bags: dict[int, int],
    requests: list[RequestReason],
    planned: dict[int, UUID],
    now: datetime,
) -> DueOut:
    home = network.home_of(point)
    fill = held.grams / point.capacity_grams if held is not None and point.capacity_grams else 0.0
    days = max((now - held.oldest_at).total_seconds() / _DAY_S, 0.0) if held is not None else 0.0
    reasons = (("fill", fill >= FILL_DUE), ("age", days >= DAYS_DUE), ("request", bool(requests)))
    return DueOut(
        point=place_ref(network, point.id),
        station=network.by_id[home].code if home is not None else None,
        pieces=held.pieces if held else 0,
        grams=held.grams if held else 0,
        bags=bags.get(point.id, 0),
        fill=round(fill, 4),
        oldest_at=held.oldest_at if held else None,
        days_waiting=round(days, 2),
        requests=requests,
        because=[name for name, holds in reasons if holds],
        planned_in=planned.get(point.id),
    )


def _lying(session: Session) -> dict[int, Lying]:
    rows = session.execute(
        select(
            col(Balance.place_id),
            func.sum(col(Balance.pieces)),
            func.sum(col(Balance.grams)),
            func.min(col(Intake.happened_at)),
        )
        .join(Place, col(Place.id) == Balance.place_id)
        .join(Lot, col(Lot.id) == Balance.lot)
        .join(Intake, col(Intake.id) == Lot.intake_id)
        .where(
            col(Place.kind) == PlaceKind.POINT.value,
            lies_there(),
        )
        .group_by(col(Balance.place_id))
    )
    return {place: Lying(int(pieces), int(grams), oldest) for place, pieces, grams, oldest in rows}


def _bags(session: Session) -> dict[int, int]:
    counted = (
        select(col(Bag.place_id), func.count().label("bags"))
        .where(col(Bag.status) == BagStatus.SEALED.value)
        .group_by(col(Bag.place_id))
    )
    return {row.place_id: row.bags for row in session.execute(counted)}


def _requests(session: Session) -> dict[int, list[RequestReason]]:
    found: dict[int, list[RequestReason]] = {}
    asked = select(PickupRequest).where(col(PickupRequest.answered_by).is_(None))
    for row in session.scalars(asked.order_by(col(PickupRequest.asked_at))):
        found.setdefault(row.point_id, []).append(RequestReason(row.reason))
    return found


def _planned(session: Session) -> dict[int, UUID]:
    rows = session.execute(
        select(col(Stop.point_id), col(Pickup.id))
        .join(Pickup, col(Pickup.id) == Stop.pickup_id)
        .where(col(Pickup.status) != RunStatus.FINISHED.value, col(Stop.outcome).is_(None))
    )
    return {row.point_id: row.id for row in rows}
