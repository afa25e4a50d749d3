"""Sorting runs: lots go in, graded lots come out, grams in = grams out + loss."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Text
from sqlmodel import Field, SQLModel

from models.columns import Big, Instant, Key
from models.metadata import STRICT, one_of


class Grade(StrEnum):
    """What sorted goods are good for (GB/T 38923: the last two are not worn again)."""

    A = "A"
    B = "B"
    C = "C"
    RECYCLE = "RECYCLE"
    WASTE = "WASTE"


class Wearer(StrEnum):
    """For whom clothing is."""

    WOMAN = "woman"
    MAN = "man"
    ADULT = "adult"
    GIRL = "girl"
    BOY = "boy"
    CHILD = "child"
    BABY = "baby"


class Season(StrEnum):
    """When clothing is worn."""

    WINTER = "winter"
    SUMMER = "summer"
    MIDSEASON = "midseason"
    ALL_YEAR = "all_year"


class LossReason(StrEnum):
    """Why a run gives out less than went in."""

    MOISTURE = "moisture"
    PACKAGING = "packaging"
    DUST = "dust"
    SCALE = "scale"
    OTHER = "other"


class SortingStatus(StrEnum):
    """Whether a run still takes lines."""

    OPEN = "open"
    FINISHED = "finished"


class Side(StrEnum):
    """Which side of a run a lot is on."""

    IN = "in"
    OUT = "out"


class Sorting(SQLModel, table=True):
    """A sorting run. Its sums are the cache of its strands."""

    __tablename__ = "sorting"
    __table_args__ = (
        one_of("status", SortingStatus),
        CheckConstraint("loss_grams >= 0", name="loss"),
        Index("ix_sorting_station_id", "station_id", "status"),
        STRICT,
    )

    id: UUID = Field(sa_column=Column(Key, primary_key=True))
    station_id: int = Field(sa_column=Column(Big, ForeignKey("place.id"), nullable=False))
    status: str = Field(sa_type=Text)
    earmark: str | None = Field(sa_column=Column(Text))
    loss_grams: int = Field(default=0, sa_type=Big)
    loss_reason: str | None = Field(default=None, sa_column=Column(Text))
    opened_at: datetime = Field(sa_type=Instant)
    finished_at: datetime | None = Field(default=None, sa_column=Column(Instant))


class Strand(SQLModel, table=True):
    """How much of a lot went into a run or came out of it: the edges of the trace."""

    __tablename__ = "strand"
    __table_args__ = (
        one_of("side", Side),
        CheckConstraint("pieces >= 0 AND grams >= 0", name="quantity"),
        Index("ix_strand_lot", "lot", "side"),
        STRICT,
    )

    run: UUID = Field(sa_column=Column(Key, ForeignKey("sorting.id"), primary_key=True))
    side: str = Field(sa_column=Column(Text, primary_key=True))
    lot: int = Field(sa_column=Column(Big, ForeignKey("lot.id"), primary_key=True))
    pieces: int = Field(sa_type=Big)
    grams: int = Field(sa_type=Big)
