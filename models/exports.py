"""The table of long exports: asked for once, made apart from the service, until somebody cancels."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, LargeBinary, Text
from sqlmodel import Field, SQLModel

from models.columns import Big, Instant, Key
from models.metadata import STRICT, one_of


class ExportStatus(StrEnum):
    """How far an export has come."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class ExportJob(SQLModel, table=True):
    """An export that somebody asked for. Its file lies in the data folder and goes after a week."""

    __tablename__ = "export_job"
    __table_args__ = (
        one_of("status", ExportStatus),
        CheckConstraint("rows_done >= 0 AND rows_total >= 0", name="rows"),
        Index("ix_export_job_status", "status", "asked_at"),
        Index("ix_export_job_by", "by", "asked_at"),
        STRICT,
    )

    id: UUID = Field(sa_column=Column(Key, primary_key=True))
    fingerprint: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    question: str = Field(sa_type=Text, description="what was asked, as JSON")
    language: str = Field(sa_type=Text)
    token_id: int | None = Field(sa_column=Column(Big, ForeignKey("access_token.id")))
    by: int = Field(sa_column=Column(Big, ForeignKey("person.id"), nullable=False))
    status: str = Field(sa_type=Text)
    rows_done: int = Field(default=0, sa_type=Big)
    rows_total: int = Field(default=0, sa_type=Big)
    bytes: int | None = Field(default=None, sa_column=Column(Big))
    problem: str | None = Field(default=None, sa_column=Column(Text))
    asked_at: datetime = Field(sa_type=Instant)
    seen_at: datetime = Field(sa_type=Instant, description="when the maker last gave a sign")
    ended_at: datetime | None = Field(default=None, sa_column=Column(Instant))
