"""What the API says about reports. The rows of a report are flat and differ by its words."""

from typing import Any

from pydantic import ConfigDict, Field

from models.shapes import Answer


class OfferedReport(Answer):
    """A report that may be asked for: its words, how it is grouped and limited."""

    name: str
    title: str
    about: str
    by: list[str]
    dimensions: list[str]
    filters: list[str]
    formats: list[str]
    has_movements: bool


class ColumnOut(Answer):
    """A column of a report: its name in the rows, its title, what it holds."""

    name: str
    title: str
    holds: str


class ReportOut(Answer):
    """A report: what was asked, the rows, their totals, to which moment they are complete."""

    model_config = ConfigDict(frozen=True, populate_by_name=True)

    report: str
    title: str
    sentence: str
    first: str = Field(alias="from")
    last: str = Field(alias="to")
    by: list[str]
    filters: dict[str, str]
    columns: list[ColumnOut]
    rows: list[dict[str, Any]]
    totals: dict[str, int]
    notes: list[str]
    generated_at: str
    data_until: str
