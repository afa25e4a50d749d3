"""What pages need to draw a map: tiles, if there are any, and the box that holds the city."""

from typing import Annotated

from pydantic import Field

from models.shapes import Answer


class MapOut(Answer):
    """The map: tiles by a template, empty where there are none, whom to name for them, the city's box.

    `bounds` are west, south, east, north in degrees, WGS-84.
    """

    tiles: str
    attribution: str
    bounds: Annotated[list[float], Field(min_length=4, max_length=4)]
