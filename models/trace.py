"""Shapes of the donor's page: coarse, and without personal data."""

from enum import StrEnum

from models.shapes import Answer, InstantOut


class TraceStatus(StrEnum):
    """How far a gift has come, as the public sees it."""

    RECEIVED = "received"
    WITHDRAWN = "withdrawn"


class TraceStep(Answer):
    """One step of a gift's way: when, at which kind of place, its name."""

    status: TraceStatus
    at: InstantOut
    place: str
    place_kind: str


class TraceOutcome(Answer):
    """What became of a part of a gift; `share` is by weight, between 0 and 1."""

    outcome: str
    district: str | None
    share: float
    pieces: int
    grams: int


class TraceOut(Answer):
    """What became of a gift."""

    tracking_code: str
    status: TraceStatus
    steps: list[TraceStep]
    outcomes: list[TraceOutcome]
