"""Claims on stock: what is on hand but promised, held back or proposed for disposal."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, Text
from sqlmodel import Field, SQLModel

from models.acts import act_key
from models.columns import Big, Day, Flag, Instant, Key
from models.metadata import STRICT, one_of


class ClaimKind(StrEnum):
    """Who claims."""

    ALLOCATION = "allocation"
    DISTRIBUTION = "distribution"
    TRANSFER = "transfer"
    DISPOSAL = "disposal"
    HOLD = "hold"


class HoldReason(StrEnum):
    """Why goods are set apart 隔离."""

    DAMAGED = "damaged"
    WET = "wet"
    INFESTED = "infested"
    RECALLED = "recalled"
    INSPECTION = "inspection"
    OTHER = "other"


class DisposalKind(StrEnum):
    """How goods end that nobody can use."""

    RECYCLING = "recycling"
    SALE = "sale"
    DESTRUCTION = "destruction"


class DisposalStatus(StrEnum):
    """Whether a second person has decided."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    REJECTED = "rejected"


class Claim(SQLModel, table=True):
    """How much of a lot at a place a document still claims; the row stays when nothing is left."""

    __tablename__ = "claim"
    __table_args__ = (
        one_of("kind", ClaimKind),
        CheckConstraint("pieces >= 0 AND grams >= 0", name="quantity"),
        Index("ix_claim_lot", "lot", "place_id"),
        STRICT,
    )

    document: UUID = Field(sa_column=Column(Key, primary_key=True))
    n: int = Field(sa_column=Column(Integer, primary_key=True))
    kind: str = Field(sa_type=Text)
    place_id: int = Field(sa_column=Column(Big, ForeignKey("place.id"), nullable=False))
    lot: int = Field(sa_column=Column(Big, ForeignKey("lot.id"), nullable=False))
    pieces: int = Field(sa_type=Big)
    grams: int = Field(sa_type=Big)


class Hold(SQLModel, table=True):
    """Goods set apart until somebody releases them."""

    __tablename__ = "hold"
    __table_args__ = (one_of("reason", HoldReason), STRICT)

    id: UUID = Field(sa_column=Column(Key, primary_key=True))
    place_id: int = Field(sa_column=Column(Big, ForeignKey("place.id"), nullable=False))
    reason: str = Field(sa_type=Text)
    released: bool = Field(default=False, sa_type=Flag)


class Disposal(SQLModel, table=True):
    """A proposal to end goods, which another person approves or rejects."""

    __tablename__ = "disposal"
    __table_args__ = (one_of("kind", DisposalKind), one_of("status", DisposalStatus), STRICT)

    id: UUID = Field(sa_column=Column(Key, primary_key=True))
    place_id: int = Field(sa_column=Column(Big, ForeignKey("place.id"), nullable=False))
    kind: str = Field(sa_type=Text)
    status: str = Field(sa_type=Text)
    proposed_by: int = Field(sa_column=Column(Big, ForeignKey("person.id"), nullable=False))
    decided_by: int | None = Field(default=None, sa_column=Column(Big, ForeignKey("person.id")))
    taker: str | None = Field(sa_column=Column(Text), description="who takes the goods over")
    price_fen: int | None = Field(sa_column=Column(Big))


class EarmarkChange(SQLModel, table=True):
    """A donor's consent to another use of a gift (慈善法 §56). The newest row of a lot counts."""

    __tablename__ = "earmark_change"
    __table_args__ = (Index("ix_earmark_change_lot", "lot", "id"), STRICT)

    id: int | None = Field(default=None, sa_column=Column(Big, primary_key=True))
    act: UUID = Field(sa_column=Column(Key, act_key(), nullable=False))
    lot: int = Field(sa_column=Column(Big, ForeignKey("lot.id"), nullable=False))
    earmark: str | None = Field(sa_column=Column(Text))
    consent: str = Field(sa_type=Text, description="how the donor agreed, and where that is kept")
    consented_on: date = Field(sa_type=Day)


class Threshold(SQLModel, table=True):
    """How much of a category a place should always have."""

    __tablename__ = "threshold"
    __table_args__ = (CheckConstraint("pieces > 0", name="quantity"), STRICT)

    place_id: int = Field(sa_column=Column(Big, ForeignKey("place.id"), primary_key=True))
    category_id: int = Field(sa_column=Column(Big, ForeignKey("category.id"), primary_key=True))
    pieces: int = Field(sa_type=Big)


class ClosedPeriod(SQLModel, table=True):
    """A month whose quantities stand: its reports have been published."""

    __tablename__ = "closed_period"
    __table_args__ = STRICT

    month: str = Field(primary_key=True, sa_type=Text, description="YYYY-MM")
    last_day: date = Field(sa_type=Day)
    closed_at: datetime = Field(sa_type=Instant)
