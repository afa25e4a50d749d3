"""Shapes of relief: recipients, needs, proposals, allocations."""

from datetime import date
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import Field as Limit
from pydantic import model_validator
from pydantic_core import PydanticCustomError

from geo.positions import Datum
from models.bag_shapes import Scanned
from models.network import PositionOut
from models.relief import AllocationStatus, NeedStatus, RecipientKind, RecipientStatus, Urgency
from models.shapes import Answer, CodeIn, DayIn, InstantIn, InstantOut, KeyIn, Line, Note, PiecesIn, Strict
from models.sortings import Grade, Wearer
from models.stock_shapes import Grams, Size


class PositionIn(Strict):
    """A position in degrees, with its datum when it is not WGS-84."""

    lat: Annotated[float, Limit(ge=-90, le=90)]
    lon: Annotated[float, Limit(ge=-180, le=180)]
    datum: Datum = Datum.WGS84


class RecipientIn(Strict):
    """A receiving organisation with its 统一社会信用代码, or a case known by its reference alone."""

    kind: RecipientKind
    name: Line | None = None
    credit_code: Annotated[str, Limit(min_length=18, max_length=18)] | None = None
    case_reference: Line | None = None
    division_code: Annotated[str, Limit(pattern=r"^[1-8][0-9]{5}$")]
    position: PositionIn | None = None
    earmarks: Annotated[list[Line], Limit(max_length=20)] = []
    status: RecipientStatus = RecipientStatus.ACTIVE

    @model_validator(mode="after")
    def identified_as_its_kind(self) -> Self:
        """Refuse an organisation without name and code, and a case with a name."""
        if self.kind is RecipientKind.ORGANISATION and (self.name is None or self.credit_code is None):
            raise PydanticCustomError("organisation", "a name and a credit code")
        if self.kind is RecipientKind.CASE and (
            self.case_reference is None or self.name is not None or self.credit_code is not None
        ):
            raise PydanticCustomError("case", "a case reference, and no name")
        return self


class RecipientOut(Answer):
    """A recipient; of a case only the code is shown."""

    code: str
    kind: RecipientKind
    name: str | None
    credit_code: str | None
    division_code: str
    province: str
    province_en: str
    position: PositionOut
    earmarks: list[str]
    status: RecipientStatus
    version: str


class NeedLineIn(Strict):
    """A line of a need."""

    category: CodeIn
    pieces: PiecesIn
    wearer: Wearer | None = None
    size: Size | None = None


class NeedIn(Strict):
    """What a recipient asks for."""

    recipient: CodeIn
    urgency: Urgency = Urgency.NORMAL
    needed_by: DayIn | None = None
    lines: Annotated[list[NeedLineIn], Limit(min_length=1, max_length=100)]
    note: Note | None = None


class NeedLineOut(Answer):
    """A line of a need and how far it is met."""

    n: int
    category: str
    wearer: Wearer | None
    size: str | None
    pieces: int
    allocated_pieces: int
    delivered_pieces: int
    open_pieces: int


class NeedOut(Answer):
    """A need."""

    id: UUID
    recipient: str
    urgency: Urgency
    needed_by: date | None
    status: NeedStatus
    fulfilled: bool
    lines: list[NeedLineOut]
    stated_at: InstantOut
    version: str


class ProposalLine(Answer):
    """Stock that would meet a line of a need, and why this: reasons in the order they weighed."""

    need_line: int
    place: str
    lot: str
    category: str
    grade: Grade | None
    pieces: int
    grams: int
    expires_on: date | None
    earmark: str | None
    distance_m: float
    because: list[Literal["earmarked", "expires_first", "nearest", "oldest", "fair_share"]]
    reason: str


class ProposalOut(Answer):
    """A proposal: what to reserve for a need, and what is wanting."""

    need: UUID
    recipient: str
    lines: list[ProposalLine]
    short: list[NeedLineOut]


class AllocationLineIn(Strict):
    """Stock to be reserved; without `need_line`, for the first line it fits."""

    need_line: Annotated[int, Limit(strict=True, ge=0, le=99)] | None = None
    place: CodeIn
    lot: Scanned
    pieces: PiecesIn
    grams: Grams | None = None


class AllocationIn(Strict):
    """A reservation of stock for a need, until it is posted by a distribution or runs out."""

    need: KeyIn
    lines: Annotated[list[AllocationLineIn], Limit(min_length=1, max_length=200)]
    days: Annotated[int, Limit(strict=True, ge=1, le=90)] = 14
    note: Note | None = None


class AllocationLineOut(Answer):
    """A reserved line and how much of it is still reserved."""

    need_line: int
    place: str
    lot: str
    pieces: int
    grams: int
    reserved_pieces: int
    reserved_grams: int


class AllocationOut(Answer):
    """An allocation."""

    id: UUID
    need: UUID
    recipient: str
    status: AllocationStatus
    lines: list[AllocationLineOut]
    expires_at: InstantOut


class StepIn(Strict):
    """A step without quantities of its own."""

    happened_at: InstantIn | None = None
    reason: Line | None = None
    note: Note | None = None
