"""The board: what stands where, what is to be done first, what happened."""

from typing import Literal

from models.bag_shapes import PlaceRef
from models.shapes import Answer, InstantOut
from models.work_shapes import ActRow

#: What somebody should see to, the most urgent kind first (operations/board/ranking.py).
TaskKind = Literal[
    "expired",
    "expiring",
    "pickup_overdue",
    "shipment_overdue",
    "emergency_need",
    "conflicts",
    "point_waiting",
    "bags_arriving",
    "transfer_arriving",
    "sorting_open",
    "disposal_to_decide",
    "shipment_to_send",
    "low_stock",
    "need_unmet",
]


class BoardFigures(Answer):
    """Today's arrivals, what waits for the table, what can be given, what is to be sent, what contradicts."""

    arrived_bags_today: int
    arrived_grams_today: int
    bags_to_sort: int
    available_pieces: int
    available_grams: int
    shipments_to_send: int
    conflicts: int


class TaskOut(Answer):
    """Something that somebody should see to: a larger `urgency` comes first; `path` is the desk's page."""

    kind: TaskKind
    urgency: int
    subject: str
    place: str | None
    place_name: str | None
    since: InstantOut | None
    due: InstantOut | None
    pieces: int | None
    grams: int | None
    number: int | None
    category: str | None
    path: str


class AgeBand(Answer):
    """What lies for so many days."""

    band: str
    grams: int
    pieces: int


class AgeingOut(Answer):
    """How long the goods of a top category have lain since they were sorted, or given."""

    group: str
    bands: list[AgeBand]


class NeedGapOut(Answer):
    """What open needs still ask for of a category, beside what could be given."""

    category: str
    wanted_pieces: int
    available_pieces: int
    gap_pieces: int


class BoardOut(Answer):
    """Everything that the desk's first page shows."""

    place: PlaceRef | None
    at: InstantOut
    figures: BoardFigures
    tasks: list[TaskOut]
    ageing: list[AgeingOut]
    needs: list[NeedGapOut]
    feed: list[ActRow]
