"""Acts: everything people do with goods after the intake, written once under an id the client made."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Column, ForeignKey, Index, LargeBinary, Text
from sqlmodel import Field, SQLModel

from models.columns import Big, Instant, Key
from models.metadata import STRICT, one_of


class ActKind(StrEnum):
    """What was done."""

    PRINT_LABELS = "print_labels"
    SEAL_BAG = "seal_bag"
    REQUEST_PICKUP = "request_pickup"
    PLAN_PICKUP = "plan_pickup"
    COLLECT = "collect"
    FINISH_PICKUP = "finish_pickup"
    RECEIVE_BAGS = "receive_bags"
    OPEN_SORTING = "open_sorting"
    SORT_LINES = "sort_lines"
    FINISH_SORTING = "finish_sorting"
    CORRECT_SORTING = "correct_sorting"
    ADJUST = "adjust"
    HOLD = "hold"
    RELEASE = "release"
    PROPOSE_DISPOSAL = "propose_disposal"
    APPROVE_DISPOSAL = "approve_disposal"
    REJECT_DISPOSAL = "reject_disposal"
    OPEN_STOCKTAKE = "open_stocktake"
    COUNT = "count"
    FINALIZE_STOCKTAKE = "finalize_stocktake"
    PLAN_SHIPMENT = "plan_shipment"
    PICK = "pick"
    DISPATCH = "dispatch"
    ARRIVE = "arrive"
    RETURN = "return"
    CANCEL = "cancel"
    STATE_NEED = "state_need"
    ALLOCATE = "allocate"
    CHANGE_EARMARK = "change_earmark"
    CLOSE_PERIOD = "close_period"
    RECORD_INQUIRY = "record_inquiry"
    SEND_INQUIRY = "send_inquiry"
    ANSWER_INQUIRY = "answer_inquiry"
    PUBLISH = "publish"
    CORRECT_DISCLOSURE = "correct_disclosure"


def act_key() -> ForeignKey:
    """Return a reference to an act, checked when all is written: an act is written last, with its answer."""
    return ForeignKey("act.id", deferrable=True, initially="DEFERRED")


class Act(SQLModel, table=True):
    """One thing that was done, with the answer it was given. Never changed."""

    __tablename__ = "act"
    __table_args__ = (
        one_of("kind", ActKind),
        Index("ix_act_subject", "subject"),
        Index("ix_act_recorded_at", "recorded_at"),
        Index("ix_act_kind_happened_at", "kind", "happened_at"),
        Index("ix_act_place_id_recorded_at", "place_id", "recorded_at"),
        Index("ix_act_kind_recorded_at", "kind", "recorded_at"),
        STRICT,
    )

    id: UUID = Field(sa_column=Column(Key, primary_key=True))
    kind: str = Field(sa_type=Text)
    subject: str = Field(sa_type=Text, description="id or code of the document it belongs to")
    place_id: int | None = Field(sa_column=Column(Big, ForeignKey("place.id")))
    fingerprint: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    answer: str = Field(sa_type=Text, description="the first answer, as JSON, for every repeat")
    happened_at: datetime = Field(sa_type=Instant)
    recorded_at: datetime = Field(sa_type=Instant)
    by: int = Field(sa_column=Column(Big, ForeignKey("person.id"), nullable=False))
    witness: int | None = Field(sa_column=Column(Big, ForeignKey("person.id")))
    reason: str | None = Field(sa_column=Column(Text))
    note: str | None = Field(sa_column=Column(Text))
