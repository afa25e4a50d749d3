"""Stocktakes: what was counted, beside what the ledger said at that moment."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Text
from sqlmodel import Field, SQLModel

from models.columns import Big, Flag, Instant, Key
from models.metadata import STRICT, one_of


class StocktakeStatus(StrEnum):
    """How far a stocktake has come."""

    COUNTING = "counting"
    FINALIZED = "finalized"
    CANCELLED = "cancelled"


class Stocktake(SQLModel, table=True):
    """A count at a place."""

    __tablename__ = "stocktake"
    __table_args__ = (
        one_of("status", StocktakeStatus),
        Index("ix_stocktake_place_id", "place_id", "status"),
        STRICT,
    )

    id: UUID = Field(sa_column=Column(Key, primary_key=True))
    place_id: int = Field(sa_column=Column(Big, ForeignKey("place.id"), nullable=False))
    status: str = Field(sa_type=Text)
    blind: bool = Field(sa_type=Flag)
    category: str | None = Field(sa_column=Column(Text))
    opened_at: datetime = Field(sa_type=Instant)
    finalized_at: datetime | None = Field(default=None, sa_column=Column(Instant))


class StocktakeLine(SQLModel, table=True):
    """A lot that is to be counted: what the ledger said up to `baseline`, and what was counted."""

    __tablename__ = "stocktake_line"
    __table_args__ = (
        CheckConstraint("expected_pieces >= 0 AND expected_grams >= 0", name="expected"),
        CheckConstraint("counted_pieces >= 0 AND counted_grams >= 0", name="counted"),
        STRICT,
    )

    stocktake_id: UUID = Field(sa_column=Column(Key, ForeignKey("stocktake.id"), primary_key=True))
    lot: int = Field(sa_column=Column(Big, ForeignKey("lot.id"), primary_key=True))
    baseline: int = Field(sa_type=Big, description="the newest movement when it was counted")
    expected_pieces: int = Field(sa_type=Big)
    expected_grams: int = Field(sa_type=Big)
    counted_pieces: int | None = Field(default=None, sa_column=Column(Big))
    counted_grams: int | None = Field(default=None, sa_column=Column(Big))
    counted_by: int | None = Field(default=None, sa_column=Column(Big, ForeignKey("person.id")))
