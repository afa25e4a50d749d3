"""Indicators: what they measure, and the goals they are held against."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response

from models.access import Role
from models.indicator_shapes import GoalIn, IndicatorOut
from operations import goals
from operations.pages import Page
from routers.documents import EDITS, errors, lists
from routers.edits import ExpectedVersions, tagged
from routers.lists import windows
from routers.parameters import Window
from routers.policies import PolicedRoute, may
from routers.visits import Here

router = APIRouter(tags=["reports"], route_class=PolicedRoute)

IndicatorCode = Annotated[str, Path(max_length=40, examples=["reworn_share"])]


@router.get("/indicators", **lists(Page[IndicatorOut], 401, 403, 422))
@may(Role.FOUNDATION, Role.ADMIN, Role.AUDITOR)
async def list_indicators(here: Here, request: Request, asked: Annotated[Window, Query()]) -> Response:
    """List the indicators in order of code: unit, formula, and the goal if there is one."""
    return await windows(here, request, asked, goals.list_indicators)


@router.put("/indicators/{code}", responses=errors(*EDITS))
@may(Role.FOUNDATION, Role.ADMIN)
async def put_indicator_goal(
    here: Here, response: Response, expected: ExpectedVersions, code: IndicatorCode, body: GoalIn
) -> IndicatorOut:
    """Set an indicator's baseline and target, later its mid-term and final value; say why."""
    return tagged(response, await here.write(goals.put_goal, code, body, expected))
