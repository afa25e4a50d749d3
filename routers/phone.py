"""What the phone pages keep, so that a volunteer can go on without reception; and the door's poster."""

import asyncio

from fastapi import APIRouter, Request, Response

from models.access import Role
from models.kit_shapes import KitOut
from operations import kit
from operations.poster_sheets import poster_sheet, sheet_for
from routers.answers import revalidated
from routers.bags import PDF
from routers.documents import GUARDED, errors
from routers.network import PlaceCode
from routers.policies import PolicedRoute, may, public
from routers.visits import Here

router = APIRouter(tags=["phone"], route_class=PolicedRoute)


@router.get(
    "/kit",
    response_model=KitOut,
    responses={**errors(401, 503), 304: {"description": "What the phone has is what there is"}},
)
@public
async def get_kit(here: Here, request: Request) -> Response:
    """Give everything a phone keeps, in one: with a token its place, its tiles and who comes by.

    Answers carry an ETag over everything but `server_time`; a phone that sends it back is told 304.
    """
    phone = request.app.state.settings.help_phone
    return revalidated(
        request, await here.read(kit.pack, help_phone=phone, now=here.now), but={"server_time"}
    )


@router.get(
    "/points/{code}/poster.pdf",
    tags=["access"],
    response_class=Response,
    responses={200: {"content": {PDF: {}}}, **errors(*GUARDED)},
)
@may(Role.ADMIN, Role.FOUNDATION)
async def get_poster_sheet(here: Here, request: Request, code: PlaceCode) -> Response:
    """Get the poster for a point's door, to print on A4: its QR and code let volunteers join."""
    settings = request.app.state.settings
    sheet = await here.read(sheet_for, code, help_phone=settings.help_phone)
    address = settings.public_url or str(request.base_url)
    # A thread draws it, and others are answered meanwhile.
    return Response(await asyncio.to_thread(poster_sheet, sheet, address), media_type=PDF)
