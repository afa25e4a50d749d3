"""Who may: people, tokens, poster codes, and the caller that a request carries."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field as Limit
from sqlalchemy import Column, ForeignKey, Index, LargeBinary, Text
from sqlmodel import Field, SQLModel

from models.columns import Big, Flag, Instant
from models.metadata import STRICT, one_of
from models.shapes import Answer, CodeIn, InstantOut, Line, Strict

Language = Literal["zh", "en"]


class Role(StrEnum):
    """What somebody may do; most roles are bound to a place."""

    VOLUNTEER = "volunteer"
    DRIVER = "driver"
    STATION_MANAGER = "station_manager"
    WAREHOUSE_MANAGER = "warehouse_manager"
    FOUNDATION = "foundation"
    AUDITOR = "auditor"
    ADMIN = "admin"


class Person(SQLModel, table=True):
    """Somebody who acts. The ledger holds only the id, so erasing the name changes no sum."""

    __tablename__ = "person"
    __table_args__ = STRICT

    id: int | None = Field(default=None, sa_column=Column(Big, primary_key=True))
    name: str = Field(sa_type=Text)
    created_at: datetime = Field(sa_type=Instant)


class AccessToken(SQLModel, table=True):
    """A bearer token: 128 random bits of which we keep only the SHA-256."""

    __tablename__ = "access_token"
    __table_args__ = (one_of("role", Role), STRICT)

    id: int | None = Field(default=None, sa_column=Column(Big, primary_key=True))
    hash: bytes = Field(sa_column=Column(LargeBinary, unique=True, nullable=False))
    person_id: int = Field(sa_column=Column(Big, ForeignKey("person.id"), nullable=False, index=True))
    role: str = Field(sa_type=Text)
    place_id: int | None = Field(sa_column=Column(Big, ForeignKey("place.id")))
    created_at: datetime = Field(sa_type=Instant)
    expires_at: datetime = Field(sa_type=Instant)
    revoked_at: datetime | None = Field(default=None, sa_column=Column(Instant))


class Poster(SQLModel, table=True):
    """The code printed on a point's poster, with which volunteers join."""

    __tablename__ = "poster"
    __table_args__ = STRICT

    code: str = Field(primary_key=True, sa_type=Text)
    place_id: int = Field(sa_column=Column(Big, ForeignKey("place.id"), nullable=False, index=True))
    current: bool = Field(sa_type=Flag)
    created_at: datetime = Field(sa_type=Instant)


class AdminLink(SQLModel, table=True):
    """The one-time link for the first administrator; only the SHA-256 of its secret is kept."""

    __tablename__ = "admin_link"
    __table_args__ = STRICT

    hash: bytes = Field(sa_column=Column(LargeBinary, primary_key=True))
    expires_at: datetime = Field(sa_type=Instant)
    used_at: datetime | None = Field(default=None, sa_column=Column(Instant))


class KeyCheck(SQLModel, table=True):
    """One row: a fingerprint of a fixed word, so that a wrong secret key is noticed at start."""

    __tablename__ = "key_check"
    __table_args__ = STRICT

    id: int = Field(default=1, primary_key=True)
    value: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


class AuditEntry(SQLModel, table=True):
    """Who changed what about the network and its people: written in the same transaction."""

    __tablename__ = "audit_entry"
    __table_args__ = (
        Index("ix_audit_entry_subject", "subject", "id"),
        Index("ix_audit_entry_at", "at"),
        STRICT,
    )

    id: int | None = Field(default=None, sa_column=Column(Big, primary_key=True))
    at: datetime = Field(sa_type=Instant)
    by: int = Field(sa_column=Column(Big, ForeignKey("person.id"), nullable=False))
    action: str = Field(sa_type=Text)
    subject: str = Field(sa_type=Text)
    detail: str = Field(sa_type=Text)


#: The person that commands on the machine itself act as; made by the first migration.
SYSTEM_PERSON = 1


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks: person, role, place, and the language to answer in. No token: the public."""

    token_id: int | None
    person_id: int | None
    role: Role | None
    place_id: int | None = None
    language: Language = "zh"

    @property
    def actor(self) -> int:
        """Return the person's id for the ledger; only a caller with a person may write there."""
        if self.person_id is None:
            raise ValueError("the public does not write")
        return self.person_id


PUBLIC = Caller(None, None, None)
SYSTEM = Caller(None, SYSTEM_PERSON, Role.ADMIN, language="en")


class TokenOut(Answer):
    """A new token; it is shown once and cannot be read again."""

    token: str
    role: Role
    place: str | None
    expires_at: InstantOut


class TokenIn(Strict):
    """A request for a token: whose, which role, where, for how many days."""

    name: Line
    role: Role
    place: CodeIn | None = None
    days: Annotated[int, Limit(strict=True, ge=1, le=366)] = 30


class TokenRow(Answer):
    """A token as administrators see it: without its secret."""

    id: int
    name: str
    role: Role
    place: str | None
    created_at: InstantOut
    expires_at: InstantOut
    revoked_at: InstantOut | None


class JoinIn(Strict):
    """A volunteer's wish to join: the six characters on the poster and a name to be called by."""

    code: Annotated[str, Limit(min_length=1, max_length=40)]
    name: Line


class PosterOut(Answer):
    """The code on a point's poster."""

    point: str
    code: str
    created_at: InstantOut
