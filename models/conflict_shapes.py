"""Shapes of conflicts: what contradicts what, the ways out of it, how it was settled."""

from typing import Any, Literal
from uuid import UUID

from models.bag_shapes import PlaceRef
from models.conflicts import Choice, ConflictKind, ConflictStatus
from models.intake_shapes import CorrectionIn
from models.shapes import Answer, InstantOut, KeyIn, Line, Strict
from models.stock_shapes import AdjustmentIn


class ValueOut(Answer):
    """One side of a contradiction: what it says, where that comes from, who recorded it and when."""

    value: Any
    source: Literal["logged", "received", "sent", "arrived", "recorded", "refused"]
    by: str | None
    at: InstantOut | None


class RowOut(Answer):
    """A field, or a lot, about which the sides differ; `unit` is piece or g where it is a quantity."""

    field: str
    unit: Literal["piece", "g"] | None
    values: list[ValueOut]


class WayOut(Answer):
    """A way out: its name for the settlement, and what it does, in the reader's language."""

    choice: Choice
    does: str


class SettledOut(Answer):
    """What somebody chose or asked, why, and the correction it led to."""

    choice: Choice
    reason: str
    by: str
    at: InstantOut
    linked: UUID | None


class ConflictRow(Answer):
    """A contradiction on record, as a list shows it; `path` is the desk's page of its subject."""

    id: UUID
    kind: ConflictKind
    subject: str
    path: str
    place: PlaceRef
    other_place: PlaceRef | None
    since: InstantOut
    status: ConflictStatus


class ConflictOut(ConflictRow):
    """A contradiction on record: both sides, the ways out, what was asked, how it was settled."""

    rows: list[RowOut]
    ways: list[WayOut]
    asked: list[SettledOut]
    settled: SettledOut | None


class SettleValues(Strict):
    """What a correction needs: the intake and its right lines, or the adjustment of a lot."""

    intake: KeyIn | None = None
    correction: CorrectionIn | None = None
    adjustment: AdjustmentIn | None = None


class SettleIn(Strict):
    """How a contradiction is settled, why, and what that takes."""

    id: KeyIn
    choice: Literal[
        Choice.KEEP_RECORDED, Choice.CORRECT_INTAKE, Choice.ADJUST, Choice.RECORD_OTHER, Choice.ASK
    ]
    reason: Line
    values: SettleValues | None = None
