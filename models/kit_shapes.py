"""The shape of a phone's kit: everything it keeps so that it works without reception."""

from datetime import date

from models.access import Role
from models.custody import RunStatus
from models.network import CategoryOut, PlaceNear, PlaceOut
from models.shapes import Answer, InstantOut


class NextPickup(Answer):
    """The soonest run that is to come by: its day, and how far it is."""

    planned_for: date
    status: RunStatus


class KitOut(Answer):
    """What a phone keeps: whose it is, where, what can be given, who comes by, whom to call."""

    name: str | None
    role: Role | None
    place: PlaceOut | None
    expires_at: InstantOut | None
    categories: list[CategoryOut]
    usual: list[str]
    station: PlaceOut | None
    near: list[PlaceNear]
    next_pickup: NextPickup | None
    asked_pickup: InstantOut | None
    help_phone: str
    server_time: InstantOut
