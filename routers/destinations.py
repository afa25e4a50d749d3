"""Pins on points, and stations that close and reopen."""

from fastapi import APIRouter

from models.access import Role
from models.intake_shapes import OverrideIn
from models.stations import StationChangeIn, StationChangeOut
from operations import destinations
from routers.documents import WRITES, errors
from routers.network import PlaceCode
from routers.policies import PolicedRoute, may
from routers.visits import Here

router = APIRouter(tags=["destinations"], route_class=PolicedRoute)


@router.put("/points/{code}/pin", status_code=204, responses=errors(*WRITES))
@may(Role.FOUNDATION, Role.ADMIN)
async def pin_point(here: Here, code: PlaceCode, body: OverrideIn) -> None:
    """Bind a point to a station whatever the distance, as long as that station suits."""
    await here.write(destinations.pin, code, body)


@router.delete("/points/{code}/pin", status_code=204, responses=errors(*WRITES))
@may(Role.FOUNDATION, Role.ADMIN)
async def unpin_point(here: Here, code: PlaceCode) -> None:
    """Let a point's goods go to the nearest suitable station again."""
    await here.write(destinations.unpin, code)


@router.post("/stations/{code}/close", responses=errors(*WRITES))
@may(Role.STATION_MANAGER, Role.FOUNDATION, Role.ADMIN)
async def close_station(here: Here, code: PlaceCode, body: StationChangeIn) -> StationChangeOut:
    """Close a station: what is not yet collected goes elsewhere, and the answer says what moved."""
    return await here.write(destinations.close, code, body)


@router.post("/stations/{code}/reopen", responses=errors(*WRITES))
@may(Role.STATION_MANAGER, Role.FOUNDATION, Role.ADMIN)
async def reopen_station(here: Here, code: PlaceCode, body: StationChangeIn) -> StationChangeOut:
    """Open a station again for what comes from now on."""
    return await here.write(destinations.reopen, code, body)
