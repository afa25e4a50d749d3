"""The roll-up by the words of reports: who moved what kind of goods, from which district, to whom."""

from datetime import date
from enum import StrEnum

from sqlalchemy import CheckConstraint, Column, ForeignKey, Integer, Text
from sqlmodel import Field, SQLModel

from models.columns import Big, Day
from models.metadata import one_of

#: Clustered by the key on SQLite: a report reads a stretch of neighbours in the order it groups by.
CLUSTERED = {"sqlite_strict": True, "sqlite_with_rowid": False}


#: The word for a correction of a sorted lot, which the ledger keeps as a correction like a gift's.
SORT_CORRECTION = "sort_correction"


class Way(StrEnum):
    """Whether goods came into our places, went out of them, or moved between them."""

    IN = "in"
    OUT = "out"
    WITHIN = "within"


class Tally(SQLModel, table=True):
    """What moved on a day, by the words reports ask with; kept with every movement.

    `district`: of the point an unsorted gift was accepted at, or the recipient's division, both as they
    were then. `station`: who answers for the goods: the station a gift was bound for, the sender of a
    shipment, the place where it happened. `target`: where a shipment goes, or the way of a disposal.
    What does not apply is empty.
    """

    __tablename__ = "tally"
    __table_args__ = (
        one_of("way", Way),
        CheckConstraint("movements > 0 AND pieces >= 0 AND grams >= 0", name="quantity"),
        CLUSTERED,
    )

    kind: str = Field(sa_column=Column(Text, primary_key=True))
    way: str = Field(sa_column=Column(Text, primary_key=True))
    day: date = Field(sa_column=Column(Day, primary_key=True))
    category_id: int = Field(sa_column=Column(Big, ForeignKey("category.id"), primary_key=True))
    district: str = Field(sa_column=Column(Text, primary_key=True))
    station: str = Field(sa_column=Column(Text, primary_key=True))
    target: str = Field(sa_column=Column(Text, primary_key=True))
    grade: str = Field(sa_column=Column(Text, primary_key=True))
    urgency: str = Field(sa_column=Column(Text, primary_key=True))
    party: str = Field(sa_column=Column(Text, primary_key=True), description="kind of recipient")
    movements: int = Field(sa_column=Column(Integer, nullable=False))
    pieces: int = Field(sa_type=Big)
    grams: int = Field(sa_type=Big)


class TallyMonth(SQLModel, table=True):
    """The tally of whole months, without the words that make many rows: target and grade."""

    __tablename__ = "tally_month"
    __table_args__ = (
        one_of("way", Way),
        CheckConstraint("movements > 0 AND pieces >= 0 AND grams >= 0", name="quantity"),
        CLUSTERED,
    )

    kind: str = Field(sa_column=Column(Text, primary_key=True))
    way: str = Field(sa_column=Column(Text, primary_key=True))
    month: str = Field(sa_column=Column(Text, primary_key=True))
    category_id: int = Field(sa_column=Column(Big, ForeignKey("category.id"), primary_key=True))
    district: str = Field(sa_column=Column(Text, primary_key=True))
    station: str = Field(sa_column=Column(Text, primary_key=True))
    urgency: str = Field(sa_column=Column(Text, primary_key=True))
    party: str = Field(sa_column=Column(Text, primary_key=True))
    movements: int = Field(sa_column=Column(Integer, nullable=False))
    pieces: int = Field(sa_type=Big)
    grams: int = Field(sa_type=Big)
