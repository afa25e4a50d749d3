"""Tables of intakes: what a volunteer logs, what was turned away, who gave it, and how it was corrected."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, LargeBinary, Text
from sqlmodel import Field, SQLModel

from models.columns import Big, Flag, Instant, Key, Real
from models.metadata import STRICT, one_of


class Condition(StrEnum):
    """How new goods look, in the trade's tenths 成新率: new 10, good 8, fair 6, worn 4; or unfit."""

    NEW = "new"
    GOOD = "good"
    FAIR = "fair"
    WORN = "worn"
    SOILED = "soiled"
    DAMAGED = "damaged"


class RefusalReason(StrEnum):
    """Why goods never entered."""

    NOT_ACCEPTED = "not_accepted"
    CONDITION = "condition"
    SOILED = "soiled"
    DAMAGED = "damaged"
    EXPIRED = "expired"
    SHELF_LIFE = "shelf_life"
    OTHER = "other"


class CorrectionReason(StrEnum):
    """Why a record was wrong."""

    MISCOUNT = "miscount"
    MISWEIGHED = "misweighed"
    WRONG_CATEGORY = "wrong_category"
    DUPLICATE = "duplicate"
    NOT_RECEIVED = "not_received"
    OTHER = "other"


class IntakeFlag(StrEnum):
    """What somebody should look at: physical facts are accepted and flagged, never refused."""

    CLOCK = "clock"
    POINT_CLOSED = "point_closed"
    NOT_ACCEPTED_HERE = "not_accepted_here"
    EXPIRY_UNKNOWN = "expiry_unknown"
    NO_SUITABLE_STATION = "no_suitable_station"
    UNANNOUNCED = "unannounced"
    LARGE_GIFT = "large_gift"
    ORGANISATION = "organisation"
    PERIOD_CLOSED = "period_closed"


class Intake(SQLModel, table=True):
    """One donation at one point: written once, never changed."""

    __tablename__ = "intake"
    __table_args__ = (
        CheckConstraint("pieces >= 0 AND grams >= 0 AND distance_m >= 0", name="quantity"),
        Index("ix_intake_recorded_at_id", "recorded_at", "id"),
        Index("ix_intake_point_id_recorded_at", "point_id", "recorded_at", "id"),
        Index("ix_intake_station_id_recorded_at", "station_id", "recorded_at", "id"),
        STRICT,
    )

    id: UUID = Field(sa_column=Column(Key, primary_key=True))
    tracking_code: str = Field(sa_type=Text, unique=True)
    fingerprint: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    point_id: int = Field(sa_column=Column(Big, ForeignKey("place.id"), nullable=False))
    station_id: int = Field(sa_column=Column(Big, ForeignKey("place.id"), nullable=False))
    district_code: str = Field(
        default="",
        sa_column=Column(Text, nullable=False, server_default=""),
        description="the point's district as it was then",
    )
    distance_m: float = Field(sa_type=Real)
    method: str = Field(sa_type=Text, description="how the distance was found")
    because: str = Field(sa_type=Text)
    passed: str = Field(sa_type=Text, description="stations passed over: code:obstacle, ;-separated")
    pieces: int = Field(sa_type=Big)
    grams: int = Field(sa_type=Big)
    weight_estimated: bool = Field(sa_type=Flag)
    bag: str | None = Field(sa_column=Column(Text))
    earmark: str | None = Field(sa_column=Column(Text))
    note: str | None = Field(sa_column=Column(Text))
    flags: str = Field(sa_type=Text)
    happened_at: datetime = Field(sa_type=Instant)
    recorded_at: datetime = Field(sa_type=Instant)
    by: int = Field(sa_column=Column(Big, ForeignKey("person.id"), nullable=False))


class Refused(SQLModel, table=True):
    """Goods that were turned away at the point: recorded with the reason, never in the ledger."""

    __tablename__ = "refused"
    __table_args__ = (
        one_of("reason", RefusalReason),
        CheckConstraint("pieces > 0", name="quantity"),
        STRICT,
    )

    intake_id: UUID = Field(sa_column=Column(Key, ForeignKey("intake.id"), primary_key=True))
    n: int = Field(primary_key=True)
    category_id: int = Field(sa_column=Column(Big, ForeignKey("category.id"), nullable=False))
    pieces: int = Field(sa_type=Big)
    grams: int | None = Field(sa_column=Column(Big))
    reason: str = Field(sa_type=Text)
    judged_by: str = Field(sa_type=Text, description="volunteer or rule")


class DonorContact(SQLModel, table=True):
    """A donor's name and telephone, sealed; it can be erased without touching any sum."""

    __tablename__ = "donor_contact"
    __table_args__ = (Index("ix_donor_contact_phone_print", "phone_print"), STRICT)

    intake_id: UUID = Field(sa_column=Column(Key, ForeignKey("intake.id"), primary_key=True))
    sealed: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    consented_at: datetime = Field(sa_type=Instant)
    purpose: str = Field(sa_type=Text)
    phone_print: bytes | None = Field(
        default=None,
        sa_column=Column(LargeBinary),
        description="keyed fingerprint of the number, empty when there is none; None in rows from before it",
    )


class Rerouting(SQLModel, table=True):
    """A later decision to send an intake elsewhere. The newest row per intake counts."""

    __tablename__ = "rerouting"
    __table_args__ = (Index("ix_rerouting_intake_id", "intake_id", "id"), STRICT)

    id: int | None = Field(default=None, sa_column=Column(Big, primary_key=True))
    intake_id: UUID = Field(sa_column=Column(Key, ForeignKey("intake.id"), nullable=False))
    from_station: int = Field(sa_column=Column(Big, ForeignKey("place.id"), nullable=False))
    to_station: int = Field(sa_column=Column(Big, ForeignKey("place.id"), nullable=False))
    distance_m: float = Field(sa_type=Real)
    method: str = Field(sa_type=Text)
    because: str = Field(sa_type=Text)
    passed: str = Field(sa_type=Text)
    reason: str = Field(sa_type=Text)
    recorded_at: datetime = Field(sa_type=Instant)
    by: int = Field(sa_column=Column(Big, ForeignKey("person.id"), nullable=False))


class Destination(SQLModel, table=True):
    """Where the goods of an intake are to go now: one row per intake, the cache of decisions."""

    __tablename__ = "destination"
    __table_args__ = (Index("ix_destination_station_id", "station_id"), STRICT)

    intake_id: UUID = Field(sa_column=Column(Key, ForeignKey("intake.id"), primary_key=True))
    station_id: int = Field(sa_column=Column(Big, ForeignKey("place.id"), nullable=False))


class Correction(SQLModel, table=True):
    """A linked later fact that sets an intake's record right, with person and reason."""

    __tablename__ = "correction"
    __table_args__ = (
        one_of("reason", CorrectionReason),
        Index("ix_correction_intake_id", "intake_id"),
        Index("ix_correction_recorded_at", "recorded_at"),
        STRICT,
    )

    id: UUID = Field(sa_column=Column(Key, primary_key=True))
    intake_id: UUID = Field(sa_column=Column(Key, ForeignKey("intake.id"), nullable=False))
    fingerprint: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    reason: str = Field(sa_type=Text)
    note: str | None = Field(sa_column=Column(Text))
    recorded_at: datetime = Field(sa_type=Instant)
    by: int = Field(sa_column=Column(Big, ForeignKey("person.id"), nullable=False))
