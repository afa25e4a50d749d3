"""Goals of indicators: where the plan started, where it wants to be, and when."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Column, Text
from sqlmodel import Field, SQLModel

from models.columns import Day, Instant, Real
from models.metadata import STRICT


class IndicatorGoal(SQLModel, table=True):
    """The goal of an indicator, in the indicator's unit. Every change is in the audit, with its reason."""

    __tablename__ = "indicator_goal"
    __table_args__ = (
        CheckConstraint("target_on > baseline_on", name="target_later"),
        CheckConstraint("(midterm IS NULL) = (midterm_on IS NULL)", name="midterm_dated"),
        CheckConstraint("(final IS NULL) = (final_on IS NULL)", name="final_dated"),
        STRICT,
    )

    code: str = Field(primary_key=True, sa_type=Text)
    baseline: float = Field(sa_type=Real)
    baseline_on: date = Field(sa_type=Day)
    target: float = Field(sa_type=Real)
    target_on: date = Field(sa_type=Day)
    midterm: float | None = Field(default=None, sa_column=Column(Real), description="as the review found it")
    midterm_on: date | None = Field(default=None, sa_column=Column(Day))
    final: float | None = Field(default=None, sa_column=Column(Real))
    final_on: date | None = Field(default=None, sa_column=Column(Day))
    changed_at: datetime = Field(sa_type=Instant)
