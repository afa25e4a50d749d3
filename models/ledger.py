"""The ledger: goods are never edited, they move."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    Column,
    ColumnElement,
    ForeignKey,
    Index,
    Integer,
    Text,
    literal_column,
    or_,
    text,
)
from sqlmodel import Field, SQLModel, col

from models.columns import Big, Day, Flag, Instant, Key
from models.metadata import STRICT, one_of


class MovementKind(StrEnum):
    """Why goods moved."""

    INTAKE = "intake"
    CORRECTION = "correction"
    COLLECT = "collect"
    RECEIVE = "receive"
    WEIGH = "weigh"
    SORT_IN = "sort_in"
    SORT_OUT = "sort_out"
    DISPATCH = "dispatch"
    ARRIVE = "arrive"
    DELIVER = "deliver"
    RETURN = "return"
    DISPOSE = "dispose"
    FOUND = "found"
    LOST = "lost"
    STOCKTAKE = "stocktake"


class LotKind(StrEnum):
    """How a lot came to be."""

    INTAKE = "intake"
    SORTED = "sorted"


class Lot(SQLModel, table=True):
    """Goods of one category and condition that are followed together. Never changed."""

    __tablename__ = "lot"
    __table_args__ = (
        one_of("kind", LotKind),
        CheckConstraint("pieces >= 0 AND grams >= 0", name="quantity"),
        CheckConstraint("(kind = 'intake') = (intake_id IS NOT NULL)", name="rooted"),
        Index("ix_lot_intake_id", "intake_id"),
        Index("ix_lot_category_id", "category_id"),
        STRICT,
    )

    id: int | None = Field(default=None, sa_column=Column(Big, primary_key=True))
    kind: str = Field(sa_type=Text)
    intake_id: UUID | None = Field(sa_column=Column(Key, ForeignKey("intake.id")))
    category_id: int = Field(sa_column=Column(Big, ForeignKey("category.id"), nullable=False))
    condition: str | None = Field(sa_column=Column(Text))
    grade: str | None = Field(default=None, sa_column=Column(Text))
    expires_on: date | None = Field(sa_column=Column(Day))
    produced_on: date | None = Field(default=None, sa_column=Column(Day))
    pieces: int = Field(sa_type=Big, description="as first recorded; the ledger knows what is left")
    grams: int = Field(sa_type=Big)
    weight_estimated: bool = Field(sa_type=Flag)
    wearer: str | None = Field(default=None, sa_column=Column(Text))
    size: str | None = Field(default=None, sa_column=Column(Text))
    season: str | None = Field(default=None, sa_column=Column(Text))
    earmark: str | None = Field(
        default=None,
        sa_column=Column(Text),
        description="of a sorted lot; an intake's lot has the intake's",
    )


class Movement(SQLModel, table=True):
    """A hop of goods between two places. The database refuses UPDATE and DELETE."""

    __tablename__ = "movement"
    __table_args__ = (
        one_of("kind", MovementKind),
        CheckConstraint("pieces >= 0 AND grams >= 0 AND pieces + grams > 0", name="quantity"),
        CheckConstraint("from_place <> to_place", name="moves"),
        Index("ix_movement_lot", "lot"),
        Index("ix_movement_operation", "operation"),
        # The day first: with the kind first, SQLite would take it for questions about lots as well.
        Index("ix_movement_day_kind", "day", "kind"),
        STRICT,
    )

    seq: int | None = Field(default=None, sa_column=Column(Big, primary_key=True))
    operation: UUID = Field(sa_type=Key)
    kind: str = Field(sa_type=Text)
    lot: int = Field(sa_column=Column(Big, ForeignKey("lot.id"), nullable=False))
    from_place: int = Field(sa_column=Column(Big, ForeignKey("place.id"), nullable=False))
    to_place: int = Field(sa_column=Column(Big, ForeignKey("place.id"), nullable=False))
    pieces: int = Field(sa_type=Big)
    grams: int = Field(sa_type=Big)
    happened_at: datetime = Field(sa_type=Instant)
    recorded_at: datetime = Field(sa_type=Instant)
    day: date = Field(sa_type=Day, description="the Shanghai day it counts for")
    by: int = Field(sa_column=Column(Big, ForeignKey("person.id"), nullable=False))
    corrects: int | None = Field(sa_column=Column(Big, ForeignKey("movement.seq")))


class Balance(SQLModel, table=True):
    """How much of a lot lies at a place: a guarded cache that must equal the ledger."""

    __tablename__ = "balance"
    __table_args__ = (
        CheckConstraint("pieces >= 0 AND grams >= 0", name="never_negative"),
        CheckConstraint(
            "reserved_pieces BETWEEN 0 AND pieces AND reserved_grams BETWEEN 0 AND grams", name="reserved"
        ),
        Index("ix_balance_lot", "lot"),
        # Of the rows that ever were, one in forty holds anything.
        Index(
            "ix_balance_there",
            "place_id",
            "lot",
            sqlite_where=text("pieces > 0 OR grams > 0"),
            postgresql_where=text("pieces > 0 OR grams > 0"),
        ),
        STRICT,
    )

    place_id: int = Field(sa_column=Column(Big, ForeignKey("place.id"), primary_key=True))
    lot: int = Field(sa_column=Column(Big, ForeignKey("lot.id"), primary_key=True))
    pieces: int = Field(sa_type=Big)
    grams: int = Field(sa_type=Big)
    reserved_pieces: int = Field(
        default=0, sa_column=Column(Big, nullable=False, server_default="0"), description="sum of claims"
    )
    reserved_grams: int = Field(default=0, sa_column=Column(Big, nullable=False, server_default="0"))


def lies_there() -> ColumnElement[bool]:
    """Return the condition that anything is left, in the words of the index over what lies somewhere.

    The numbers stand in the statement: SQLite does not look into parameters when it chooses an index.
    """
    none: ColumnElement[int] = literal_column("0")
    return or_(col(Balance.pieces) > none, col(Balance.grams) > none)


class Flow(SQLModel, table=True):
    """The roll-up reports read: what came in and went out of a place on a day, by category and kind."""

    __tablename__ = "flow"
    __table_args__ = (
        CheckConstraint(
            "pieces_in >= 0 AND grams_in >= 0 AND pieces_out >= 0 AND grams_out >= 0",
            name="quantity",
        ),
        STRICT,
    )

    day: date = Field(sa_column=Column(Day, primary_key=True))
    place_id: int = Field(sa_column=Column(Big, ForeignKey("place.id"), primary_key=True))
    category_id: int = Field(sa_column=Column(Big, ForeignKey("category.id"), primary_key=True))
    kind: str = Field(sa_column=Column(Text, primary_key=True))
    movements: int = Field(sa_column=Column(Integer, nullable=False))
    pieces_in: int = Field(sa_type=Big)
    grams_in: int = Field(sa_type=Big)
    pieces_out: int = Field(sa_type=Big)
    grams_out: int = Field(sa_type=Big)
