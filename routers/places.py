"""The network from the desk: change a point, print many posters; and what a new service still needs."""

import asyncio
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from pydantic import Field

from models.access import Role
from models.network import PlaceOut
from models.setup_shapes import PlaceEditIn, SetupOut
from models.shapes import CodeIn
from operations import place_edits, setup
from operations.errors import Fault, Unfit
from operations.poster_sheets import poster_sheets, sheets_for
from routers.bags import PDF
from routers.documents import EDITS, errors
from routers.edits import ExpectedVersions, tagged
from routers.network import PlaceCode
from routers.parameters import Parameters
from routers.policies import PolicedRoute, may
from routers.visits import Here

router = APIRouter(tags=["network"], route_class=PolicedRoute)


class PosterQuestion(Parameters):
    """Which posters: of points by code, separated by commas, of an area, or of those a station serves."""

    codes: Annotated[str, Field(pattern=r"^[A-Za-z0-9._,-]*$", max_length=12_000)] = ""
    district: CodeIn | None = None
    subdistrict: CodeIn | None = None
    station: CodeIn | None = None

    def points(self) -> list[str]:
        """Return the codes, each once."""
        return list(dict.fromkeys(code for code in self.codes.split(",") if code))

    def area(self) -> str | None:
        """Return the area or station that is asked for; raises Unfit unless exactly one thing is."""
        if sum(map(bool, (self.codes, self.district, self.subdistrict, self.station))) != 1:
            raise Unfit(Fault("/codes", "which_posters"))
        return self.district or self.subdistrict or self.station


@router.put("/points/{code}", responses=errors(*EDITS))
@may(Role.ADMIN)
async def edit_point(
    here: Here, response: Response, expected: ExpectedVersions, code: PlaceCode, body: PlaceEditIn
) -> PlaceOut:
    """Change a point: names, address, hours, what it takes, room, state, position. What is left out stays."""
    return tagged(response, await here.write(place_edits.edit_point, code, body, expected)).place


@router.get(
    "/posters.pdf",
    tags=["access"],
    response_class=Response,
    responses={200: {"content": {PDF: {}}}, **errors(401, 403, 422)},
)
@may(Role.ADMIN, Role.FOUNDATION)
async def get_poster_sheets(
    here: Here, request: Request, asked: Annotated[PosterQuestion, Query()]
) -> Response:
    """Get the posters of several points in one file, to print on A4: by `codes`, of an area or a station."""
    settings, area = request.app.state.settings, asked.area()
    sheets = await here.read(sheets_for, asked.points(), area, help_phone=settings.help_phone)
    address = settings.public_url or str(request.base_url)
    # A thread draws them, and others are answered meanwhile.
    drawn = await asyncio.to_thread(poster_sheets, sheets, address, f"Jiujin {area or asked.codes[:60]}")
    named = {"Content-Disposition": f'inline; filename="jiujin-posters-{area or len(sheets)}.pdf"'}
    return Response(drawn, headers=named, media_type=PDF)


@router.get("/setup", tags=["system"], responses=errors(401, 403))
@may(Role.ADMIN)
async def get_setup(here: Here, request: Request) -> SetupOut:
    """Tell what is done already of what a new service needs."""
    settings = request.app.state.settings
    machine = await asyncio.to_thread(request.app.state.machine.facts, here.now)
    known = {"help_phone": settings.help_phone, "public_url": settings.public_url}
    return await here.read(setup.checklist, **known, backups=machine.backups, now=here.now)
