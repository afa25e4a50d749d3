"""Pins on points, and stations that close and reopen."""

from fastapi import APIRouter, Response

from models.access import Role
from models.edit_shapes import PinOut
from models.intake_shapes import OverrideIn
from models.stations import StationChangeIn, StationChangeOut
from operations import destinations
from routers.documents import EDITS, GUARDED, WRITES, errors
from routers.edits import ExpectedVersions, tagged
from routers.network import PlaceCode
from routers.policies import PolicedRoute, may
from routers.visits import Here

router = APIRouter(tags=["destinations"], route_class=PolicedRoute)


@router.get("/points/{code}/pin", responses=errors(*GUARDED))
@may(Role.FOUNDATION, Role.AUDITOR, Role.ADMIN)
async def get_pin(here: Here, response: Response, code: PlaceCode) -> PinOut:
    """Show which station a point is bound to, if any, and why."""
    return tagged(response, await here.read(destinations.get_pin, code))


@router.put("/points/{code}/pin", status_code=204, responses=errors(*EDITS))
@may(Role.FOUNDATION, Role.ADMIN)
async def pin_point(
    here: Here, response: Response, expected: ExpectedVersions, code: PlaceCode, body: OverrideIn
) -> None:
    """Bind a point to a station whatever the distance, as long as that station suits."""
    tagged(response, await here.write(destinations.pin, code, body, expected))


@router.delete("/points/{code}/pin", status_code=204, responses=errors(*EDITS))
@may(Role.FOUNDATION, Role.ADMIN)
async def unpin_point(here: Here, response: Response, expected: ExpectedVersions, code: PlaceCode) -> None:
    """Let a point's goods go to the nearest suitable station again."""
    tagged(response, await here.write(destinations.unpin, code, expected))


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
