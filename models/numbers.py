"""Running numbers: every series of papers counts from 1 anew each year, without gaps."""

from enum import StrEnum

from sqlalchemy import CheckConstraint, Column, Integer, Text
from sqlmodel import Field, SQLModel

from models.metadata import STRICT, one_of


class Series(StrEnum):
    """Papers that are numbered, with the letter their numbers begin with."""

    INQUIRY = "Q"
    DISCLOSURE = "D"


class RunningNumber(SQLModel, table=True):
    """The last number that a series gave in a year."""

    __tablename__ = "running_number"
    __table_args__ = (one_of("series", Series), CheckConstraint("last > 0", name="counted"), STRICT)

    series: str = Field(primary_key=True, sa_type=Text)
    year: int = Field(sa_column=Column(Integer, primary_key=True, autoincrement=False))
    last: int = Field(sa_type=Integer)
