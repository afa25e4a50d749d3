"""What comes in and goes out about exports."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from models.exports import ExportStatus
from models.shapes import Answer, CodeIn, DayIn, InstantOut, Strict


class ExportIn(Strict):
    """An export that is asked for: a report, or the movements behind it, as a file."""

    report: Annotated[str, Field(pattern=r"^[a-z]{1,40}$")]
    movements: Annotated[bool, Field(strict=True)] = False
    first: Annotated[DayIn, Field(alias="from")]
    last: Annotated[DayIn, Field(alias="to")]
    by: Annotated[list[CodeIn], Field(max_length=12)] | None = None
    filters: Annotated[dict[CodeIn, CodeIn], Field(max_length=12)] = {}
    format: Literal["csv", "hxl", "xlsx", "pdf"] = "csv"


class ExportOut(Answer):
    """An export, and how far it has come; `file` says where to get it once it is done."""

    id: UUID
    report: str
    movements: bool
    format: str
    status: ExportStatus
    rows_done: int
    rows_total: int
    bytes: int | None
    problem: str | None
    asked_at: InstantOut
    ended_at: InstantOut | None
    file: str | None
