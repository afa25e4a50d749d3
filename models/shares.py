"""The table of share links: a question to a report that whoever has the link may ask."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, LargeBinary, Text
from sqlmodel import Field, SQLModel

from models.columns import Big, Instant, Key
from models.metadata import STRICT


class Share(SQLModel, table=True):
    """A share link. Only the SHA-256 of its secret is kept; what it shows is asked anew each time."""

    __tablename__ = "share"
    __table_args__ = (
        CheckConstraint("opened >= 0", name="opened"),
        CheckConstraint("expires_at > created_at", name="lives"),
        Index("ix_share_created_at", "created_at", "id"),
        STRICT,
    )

    id: UUID = Field(sa_column=Column(Key, primary_key=True))
    hash: bytes = Field(sa_column=Column(LargeBinary, unique=True, nullable=False))
    fingerprint: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    report: str = Field(sa_type=Text)
    question: str = Field(sa_type=Text, description="what is asked, as JSON")
    title: str | None = Field(sa_column=Column(Text))
    token_id: int = Field(sa_column=Column(Big, ForeignKey("access_token.id"), nullable=False))
    by: int = Field(sa_column=Column(Big, ForeignKey("person.id"), nullable=False))
    place_id: int | None = Field(sa_column=Column(Big, ForeignKey("place.id")))
    created_at: datetime = Field(sa_type=Instant)
    expires_at: datetime = Field(sa_type=Instant)
    revoked_at: datetime | None = Field(default=None, sa_column=Column(Instant))
    opened: int = Field(default=0, sa_type=Big, description="how often the page was shown")
    opened_at: datetime | None = Field(default=None, sa_column=Column(Instant))
