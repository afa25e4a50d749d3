"""Shapes of the answer to the question where a donation would go."""

from models.network import PlaceOut
from models.shapes import Answer


class Alternative(Answer):
    """Another station, how far it is, and why it was not chosen."""

    station: PlaceOut
    distance_m: float
    because: str


class RouteOut(Answer):
    """The station a donation goes to, metres, the method of the distance, and the reason."""

    station: PlaceOut
    distance_m: float
    method: str
    because: str
    alternatives: list[Alternative]
