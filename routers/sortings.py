"""Sorting runs and stocktakes: the two ways in which goods are looked at one by one."""

from fastapi import APIRouter, Response

from models.access import Role
from models.sorting_shapes import (
    FinishSortingIn,
    LinesIn,
    LinesOut,
    SortingCorrectionIn,
    SortingIn,
    SortingOut,
)
from models.stocktake_shapes import CountsIn, FinalizeIn, StocktakeIn, StocktakeOut
from operations.stock import sortings, stocktakes
from routers.answers import DocumentId, acts, answered
from routers.documents import GUARDED, errors
from routers.policies import PolicedRoute, may
from routers.stock import SEES, STORES
from routers.visits import Here

router = APIRouter(tags=["sortings"], route_class=PolicedRoute)

SORTERS = (Role.STATION_MANAGER, Role.ADMIN)


@router.put("/sortings/{sorting_id}", **acts(SortingOut))
@may(*SORTERS)
async def sort_goods(here: Here, sorting_id: DocumentId, body: SortingIn) -> Response:
    """Sort bags and lots into graded lots; with `open`, lines follow, today or tomorrow."""
    return answered(await here.write(sortings.sort, sorting_id, body))


@router.get("/sortings/{sorting_id}", responses=errors(*GUARDED))
@may(*SEES)
async def get_sorting(here: Here, sorting_id: DocumentId) -> SortingOut:
    """Show a run: both sides, the loss, and what still lies on the table."""
    return await here.read(sortings.get_sorting, sorting_id)


@router.post("/sortings/{sorting_id}/lines", **acts(LinesOut))
@may(*SORTERS)
async def add_sorted_lines(here: Here, sorting_id: DocumentId, body: LinesIn) -> Response:
    """Save sorted lines of an open run at once: a crash loses nothing that was saved."""
    return answered(await here.write(sortings.add_lines, sorting_id, body))


@router.post("/sortings/{sorting_id}/finish", **acts(SortingOut))
@may(*SORTERS)
async def finish_sorting(here: Here, sorting_id: DocumentId, body: FinishSortingIn) -> Response:
    """Finish a run: grams in = grams out + loss, and the loss has a reason."""
    return answered(await here.write(sortings.finish, sorting_id, body))


@router.post("/sortings/{sorting_id}/corrections", **acts(SortingOut))
@may(*SORTERS)
async def correct_sorting(here: Here, sorting_id: DocumentId, body: SortingCorrectionIn) -> Response:
    """Set a sorted line right by a linked correction with its reason."""
    return answered(await here.write(sortings.correct, sorting_id, body))


@router.put("/stocktakes/{stocktake_id}", tags=["stocktakes"], **acts(StocktakeOut))
@may(*STORES)
async def open_stocktake(here: Here, stocktake_id: DocumentId, body: StocktakeIn) -> Response:
    """Open a count of a place, a category or listed lots; blind unless said otherwise."""
    return answered(await here.write(stocktakes.open_stocktake, stocktake_id, body))


@router.get("/stocktakes/{stocktake_id}", tags=["stocktakes"], responses=errors(*GUARDED))
@may(*SEES)
async def get_stocktake(here: Here, stocktake_id: DocumentId) -> StocktakeOut:
    """Show a stocktake."""
    return await here.read(stocktakes.get_stocktake, stocktake_id)


@router.post("/stocktakes/{stocktake_id}/count", tags=["stocktakes"], **acts(StocktakeOut))
@may(*STORES)
async def count_lots(here: Here, stocktake_id: DocumentId, body: CountsIn) -> Response:
    """Count lots, or count them again after they moved."""
    return answered(await here.write(stocktakes.count, stocktake_id, body))


@router.post("/stocktakes/{stocktake_id}/finalize", tags=["stocktakes"], **acts(StocktakeOut))
@may(*STORES)
async def finalize_stocktake(here: Here, stocktake_id: DocumentId, body: FinalizeIn) -> Response:
    """Post the differences of what was counted; with differences, another person than who counted."""
    return answered(await here.write(stocktakes.finalize, stocktake_id, body))


@router.post("/stocktakes/{stocktake_id}/cancel", tags=["stocktakes"], **acts(StocktakeOut))
@may(*STORES)
async def cancel_stocktake(here: Here, stocktake_id: DocumentId, body: FinalizeIn) -> Response:
    """Cancel a count; nothing is changed by it."""
    return answered(await here.write(stocktakes.cancel, stocktake_id, body))
