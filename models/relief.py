"""Who receives and what they ask for: recipients, needs, allocations."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, LargeBinary, Text
from sqlmodel import Field, SQLModel

from models.columns import Big, Day, Instant, Key, Real
from models.metadata import STRICT, one_of


class RecipientKind(StrEnum):
    """A receiving organisation 受赠单位, or a pseudonymous case 救助对象: never a named person."""

    ORGANISATION = "organisation"
    CASE = "case"


class RecipientStatus(StrEnum):
    """Whether a recipient can be given to."""

    ACTIVE = "active"
    CLOSED = "closed"


class Urgency(StrEnum):
    """How pressing a need is, with the weight it has when there is not enough for all."""

    NORMAL = "normal"
    HIGH = "high"
    EMERGENCY = "emergency"

    @property
    def weight(self) -> int:
        """Return how many times a normal need it counts."""
        return {"normal": 1, "high": 2, "emergency": 4}[self.value]


class NeedStatus(StrEnum):
    """Whether a need still asks for goods."""

    OPEN = "open"
    CLOSED = "closed"


class AllocationStatus(StrEnum):
    """The two phases of a reservation: it is reserved, and then posted by a distribution or released."""

    RESERVED = "reserved"
    POSTED = "posted"
    RELEASED = "released"
    EXPIRED = "expired"


class Recipient(SQLModel, table=True):
    """An organisation, or a case known by its reference alone."""

    __tablename__ = "recipient"
    __table_args__ = (
        one_of("kind", RecipientKind),
        one_of("status", RecipientStatus),
        CheckConstraint("lat BETWEEN -90 AND 90 AND lon BETWEEN -180 AND 180", name="position"),
        STRICT,
    )

    code: str = Field(primary_key=True, sa_type=Text)
    kind: str = Field(sa_type=Text)
    division_code: str = Field(sa_type=Text, description="GB/T 2260, six digits")
    lat: float = Field(sa_type=Real)
    lon: float = Field(sa_type=Real)
    earmarks: str = Field(sa_type=Text, description="words donors earmark gifts with, ;-separated")
    status: str = Field(sa_type=Text)
    created_at: datetime = Field(sa_type=Instant)


class RecipientIdentity(SQLModel, table=True):
    """Who a recipient is: the organisation's name and 统一社会信用代码, or the sealed case reference."""

    __tablename__ = "recipient_identity"
    __table_args__ = STRICT

    code: str = Field(sa_column=Column(Text, ForeignKey("recipient.code"), primary_key=True))
    name: str | None = Field(sa_column=Column(Text))
    credit_code: str | None = Field(sa_column=Column(Text, unique=True))
    case_print: bytes | None = Field(sa_column=Column(LargeBinary, unique=True))
    sealed: bytes | None = Field(sa_column=Column(LargeBinary), description="case reference and contact")


class Need(SQLModel, table=True):
    """What a recipient asks for, how urgently, by when."""

    __tablename__ = "need"
    __table_args__ = (
        one_of("urgency", Urgency),
        one_of("status", NeedStatus),
        Index("ix_need_recipient", "recipient"),
        STRICT,
    )

    id: UUID = Field(sa_column=Column(Key, primary_key=True))
    recipient: str = Field(sa_column=Column(Text, ForeignKey("recipient.code"), nullable=False))
    urgency: str = Field(sa_type=Text)
    needed_by: date | None = Field(sa_column=Column(Day))
    status: str = Field(sa_type=Text)
    stated_at: datetime = Field(sa_type=Instant)


class NeedLine(SQLModel, table=True):
    """A line of a need; allocated and delivered are kept with every allocation and delivery."""

    __tablename__ = "need_line"
    __table_args__ = (
        CheckConstraint("pieces > 0 AND allocated_pieces >= 0 AND delivered_pieces >= 0", name="quantity"),
        CheckConstraint("allocated_pieces <= pieces", name="not_overfilled"),
        Index("ix_need_line_category_id", "category_id"),
        STRICT,
    )

    need_id: UUID = Field(sa_column=Column(Key, ForeignKey("need.id"), primary_key=True))
    n: int = Field(sa_column=Column(Integer, primary_key=True))
    category_id: int = Field(sa_column=Column(Big, ForeignKey("category.id"), nullable=False))
    wearer: str | None = Field(sa_column=Column(Text))
    size: str | None = Field(sa_column=Column(Text))
    pieces: int = Field(sa_type=Big)
    allocated_pieces: int = Field(default=0, sa_type=Big)
    delivered_pieces: int = Field(default=0, sa_type=Big)


class Allocation(SQLModel, table=True):
    """Stock reserved for a need until a day."""

    __tablename__ = "allocation"
    __table_args__ = (
        one_of("status", AllocationStatus),
        Index("ix_allocation_status", "status", "expires_at"),
        Index("ix_allocation_need_id", "need_id"),
        STRICT,
    )

    id: UUID = Field(sa_column=Column(Key, primary_key=True))
    need_id: UUID = Field(sa_column=Column(Key, ForeignKey("need.id"), nullable=False))
    status: str = Field(sa_type=Text)
    expires_at: datetime = Field(sa_type=Instant)
    by: int = Field(sa_column=Column(Big, ForeignKey("person.id"), nullable=False))


class AllocationLine(SQLModel, table=True):
    """What was reserved, for which line of the need. What is still reserved stands in `claim`."""

    __tablename__ = "allocation_line"
    __table_args__ = (CheckConstraint("pieces >= 0 AND grams >= 0", name="quantity"), STRICT)

    allocation_id: UUID = Field(sa_column=Column(Key, ForeignKey("allocation.id"), primary_key=True))
    n: int = Field(sa_column=Column(Integer, primary_key=True))
    need_line: int = Field(sa_column=Column(Integer, nullable=False))
    place_id: int = Field(sa_column=Column(Big, ForeignKey("place.id"), nullable=False))
    lot: int = Field(sa_column=Column(Big, ForeignKey("lot.id"), nullable=False))
    pieces: int = Field(sa_type=Big)
    grams: int = Field(sa_type=Big)
