"""The table of invitations: a secret that lets one person in, once, in a role and at a place."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Column, ForeignKey, LargeBinary, Text
from sqlmodel import Field, SQLModel

from models.access import Role
from models.columns import Big, Instant, Key
from models.metadata import STRICT, one_of

#: What an invitation's secret begins with, so that it is told from a poster's code and a token.
INVITATION_PREFIX = "i_"


class InvitationStatus(StrEnum):
    """What has become of an invitation."""

    OPEN = "open"
    USED = "used"
    EXPIRED = "expired"
    REVOKED = "revoked"


class Invitation(SQLModel, table=True):
    """An invitation: only the SHA-256 of its secret is kept. It dies with the token it was made with."""

    __tablename__ = "invitation"
    __table_args__ = (
        one_of("role", Role),
        CheckConstraint("days > 0", name="days"),
        STRICT,
    )

    id: UUID = Field(sa_column=Column(Key, primary_key=True))
    fingerprint: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    hash: bytes = Field(sa_column=Column(LargeBinary, unique=True, nullable=False))
    role: str = Field(sa_type=Text)
    place_id: int | None = Field(sa_column=Column(Big, ForeignKey("place.id"), index=True))
    name: str | None = Field(sa_column=Column(Text), description="whom it is meant for")
    days: int = Field(sa_type=Big, description="how long the token lives that it gives")
    by: int = Field(sa_column=Column(Big, ForeignKey("person.id"), nullable=False))
    token_id: int | None = Field(sa_column=Column(Big, ForeignKey("access_token.id")))
    created_at: datetime = Field(sa_type=Instant)
    expires_at: datetime = Field(sa_type=Instant)
    used_at: datetime | None = Field(default=None, sa_column=Column(Instant))
    used_by: int | None = Field(default=None, sa_column=Column(Big, ForeignKey("person.id")))
    revoked_at: datetime | None = Field(default=None, sa_column=Column(Instant))
