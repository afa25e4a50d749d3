"""What lay where at chosen midnights, so that a question about the past need not sum the whole ledger."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Column, ForeignKey
from sqlmodel import Field, SQLModel

from models.columns import Big, Instant
from models.metadata import STRICT
from models.tally import CLUSTERED


class Closing(SQLModel, table=True):
    """A midnight at which all stock was written down.

    `first_seq`: no movement recorded later has a lower number. `last_seq`: none recorded by then has a
    higher one. So the movements between two closings are one stretch of the ledger, found without an index.
    """

    __tablename__ = "closing"
    __table_args__ = (STRICT,)

    id: int | None = Field(default=None, sa_column=Column(Big, primary_key=True))
    at: datetime = Field(sa_column=Column(Instant, nullable=False, unique=True))
    first_seq: int = Field(sa_type=Big)
    last_seq: int = Field(sa_type=Big)


class ClosingStock(SQLModel, table=True):
    """How much of a lot lay at a place at a closing: what the ledger says, never changed."""

    __tablename__ = "closing_stock"
    __table_args__ = (
        CheckConstraint("pieces >= 0 AND grams >= 0 AND pieces + grams > 0", name="quantity"),
        CLUSTERED,
    )

    closing: int = Field(sa_column=Column(Big, ForeignKey("closing.id"), primary_key=True))
    place_id: int = Field(sa_column=Column(Big, ForeignKey("place.id"), primary_key=True))
    lot: int = Field(sa_column=Column(Big, ForeignKey("lot.id"), primary_key=True))
    pieces: int = Field(sa_type=Big)
    grams: int = Field(sa_type=Big)
