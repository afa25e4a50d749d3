"""Shapes of stock: what lies where, adjustments, holds, disposals, thresholds, alerts."""

from datetime import date
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import Field as Limit
from pydantic import model_validator
from pydantic_core import PydanticCustomError

from models.bag_shapes import PlaceRef, Scanned
from models.claims import DisposalKind, DisposalStatus, HoldReason
from models.intakes import Condition
from models.shapes import (
    Answer,
    CodeIn,
    DayIn,
    InstantIn,
    InstantOut,
    KeyIn,
    Line,
    Note,
    Strict,
)
from models.sortings import Grade, Season, Wearer

Pieces = Annotated[int, Limit(strict=True, ge=0, le=100_000)]


Grams = Annotated[int, Limit(strict=True, ge=0, le=50_000_000)]


Size = Annotated[str, Limit(min_length=1, max_length=20, pattern=r"^[A-Za-z0-9][A-Za-z0-9 ./-]*$")]


#: Bands of shelf life as the Logistics Cluster marks them: under nine months, under three.
ExpiryBand = Literal["expired", "under_3_months", "under_9_months", "later", "none"]


class LotIn(Strict):
    """So much of a lot; without grams they follow from the pieces, in proportion."""

    lot: Scanned
    pieces: Pieces = 0
    grams: Grams | None = None

    @model_validator(mode="after")
    def something(self) -> Self:
        """Refuse a line that asks for nothing."""
        if not self.pieces and not self.grams:
            raise PydanticCustomError("nothing", "pieces or grams")
        return self


class StockOut(Answer):
    """What lies of a lot at a place; the past knows no reservations, so they are null then."""

    place: PlaceRef
    lot: str
    category: str
    grade: Grade | None
    condition: Condition | None
    wearer: Wearer | None
    size: str | None
    season: Season | None
    pieces: int
    grams: int
    weight_estimated: bool
    reserved_pieces: int | None
    reserved_grams: int | None
    held_pieces: int | None
    available_pieces: int | None
    available_grams: int | None
    expires_on: date | None
    expiry_band: ExpiryBand
    earmark: str | None
    since: InstantOut


class StockTotals(Answer):
    """Sums over everything that was asked for, not only the window shown.

    What was reserved, available and being sorted at a past moment is not known.
    """

    lots: int
    pieces: int
    grams: int
    reserved_pieces: int | None
    available_pieces: int | None
    in_sorting_grams: int | None


class StockPage(Answer):
    """A window of stock with the totals of all of it."""

    items: list[StockOut]
    totals: StockTotals
    next_cursor: str | None


class AdjustmentIn(Strict):
    """Goods found or lost outside a count, with the reason."""

    place: CodeIn
    lot: Scanned
    direction: Literal["found", "lost"]
    pieces: Pieces = 0
    grams: Grams | None = None
    reason: Line
    happened_at: InstantIn | None = None
    note: Note | None = None


class AdjustmentOut(Answer):
    """An adjustment and what is there now."""

    id: UUID
    place: str
    lot: str
    direction: Literal["found", "lost"]
    pieces: int
    grams: int
    reason: str
    pieces_now: int
    grams_now: int


class HoldIn(Strict):
    """Goods to be set apart 隔离."""

    place: CodeIn
    lines: Annotated[list[LotIn], Limit(min_length=1, max_length=100)]
    reason: HoldReason
    note: Note | None = None


class ReleaseIn(Strict):
    """Goods that may be used again."""

    happened_at: InstantIn | None = None
    reason: Line


class PortionOut(Answer):
    """So much of a lot at a place."""

    lot: str
    place: str
    category: str
    pieces: int
    grams: int


class HoldOut(Answer):
    """Goods set apart."""

    id: UUID
    place: str
    reason: HoldReason
    released: bool
    lines: list[PortionOut]


class DisposalIn(Strict):
    """A proposal to end goods; to whom and for how much, when they are sold."""

    place: CodeIn
    kind: DisposalKind
    lines: Annotated[list[LotIn], Limit(min_length=1, max_length=200)]
    reason: Line
    taker: Line | None = None
    price_fen: Annotated[int, Limit(strict=True, ge=0, le=10**12)] | None = None
    note: Note | None = None


class DecisionIn(Strict):
    """A second person's decision."""

    happened_at: InstantIn | None = None
    reason: Line | None = None


class DisposalOut(Answer):
    """A disposal and how it was decided."""

    id: UUID
    place: str
    kind: DisposalKind
    status: DisposalStatus
    lines: list[PortionOut]
    pieces: int
    grams: int
    taker: str | None
    price_fen: int | None
    proposed_by: str
    decided_by: str | None


class ThresholdIn(Strict):
    """How many pieces of a category a place should always have; zero: no threshold."""

    pieces: Pieces


class ThresholdOut(Answer):
    """A threshold and what there is."""

    place: str
    category: str
    pieces: int
    available_pieces: int
    version: str


class AlertOut(Answer):
    """Something that somebody should see to."""

    kind: Literal[
        "low_stock",
        "expired",
        "expires_in_3_months",
        "expires_in_9_months",
        "bag_missing",
        "pickup_overdue",
        "shipment_overdue",
        "sorting_open",
        "vehicle_loaded",
    ]
    place: PlaceRef
    subject: str
    since: InstantOut | None
    pieces: int | None
    wanted_pieces: int | None


class EarmarkIn(Strict):
    """A donor's consent to another purpose: for an intake's goods, or for lots."""

    intake: KeyIn | None = None
    lots: Annotated[list[Scanned], Limit(max_length=100)] = []
    earmark: Line | None
    consent: Line
    consented_on: DayIn
    reason: Line

    @model_validator(mode="after")
    def something(self) -> Self:
        """Refuse a change of nothing."""
        if self.intake is None and not self.lots:
            raise PydanticCustomError("nothing", "an intake or lots")
        return self


class EarmarkOut(Answer):
    """A change of purpose that the donor agreed to."""

    id: UUID
    lots: list[str]
    earmark: str | None
    consent: str
    consented_on: date


class PeriodIn(Strict):
    """A month that is to be closed."""

    note: Note | None = None


class PeriodOut(Answer):
    """A closed month."""

    month: str
    last_day: date
    closed_at: InstantOut
