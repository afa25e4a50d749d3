"""Shapes of pick-up runs, receipts and vehicles."""

from datetime import date
from typing import Annotated, Any, Literal, Self
from uuid import UUID

from pydantic import BeforeValidator, model_validator
from pydantic import Field as Limit
from pydantic_core import PydanticCustomError

from models.bag_shapes import PlaceRef, Scanned
from models.custody import BagOutcome, BagStatus, RequestReason, RunStatus, StopOutcome
from models.network import PositionOut
from models.shapes import (
    Answer,
    CodeIn,
    DayIn,
    FlagIn,
    GramsIn,
    InstantIn,
    InstantOut,
    KeyIn,
    Line,
    Note,
    PiecesIn,
    Strict,
)

CannotReason = Literal[
    StopOutcome.CLOSED,
    StopOutcome.NOBODY_THERE,
    StopOutcome.NO_ACCESS,
    StopOutcome.NOTHING_THERE,
    StopOutcome.VEHICLE_FULL,
    StopOutcome.OTHER,
]


class RequestIn(Strict):
    """A point asks to be emptied."""

    id: KeyIn
    reason: RequestReason = RequestReason.FULL
    happened_at: InstantIn | None = None
    note: Note | None = None


class RequestOut(Answer):
    """A request to be emptied, as it was noted."""

    id: UUID
    point: str
    reason: RequestReason
    asked_at: InstantOut


class DueOut(Answer):
    """A point that is due for a pick-up, and why."""

    point: PlaceRef
    station: str | None
    pieces: int
    grams: int
    bags: int
    fill: float
    oldest_at: InstantOut | None
    days_waiting: float
    requests: list[RequestReason]
    because: list[Literal["fill", "age", "request"]]
    planned_in: UUID | None


class PickupIn(Strict):
    """A pick-up run that is planned: for which station, with which vehicle and driver, which stops.

    Without a vehicle it is the station's first; without stops they are the points that are due.
    """

    station: CodeIn
    vehicle: CodeIn | None = None
    driver: Line | None = None
    planned_for: DayIn | None = None
    due_by: InstantIn | None = None
    stops: Annotated[list[CodeIn], Limit(max_length=200)] = []
    note: Note | None = None


class UnannouncedIn(Strict):
    """A bag that nobody announced: what it seems to hold."""

    label: Scanned
    category: CodeIn = "clothing"
    pieces: PiecesIn | None = None
    grams: GramsIn | None = None


class CollectIn(Strict):
    """What a driver collected at a stop, or why nothing could be collected."""

    id: KeyIn | None = None
    point: CodeIn
    happened_at: InstantIn
    bags: Annotated[list[Scanned], Limit(max_length=200)] = []
    unannounced: Annotated[list[UnannouncedIn], Limit(max_length=100)] = []
    cannot: CannotReason | None = None
    note: Note | None = None

    @model_validator(mode="after")
    def something_happened(self) -> Self:
        """Refuse a stop at which nothing was collected and nothing prevented it."""
        if not self.bags and not self.unannounced and self.cannot is None:
            raise PydanticCustomError("nothing_collected", "bags, or the reason why none")
        return self


class FinishIn(Strict):
    """The end of a run."""

    happened_at: InstantIn | None = None
    note: Note | None = None


class StopOut(Answer):
    """A stop of a run, with what its driver needs there without reception.

    `waiting`: labels of the sealed bags that lie there; `requests`: why the point asks to be emptied.
    Both are empty once the run is finished.
    """

    point: PlaceRef
    address: str
    address_en: str
    position: PositionOut
    phone: str
    opening_hours: str
    waiting: list[str]
    requests: list[RequestReason]
    planned: bool
    outcome: StopOutcome | None
    ended_at: InstantOut | None


class RunBagOut(Answer):
    """A bag that a run collected."""

    label: str
    point: str
    announced: bool
    status: BagStatus
    pieces: int
    grams: int


class CollectOut(Answer):
    """A stop that was made: what was collected there, and how the stop ended."""

    pickup: UUID
    point: str
    outcome: StopOutcome
    bags: list[RunBagOut]
    pieces: int
    grams: int
    collected_at: InstantOut


class PickupOut(Answer):
    """A pick-up run with its stops and what is in the vehicle because of it."""

    id: UUID
    station: str
    vehicle: PlaceRef
    driver: str | None
    planned_for: date
    due_by: InstantOut
    status: RunStatus
    overdue: bool
    capacity_grams: int
    expected_grams: int
    over_capacity: bool
    stops: list[StopOut]
    bags: list[RunBagOut]
    pieces: int
    grams: int
    finished_at: InstantOut | None


class ArrivedIn(Strict):
    """A bag that arrived: weighed or not, damaged or not; what an unknown one seems to hold."""

    label: Scanned
    grams: GramsIn | None = None
    damaged: FlagIn = False
    point: CodeIn | None = None
    category: CodeIn | None = None
    pieces: PiecesIn | None = None


def _scanned(value: Any) -> Any:
    return {"label": value} if isinstance(value, str) else value


#: A bag that arrived; its bare label means that nothing is to be said of it.
Arrived = Annotated[ArrivedIn, BeforeValidator(_scanned, json_schema_input_type=ArrivedIn | str)]


class ReceiptIn(Strict):
    """Bags received at a station. With `pickup`, what the run carried and is not here is missing."""

    station: CodeIn
    happened_at: InstantIn | None = None
    pickup: KeyIn | None = None
    bags: Annotated[list[Arrived], Limit(max_length=500)]
    witness: Line | None = None
    note: Note | None = None


class ReceiptBagOut(Answer):
    """A bag as it was expected and as it was counted."""

    label: str
    outcome: BagOutcome
    expected_pieces: int
    expected_grams: int
    pieces: int
    grams: int
    weighed: bool


class ReceiptOut(Answer):
    """A receipt: both counts of everything, side by side."""

    id: UUID
    station: str
    pickup: UUID | None
    expected: int
    arrived: int
    missing: list[str]
    surplus: list[str]
    unknown: list[str]
    damaged: list[str]
    bags: list[ReceiptBagOut]
    expected_pieces: int
    expected_grams: int
    pieces: int
    grams: int
    witnessed: bool
    flags: list[str]
    received_at: InstantOut
    recorded_at: InstantOut


class VehicleIn(Strict):
    """A vehicle and the station or warehouse it belongs to."""

    name: Line
    name_en: Line | None = None
    home: CodeIn
    capacity_grams: GramsIn


class VehicleOut(Answer):
    """A vehicle, what it can carry and what is in it."""

    code: str
    name: str
    name_en: str
    home: str
    capacity_grams: int
    pieces: int
    grams: int
    version: str
