"""Donors' queries and complaints: what they ask, until when they are owed an answer, what it was."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, LargeBinary, Text
from sqlmodel import Field, SQLModel

from models.columns import Big, Day, Instant, Key
from models.metadata import STRICT, one_of


class InquiryKind(StrEnum):
    """What a donor wants: to know, to complain, or to have an answer looked at again."""

    QUERY = "query"
    COMPLAINT = "complaint"
    RECHECK = "recheck"


class InquirySource(StrEnum):
    """Who wrote it down: staff, or the donor without a token."""

    STAFF = "staff"
    PUBLIC = "public"


class Calendar(StrEnum):
    """How working days were counted: as the state swapped them, or by weekends where that is not known."""

    OFFICIAL = "official"
    WEEKENDS_ONLY = "weekends_only"


class InquiryStatus(StrEnum):
    """Where an inquiry stands today."""

    OPEN = "open"
    OVERDUE = "overdue"
    ANSWERED = "answered"


class Inquiry(SQLModel, table=True):
    """A query or complaint. What people wrote is sealed: in it they say who they are."""

    __tablename__ = "inquiry"
    __table_args__ = (
        one_of("kind", InquiryKind),
        one_of("source", InquirySource),
        one_of("calendar", Calendar),
        CheckConstraint("(kind = 'recheck') = (about IS NOT NULL)", name="about"),
        CheckConstraint("(answered_at IS NULL) = (answer IS NULL)", name="answered"),
        Index("ix_inquiry_due_on", "due_on", "id"),
        STRICT,
    )

    id: UUID = Field(sa_column=Column(Key, primary_key=True))
    number: str = Field(sa_type=Text, unique=True)
    kind: str = Field(sa_type=Text)
    source: str = Field(sa_type=Text)
    about: UUID | None = Field(sa_column=Column(Key, ForeignKey("inquiry.id")))
    tracking_code: str | None = Field(sa_column=Column(Text))
    subject: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    received_at: datetime = Field(sa_type=Instant)
    due_on: date = Field(sa_type=Day)
    calendar: str = Field(sa_type=Text)
    recorded_at: datetime = Field(sa_type=Instant)
    by: int = Field(sa_column=Column(Big, ForeignKey("person.id"), nullable=False))
    answer: bytes | None = Field(default=None, sa_column=Column(LargeBinary))
    answered_at: datetime | None = Field(default=None, sa_column=Column(Instant))


class InquiryContact(SQLModel, table=True):
    """How to reach who asked, sealed; it can be erased and the inquiry stays."""

    __tablename__ = "inquiry_contact"
    __table_args__ = STRICT

    inquiry_id: UUID = Field(sa_column=Column(Key, ForeignKey("inquiry.id"), primary_key=True))
    sealed: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    consented_at: datetime = Field(sa_type=Instant)
    purpose: str = Field(sa_type=Text)
