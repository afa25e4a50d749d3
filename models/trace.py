"""Shapes of the trace: the donor's page, coarse and without personal data, and the staff's graph."""

from enum import StrEnum
from typing import Literal
from uuid import UUID

from models.bag_shapes import PlaceRef
from models.ledger import MovementKind
from models.shapes import Answer, InstantOut
from models.sortings import Grade, Side


class TraceStatus(StrEnum):
    """How far a gift has come, as the public sees it, in the order it happens."""

    RECEIVED = "received"
    COLLECTED = "collected"
    AT_STATION = "at_station"
    SORTED = "sorted"
    DISPATCHED = "dispatched"
    DELIVERED = "delivered"
    ENDED = "ended"
    WITHDRAWN = "withdrawn"


class TraceStep(Answer):
    """One step of a gift's way: when, at which kind of place, its name; recipients have no name here."""

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


class GraphLot(Answer):
    """A lot of the graph, and the grams of what was asked about that passed through it."""

    lot: str
    category: str
    grade: Grade | None
    pieces: int
    grams: int
    share_grams: int


class GraphEdge(Answer):
    """A lot on one side of a sorting run."""

    run: UUID
    side: Side
    lot: str
    pieces: int
    grams: int


class GraphOrigin(Answer):
    """An intake at the root, and the grams it gave to what was asked about."""

    intake: UUID
    tracking_code: str
    point: PlaceRef
    share_grams: int


class GraphEnd(Answer):
    """Where goods are or ended, and the grams of what was asked about."""

    outcome: str
    place: PlaceRef | None
    recipient: str | None
    share_grams: int


class GraphFlow(Answer):
    """Grams of what was asked about on one step of the way.

    Nodes are `intake:` and its id, `lot:` and its code, `run:` and its id, `end:` and its index in `ends`.
    """

    source: str
    target: str
    share_grams: int


class GraphOut(Answer):
    """The whole way of goods in one direction, with grams that add up to what was asked about."""

    subject: str
    direction: Literal["forward", "back"]
    grams: int
    lots: list[GraphLot]
    edges: list[GraphEdge]
    origins: list[GraphOrigin]
    points: dict[str, int]
    ends: list[GraphEnd]
    flows: list[GraphFlow]


class MovementRow(Answer):
    """A hop of a lot between two places: who booked it, when, why; `path` is the desk's page of its paper."""

    seq: int
    lot: str
    kind: MovementKind
    from_place: PlaceRef
    to_place: PlaceRef
    pieces: int
    grams: int
    by: str
    happened_at: InstantOut
    recorded_at: InstantOut
    reason: str | None
    path: str | None
