"""Custody from the point to the station: labels, bags, pick-up runs, receipts."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, Text
from sqlmodel import Field, SQLModel

from models.acts import act_key
from models.columns import Big, Day, Flag, Instant, Key
from models.metadata import STRICT, one_of


class BagStatus(StrEnum):
    """What became of a label."""

    UNUSED = "unused"
    SEALED = "sealed"
    MISSING = "missing"
    OPENED = "opened"
    RETIRED = "retired"


class RequestReason(StrEnum):
    """Why a point asks to be emptied."""

    FULL = "full"
    LARGE_GIFT = "large_gift"
    SPOILING = "spoiling"
    OTHER = "other"


class StopOutcome(StrEnum):
    """How a stop of a run ended; the last ones say why nothing could be collected."""

    COLLECTED = "collected"
    CLOSED = "closed"
    NOBODY_THERE = "nobody_there"
    NO_ACCESS = "no_access"
    NOTHING_THERE = "nothing_there"
    VEHICLE_FULL = "vehicle_full"
    SKIPPED = "skipped"
    OTHER = "other"


class RunStatus(StrEnum):
    """How far a pick-up run has come."""

    PLANNED = "planned"
    UNDER_WAY = "under_way"
    FINISHED = "finished"


class BagOutcome(StrEnum):
    """What a station found when it received a bag."""

    ARRIVED = "arrived"
    DAMAGED = "damaged"
    SURPLUS = "surplus"
    UNKNOWN = "unknown"
    MISSING = "missing"


class Label(SQLModel, table=True):
    """A label that was printed: random, never printed twice for another bag, never free again."""

    __tablename__ = "label"
    __table_args__ = (Index("ix_label_batch", "batch", "n"), STRICT)

    code: str = Field(primary_key=True, sa_type=Text)
    batch: UUID = Field(sa_type=Key)
    n: int = Field(sa_type=Integer)
    printed_at: datetime = Field(sa_type=Instant)
    retired_at: datetime | None = Field(default=None, sa_column=Column(Instant))
    retired_reason: str | None = Field(default=None, sa_column=Column(Text))


class Bag(SQLModel, table=True):
    """A sealed bag. Where it is now is the cache of its last hand-over."""

    __tablename__ = "bag"
    __table_args__ = (
        one_of("status", BagStatus),
        Index("ix_bag_place_id", "place_id", "status"),
        Index("ix_bag_sealed_at", "sealed_at", "label"),
        Index("ix_bag_status_sealed_at", "status", "sealed_at", "label"),
        STRICT,
    )

    label: str = Field(primary_key=True, sa_type=Text)
    point_id: int = Field(sa_column=Column(Big, ForeignKey("place.id"), nullable=False))
    place_id: int = Field(sa_column=Column(Big, ForeignKey("place.id"), nullable=False))
    status: str = Field(sa_type=Text)
    flags: str = Field(default="", sa_type=Text)
    sealed_at: datetime = Field(sa_type=Instant)


class BagIntake(SQLModel, table=True):
    """An intake lies in one bag."""

    __tablename__ = "bag_intake"
    __table_args__ = (Index("ix_bag_intake_label", "label"), STRICT)

    intake_id: UUID = Field(sa_column=Column(Key, ForeignKey("intake.id"), primary_key=True))
    label: str = Field(sa_column=Column(Text, ForeignKey("bag.label"), nullable=False))


class BagHop(SQLModel, table=True):
    """A bag changes hands: an unbroken chain, numbered from one. Never changed."""

    __tablename__ = "bag_hop"
    __table_args__ = (CheckConstraint("n > 0", name="numbered"), Index("ix_bag_hop_act", "act"), STRICT)

    label: str = Field(sa_column=Column(Text, ForeignKey("bag.label"), primary_key=True))
    n: int = Field(sa_column=Column(Integer, primary_key=True))
    from_place: int = Field(sa_column=Column(Big, ForeignKey("place.id"), nullable=False))
    to_place: int = Field(sa_column=Column(Big, ForeignKey("place.id"), nullable=False))
    act: UUID = Field(sa_column=Column(Key, act_key(), nullable=False))
    happened_at: datetime = Field(sa_type=Instant)
    by: int = Field(sa_column=Column(Big, ForeignKey("person.id"), nullable=False))


class PickupRequest(SQLModel, table=True):
    """A point asks to be emptied; the next collection there answers it."""

    __tablename__ = "pickup_request"
    __table_args__ = (
        one_of("reason", RequestReason),
        Index("ix_pickup_request_point_id", "point_id", "answered_by"),
        STRICT,
    )

    id: UUID = Field(sa_column=Column(Key, primary_key=True))
    point_id: int = Field(sa_column=Column(Big, ForeignKey("place.id"), nullable=False))
    reason: str = Field(sa_type=Text)
    asked_at: datetime = Field(sa_type=Instant)
    answered_by: UUID | None = Field(default=None, sa_column=Column(Key, act_key()))


class Pickup(SQLModel, table=True):
    """A pick-up run: a vehicle, its driver, the stops in order."""

    __tablename__ = "pickup"
    __table_args__ = (
        one_of("status", RunStatus),
        Index("ix_pickup_station_id", "station_id", "status"),
        Index("ix_pickup_vehicle_id", "vehicle_id", "status"),
        STRICT,
    )

    id: UUID = Field(sa_column=Column(Key, primary_key=True))
    station_id: int = Field(sa_column=Column(Big, ForeignKey("place.id"), nullable=False))
    vehicle_id: int = Field(sa_column=Column(Big, ForeignKey("place.id"), nullable=False))
    driver: int | None = Field(sa_column=Column(Big, ForeignKey("person.id")))
    planned_for: date = Field(sa_type=Day)
    due_by: datetime = Field(sa_type=Instant)
    status: str = Field(sa_type=Text)
    finished_at: datetime | None = Field(default=None, sa_column=Column(Instant))


class Stop(SQLModel, table=True):
    """A stop of a run: a point, and how it ended."""

    __tablename__ = "pickup_stop"
    __table_args__ = (
        Index("ix_pickup_stop_point_id", "point_id"),
        STRICT,
    )

    pickup_id: UUID = Field(sa_column=Column(Key, ForeignKey("pickup.id"), primary_key=True))
    n: int = Field(sa_column=Column(Integer, primary_key=True))
    point_id: int = Field(sa_column=Column(Big, ForeignKey("place.id"), nullable=False))
    planned: bool = Field(sa_type=Flag)
    outcome: str | None = Field(default=None, sa_column=Column(Text))
    ended_at: datetime | None = Field(default=None, sa_column=Column(Instant))


class PickupBag(SQLModel, table=True):
    """A bag or loose gift that a run collected."""

    __tablename__ = "pickup_bag"
    __table_args__ = (Index("ix_pickup_bag_label", "label"), STRICT)

    pickup_id: UUID = Field(sa_column=Column(Key, ForeignKey("pickup.id"), primary_key=True))
    label: str = Field(sa_column=Column(Text, ForeignKey("bag.label"), primary_key=True))
    point_id: int = Field(sa_column=Column(Big, ForeignKey("place.id"), nullable=False))
    announced: bool = Field(sa_type=Flag)


class ReceiptBag(SQLModel, table=True):
    """What a station counted of a bag, beside what it expected. Never changed."""

    __tablename__ = "receipt_bag"
    __table_args__ = (
        one_of("outcome", BagOutcome),
        CheckConstraint("expected_grams >= 0 AND grams >= 0", name="quantity"),
        Index("ix_receipt_bag_label", "label"),
        STRICT,
    )

    receipt_id: UUID = Field(sa_column=Column(Key, act_key(), primary_key=True))
    label: str = Field(sa_column=Column(Text, ForeignKey("bag.label"), primary_key=True))
    outcome: str = Field(sa_type=Text)
    expected_pieces: int = Field(sa_type=Big)
    expected_grams: int = Field(sa_type=Big)
    pieces: int = Field(sa_type=Big)
    grams: int = Field(sa_type=Big)
    weighed: bool = Field(sa_type=Flag)
