"""Shapes of sorting runs."""

from datetime import date
from typing import Annotated, Any, Self
from uuid import UUID

from pydantic import BeforeValidator, model_validator
from pydantic import Field as Limit
from pydantic_core import PydanticCustomError

from models.bag_shapes import Scanned
from models.identifiers import is_lot
from models.intakes import Condition
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
    Strict,
)
from models.sortings import Grade, LossReason, Season, SortingStatus, Wearer
from models.stock_shapes import Grams, Pieces, Size


class InputIn(Strict):
    """What goes into a run: a whole bag, weighed or not, or so much of a lot."""

    bag: Scanned | None = None
    lot: Scanned | None = None
    pieces: Pieces | None = None
    grams: Grams | None = None

    @model_validator(mode="after")
    def one_of_both(self) -> Self:
        """Refuse an input that is neither a bag nor a lot, or both."""
        if (self.bag is None) == (self.lot is None):
            raise PydanticCustomError("bag_or_lot", "either a bag or a lot")
        return self


def _scanned(value: Any) -> Any:
    return {"lot" if is_lot(value) else "bag": value} if isinstance(value, str) else value


#: An input; the bare code of a bag or of a lot means all of it.
Input = Annotated[InputIn, BeforeValidator(_scanned, json_schema_input_type=InputIn | str)]


class OutputIn(Strict):
    """A graded lot that comes out of a run."""

    category: CodeIn
    grade: Grade
    pieces: Pieces = 0
    grams: GramsIn
    wearer: Wearer | None = None
    size: Size | None = None
    season: Season | None = None
    condition: Condition | None = None
    expires_on: DayIn | None = None
    produced_on: DayIn | None = None


class SortingIn(Strict):
    """A sorting run. `open`: more lines follow, today or tomorrow; else grams in = grams out + loss."""

    station: CodeIn
    happened_at: InstantIn | None = None
    inputs: Annotated[list[Input], Limit(min_length=1, max_length=500)]
    outputs: Annotated[list[OutputIn], Limit(max_length=200)] = []
    loss_grams: Grams = 0
    loss_reason: LossReason | None = None
    open: FlagIn = False
    note: Note | None = None


class LinesIn(Strict):
    """Lines of an open run, saved at once."""

    id: KeyIn
    happened_at: InstantIn | None = None
    outputs: Annotated[list[OutputIn], Limit(min_length=1, max_length=50)]


class FinishSortingIn(Strict):
    """The end of a run: what is left of the weight is explained."""

    happened_at: InstantIn | None = None
    loss_grams: Grams = 0
    loss_reason: LossReason | None = None
    note: Note | None = None


class SortingCorrectionIn(Strict):
    """What a line of a run should have said; what changes becomes or comes from the run's loss."""

    id: KeyIn
    lot: Scanned
    pieces: Pieces
    grams: Grams
    reason: Line


class StrandOut(Answer):
    """A lot on one side of a run."""

    lot: str
    category: str
    grade: Grade | None
    pieces: int
    grams: int
    wearer: Wearer | None
    size: str | None
    season: Season | None
    expires_on: date | None


class LinesOut(Answer):
    """Lines that were saved, and what still lies on the table."""

    id: UUID
    outputs: list[StrandOut]
    grams_out: int
    remaining_grams: int


class SortingOut(Answer):
    """A run: what went in, what came out, what was lost and what is still on the table."""

    id: UUID
    station: str
    status: SortingStatus
    earmark: str | None
    inputs: list[StrandOut]
    outputs: list[StrandOut]
    pieces_in: int
    grams_in: int
    pieces_out: int
    grams_out: int
    loss_grams: int
    loss_reason: LossReason | None
    remaining_grams: int
    opened_at: InstantOut
    finished_at: InstantOut | None
