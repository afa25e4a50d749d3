"""Shapes of stocktakes."""

from typing import Annotated
from uuid import UUID

from pydantic import Field as Limit

from models.bag_shapes import Scanned
from models.shapes import (
    Answer,
    CodeIn,
    FlagIn,
    InstantIn,
    InstantOut,
    KeyIn,
    Note,
    Strict,
)
from models.stock_shapes import Grams, Pieces
from models.stocktakes import StocktakeStatus


class CountIn(Strict):
    """What was counted of a lot."""

    lot: Scanned
    pieces: Pieces
    grams: Grams | None = None


class StocktakeIn(Strict):
    """A count at a place: of everything, of a category, or of what is listed; blind unless said."""

    place: CodeIn
    happened_at: InstantIn | None = None
    category: CodeIn | None = None
    blind: FlagIn = True
    lines: Annotated[list[CountIn], Limit(max_length=1000)] = []
    note: Note | None = None


class CountsIn(Strict):
    """More lines of a count, or lines counted again."""

    id: KeyIn
    happened_at: InstantIn | None = None
    lines: Annotated[list[CountIn], Limit(min_length=1, max_length=1000)]


class FinalizeIn(Strict):
    """The end of a count."""

    happened_at: InstantIn | None = None
    note: Note | None = None


class CountOut(Answer):
    """A counted lot; while a blind count goes on, what the ledger says is not shown."""

    lot: str
    category: str
    expected_pieces: int | None
    expected_grams: int | None
    counted_pieces: int | None
    counted_grams: int | None
    difference_pieces: int | None
    difference_grams: int | None
    moved_since: bool


class StocktakeOut(Answer):
    """A stocktake."""

    id: UUID
    place: str
    status: StocktakeStatus
    blind: bool
    category: str | None
    lines: list[CountOut]
    counted: int
    to_count: int
    differences: int | None
    opened_at: InstantOut
    finalized_at: InstantOut | None
