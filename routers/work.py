"""Lists of what is under way and done: receipts, bags, sorting runs, stocktakes, promises, labels."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from models.access import Role
from models.claims import DisposalStatus
from models.custody import BagStatus
from models.relief import AllocationStatus
from models.shapes import CodeIn, InstantIn, KeyIn
from models.sortings import SortingStatus
from models.stocktakes import StocktakeStatus
from models.work_shapes import (
    AllocationRow,
    BagRow,
    DisposalRow,
    HoldRow,
    LabelBatchRow,
    ReceiptRow,
    SortingRow,
    StocktakeRow,
)
from operations.lists import bags, promised, receipts, runs
from operations.pages import Page
from routers.bags import PRINTERS
from routers.documents import GUARDED, lists
from routers.lists import windows
from routers.parameters import Window, YesNo
from routers.pickups import SEES as SEES_RUNS
from routers.policies import PolicedRoute, may
from routers.relief import SEES as SEES_RELIEF
from routers.stock import SEES
from routers.visits import Here

router = APIRouter(route_class=PolicedRoute)


class ReceiptQuestion(Window):
    """Which receipts: at a place, of [since, until)."""

    place: CodeIn | None = None
    since: InstantIn | None = None
    until: InstantIn | None = None


class BagQuestion(Window):
    """Which bags: where they are, what became of them, the station they are headed for."""

    place: CodeIn | None = None
    status: BagStatus | None = None
    station: CodeIn | None = None


class SortingQuestion(Window):
    """Which sorting runs."""

    place: CodeIn | None = None
    status: SortingStatus | None = None


class StocktakeQuestion(Window):
    """Which stocktakes."""

    place: CodeIn | None = None
    status: StocktakeStatus | None = None


class AllocationQuestion(Window):
    """Which allocations."""

    status: AllocationStatus | None = None
    recipient: CodeIn | None = None
    need: KeyIn | None = None


class DisposalQuestion(Window):
    """Which disposals."""

    place: CodeIn | None = None
    status: DisposalStatus | None = None


class HoldQuestion(Window):
    """Which goods that were set apart."""

    place: CodeIn | None = None
    released: YesNo | None = None


@router.get("/receipts", tags=["receipts"], **lists(Page[ReceiptRow], *GUARDED))
@may(*SEES_RUNS)
async def list_receipts(here: Here, request: Request, asked: Annotated[ReceiptQuestion, Query()]) -> Response:
    """List receipts, the newest first: bags as expected and not, what was expected and counted."""
    return await windows(
        here, request, asked, receipts.list_receipts, place=asked.place, since=asked.since, until=asked.until
    )


@router.get("/bags", tags=["bags"], **lists(Page[BagRow], *GUARDED))
@may(*SEES, Role.DRIVER)
async def list_bags(here: Here, request: Request, asked: Annotated[BagQuestion, Query()]) -> Response:
    """List bags, the longest sealed first: where they are, where they are headed."""
    return await windows(
        here, request, asked, bags.list_bags, place=asked.place, status=asked.status, station=asked.station
    )


@router.get("/labels", tags=["bags"], **lists(Page[LabelBatchRow], *GUARDED))
@may(*PRINTERS)
async def list_label_batches(here: Here, request: Request, asked: Annotated[Window, Query()]) -> Response:
    """List batches of labels, the newest first."""
    return await windows(here, request, asked, bags.list_label_batches)


@router.get("/sortings", tags=["sortings"], **lists(Page[SortingRow], *GUARDED))
@may(*SEES)
async def list_sortings(here: Here, request: Request, asked: Annotated[SortingQuestion, Query()]) -> Response:
    """List sorting runs, the newest first."""
    return await windows(here, request, asked, runs.list_sortings, place=asked.place, status=asked.status)


@router.get("/stocktakes", tags=["stocktakes"], **lists(Page[StocktakeRow], *GUARDED))
@may(*SEES)
async def list_stocktakes(
    here: Here, request: Request, asked: Annotated[StocktakeQuestion, Query()]
) -> Response:
    """List stocktakes, the newest first."""
    return await windows(here, request, asked, runs.list_stocktakes, place=asked.place, status=asked.status)


@router.get("/allocations", tags=["relief"], **lists(Page[AllocationRow], *GUARDED))
@may(*SEES_RELIEF)
async def list_allocations(
    here: Here, request: Request, asked: Annotated[AllocationQuestion, Query()]
) -> Response:
    """List allocations, the newest first; those bound to a place see what is reserved there."""
    return await windows(
        here,
        request,
        asked,
        promised.list_allocations,
        status=asked.status,
        recipient=asked.recipient,
        need=asked.need,
    )


@router.get("/disposals", tags=["stock"], **lists(Page[DisposalRow], *GUARDED))
@may(*SEES)
async def list_disposals(
    here: Here, request: Request, asked: Annotated[DisposalQuestion, Query()]
) -> Response:
    """List disposals, the newest first: as they were proposed, and how they were decided."""
    return await windows(
        here, request, asked, promised.list_disposals, place=asked.place, status=asked.status
    )


@router.get("/holds", tags=["stock"], **lists(Page[HoldRow], *GUARDED))
@may(*SEES)
async def list_holds(here: Here, request: Request, asked: Annotated[HoldQuestion, Query()]) -> Response:
    """List goods that were set apart, the newest first."""
    return await windows(
        here, request, asked, promised.list_holds, place=asked.place, released=asked.released
    )
