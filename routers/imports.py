"""Places from a file: look through it, load what was shown, and what its columns are."""

import asyncio

from fastapi import APIRouter, Request, Response

from models.access import Role
from models.import_shapes import ImportColumnOut, PlacesImportIn, PlacesImportOut
from operations import import_columns, import_previews
from routers.documents import WRITES, errors
from routers.policies import PolicedRoute, may
from routers.visits import Here

router = APIRouter(tags=["imports"], route_class=PolicedRoute)

CSV = "text/csv"


@router.post("/imports/points", responses=errors(*WRITES))
@may(Role.ADMIN)
async def import_points(here: Here, request: Request, body: PlacesImportIn) -> PlacesImportOut:
    """Show, row by row, what a places file would do; with `apply` and the preview's digest, do exactly that.

    All rows or none. When the network changed meanwhile, or the file is another one, nothing is loaded: 409.
    """
    facts = await here.read(import_previews.facts_for, request.app.state.geocoding)
    # A thread checks: fifteen hundred rows, or a geocoder, would keep everybody else waiting.
    checked = await asyncio.to_thread(import_previews.look_through, body, facts)
    if body.apply:
        return await here.write(import_previews.load, body, checked, facts)
    return await here.read(import_previews.preview, body, checked)


@router.get("/imports/columns", responses=errors(401, 403))
@may(Role.ADMIN)
async def list_import_columns(here: Here) -> list[ImportColumnOut]:
    """Tell the columns of a places file and what they hold, in the order of the template."""
    return import_columns.columns(here.language)


@router.get(
    "/imports/points/template.csv",
    response_class=Response,
    responses={200: {"content": {CSV: {}}}, **errors(401, 403)},
)
@may(Role.ADMIN)
async def get_import_template() -> Response:
    """Get a places file with the header alone, to be filled in."""
    headers = {"Content-Disposition": 'attachment; filename="points.csv"'}
    return Response(import_columns.template(), media_type=CSV, headers=headers)
