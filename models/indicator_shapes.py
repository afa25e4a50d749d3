"""What is said of an indicator's goal, and what is answered."""

from datetime import date
from typing import Annotated, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from models.shapes import Answer, DayIn, InstantOut, Line, Strict

#: A value in the indicator's unit: kilograms of a city's decade fit.
Measured = Annotated[float, Field(strict=True, ge=0, le=1e12)]


class GoalIn(Strict):
    """A goal: baseline and target with their days; later what the mid-term and the final review found."""

    baseline: Measured
    baseline_on: DayIn
    target: Measured
    target_on: DayIn
    midterm: Measured | None = None
    midterm_on: DayIn | None = None
    final: Measured | None = None
    final_on: DayIn | None = None
    reason: Line

    @model_validator(mode="after")
    def _dated(self) -> Self:
        for value, on in ((self.midterm, self.midterm_on), (self.final, self.final_on)):
            if (value is None) != (on is None):
                raise PydanticCustomError("goal_dated", "a review's value comes with its day")
        return self


class IndicatorOut(Answer):
    """An indicator: what it measures, in which unit, by which formula, and its goal if it has one."""

    code: str
    name: str
    name_en: str
    group: str
    unit: str
    unit_en: str
    formula: str
    formula_en: str
    baseline: float | None
    baseline_on: date | None
    target: float | None
    target_on: date | None
    midterm: float | None
    midterm_on: date | None
    final: float | None
    final_on: date | None
    changed_at: InstantOut | None
    version: str
