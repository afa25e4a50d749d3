"""Shipments: transfers between our own places, and distributions to recipients."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, LargeBinary, Text
from sqlmodel import Field, SQLModel

from models.acts import act_key
from models.columns import Big, Day, Instant, Key
from models.metadata import STRICT, one_of


class ShipmentKind(StrEnum):
    """Where a shipment ends."""

    TRANSFER = "transfer"
    DISTRIBUTION = "distribution"


class ShipmentStatus(StrEnum):
    """How far a shipment has come; partly: some lines, or parts of lines."""

    PLANNED = "planned"
    PICKED = "picked"
    PARTLY_DISPATCHED = "partly_dispatched"
    DISPATCHED = "dispatched"
    PARTLY_ARRIVED = "partly_arrived"
    COMPLETED = "completed"
    RETURNED = "returned"
    LOST = "lost"
    CANCELLED = "cancelled"


class ReturnReason(StrEnum):
    """Why goods came back."""

    REFUSED = "refused"
    NOBODY_THERE = "nobody_there"
    WRONG_GOODS = "wrong_goods"
    DAMAGED = "damaged"
    NOT_NEEDED = "not_needed"
    OTHER = "other"


class Shipment(SQLModel, table=True):
    """Goods that go from a place of ours to another, or to a recipient."""

    __tablename__ = "shipment"
    __table_args__ = (
        one_of("kind", ShipmentKind),
        one_of("status", ShipmentStatus),
        CheckConstraint("(kind = 'transfer') = (to_place IS NOT NULL)", name="target"),
        CheckConstraint("(kind = 'distribution') = (recipient IS NOT NULL)", name="recipient"),
        Index("ix_shipment_from_place", "from_place", "status"),
        Index("ix_shipment_to_place", "to_place", "status"),
        Index("ix_shipment_recipient", "recipient"),
        STRICT,
    )

    id: UUID = Field(sa_column=Column(Key, primary_key=True))
    kind: str = Field(sa_type=Text)
    from_place: int = Field(sa_column=Column(Big, ForeignKey("place.id"), nullable=False))
    to_place: int | None = Field(sa_column=Column(Big, ForeignKey("place.id")))
    carrier: int = Field(
        sa_column=Column(Big, ForeignKey("place.id"), nullable=False),
        description="the vehicle, or the place for goods under way without one of ours",
    )
    recipient: str | None = Field(sa_column=Column(Text, ForeignKey("recipient.code")))
    division_code: str | None = Field(
        default=None, sa_column=Column(Text), description="the recipient's division as it was then"
    )
    allocation: UUID | None = Field(sa_column=Column(Key, ForeignKey("allocation.id")))
    status: str = Field(sa_type=Text)
    planned_at: datetime = Field(sa_type=Instant)
    due_by: datetime | None = Field(sa_column=Column(Instant))
    dispatched_at: datetime | None = Field(default=None, sa_column=Column(Instant))
    completed_at: datetime | None = Field(default=None, sa_column=Column(Instant))


class ShipmentLine(SQLModel, table=True):
    """A line of a shipment: planned, sent, arrived, lost and returned stand side by side."""

    __tablename__ = "shipment_line"
    __table_args__ = (
        CheckConstraint(
            "pieces >= 0 AND grams >= 0 AND sent_pieces >= 0 AND sent_grams >= 0 AND arrived_pieces >= 0 "
            "AND arrived_grams >= 0 AND lost_pieces >= 0 AND lost_grams >= 0 AND returned_pieces >= 0 "
            "AND returned_grams >= 0",
            name="quantity",
        ),
        Index("ix_shipment_line_lot", "lot"),
        STRICT,
    )

    shipment_id: UUID = Field(sa_column=Column(Key, ForeignKey("shipment.id"), primary_key=True))
    n: int = Field(sa_column=Column(Integer, primary_key=True))
    lot: int = Field(sa_column=Column(Big, ForeignKey("lot.id"), nullable=False))
    pieces: int = Field(sa_type=Big)
    grams: int = Field(sa_type=Big)
    sent_pieces: int = Field(default=0, sa_type=Big)
    sent_grams: int = Field(default=0, sa_type=Big)
    arrived_pieces: int = Field(default=0, sa_type=Big)
    arrived_grams: int = Field(default=0, sa_type=Big)
    lost_pieces: int = Field(default=0, sa_type=Big)
    lost_grams: int = Field(default=0, sa_type=Big)
    returned_pieces: int = Field(default=0, sa_type=Big)
    returned_grams: int = Field(default=0, sa_type=Big)
    weighed_grams: int = Field(
        default=0, sa_type=Big, description="what another scale said more, or less, on arrival"
    )

    @property
    def under_way(self) -> tuple[int, int]:
        """Return the pieces and grams that were sent and are not accounted for yet."""
        pieces = self.sent_pieces - self.arrived_pieces - self.lost_pieces - self.returned_pieces
        grams = self.sent_grams + self.weighed_grams
        return pieces, grams - self.arrived_grams - self.lost_grams - self.returned_grams


class Delivery(SQLModel, table=True):
    """Proof that goods were handed over. People reached are a number of their own, never pieces."""

    __tablename__ = "delivery"
    __table_args__ = (
        CheckConstraint("people_reached > 0", name="people"),
        Index("ix_delivery_shipment_id", "shipment_id"),
        STRICT,
    )

    id: UUID = Field(sa_column=Column(Key, act_key(), primary_key=True))
    shipment_id: UUID = Field(sa_column=Column(Key, ForeignKey("shipment.id"), nullable=False))
    delivered_at: datetime = Field(sa_type=Instant)
    day: date | None = Field(default=None, sa_column=Column(Day), description="the day it counts for")
    where: str | None = Field(sa_column=Column("handed_over_at", Text))
    proof_code: str | None = Field(sa_column=Column(Text))
    photo_sha256: str | None = Field(sa_column=Column(Text))
    people_reached: int | None = Field(sa_column=Column(Big))


class DeliverySignature(SQLModel, table=True):
    """The name of who signed, sealed; it can be erased without touching the proof."""

    __tablename__ = "delivery_signature"
    __table_args__ = STRICT

    delivery_id: UUID = Field(sa_column=Column(Key, ForeignKey("delivery.id"), primary_key=True))
    sealed: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
