"""What the public is told: projects, and disclosures whose every version stays as it was."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, LargeBinary, Text
from sqlmodel import Field, SQLModel

from models.acts import act_key
from models.columns import Day, Instant, Key
from models.metadata import STRICT, one_of


class ProjectKind(StrEnum):
    """What is run: a fundraising 募捐, a charity project 慈善项目, an emergency fundraising 应急募捐."""

    FUNDRAISING = "fundraising"
    PROJECT = "project"
    EMERGENCY = "emergency"


class DutyKind(StrEnum):
    """What the law asks to be published."""

    EMERGENCY = "emergency"  # every 5 days while it runs (慈善法 §72)
    PROGRESS = "progress"  # every 3 months of what is longer than 6 (慈善法 §79)
    FINAL = "final"  # within 3 months after the end (慈善法 §79)
    ANNUAL = "annual"  # by 31 May (慈善组织信息公开办法)


class DutyStatus(StrEnum):
    """Where a duty stands today."""

    OPEN = "open"
    OVERDUE = "overdue"
    PUBLISHED = "published"


class Project(SQLModel, table=True):
    """A fundraising or project that has disclosures of its own."""

    __tablename__ = "project"
    __table_args__ = (
        one_of("kind", ProjectKind),
        CheckConstraint("ended_on >= started_on", name="ends_after_its_start"),
        STRICT,
    )

    code: str = Field(primary_key=True, sa_type=Text)
    kind: str = Field(sa_type=Text)
    name: str = Field(sa_type=Text)
    name_en: str = Field(sa_type=Text)
    started_on: date = Field(sa_type=Day)
    ended_on: date | None = Field(sa_column=Column(Day))
    created_at: datetime = Field(sa_type=Instant)


class Disclosure(SQLModel, table=True):
    """A duty that was met: of what, over which days. Never changed."""

    __tablename__ = "disclosure"
    __table_args__ = (
        one_of("duty", DutyKind),
        Index("ix_disclosure_published_at", "published_at", "id"),
        STRICT,
    )

    id: UUID = Field(sa_column=Column(Key, act_key(), primary_key=True))
    number: str = Field(sa_type=Text, unique=True)
    covers: str = Field(sa_type=Text, unique=True, description="duty, project and days: published once")
    duty: str = Field(sa_type=Text)
    project: str | None = Field(sa_column=Column(Text, ForeignKey("project.code")))
    first: date = Field(sa_column=Column("first_day", Day, nullable=False))
    last: date = Field(sa_column=Column("last_day", Day, nullable=False))
    published_at: datetime = Field(sa_type=Instant)


class DisclosureVersion(SQLModel, table=True):
    """A published version: the bytes as they were published. Never changed."""

    __tablename__ = "disclosure_version"
    __table_args__ = (
        CheckConstraint("n > 0 AND (n = 1) = (reason IS NULL)", name="corrections_have_reasons"),
        STRICT,
    )

    disclosure_id: UUID = Field(sa_column=Column(Key, ForeignKey("disclosure.id"), primary_key=True))
    n: int = Field(sa_column=Column(Integer, primary_key=True))
    content: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    sha256: str = Field(sa_type=Text)
    reason: str | None = Field(sa_column=Column(Text))
    published_at: datetime = Field(sa_type=Instant)
