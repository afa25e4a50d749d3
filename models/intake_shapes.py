"""Shapes of intakes: what a phone sends, what it gets back, and what staff see later."""

from datetime import date
from typing import Annotated, Self
from uuid import UUID

from pydantic import Field as Limit
from pydantic import model_validator
from pydantic_core import PydanticCustomError

from models.intakes import Condition, CorrectionReason, IntakeFlag, RefusalReason
from models.shapes import (
    Answer,
    CodeIn,
    DayIn,
    FlagIn,
    GramsIn,
    InstantIn,
    InstantOut,
    KeyIn,
    Line,
    Note,
    PiecesIn,
    Strict,
)


class LineIn(Strict):
    """A line of an intake: pieces always, grams when weighed."""

    category: CodeIn
    pieces: PiecesIn
    grams: GramsIn | None = None
    condition: Condition | None = None
    expires_on: DayIn | None = None
    produced_on: DayIn | None = None


class RefusedIn(Strict):
    """Goods that the volunteer turned away."""

    category: CodeIn
    pieces: PiecesIn
    grams: GramsIn | None = None
    reason: RefusalReason


class DonorIn(Strict):
    """Who gave, if the donor wants us to know; contact needs consent."""

    name: Line | None = None
    phone: Annotated[str, Limit(pattern=r"^1[3-9][0-9]{9}$")] | None = None
    consent: FlagIn
    organisation: FlagIn = False

    @model_validator(mode="after")
    def contact_needs_consent(self) -> Self:
        """Refuse personal data that came without consent: it must not even be stored."""
        if not self.consent and (self.name is not None or self.phone is not None):
            raise PydanticCustomError("consent", "consent, or no name and no telephone")
        return self


class IntakeIn(Strict):
    """What a volunteer logs."""

    point: CodeIn
    happened_at: InstantIn
    lines: Annotated[list[LineIn], Limit(max_length=50)] = []
    refused: Annotated[list[RefusedIn], Limit(max_length=50)] = []
    donor: DonorIn | None = None
    bag: CodeIn | None = None
    earmark: Line | None = None
    note: Note | None = None

    @model_validator(mode="after")
    def something_came(self) -> Self:
        """Refuse an intake in which nothing was accepted or turned away."""
        if not self.lines and not self.refused:
            raise PydanticCustomError("nothing", "at least one line")
        return self


class CorrectedLine(Strict):
    """What a line should have said. Zero pieces and grams: there was no such line."""

    category: CodeIn
    condition: Condition | None = None
    expires_on: DayIn | None = None
    pieces: Annotated[int, Limit(strict=True, ge=0, le=100_000)]
    grams: Annotated[int, Limit(strict=True, ge=0, le=50_000_000)] | None = None


class CorrectionIn(Strict):
    """A correction: the lines that were wrong, as they should have been; other lines stand."""

    id: KeyIn
    reason: CorrectionReason
    lines: Annotated[list[CorrectedLine], Limit(min_length=1, max_length=50)]
    note: Note | None = None


class OverrideIn(Strict):
    """A person's decision to send goods elsewhere."""

    station: CodeIn
    reason: Line


class StationOut(Answer):
    """The station an intake goes to, how far it is in metres, and why this one."""

    code: str
    name: str
    name_en: str
    distance_m: float
    method: str
    because: str


class LineOut(Answer):
    """A line as it was recorded; its weight may be estimated from the category."""

    category: str
    pieces: int
    grams: int
    weight_estimated: bool
    condition: Condition | None
    expires_on: date | None


class RefusedOut(Answer):
    """Goods turned away, with the reason and whether a volunteer or a rule judged."""

    category: str
    pieces: int
    grams: int | None
    reason: RefusalReason
    judged_by: str
    because: str


class DonorOut(Answer):
    """A donor as staff may see one: masked."""

    name: str | None
    phone: str | None


class IntakeOut(Answer):
    """An intake as it was first recorded."""

    id: UUID
    tracking_code: str
    point: str
    station: StationOut
    pieces: int
    grams: int
    weight_estimated: bool
    lines: list[LineOut]
    refused: list[RefusedOut]
    donor: DonorOut | None
    bag: str | None
    earmark: str | None
    note: str | None
    flags: list[IntakeFlag]
    happened_at: InstantOut
    recorded_at: InstantOut


class CorrectionOut(Answer):
    """A correction and what it changed: signed differences."""

    id: UUID
    intake: UUID
    reason: CorrectionReason
    note: str | None
    pieces: int
    grams: int
    recorded_at: InstantOut


class ReroutingOut(Answer):
    """A later decision about the destination."""

    from_station: str
    to_station: str
    because: str
    reason: str
    recorded_at: InstantOut


class IntakeNow(IntakeOut):
    """An intake with what has happened to its record since."""

    station_now: StationOut
    pieces_now: int
    grams_now: int
    corrections: list[CorrectionOut]
    reroutings: list[ReroutingOut]
