"""Shapes for what is decided about stations."""

from models.network import PlaceOut
from models.shapes import Answer, Line, Strict


class StationChangeIn(Strict):
    """Why a station closes or opens again."""

    reason: Line


class MovedOut(Answer):
    """What was sent to another station."""

    to: str
    intakes: int
    pieces: int
    grams: int


class StationChangeOut(Answer):
    """The station as it is now, and what was re-routed because of the change."""

    station: PlaceOut
    rerouted: int
    moved: list[MovedOut]
