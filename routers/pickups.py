"""Pick-ups: what is due, runs, their stops; vehicles; and receipts at the station."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from models.access import Role
from models.pickup_shapes import (
    CollectIn,
    CollectOut,
    DueOut,
    FinishIn,
    PickupIn,
    PickupOut,
    ReceiptIn,
    ReceiptOut,
    RequestIn,
    RequestOut,
    VehicleIn,
    VehicleOut,
)
from operations.custody import due, pickup_views, pickups, receipts, vehicles
from operations.pages import Page
from routers.answers import DocumentId, acts, answered
from routers.documents import EDITS, GUARDED, errors, lists
from routers.edits import ExpectedVersions, tagged
from routers.lists import all_listed, windows
from routers.network import PlaceCode
from routers.parameters import DueQuestion, Form, RunQuestion
from routers.policies import ALL_ROLES, PolicedRoute, may
from routers.visits import Here

router = APIRouter(tags=["pickups"], route_class=PolicedRoute)

DRIVERS = (Role.DRIVER, Role.STATION_MANAGER, Role.ADMIN)
SEES = (*DRIVERS, Role.FOUNDATION, Role.AUDITOR)


@router.put("/vehicles/{code}", responses=errors(*EDITS))
@may(Role.STATION_MANAGER, Role.WAREHOUSE_MANAGER, Role.ADMIN)
async def put_vehicle(
    here: Here, response: Response, expected: ExpectedVersions, code: PlaceCode, body: VehicleIn
) -> VehicleOut:
    """Register a vehicle with its capacity, at a station or the warehouse."""
    return tagged(response, await here.write(vehicles.put_vehicle, code, body, expected))


@router.get("/vehicles", **lists(list[VehicleOut], 401, 403, 422))
@may(*SEES, Role.WAREHOUSE_MANAGER)
async def list_vehicles(here: Here, request: Request, asked: Annotated[Form, Query()]) -> Response:
    """List vehicles with what is in them."""
    return all_listed(here, request, asked, await here.read(vehicles.vehicles))


@router.post("/points/{code}/pickup-requests", **acts(RequestOut))
@may(Role.VOLUNTEER, *DRIVERS)
async def request_pickup(here: Here, code: PlaceCode, body: RequestIn) -> Response:
    """Ask for a point to be emptied: it is full, a large gift came, something spoils."""
    return answered(await here.write(pickups.request_pickup, code, body))


@router.get("/pickups/due", **lists(Page[DueOut], *GUARDED))
@may(*SEES, Role.VOLUNTEER)
async def list_due_points(here: Here, request: Request, asked: Annotated[DueQuestion, Query()]) -> Response:
    """List the points that are due for a pick-up, by fill, age and requests, the most pressing first."""
    return await windows(
        here, request, asked, due.due, station=asked.station, everything=asked.all, now=here.now
    )


@router.get("/pickups", **lists(Page[PickupOut], *GUARDED))
@may(*SEES)
async def list_pickups(here: Here, request: Request, asked: Annotated[RunQuestion, Query()]) -> Response:
    """List pick-up runs, the latest day first; those that are overdue with `overdue=true`."""
    return await windows(
        here,
        request,
        asked,
        pickup_views.list_pickups,
        status=asked.status,
        overdue=asked.overdue,
        now=here.now,
    )


@router.put("/pickups/{pickup_id}", **acts(PickupOut))
@may(*DRIVERS)
async def plan_pickup(here: Here, pickup_id: DocumentId, body: PickupIn) -> Response:
    """Plan a run: vehicle, driver, stops in order; without stops, the points that are due."""
    return answered(await here.write(pickups.plan, pickup_id, body))


@router.get("/pickups/{pickup_id}", responses=errors(*GUARDED))
@may(*SEES)
async def get_pickup(here: Here, pickup_id: DocumentId) -> PickupOut:
    """Show a run: its stops, its bags, whether it is overdue."""
    return await here.read(pickups.get_pickup, pickup_id, now=here.now)


@router.post("/pickups/{pickup_id}/collect", **acts(CollectOut))
@may(*DRIVERS)
async def collect_bags(here: Here, pickup_id: DocumentId, body: CollectIn) -> Response:
    """Collect bags at a stop by scan, announced or not, or say why nothing could be collected."""
    return answered(await here.write(pickups.collect, pickup_id, body))


@router.post("/pickups/{pickup_id}/finish", **acts(PickupOut))
@may(*DRIVERS)
async def finish_pickup(here: Here, pickup_id: DocumentId, body: FinishIn) -> Response:
    """Finish a run; stops that were not made are skipped."""
    return answered(await here.write(pickups.finish, pickup_id, body))


@router.put("/receipts/{receipt_id}", tags=["receipts"], **acts(ReceiptOut))
@may(Role.STATION_MANAGER, Role.ADMIN)
async def receive_bags(here: Here, receipt_id: DocumentId, body: ReceiptIn) -> Response:
    """Receive bags by scan: expected, arrived, missing, surplus, unknown and damaged side by side."""
    return answered(await here.write(receipts.receive, receipt_id, body))


@router.get("/receipts/{receipt_id}", tags=["receipts"], responses=errors(*GUARDED))
@may(*ALL_ROLES)
async def get_receipt(here: Here, receipt_id: DocumentId) -> ReceiptOut:
    """Show a receipt as it was recorded."""
    return await here.read(receipts.get_receipt, receipt_id)
