"""Shapes of shipments: transfers, distributions, deliveries, returns."""

from typing import Annotated, Self
from uuid import UUID

from pydantic import Field as Limit
from pydantic import model_validator
from pydantic_core import PydanticCustomError

from models.bag_shapes import PlaceRef
from models.shapes import Answer, CodeIn, FlagIn, InstantIn, InstantOut, KeyIn, Line, Note, Strict
from models.shipments import ReturnReason, ShipmentKind, ShipmentStatus
from models.stock_shapes import LotIn


class TransferIn(Strict):
    """Goods to be moved between stations and the warehouse."""

    from_: Annotated[CodeIn, Limit(alias="from")]
    to: CodeIn
    lines: Annotated[list[LotIn], Limit(min_length=1, max_length=500)]
    vehicle: CodeIn | None = None
    due_by: InstantIn | None = None
    note: Note | None = None


class DistributionIn(Strict):
    """Goods for a recipient: of an allocation, or of listed lots at a place."""

    allocation: KeyIn | None = None
    recipient: CodeIn | None = None
    place: CodeIn | None = None
    lines: Annotated[list[LotIn], Limit(max_length=500)] = []
    vehicle: CodeIn | None = None
    due_by: InstantIn | None = None
    note: Note | None = None

    @model_validator(mode="after")
    def for_somebody(self) -> Self:
        """Refuse goods for nobody: an allocation, or a recipient with a place and lines."""
        if self.allocation is None and (self.recipient is None or self.place is None or not self.lines):
            raise PydanticCustomError("for_somebody", "an allocation, or recipient, place and lines")
        return self


class DispatchIn(Strict):
    """What leaves; without lines, all that is planned and has not left yet."""

    id: KeyIn | None = None
    happened_at: InstantIn | None = None
    lines: Annotated[list[LotIn], Limit(max_length=500)] = []
    vehicle: CodeIn | None = None
    note: Note | None = None

    @model_validator(mode="after")
    def parts_are_told_apart(self) -> Self:
        """Refuse a part without moment and id: the same part sent twice could not be told from a repeat."""
        if self.lines and self.id is None and self.happened_at is None:
            raise PydanticCustomError("moment", "happened_at or an id")
        return self


class ArriveIn(Strict):
    """What arrived as counted there; without lines, all that is under way.

    What is less stays under way as a difference; `close` says that it will not come: it is lost.
    """

    id: KeyIn | None = None
    happened_at: InstantIn
    lines: Annotated[list[LotIn], Limit(max_length=500)] = []
    close: FlagIn = False
    note: Note | None = None


class ProofIn(Strict):
    """Proof of a delivery: a code or the SHA-256 of a photo; who signed and where, if known."""

    code: Annotated[str, Limit(min_length=1, max_length=64, pattern=r"^[0-9A-Za-z-]+$")] | None = None
    photo_sha256: Annotated[str, Limit(pattern=r"^[0-9a-f]{64}$")] | None = None
    signed_by: Line | None = None
    place: Line | None = None

    @model_validator(mode="after")
    def proves(self) -> Self:
        """Refuse a proof that proves nothing."""
        if self.code is None and self.photo_sha256 is None:
            raise PydanticCustomError("proof", "a code or the hash of a photo")
        return self


class DeliverIn(ArriveIn):
    """What was handed over, with proof; people reached are counted apart from pieces."""

    proof: ProofIn
    people_reached: Annotated[int, Limit(strict=True, ge=1, le=1_000_000)] | None = None


class ReturnIn(Strict):
    """What came back, from under way or from the recipient."""

    id: KeyIn | None = None
    happened_at: InstantIn
    lines: Annotated[list[LotIn], Limit(min_length=1, max_length=500)]
    reason: ReturnReason
    note: Note | None = None


class ShipmentLineOut(Answer):
    """A line of a shipment: all its counts side by side."""

    lot: str
    category: str
    pieces: int
    grams: int
    sent_pieces: int
    sent_grams: int
    arrived_pieces: int
    arrived_grams: int
    lost_pieces: int
    lost_grams: int
    returned_pieces: int
    returned_grams: int
    weighed_grams: int
    under_way_pieces: int
    under_way_grams: int


class LotOut(Answer):
    """So much of a lot."""

    lot: str
    category: str
    pieces: int
    grams: int


class DeliveryOut(Answer):
    """A proof of delivery as staff see it: who signed is known to exist, not who it was."""

    id: UUID
    delivered_at: InstantOut
    place: str | None
    code: str | None
    photo_sha256: str | None
    signed: bool
    people_reached: int | None


class ShipmentOut(Answer):
    """A transfer or a distribution."""

    id: UUID
    kind: ShipmentKind
    status: ShipmentStatus
    from_place: PlaceRef
    to_place: PlaceRef | None
    recipient: str | None
    allocation: UUID | None
    vehicle: str | None
    lines: list[ShipmentLineOut]
    surplus: list[LotOut]
    deliveries: list[DeliveryOut]
    people_reached: int
    overdue: bool
    planned_at: InstantOut
    due_by: InstantOut | None
    dispatched_at: InstantOut | None
    completed_at: InstantOut | None
