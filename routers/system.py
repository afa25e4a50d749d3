"""The service itself: how all is, checks of the ledger, backups."""

import asyncio
from typing import Annotated

from fastapi import APIRouter, Path, Request
from starlette.responses import FileResponse, Response

from models.access import Role
from models.keeping import JobKind
from models.keeping_shapes import BackupOut, JobIn, JobOut, StreamsOut, SystemOut
from operations import keeping, network_views
from operations.errors import NotFound
from routers.answers import DocumentId
from routers.documents import GUARDED, WRITES, errors
from routers.feeds import Feed
from routers.policies import PolicedRoute, may
from routers.visits import Here

router = APIRouter(tags=["system"], route_class=PolicedRoute)

ZIP = "application/zip"
BackupName = Annotated[str, Path(max_length=60, examples=["jiujin-20261125T010000Z-5f70bf.zip"])]


@router.get("/system", responses=errors(401, 403))
@may(Role.ADMIN)
async def get_system(here: Here, request: Request) -> SystemOut:
    """Show the state of the service: database, disk, settings (masked), jobs, the last check, backups."""
    machine = await asyncio.to_thread(request.app.state.machine.facts, here.now)
    checks = await network_views.readiness(here.store, here.caller, here.now)
    feed: Feed = request.app.state.feed
    streams = StreamsOut(open=len(feed), most=request.app.state.settings.listeners_max)
    return await here.read(keeping.overview, machine, checks, streams, now=here.now)


@router.post("/system/checks", status_code=202, responses=errors(*WRITES))
@may(Role.ADMIN)
async def request_check(here: Here, request: Request, body: JobIn) -> JobOut:
    """Have every invariant of the ledger proven, apart from everything else; ask the job how far it is."""
    asked = await here.write(keeping.ask, JobKind.CHECK, body)
    request.app.state.keeper.wake()
    return asked


@router.post("/system/backups", status_code=202, responses=errors(*WRITES))
@may(Role.ADMIN)
async def request_backup(here: Here, request: Request, body: JobIn) -> JobOut:
    """Have a backup made while the service runs, and read back whole; ask the job how far it is."""
    asked = await here.write(keeping.ask, JobKind.BACKUP, body)
    request.app.state.keeper.wake()
    return asked


@router.get("/system/jobs/{job_id}", responses=errors(*GUARDED))
@may(Role.ADMIN)
async def get_system_job(here: Here, job_id: DocumentId) -> JobOut:
    """Show how far a check or backup is, and what came of it."""
    return await here.read(keeping.get_job, job_id, now=here.now)


@router.post("/system/jobs/{job_id}/cancel", responses=errors(*WRITES))
@may(Role.ADMIN)
async def cancel_system_job(here: Here, job_id: DocumentId) -> JobOut:
    """Cancel a check or backup: it ends at its next step, and nothing comes of it."""
    return await here.write(keeping.cancel, job_id)


@router.post("/system/backups/{name}/verify", responses=errors(*WRITES))
@may(Role.ADMIN)
async def verify_backup(here: Here, request: Request, name: BackupName) -> BackupOut:
    """Read a backup through once more; `verified` says whether it is still what was made, byte by byte."""
    proven: BackupOut | None = await asyncio.to_thread(request.app.state.machine.prove, name)
    if proven is None:
        raise NotFound
    await here.write(keeping.note_proof, name, proven.verified)
    return proven


@router.get(
    "/system/backups/{name}",
    response_class=Response,
    responses={200: {"content": {ZIP: {}}}, **errors(*GUARDED)},
)
@may(Role.ADMIN)
async def get_backup_file(here: Here, request: Request, name: BackupName) -> Response:
    """Fetch a backup; that it was fetched is noted. The secret key is not in it."""
    path = await asyncio.to_thread(request.app.state.machine.backup, name)
    if path is None:
        raise NotFound
    await here.write(keeping.note_download, name)
    return FileResponse(path, media_type=ZIP, filename=name)
