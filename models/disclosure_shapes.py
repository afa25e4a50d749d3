"""Shapes of projects, duties and disclosures. What is published is a `Paper`, frozen as JSON."""

from datetime import date
from typing import Self
from uuid import UUID

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from models.disclosures import DutyKind, DutyStatus, ProjectKind
from models.shapes import Answer, CodeIn, DayIn, InstantOut, KeyIn, Line, Strict

#: A value of a published table; None stands for what is not shown apart.
Cell = str | int | None


class ProjectIn(Strict):
    """A fundraising or project, and when it runs; without an end it still does."""

    kind: ProjectKind
    name: Line
    name_en: Line
    started_on: DayIn
    ended_on: DayIn | None = None

    @model_validator(mode="after")
    def ends_after_its_start(self) -> Self:
        """Refuse an end before the start."""
        if self.ended_on is not None and self.ended_on < self.started_on:
            raise PydanticCustomError("ends_before_its_start", "an end that is not before the start")
        return self


class ProjectOut(Answer):
    """A project."""

    code: str
    kind: ProjectKind
    name: str
    name_en: str
    started_on: date
    ended_on: date | None


class ProjectNow(ProjectOut):
    """A project as it can be edited; what is published of one keeps no version of it."""

    version: str


class Text(Answer):
    """A text in both languages."""

    zh: str
    en: str


class DutyOut(Answer):
    """Something that is to be published, and whether it was."""

    duty: DutyKind
    project: str | None
    project_name: Text | None
    first: date
    last: date
    due_on: date
    status: DutyStatus
    number: str | None


class PaperColumn(Answer):
    """A column of a published table; `holds` says what its values are, as in reports."""

    name: str
    title: Text
    holds: str


class PaperTable(Answer):
    """A published table. A row of None beside its figures is what is not shown apart."""

    name: str
    title: Text
    note: Text
    columns: list[PaperColumn]
    rows: list[list[Cell]]
    totals: dict[str, int | None]


class Change(Answer):
    """A figure that was corrected: which table, which row (None: the total), which column."""

    table: str
    row: dict[str, str | None] | None
    column: str
    before: Cell
    after: Cell


class Paper(Answer):
    """What the public is told: of which duty and days, in which version, with what changed and why."""

    number: str | None
    version: int
    duty: DutyKind
    duty_title: Text
    project: ProjectOut | None
    first: date
    last: date
    published_at: InstantOut | None
    reason: str | None
    changes: list[Change]
    tables: list[PaperTable]
    names: dict[str, Text]
    notes: list[Text]


class PublishIn(Strict):
    """A duty that is to be met now, before a second person."""

    duty: DutyKind
    project: CodeIn | None = None
    first: DayIn
    last: DayIn
    witness: Line

    @model_validator(mode="after")
    def in_order(self) -> Self:
        """Refuse days that run backwards."""
        if self.last < self.first:
            raise PydanticCustomError("period_order", "a last day that is not before the first")
        return self


class CorrectIn(Strict):
    """A new version from the ledger as it is now; the reason is published with it."""

    id: KeyIn
    reason: Line
    witness: Line | None = None


class VersionRow(Answer):
    """A version in a list."""

    n: int
    published_at: InstantOut
    reason: str | None
    sha256: str


class DisclosureOut(Answer):
    """A disclosure with its versions, the newest first; corrections are sent under its id."""

    id: UUID
    number: str
    duty: DutyKind
    duty_title: Text
    project: str | None
    project_name: Text | None
    first: date
    last: date
    versions: list[VersionRow]


class PublishedOut(Answer):
    """What was published now: the paper itself is under its number."""

    id: UUID
    number: str
    version: int
    sha256: str
    published_at: InstantOut
    changes: list[Change]
