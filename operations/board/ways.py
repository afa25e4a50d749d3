"""Tasks about goods on their way: runs, points that wait, arrivals, tables, shipments."""

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select
from sqlmodel import col

from models.board_shapes import TaskKind, TaskOut
from models.custody import Bag, BagStatus, Pickup, RunStatus
from models.network import PlaceKind, PlaceLoad
from models.shipments import Shipment, ShipmentKind, ShipmentLine, ShipmentStatus
from models.sortings import Sorting, SortingStatus
from operations.board.desk import KIND_MAX, Desk, Told
from operations.custody.due import due
from operations.stock.alerts import SORTING_OPEN

TO_SEND = (ShipmentStatus.PLANNED, ShipmentStatus.PICKED, ShipmentStatus.PARTLY_DISPATCHED)
UNDER_WAY = (ShipmentStatus.PARTLY_DISPATCHED, ShipmentStatus.DISPATCHED, ShipmentStatus.PARTLY_ARRIVED)
_NOT_DONE = (*TO_SEND, ShipmentStatus.DISPATCHED, ShipmentStatus.PARTLY_ARRIVED)


def tasks_on_the_way(desk: Desk) -> Iterator[TaskOut]:
    """Yield what is to be done about goods between two places."""
    yield from _late_runs(desk)
    yield from _waiting_points(desk)
    yield from _arriving_bags(desk)
    yield from _open_tables(desk)
    yield from _shipments(desk)


def to_send(desk: Desk) -> list[ColumnElement[bool]]:
    """Return the conditions of shipments that the stores still have to send."""
    return [col(Shipment.from_place).in_(desk.stores), _is_any(TO_SEND)]


def _late_runs(desk: Desk) -> Iterator[TaskOut]:
    rows = desk.session.scalars(
        select(Pickup)
        .where(
            col(Pickup.station_id).in_(desk.stores),
            col(Pickup.status).in_([RunStatus.PLANNED.value, RunStatus.UNDER_WAY.value]),
            col(Pickup.due_by) < desk.now,
        )
        .order_by(col(Pickup.due_by), col(Pickup.id))
        .limit(KIND_MAX)
    )
    for run in rows:
        path = f"/desk/pickups/{run.id}"
        yield desk.task("pickup_overdue", str(run.id), path, place=run.station_id, due=run.due_by)


def _waiting_points(desk: Desk) -> Iterator[TaskOut]:
    site = desk.reach.site
    if site is not None and site.kind is not PlaceKind.STATION:
        return
    code = None if site is None else site.code
    found = due(
        desk.session,
        station=code,
        everything=False,
        limit=5 * KIND_MAX,
        cursor=None,
        now=desk.now,
        by=desk.by,
    )
    for row in [row for row in found.items if row.planned_in is None][:KIND_MAX]:
        place = desk.reach.network.sites[row.point.code].id
        told = Told(place=place, pieces=row.pieces, grams=row.grams, number=row.bags)
        if row.oldest_at is not None:
            told["since"] = row.oldest_at
        yield desk.task(
            "point_waiting",
            row.point.code,
            "/desk/pickups" if row.station is None else f"/desk/pickups?station={row.station}",
            **told,
        )


def _arriving_bags(desk: Desk) -> Iterator[TaskOut]:
    rows = desk.session.execute(
        select(
            col(Bag.place_id),
            func.count(),
            func.min(col(Bag.sealed_at)),
            func.max(col(PlaceLoad.pieces)),
            func.max(col(PlaceLoad.grams)),
        )
        .join(PlaceLoad, col(PlaceLoad.place_id) == Bag.place_id)
        .where(col(Bag.place_id).in_(sorted(desk.reach.vehicles)), col(Bag.status) == BagStatus.SEALED.value)
        .group_by(col(Bag.place_id))
        .order_by(func.min(col(Bag.sealed_at)), col(Bag.place_id))
        .limit(KIND_MAX)
    )
    for vehicle, bags, since, pieces, grams in rows:
        site = desk.reach.network.by_id[vehicle]
        yield desk.task(
            "bags_arriving",
            site.code,
            "/desk/receive",
            place=vehicle if site.home_id is None else site.home_id,
            since=since,
            pieces=pieces,
            grams=grams,
            number=bags,
        )


def _open_tables(desk: Desk) -> Iterator[TaskOut]:
    rows = desk.session.scalars(
        select(Sorting)
        .where(
            col(Sorting.station_id).in_(desk.stores),
            col(Sorting.status) == SortingStatus.OPEN.value,
            col(Sorting.opened_at) < desk.now - SORTING_OPEN,
        )
        .order_by(col(Sorting.opened_at), col(Sorting.id))
        .limit(KIND_MAX)
    )
    for run in rows:
        path = f"/desk/sort/{run.id}"
        yield desk.task("sorting_open", str(run.id), path, place=run.station_id, since=run.opened_at)


def _shipments(desk: Desk) -> Iterator[TaskOut]:
    ours = or_(col(Shipment.from_place).in_(desk.stores), col(Shipment.to_place).in_(desk.stores))
    late = [ours, _is_any(_NOT_DONE), col(Shipment.due_by) < desk.now]
    coming = [
        col(Shipment.kind) == ShipmentKind.TRANSFER.value,
        col(Shipment.to_place).in_(desk.stores),
        _is_any(UNDER_WAY),
    ]
    kinds: list[tuple[TaskKind, list[ColumnElement[bool]]]] = [
        ("shipment_overdue", late),
        ("transfer_arriving", coming),
        ("shipment_to_send", to_send(desk)),
    ]
    found = [(kind, row) for kind, conditions in kinds for row in _oldest(desk, conditions)]
    amounts = _amounts(desk, [row.id for _, row in found])
    told = set()
    for kind, row in found:
        # One shipment is one task: when it is late, that is what there is to say.
        if row.id in told:
            continue
        told.add(row.id)
        pieces, grams = amounts[row.id]
        yield desk.task(
            kind,
            str(row.id),
            f"/desk/shipments/{row.kind}/{row.id}",
            place=row.to_place if kind == "transfer_arriving" and row.to_place else row.from_place,
            since=row.dispatched_at or row.planned_at,
            due=row.due_by,
            pieces=pieces,
            grams=grams,
        )


def _is_any(statuses: Sequence[ShipmentStatus]) -> ColumnElement[bool]:
    return col(Shipment.status).in_([status.value for status in statuses])


def _oldest(desk: Desk, conditions: Sequence[ColumnElement[bool]]) -> Sequence[Shipment]:
    asked = select(Shipment).where(*conditions).order_by(col(Shipment.planned_at), col(Shipment.id))
    return desk.session.scalars(asked.limit(KIND_MAX)).all()


def _amounts(desk: Desk, shipments: Sequence[UUID]) -> dict[Any, tuple[int, int]]:
    """Return by shipment the pieces and grams that were planned."""
    line = ShipmentLine
    rows = desk.session.execute(
        select(col(line.shipment_id), func.sum(col(line.pieces)), func.sum(col(line.grams)))
        .where(col(line.shipment_id).in_(shipments))
        .group_by(col(line.shipment_id))
    )
    return {id_: (int(pieces), int(grams)) for id_, pieces, grams in rows}
