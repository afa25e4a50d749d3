"""Show shipments: transfers and distributions."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select
from sqlmodel import Session, col

from models.access import Caller
from models.identifiers import show_lot
from models.network import PlaceKind
from models.relief import Allocation, Need
from models.shipment_shapes import DeliveryOut, ShipmentLineOut, ShipmentOut
from models.shipments import (
    Delivery,
    DeliverySignature,
    Shipment,
    ShipmentKind,
    ShipmentLine,
    ShipmentStatus,
)
from operations.custody.bags import place_ref
from operations.errors import NotFound
from operations.lots import categories
from operations.network import Network, current
from operations.pages import Page, behind, page, read_position
from operations.scope import SEES_ALL


def lines_of(session: Session, shipment_id: UUID) -> list[ShipmentLine]:
    """Return a shipment's lines in order."""
    asked = select(ShipmentLine).where(col(ShipmentLine.shipment_id) == shipment_id)
    return list(session.scalars(asked.order_by(col(ShipmentLine.n))))


def get_shipment(
    session: Session, shipment_id: UUID, *, kind: ShipmentKind, now: datetime, by: Caller
) -> ShipmentOut:
    """Return a shipment that the caller may see; raises NotFound."""
    its_kind = col(Shipment.kind) == kind.value
    row = session.scalar(select(Shipment).where(col(Shipment.id) == shipment_id, its_kind, _visible(by)))
    if row is None:
        raise NotFound
    return show_shipment(session, row, now=now)


def list_shipments(
    session: Session,
    *,
    kind: ShipmentKind,
    status: ShipmentStatus | None,
    recipient: str | None = None,
    need: UUID | None = None,
    limit: int,
    cursor: str | None,
    now: datetime,
    by: Caller,
) -> Page[ShipmentOut]:
    """Return shipments that the caller may see, the newest first; to a recipient, for a need."""
    conditions: list[ColumnElement[bool]] = [col(Shipment.kind) == kind.value, _visible(by)]
    if status is not None:
        conditions.append(col(Shipment.status) == status.value)
    if recipient is not None:
        conditions.append(col(Shipment.recipient) == recipient)
    if need is not None:
        of_need = select(col(Allocation.id)).where(col(Allocation.need_id) == need)
        # Who it is for is said too, because by that they are found.
        its = select(col(Need.recipient)).where(col(Need.id) == need).scalar_subquery()
        conditions += [col(Shipment.recipient) == its, col(Shipment.allocation).in_(of_need)]
    after = read_position(cursor, datetime)
    if after is not None:
        conditions.append(behind(col(Shipment.planned_at), col(Shipment.id), after, newest_first=True))
    rows = session.scalars(
        select(Shipment)
        .where(*conditions)
        .order_by(col(Shipment.planned_at).desc(), col(Shipment.id).desc())
        .limit(limit + 1)
    ).all()
    kept, next_cursor = page(rows, limit, lambda row: (row.planned_at.isoformat(), str(row.id)))
    return Page(items=[show_shipment(session, row, now=now) for row in kept], next_cursor=next_cursor)


def show_shipment(session: Session, row: Shipment, *, now: datetime) -> ShipmentOut:
    """Return a shipment with its lines and its proofs of delivery."""
    session.flush()
    network = current(session)
    lines = lines_of(session, row.id)
    of = categories(session, [line.lot for line in lines])
    deliveries = _deliveries(session, row.id)
    carrier = network.by_id[row.carrier]
    return ShipmentOut(
        id=row.id,
        kind=ShipmentKind(row.kind),
        status=ShipmentStatus(row.status),
        from_place=place_ref(network, row.from_place),
        to_place=None if row.to_place is None else place_ref(network, row.to_place),
        recipient=row.recipient,
        allocation=row.allocation,
        vehicle=carrier.code if carrier.kind is PlaceKind.VEHICLE else None,
        lines=[_line(network, line, of[line.lot]) for line in lines],
        surplus=[],
        deliveries=deliveries,
        people_reached=sum(delivery.people_reached or 0 for delivery in deliveries),
        overdue=row.due_by is not None and row.completed_at is None and now > row.due_by,
        planned_at=row.planned_at,
        due_by=row.due_by,
        dispatched_at=row.dispatched_at,
        completed_at=row.completed_at,
    )


def _visible(by: Caller) -> ColumnElement[bool]:
    if by.role in SEES_ALL:
        return col(Shipment.id).is_not(None)
    return or_(col(Shipment.from_place) == by.place_id, col(Shipment.to_place) == by.place_id)


def _line(network: Network, line: ShipmentLine, category: int) -> ShipmentLineOut:
    pieces, grams = line.under_way
    return ShipmentLineOut(
        lot=show_lot(line.lot),
        category=network.kind_codes[category],
        under_way_pieces=pieces,
        under_way_grams=grams,
        **line.model_dump(exclude={"shipment_id", "n", "lot"}),
    )


def _deliveries(session: Session, shipment_id: UUID) -> list[DeliveryOut]:
    rows = session.execute(
        select(Delivery, col(DeliverySignature.delivery_id))
        .outerjoin(DeliverySignature, col(DeliverySignature.delivery_id) == Delivery.id)
        .where(col(Delivery.shipment_id) == shipment_id)
        .order_by(col(Delivery.delivered_at), col(Delivery.id))
    )
    return [
        DeliveryOut(
            id=row.id,
            delivered_at=row.delivered_at,
            place=row.where,
            code=row.proof_code,
            photo_sha256=row.photo_sha256,
            signed=signature is not None,
            people_reached=row.people_reached,
        )
        for row, signature in rows
    ]
