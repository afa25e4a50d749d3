"""Contradictions on record that a person must look at, what was refused, and how each was settled."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Column, ForeignKey, Index, LargeBinary, Text
from sqlmodel import Field, SQLModel

from models.columns import Big, Instant, Key
from models.metadata import STRICT, one_of


class ConflictKind(StrEnum):
    """What contradicts what."""

    RECEIVED_OTHERWISE = "received_otherwise"
    SHIPMENT_OTHERWISE = "shipment_otherwise"
    RECORDED_TWICE = "recorded_twice"


class ConflictStatus(StrEnum):
    """Whether somebody has yet to decide."""

    OPEN = "open"
    SETTLED = "settled"


class Choice(StrEnum):
    """What can be done about it; what is on record stays in every case."""

    KEEP_RECORDED = "keep_recorded"
    CORRECT_INTAKE = "correct_intake"
    ADJUST = "adjust"
    RECORD_OTHER = "record_other"
    ASK = "ask"
    #: Nobody chose: what was missing came later.
    CAME_LATER = "came_later"


class Contradiction(SQLModel, table=True):
    """A contradiction. Both sides stand where they were recorded; whether it is open is the cache here."""

    __tablename__ = "contradiction"
    __table_args__ = (
        one_of("kind", ConflictKind),
        one_of("status", ConflictStatus),
        Index("ix_contradiction_subject", "subject"),
        Index("ix_contradiction_document", "document"),
        Index("ix_contradiction_since", "since", "id"),
        Index("ix_contradiction_status_place_id", "status", "place_id"),
        Index("ix_contradiction_status_other_place_id", "status", "other_place_id"),
        STRICT,
    )

    id: UUID = Field(sa_column=Column(Key, primary_key=True))
    kind: str = Field(sa_type=Text)
    subject: str = Field(sa_type=Text, description="id or label of what it is about")
    document: UUID = Field(sa_type=Key)
    path: str = Field(sa_type=Text, description="the desk's page of what it is about")
    place_id: int = Field(sa_column=Column(Big, ForeignKey("place.id"), nullable=False))
    other_place_id: int | None = Field(default=None, sa_column=Column(Big, ForeignKey("place.id")))
    since: datetime = Field(sa_type=Instant)
    status: str = Field(sa_type=Text)


class Turned(SQLModel, table=True):
    """A body that was refused because another one stands under its id or label; never a donor's contact."""

    __tablename__ = "turned_body"
    __table_args__ = STRICT

    id: UUID = Field(
        sa_column=Column(Key, ForeignKey("contradiction.id"), primary_key=True),
    )
    what: str = Field(sa_type=Text)
    body: str = Field(sa_type=Text, description="JSON without contact and note")
    recorded_at: datetime = Field(sa_type=Instant)
    by: int = Field(sa_column=Column(Big, ForeignKey("person.id"), nullable=False))


class Settlement(SQLModel, table=True):
    """What somebody chose about a contradiction, or asked; `linked` names the correction it led to."""

    __tablename__ = "settlement"
    __table_args__ = (
        one_of("choice", Choice),
        Index("ix_settlement_contradiction_id", "contradiction_id", "recorded_at"),
        STRICT,
    )

    id: UUID = Field(sa_column=Column(Key, primary_key=True))
    contradiction_id: UUID = Field(sa_column=Column(Key, ForeignKey("contradiction.id"), nullable=False))
    fingerprint: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    choice: str = Field(sa_type=Text)
    reason: str = Field(sa_type=Text)
    linked: UUID | None = Field(default=None, sa_column=Column(Key))
    recorded_at: datetime = Field(sa_type=Instant)
    by: int = Field(sa_column=Column(Big, ForeignKey("person.id"), nullable=False))
