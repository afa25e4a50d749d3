"""Exports that take long: ask, watch, cancel, fetch."""

from fastapi import APIRouter, Request, Response
from starlette.responses import FileResponse

from models.export_shapes import ExportIn, ExportOut
from models.exports import ExportStatus
from operations import exports
from operations.errors import Conflict, Fault, NotFound
from operations.rendering.files import MEDIA_TYPES, file_name
from routers.answers import DocumentId
from routers.documents import GUARDED, WRITES, errors
from routers.policies import PolicedRoute, may
from routers.reports import ASKS, FILES
from routers.visits import Here

router = APIRouter(tags=["exports"], route_class=PolicedRoute)


@router.put("/exports/{export_id}", status_code=202, responses=errors(*WRITES))
@may(*ASKS)
async def request_export(here: Here, request: Request, export_id: DocumentId, body: ExportIn) -> ExportOut:
    """Ask for an export; it is made apart from everything else, and the same call says how far it is."""
    asked = await here.write(exports.request, export_id, body)
    request.app.state.exporter.wake()
    return asked


@router.get("/exports/{export_id}", responses=errors(*GUARDED))
@may(*ASKS)
async def get_export(here: Here, export_id: DocumentId) -> ExportOut:
    """Show how far an export is."""
    return await here.read(exports.get_export, export_id, now=here.now)


@router.get("/exports", responses=errors(401, 403))
@may(*ASKS)
async def list_exports(here: Here) -> list[ExportOut]:
    """List the caller's exports of the last week, the newest first."""
    return await here.read(exports.list_exports, now=here.now)


@router.post("/exports/{export_id}/cancel", responses=errors(*WRITES))
@may(*ASKS)
async def cancel_export(here: Here, export_id: DocumentId) -> ExportOut:
    """Cancel an export; one that has ended stays as it is."""
    return await here.write(exports.cancel, export_id)


@router.get(
    "/exports/{export_id}/file",
    response_class=Response,
    responses={200: {"content": {kind: {} for kind in FILES}}, **errors(*GUARDED, 409)},
)
@may(*ASKS)
async def get_export_file(here: Here, request: Request, export_id: DocumentId) -> Response:
    """Fetch the file of an export that is done; it is kept for a week."""
    export = await here.read(exports.get_export, export_id, now=here.now)
    if export.status is not ExportStatus.DONE:
        raise Conflict(Fault("", "export_not_done", {"status": export.status}))
    path = request.app.state.settings.data_dir / "exports" / str(export_id)
    if not path.exists():
        raise NotFound
    name = file_name(export.report, export.asked_at.date(), export_id, export.format)
    return FileResponse(path, media_type=MEDIA_TYPES[export.format], filename=name)
