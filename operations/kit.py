"""Pack a phone's kit: what it needs to log donations where there is no reception."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import numpy as np
from sqlalchemy import func, select
from sqlmodel import Session, col

from models.access import AccessToken, Caller, Person
from models.clock import SHANGHAI
from models.custody import Pickup, PickupRequest, RunStatus, Stop
from models.kit_shapes import KitOut, NextPickup
from models.ledger import Flow, MovementKind
from models.network import PlaceKind, PlaceNear
from models.tally import TallyMonth, Way
from operations.network import Network, current
from operations.sites import Site

#: Tiles of the page on which donations are logged: three by three, each wide enough for a thumb.
TILES = 9
#: What a donor at a closed door can be told without a list to scroll.
NEAR = 10
#: A season: what came in winter says little about the tiles of summer.
USUAL_DAYS = 90
#: What is given all year round, for a point or a city that has no record yet.
EVERYDAY = (
    "clothing",
    "shoes",
    "bedding.quilt",
    "books",
    "toys",
    "food.rice",
    "food.milk-powder",
    "school.stationery",
    "household",
)


def pack(session: Session, *, help_phone: str, now: datetime, by: Caller) -> KitOut:
    """Return the caller's kit; without a token what is about a place is empty."""
    network = current(session)
    place = network.by_id.get(by.place_id) if by.place_id is not None else None
    point = place if place is not None and place.kind is PlaceKind.POINT else None
    home = network.home_of(point) if point is not None else None
    station = network.by_id[home] if home is not None else None
    name, expires_at = _token(session, by)
    today = now.astimezone(SHANGHAI).date()
    return KitOut(
        name=name,
        role=by.role,
        place=place.out if place is not None else None,
        expires_at=expires_at,
        categories=[kind.out for kind in network.kinds.values()],
        usual=usual(session, network, point, today),
        station=station.out if station is not None else None,
        near=_near(network, point) if point is not None else [],
        next_pickup=_next_pickup(session, point) if point is not None else None,
        asked_pickup=_asked(session, point) if point is not None else None,
        help_phone=help_phone or phone_of(station or place),
        server_time=now,
    )


def usual(session: Session, network: Network, point: Site | None, today: date) -> list[str]:
    """Return the codes for nine tiles: what the point takes in most often, then the city, then the usual.

    Goods that are not accepted, or not at this point, get no tile unless nine cannot be found otherwise.
    """
    taken = {code for code, kind in network.kinds.items() if kind.out.accepted}
    here = taken & point.handles if point is not None else taken
    found: dict[str, None] = {}
    for code in _by_preference(session, network, point, today, here):
        found.setdefault(code)
        if len(found) == TILES:
            break
    return list(found)


def _by_preference(
    session: Session, network: Network, point: Site | None, today: date, here: set[str]
) -> Iterator[str]:
    """Yield codes, the best first and some twice; what comes later is asked for only when it is needed."""
    if point is not None:
        yield from (code for code in _of_point(session, network, point, today) if code in here)
    yield from (code for code in _of_city(session, network, today) if code in here)
    yield from (code for code in EVERYDAY if code in here)
    yield from sorted(here)
    yield from (code for code, kind in network.kinds.items() if kind.out.accepted)


def _of_point(session: Session, network: Network, point: Site, today: date) -> list[str]:
    """Return what a point took in over the last season, the most frequent first.

    The days are named one by one: the roll-up's key begins with the day, so each is a single look-up.
    """
    days = [today - timedelta(days=back) for back in range(USUAL_DAYS)]
    asked = (
        select(col(Flow.category_id))
        .where(
            col(Flow.day).in_(days),
            col(Flow.place_id) == point.id,
            col(Flow.kind) == MovementKind.INTAKE.value,
        )
        .group_by(col(Flow.category_id))
        .order_by(func.sum(col(Flow.movements)).desc(), col(Flow.category_id))
    )
    return [network.kind_codes[category] for category in session.scalars(asked)]


def _of_city(session: Session, network: Network, today: date) -> list[str]:
    """Return what the network took in over the months that the last season touches, likewise.

    An intake is always a way in; it is named because the tally's key goes by it to the months.
    """
    first = today - timedelta(days=USUAL_DAYS - 1)
    asked = (
        select(col(TallyMonth.category_id))
        .where(
            col(TallyMonth.kind) == MovementKind.INTAKE.value,
            col(TallyMonth.way) == Way.IN.value,
            col(TallyMonth.month).between(f"{first:%Y-%m}", f"{today:%Y-%m}"),
        )
        .group_by(col(TallyMonth.category_id))
        .order_by(func.sum(col(TallyMonth.movements)).desc(), col(TallyMonth.category_id))
    )
    return [network.kind_codes[category] for category in session.scalars(asked)]


def _token(session: Session, by: Caller) -> tuple[str | None, datetime | None]:
    if by.token_id is None:
        return None, None
    asked = (
        select(col(Person.name), col(AccessToken.expires_at))
        .join(Person, col(Person.id) == AccessToken.person_id)
        .where(col(AccessToken.id) == by.token_id)
    )
    name, expires_at = session.execute(asked).one()
    return name, expires_at


def _near(network: Network, point: Site) -> list[PlaceNear]:
    """Return the nearest other points that are open for donations, with their metres."""
    points = network.points
    allowed = np.fromiter((s.is_open and s.id != point.id for s in points), dtype=bool, count=len(points))
    found = network.point_index.nearest_where(point.position, NEAR, allowed)
    return [PlaceNear(**dict(points[index].out), distance_m=round(metres, 3)) for index, metres in found]


def _next_pickup(session: Session, point: Site) -> NextPickup | None:
    """Return the soonest run with the point as a stop not yet made; a finished run has no such stop."""
    asked = (
        select(col(Pickup.planned_for), col(Pickup.status))
        .join(Stop, col(Stop.pickup_id) == Pickup.id)
        .where(col(Stop.point_id) == point.id, col(Stop.outcome).is_(None))
        .order_by(col(Pickup.planned_for), col(Pickup.id))
        .limit(1)
    )
    row = session.execute(asked).one_or_none()
    return NextPickup(planned_for=row.planned_for, status=RunStatus(row.status)) if row else None


def _asked(session: Session, point: Site) -> datetime | None:
    """Return when the point's oldest open request to be emptied was made."""
    return session.scalar(
        select(col(PickupRequest.asked_at))
        .where(col(PickupRequest.point_id) == point.id, col(PickupRequest.answered_by).is_(None))
        .order_by(col(PickupRequest.asked_at))
        .limit(1)
    )


def phone_of(site: Site | None) -> str:
    """Return a station's telephone, which helps where no other is set; none for other places."""
    return site.out.phone if site is not None and site.kind is PlaceKind.STATION else ""
