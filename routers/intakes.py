"""Intakes: record, find, correct, send elsewhere."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic_core import to_json

from models.access import Role
from models.intake_shapes import (
    CorrectionIn,
    CorrectionOut,
    IntakeIn,
    IntakeNow,
    IntakeOut,
    OverrideIn,
)
from models.shapes import KeyIn
from operations import corrections, destinations, intake_queries, intakes
from operations.pages import Page
from routers.documents import WRITES, errors, lists
from routers.lists import windows
from routers.parameters import IntakeQuestion
from routers.policies import ALL_ROLES, PolicedRoute, may
from routers.visits import Here

router = APIRouter(tags=["intakes"], route_class=PolicedRoute)

IntakeId = Annotated[KeyIn, Path(examples=["01926b5e-7c1a-7e30-9d51-0a7b3c2d1e4f"])]
RECORDERS = (Role.VOLUNTEER, Role.STATION_MANAGER, Role.ADMIN)
JSON = "application/json"


@router.put(
    "/intakes/{intake_id}",
    status_code=201,
    response_model=IntakeOut,
    responses={
        **errors(*WRITES),
        200: {"model": IntakeOut, "description": "Already recorded: the first answer again"},
    },
)
@may(*RECORDERS)
async def record_intake(here: Here, intake_id: IntakeId, body: IntakeIn) -> Response:
    """Record a donation under an id that the phone made; the same again answers 200 with the first result."""
    recorded = await here.write(intakes.record, intake_id, body)
    return Response(to_json(recorded.intake), 201 if recorded.created else 200, media_type=JSON)


@router.get("/intakes/{intake_id}", responses=errors(401, 403, 404, 422))
@may(*ALL_ROLES)
async def get_intake(here: Here, intake_id: IntakeId) -> IntakeNow:
    """Show an intake with its corrections and where it goes now."""
    return await here.read(intake_queries.get, intake_id)


@router.get("/intakes", **lists(Page[IntakeNow], 401, 403, 422))
@may(*ALL_ROLES)
async def list_intakes(here: Here, request: Request, asked: Annotated[IntakeQuestion, Query()]) -> Response:
    """List the intakes that the caller may see, in the order they were recorded."""
    return await windows(
        here,
        request,
        asked,
        intake_queries.list_intakes,
        point=asked.point,
        since=asked.since,
        until=asked.until,
    )


@router.post(
    "/intakes/{intake_id}/corrections",
    status_code=201,
    response_model=CorrectionOut,
    responses={**errors(*WRITES), 200: {"model": CorrectionOut, "description": "Already recorded"}},
)
@may(*RECORDERS)
async def correct_intake(here: Here, intake_id: IntakeId, body: CorrectionIn) -> Response:
    """Set lines of an intake right by a linked correction; the first record stays as it was."""
    corrected = await here.write(corrections.correct, intake_id, body)
    return Response(to_json(corrected.correction), 201 if corrected.created else 200, media_type=JSON)


@router.post("/intakes/{intake_id}/override", responses=errors(*WRITES))
@may(Role.STATION_MANAGER, Role.FOUNDATION, Role.ADMIN)
async def override_station(here: Here, intake_id: IntakeId, body: OverrideIn) -> IntakeNow:
    """Send an intake that is not collected yet to another station, with the reason."""
    return await here.write(destinations.override, intake_id, body)
