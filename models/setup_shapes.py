"""What goes out about a service that is being set up, and what comes in to change one place."""

from typing import Annotated

from pydantic import Field

from models.network import PlaceStatus, PositionSource
from models.shapes import Answer, CodeIn, InstantOut, Line, Strict


class SetupOut(Answer):
    """What is done already of what a new service needs, for a board that is still empty.

    `stations_staffed` of `stations` have a manager whose token is valid.
    """

    admin: bool
    places: int
    stations: int
    stations_staffed: int
    help_phone: bool
    public_url_https: bool
    backup: InstantOut | None
    labels_printed: bool
    invited: bool
    first_intake: bool
    demo: bool


class PlaceEditIn(Strict):
    """Changes to one place; what is left out stays as it is. Positions are in WGS-84."""

    name: Line | None = None
    name_en: Line | None = None
    address: Line | None = None
    address_en: Line | None = None
    lat: Annotated[float, Field(strict=True, ge=-90, le=90)] | None = None
    lon: Annotated[float, Field(strict=True, ge=-180, le=180)] | None = None
    position_source: PositionSource | None = None
    operator: Annotated[str, Field(max_length=200)] | None = None
    phone: Annotated[str, Field(max_length=200)] | None = None
    opening_hours: Annotated[str, Field(max_length=200)] | None = None
    accepts: Annotated[list[CodeIn], Field(max_length=100)] | None = None
    capacity_kg: Annotated[float, Field(ge=0, le=100_000_000)] | None = None
    status: PlaceStatus | None = None
