"""What somebody should see to: too little, too old, too late, missing."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlmodel import Session, col

from models.access import Caller
from models.claims import Threshold
from models.clock import SHANGHAI
from models.custody import Bag, BagHop, BagStatus, Pickup, RunStatus
from models.identifiers import show_code, show_lot
from models.ledger import Balance, Lot
from models.network import PlaceKind
from models.shipments import Shipment
from models.sortings import Sorting, SortingStatus
from models.stock_shapes import AlertOut
from operations.custody.bags import place_ref
from operations.network import Network, current
from operations.scope import sees_place
from operations.stock.stocks import below, expiry_band
from operations.stock.thresholds import available

#: A sorting run that is open longer than this has been forgotten.
SORTING_OPEN = timedelta(hours=36)
_BANDS = {
    "expired": "expired",
    "under_3_months": "expires_in_3_months",
    "under_9_months": "expires_in_9_months",
}


def alerts(session: Session, *, now: datetime, by: Caller) -> list[AlertOut]:
    """Return what somebody should see to at the caller's places."""
    network = current(session)
    today = now.astimezone(SHANGHAI).date()
    found = [
        *_low_stock(session, network, today),
        *_expiring(session, network, today),
        *_missing_bags(session, network),
        *_overdue(session, network, now),
        *_open_sortings(session, network, now),
        *_loaded_vehicles(session, network),
    ]
    return [alert for alert in found if sees_place(by, network.sites[alert.place.code])]


def _low_stock(session: Session, network: Network, today: date) -> Iterator[AlertOut]:
    asked = select(Threshold).order_by(col(Threshold.place_id), col(Threshold.category_id))
    for row in session.scalars(asked).all():
        category = network.kind_codes[row.category_id]
        there = sum(available(session, [row.place_id], below(network, category), today).values())
        if there < row.pieces:
            yield AlertOut(
                kind="low_stock",
                place=place_ref(network, row.place_id),
                subject=category,
                since=None,
                pieces=there,
                wanted_pieces=row.pieces,
            )


def _expiring(session: Session, network: Network, today: date) -> Iterator[AlertOut]:
    rows = session.execute(
        select(col(Balance.place_id), col(Lot.id), col(Lot.expires_on), col(Balance.pieces))
        .join(Lot, col(Lot.id) == Balance.lot)
        .where(col(Lot.expires_on).is_not(None), col(Balance.pieces) > 0)
        .order_by(col(Lot.expires_on), col(Lot.id))
    )
    for place, lot, expires_on, pieces in rows:
        band = _BANDS.get(expiry_band(expires_on, today))
        if band is not None:
            yield AlertOut(
                kind=band,
                place=place_ref(network, place),
                subject=show_lot(lot),
                since=None,
                pieces=pieces,
                wanted_pieces=None,
            )


def _missing_bags(session: Session, network: Network) -> Iterator[AlertOut]:
    last = func.max(col(BagHop.happened_at)).label("last")
    rows = session.execute(
        select(col(Bag.label), col(Bag.place_id), last)
        .outerjoin(BagHop, col(BagHop.label) == Bag.label)
        .where(col(Bag.status) == BagStatus.MISSING.value)
        .group_by(col(Bag.label), col(Bag.place_id))
        .order_by(col(Bag.label))
    )
    for label, place, since in rows:
        yield _late("bag_missing", place_ref(network, place).code, show_code(label), since, network)


def _overdue(session: Session, network: Network, now: datetime) -> Iterator[AlertOut]:
    runs = select(Pickup).where(col(Pickup.status) != RunStatus.FINISHED.value, col(Pickup.due_by) < now)
    for run in session.scalars(runs.order_by(col(Pickup.due_by))):
        yield _late("pickup_overdue", network.by_id[run.station_id].code, str(run.id), run.due_by, network)
    late = select(Shipment).where(col(Shipment.completed_at).is_(None), col(Shipment.due_by) < now)
    for row in session.scalars(late.order_by(col(Shipment.due_by))):
        yield _late("shipment_overdue", network.by_id[row.from_place].code, str(row.id), row.due_by, network)


def _open_sortings(session: Session, network: Network, now: datetime) -> Iterator[AlertOut]:
    asked = select(Sorting).where(
        col(Sorting.status) == SortingStatus.OPEN.value, col(Sorting.opened_at) < now - SORTING_OPEN
    )
    for run in session.scalars(asked.order_by(col(Sorting.opened_at))):
        yield _late("sorting_open", network.by_id[run.station_id].code, str(run.id), run.opened_at, network)


def _loaded_vehicles(session: Session, network: Network) -> Iterator[AlertOut]:
    """Say which vehicles still hold goods although no run of theirs is under way."""
    busy = select(col(Pickup.vehicle_id)).where(col(Pickup.status) != RunStatus.FINISHED.value)
    vehicles = [site.id for site in network.vehicles if site.kind is PlaceKind.VEHICLE]
    rows = session.execute(
        select(col(Balance.place_id), func.sum(col(Balance.pieces)), func.sum(col(Balance.grams)))
        .where(
            col(Balance.place_id).in_(vehicles),
            col(Balance.place_id).not_in(busy),
            col(Balance.place_id).not_in(
                select(col(Shipment.carrier)).where(col(Shipment.completed_at).is_(None))
            ),
        )
        .group_by(col(Balance.place_id))
        .having(func.sum(col(Balance.grams)) > 0)
        .order_by(col(Balance.place_id))
    )
    for place, pieces, _ in rows:
        code = network.by_id[place].code
        yield _late("vehicle_loaded", code, code, None, network).model_copy(update={"pieces": int(pieces)})


def _late(kind: str, place: str, subject: str, since: datetime | None, network: Network) -> AlertOut:
    return AlertOut(
        kind=kind,
        place=place_ref(network, network.sites[place].id),
        subject=subject,
        since=since,
        pieces=None,
        wanted_pieces=None,
    )
