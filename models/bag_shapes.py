"""Shapes of bags: labels, bags, scans."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field as Limit

from models.custody import BagStatus
from models.network import Named, PlaceKind
from models.shapes import (
    Answer,
    CodeIn,
    GramsIn,
    InstantIn,
    InstantOut,
    Line,
    Note,
    Strict,
)

#: A label, tracking code or id as it was scanned or typed.
Scanned = Annotated[str, Limit(min_length=1, max_length=60)]


class PlaceRef(Named):
    """A place by code, kind and name."""

    kind: PlaceKind


class LabelsIn(Strict):
    """A request to print labels."""

    count: Annotated[int, Limit(strict=True, ge=1, le=960)]


class LabelsOut(Answer):
    """Labels that were drawn for a sheet; the sheets are printed from their batch."""

    id: UUID
    labels: list[str]
    printed_at: InstantOut


class RetireIn(Strict):
    """Why a label is not to be used any more."""

    reason: Line


class BagIn(Strict):
    """A bag that is sealed: where, with which intakes in it; `grams` when it was weighed.

    Intakes that named this label when they were logged are in it without being listed.
    """

    point: CodeIn
    happened_at: InstantIn | None = None
    intakes: Annotated[list[Scanned], Limit(max_length=100)] = []
    grams: GramsIn | None = None
    note: Note | None = None


class BagHopOut(Answer):
    """A hand-over of a bag."""

    at: InstantOut
    from_place: PlaceRef
    to_place: PlaceRef
    act: str
    by: str | None


class BagOut(Answer):
    """A bag: what it is, where it is, who had it last."""

    label: str
    status: BagStatus
    place: PlaceRef | None
    point: str | None
    station: str | None
    pieces: int
    grams: int
    intakes: list[UUID]
    flags: list[str]
    sealed_at: InstantOut | None
    retired_reason: str | None
    history: list[BagHopOut]


class ScanOut(Answer):
    """What a code stands for, where that is, and who had it last."""

    code: str
    what: Literal["bag", "label", "lot", "intake", "place"]
    status: str
    place: PlaceRef | None
    pieces: int
    grams: int
    last_by: str | None
    last_at: InstantOut | None
    path: str
