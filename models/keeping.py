"""The table of work on the service itself: checks of the ledger, backups. Done apart from the service."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Column, ForeignKey, Index, Text
from sqlmodel import Field, SQLModel

from models.columns import Big, Instant, Key
from models.metadata import STRICT, one_of


class JobKind(StrEnum):
    """What is to be done."""

    CHECK = "check"
    BACKUP = "backup"


class JobStatus(StrEnum):
    """How far it has come."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class SystemJob(SQLModel, table=True):
    """A check or a backup that somebody asked for; `result` is what came of it, as JSON."""

    __tablename__ = "system_job"
    __table_args__ = (
        one_of("kind", JobKind),
        one_of("status", JobStatus),
        Index("ix_system_job_kind", "kind", "asked_at"),
        STRICT,
    )

    id: UUID = Field(sa_column=Column(Key, primary_key=True))
    kind: str = Field(sa_type=Text)
    status: str = Field(sa_type=Text)
    by: int = Field(sa_column=Column(Big, ForeignKey("person.id"), nullable=False))
    asked_at: datetime = Field(sa_type=Instant)
    seen_at: datetime = Field(sa_type=Instant, description="when its maker last gave a sign")
    done: int = Field(default=0, sa_type=Big, description="steps that are behind it")
    total: int = Field(default=0, sa_type=Big, description="steps in all; 0 when they are not counted")
    ended_at: datetime | None = Field(default=None, sa_column=Column(Instant))
    result: str | None = Field(default=None, sa_column=Column(Text))
    problem: str | None = Field(default=None, sa_column=Column(Text))
