"""Short rows of what is under way and done, for the tables of the desk."""

from uuid import UUID

from models.acts import ActKind
from models.bag_shapes import PlaceRef
from models.claims import DisposalKind, DisposalStatus, HoldReason
from models.custody import BagStatus
from models.relief import AllocationStatus
from models.shapes import Answer, InstantOut
from models.sortings import SortingStatus
from models.stocktakes import StocktakeStatus


class ReceiptRow(Answer):
    """A receipt: how many bags came as expected and how many did not, what was expected and counted."""

    id: UUID
    place: PlaceRef
    bags: int
    arrived: int
    damaged: int
    surplus: int
    unknown: int
    missing: int
    expected_pieces: int
    expected_grams: int
    pieces: int
    grams: int
    by: str
    witness: str | None
    received_at: InstantOut
    recorded_at: InstantOut


class SortingRow(Answer):
    """A sorting run: what went in and came out so far, and what still lies on the table."""

    id: UUID
    place: PlaceRef
    status: SortingStatus
    pieces_in: int
    grams_in: int
    pieces_out: int
    grams_out: int
    loss_grams: int
    remaining_grams: int
    by: str
    opened_at: InstantOut
    finished_at: InstantOut | None


class StocktakeRow(Answer):
    """A stocktake; how many lots differ is not told while a blind count goes on."""

    id: UUID
    place: PlaceRef
    status: StocktakeStatus
    blind: bool
    category: str | None
    counted: int
    to_count: int
    differences: int | None
    by: str
    opened_at: InstantOut
    finalized_at: InstantOut | None


class AllocationRow(Answer):
    """An allocation: what was reserved for whom, and what of it still is."""

    id: UUID
    need: UUID
    recipient: str
    status: AllocationStatus
    lines: int
    pieces: int
    grams: int
    reserved_pieces: int
    reserved_grams: int
    by: str
    allocated_at: InstantOut
    expires_at: InstantOut


class DisposalRow(Answer):
    """A disposal as it was proposed, and how it was decided."""

    id: UUID
    place: PlaceRef
    kind: DisposalKind
    status: DisposalStatus
    lines: int
    pieces: int
    grams: int
    taker: str | None
    reason: str | None
    proposed_by: str
    decided_by: str | None
    proposed_at: InstantOut


class HoldRow(Answer):
    """Goods that were set apart, and whether they still are."""

    id: UUID
    place: PlaceRef
    reason: HoldReason
    released: bool
    lines: int
    pieces: int
    grams: int
    by: str
    held_at: InstantOut


class BagRow(Answer):
    """A bag: where it is, where it comes from and is headed, what is in it."""

    label: str
    status: BagStatus
    place: PlaceRef | None
    point: str
    station: str | None
    pieces: int
    grams: int
    flags: list[str]
    sealed_at: InstantOut


class LabelBatchRow(Answer):
    """A batch of labels that was printed: how many are on bags by now, how many were retired."""

    id: UUID
    count: int
    used: int
    retired: int
    by: str
    printed_at: InstantOut


class ActRow(Answer):
    """One thing that somebody did."""

    id: UUID
    kind: ActKind
    subject: str
    place: PlaceRef | None
    by: str
    witness: str | None
    happened_at: InstantOut
    recorded_at: InstantOut
    reason: str | None
    note: str | None
