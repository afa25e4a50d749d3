"""Stock: sorting, what lies where, adjustments, quarantine, disposal, alerts, periods."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response

from models.access import Role
from models.stock_shapes import (
    AdjustmentIn,
    AdjustmentOut,
    AlertOut,
    DecisionIn,
    DisposalIn,
    DisposalOut,
    EarmarkIn,
    EarmarkOut,
    HoldIn,
    HoldOut,
    PeriodIn,
    PeriodOut,
    ReleaseIn,
    StockPage,
    ThresholdIn,
    ThresholdOut,
)
from operations.pages import Page
from operations.stock import adjustments, alerts, disposals, earmarks, holds, periods, stocks, thresholds
from routers.answers import DocumentId, acts, answered
from routers.documents import EDITS, GUARDED, errors, lists
from routers.edits import ExpectedVersions, tagged
from routers.lists import all_listed, windows
from routers.network import PlaceCode
from routers.parameters import Form, StockQuestion, ThresholdQuestion
from routers.policies import ALL_ROLES, PolicedRoute, may
from routers.visits import Here

router = APIRouter(tags=["stock"], route_class=PolicedRoute)

STORES = (Role.STATION_MANAGER, Role.WAREHOUSE_MANAGER, Role.ADMIN)
SEES = (*STORES, Role.FOUNDATION, Role.AUDITOR)
DECIDES = (*STORES, Role.FOUNDATION)
Month = Annotated[str, Path(pattern=r"^20[0-9]{2}-(0[1-9]|1[0-2])$", examples=["2026-10"])]


@router.get("/stock", **lists(StockPage, *GUARDED))
@may(*ALL_ROLES)
async def get_stock(here: Here, request: Request, asked: Annotated[StockQuestion, Query()]) -> Response:
    """Show what lies where, first-expired first, now or at any past moment; with totals of it all."""
    return await windows(here, request, asked, stocks.stock, asked.wanted(), now=here.now)


@router.get("/alerts", **lists(list[AlertOut], 401, 403, 422))
@may(*SEES, Role.DRIVER)
async def list_alerts(here: Here, request: Request, asked: Annotated[Form, Query()]) -> Response:
    """List what somebody should see to: too little, expiring, missing, overdue."""
    return all_listed(here, request, asked, await here.read(alerts.alerts, now=here.now))


@router.get("/thresholds", **lists(Page[ThresholdOut], *GUARDED))
@may(*SEES)
async def list_thresholds(
    here: Here, request: Request, asked: Annotated[ThresholdQuestion, Query()]
) -> Response:
    """List how much of what a place should always have, and what is there."""
    return await windows(here, request, asked, thresholds.list_thresholds, asked.place, now=here.now)


@router.put("/thresholds/{place}/{category}", responses=errors(*EDITS))
@may(*STORES)
async def put_threshold(
    here: Here,
    response: Response,
    expected: ExpectedVersions,
    place: PlaceCode,
    category: PlaceCode,
    body: ThresholdIn,
) -> ThresholdOut:
    """Say how much of a category a place should always have."""
    written = await here.write(thresholds.put_threshold, place, category, body, expected)
    return tagged(response, written)


@router.put("/adjustments/{adjustment_id}", **acts(AdjustmentOut))
@may(*STORES)
async def adjust_stock(here: Here, adjustment_id: DocumentId, body: AdjustmentIn) -> Response:
    """Record goods as found or lost, with the reason; a loss never breaks a promise."""
    return answered(await here.write(adjustments.adjust, adjustment_id, body))


@router.put("/holds/{hold_id}", **acts(HoldOut))
@may(*STORES)
async def hold_goods(here: Here, hold_id: DocumentId, body: HoldIn) -> Response:
    """Set goods apart: nobody can reserve, sort or ship them."""
    return answered(await here.write(holds.hold, hold_id, body))


@router.get("/holds/{hold_id}", responses=errors(*GUARDED))
@may(*SEES)
async def get_hold(here: Here, hold_id: DocumentId) -> HoldOut:
    """Show goods set apart."""
    return await here.read(holds.get_hold, hold_id)


@router.post("/holds/{hold_id}/release", **acts(HoldOut))
@may(*STORES)
async def release_goods(here: Here, hold_id: DocumentId, body: ReleaseIn) -> Response:
    """Release goods that were set apart, with the reason."""
    return answered(await here.write(holds.release_hold, hold_id, body))


@router.put("/disposals/{disposal_id}", **acts(DisposalOut))
@may(*STORES)
async def propose_disposal(here: Here, disposal_id: DocumentId, body: DisposalIn) -> Response:
    """Propose to recycle, sell or destroy goods; another person decides."""
    return answered(await here.write(disposals.propose, disposal_id, body))


@router.get("/disposals/{disposal_id}", responses=errors(*GUARDED))
@may(*SEES)
async def get_disposal(here: Here, disposal_id: DocumentId) -> DisposalOut:
    """Show a disposal."""
    return await here.read(disposals.get_disposal, disposal_id)


@router.post("/disposals/{disposal_id}/approve", **acts(DisposalOut))
@may(*DECIDES)
async def approve_disposal(here: Here, disposal_id: DocumentId, body: DecisionIn) -> Response:
    """Approve a disposal that somebody else proposed: the goods leave."""
    return answered(await here.write(disposals.approve, disposal_id, body))


@router.post("/disposals/{disposal_id}/reject", **acts(DisposalOut))
@may(*DECIDES)
async def reject_disposal(here: Here, disposal_id: DocumentId, body: DecisionIn) -> Response:
    """Reject a disposal: the goods are free again."""
    return answered(await here.write(disposals.reject, disposal_id, body))


@router.put("/earmark-changes/{change_id}", tags=["relief"], **acts(EarmarkOut))
@may(Role.FOUNDATION, Role.ADMIN)
async def change_earmark(here: Here, change_id: DocumentId, body: EarmarkIn) -> Response:
    """Change what a gift is meant for, with the donor's consent on record."""
    return answered(await here.write(earmarks.change_earmark, change_id, body))


@router.put("/periods/{month}", tags=["periods"], **acts(PeriodOut))
@may(Role.FOUNDATION, Role.ADMIN)
async def close_period(here: Here, month: Month, body: PeriodIn) -> Response:
    """Close a month: its quantities cannot be changed any more."""
    return answered(await here.write(periods.close_period, month, body))


@router.get("/periods", tags=["periods"], **lists(list[PeriodOut], 401, 403, 422))
@may(*ALL_ROLES)
async def list_periods(here: Here, request: Request, asked: Annotated[Form, Query()]) -> Response:
    """List the closed months, the newest first."""
    return all_listed(here, request, asked, await here.read(periods.periods))
