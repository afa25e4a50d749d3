"""Disclosure: projects, what is due, what is published. What is published is everybody's."""

import asyncio
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import Field

from models.access import Role
from models.disclosure_shapes import (
    CorrectIn,
    DisclosureOut,
    DutyOut,
    Paper,
    ProjectIn,
    ProjectNow,
    PublishedOut,
    PublishIn,
)
from models.disclosures import DutyKind, DutyStatus
from models.shapes import CodeIn, DayIn
from operations.disclosure import due, projects, publishing, queries
from operations.disclosure.open_data import as_csv
from operations.disclosure.paper_files import paper_pdf, paper_xlsx
from operations.pages import Page
from operations.rendering.files import MEDIA_TYPES
from routers.answers import JSON, DocumentId, acts, answered
from routers.documents import EDITS, GUARDED, READS, errors, lists
from routers.edits import ExpectedVersions, tagged
from routers.lists import windows
from routers.network import PlaceCode
from routers.parameters import Parameters, Window
from routers.policies import PolicedRoute, may, public
from routers.visits import Here, Visit

router = APIRouter(tags=["disclosure"], route_class=PolicedRoute)

PUBLISHES = (Role.FOUNDATION, Role.ADMIN)
SEES = (*PUBLISHES, Role.AUDITOR)
#: A version never changes; which one is the newest may.
FOR_EVER = "public, max-age=31536000, immutable"
ASK_AGAIN = "public, no-cache"
#: What is drawn from a paper for people, in the language of who asks.
DRAWN = {"xlsx": paper_xlsx, "pdf": paper_pdf}
FILES: dict[int | str, dict[str, Any]] = {
    200: {"content": {kind.partition(";")[0]: {} for kind in MEDIA_TYPES.values()}}
}

Number = Annotated[str, Path(max_length=40, examples=["D-2026-0001"])]
VersionNumber = Annotated[int, Path(ge=1, le=1_000_000)]


class DutyQuestion(Window):
    """Which duties: due until a day, inclusive, 90 days ahead when nobody says; of a state, of a kind."""

    until: DayIn | None = None
    status: DutyStatus | None = None
    duty: DutyKind | None = None


class PreviewQuestion(Parameters):
    """What would be published."""

    duty: DutyKind
    project: CodeIn | None = None
    first: DayIn
    last: DayIn


class DisclosureQuestion(Window):
    """All that is published, or what has a number."""

    number: Annotated[str, Field(max_length=40)] | None = None


class FormatQuestion(Parameters):
    """As it was published, as one CSV file, or as a file for people."""

    format: Literal["json", "csv", "xlsx", "pdf"] = "json"


@router.put("/projects/{code}", responses=errors(*EDITS))
@may(*PUBLISHES)
async def put_project(
    here: Here, response: Response, expected: ExpectedVersions, code: PlaceCode, body: ProjectIn
) -> ProjectNow:
    """Register a fundraising, project or emergency, or say when it ends."""
    return tagged(response, await here.write(projects.put_project, code, body, expected))


@router.get("/projects/{code}", responses=errors(*GUARDED))
@may(*SEES)
async def get_project(here: Here, response: Response, code: PlaceCode) -> ProjectNow:
    """Show a project."""
    return tagged(response, await here.read(projects.get_project, code))


@router.get("/projects", **lists(Page[ProjectNow], 401, 403, 422))
@may(*SEES)
async def list_projects(here: Here, request: Request, asked: Annotated[Window, Query()]) -> Response:
    """List projects in order of code."""
    return await windows(here, request, asked, projects.list_projects)


@router.get("/disclosures/due", **lists(Page[DutyOut], 401, 403, 422))
@may(*SEES)
async def list_due(here: Here, request: Request, asked: Annotated[DutyQuestion, Query()]) -> Response:
    """List what the law asks to be published, by the day it is due, and what was."""
    wanted = {"until": asked.until, "status": asked.status, "duty": asked.duty}
    return await windows(here, request, asked, due.list_due, **wanted, now=here.now)


@router.get("/disclosures/preview", responses=errors(*GUARDED))
@may(*SEES)
async def preview_disclosure(here: Here, asked: Annotated[PreviewQuestion, Query()]) -> Paper:
    """Show what would be published now; of what is published already, what would change."""
    return await here.read(queries.preview, asked.duty, asked.project, asked.first, asked.last, now=here.now)


@router.put("/disclosures/{disclosure}", **acts(PublishedOut))
@may(*PUBLISHES)
async def publish_disclosure(here: Here, disclosure: DocumentId, body: PublishIn) -> Response:
    """Publish what a duty asks for, before a second person; from now on it stays as it is."""
    return answered(await here.write(publishing.publish, disclosure, body))


@router.post("/disclosures/{disclosure}/versions", **acts(PublishedOut))
@may(*PUBLISHES)
async def correct_disclosure(here: Here, disclosure: DocumentId, body: CorrectIn) -> Response:
    """Correct what is published by a new version, with its reason and everything that changed."""
    return answered(await here.write(publishing.correct, disclosure, body))


@router.get("/disclosures", **lists(Page[DisclosureOut], *READS))
@public
async def list_disclosures(
    here: Here, request: Request, asked: Annotated[DisclosureQuestion, Query()]
) -> Response:
    """List what is published, the newest first, with every version; `number` asks for one."""
    return await windows(here, request, asked, queries.list_disclosures, number=asked.number)


@router.get("/disclosures/{disclosure}", response_model=Paper, responses={**FILES, **errors(404, *READS)})
@public
async def get_disclosure(
    here: Here, request: Request, disclosure: Number, asked: Annotated[FormatQuestion, Query()]
) -> Response:
    """Show the newest version of what is published, byte by byte as it was published, or as a file."""
    found = await here.read(queries.read_version, disclosure, None)
    return await _told(here, request, found, asked.format, ASK_AGAIN)


@router.get(
    "/disclosures/{disclosure}/versions/{n}",
    response_model=Paper,
    responses={**FILES, **errors(404, *READS)},
)
@public
async def get_disclosure_version(
    here: Here,
    request: Request,
    disclosure: Number,
    n: VersionNumber,
    asked: Annotated[FormatQuestion, Query()],
) -> Response:
    """Show a version, byte by byte as it was published, or as a file."""
    found = await here.read(queries.read_version, disclosure, n)
    return await _told(here, request, found, asked.format, FOR_EVER)


async def _told(here: Visit, request: Request, found: queries.Frozen, form: str, cache: str) -> Response:
    if form not in DRAWN:
        return _frozen(request, found, form, cache)
    paper = found.paper
    # A workbook or a PDF takes a while: a thread draws it, and others are answered meanwhile.
    content = await asyncio.to_thread(DRAWN[form], paper, here.language)
    named = f'attachment; filename="{paper.number}-v{paper.version}.{form}"'
    headers = {"Content-Disposition": named, "Cache-Control": ASK_AGAIN}
    return Response(content, headers=headers, media_type=MEDIA_TYPES[form])


def _frozen(request: Request, found: queries.Frozen, form: str, cache: str) -> Response:
    """Return a version under its own SHA-256; who has it already is told so."""
    tag = f'"{found.sha256}"' if form == "json" else f'"{found.sha256}-csv"'
    headers = {"ETag": tag, "Cache-Control": cache}
    if tag in [part.strip() for part in request.headers.get("if-none-match", "").split(",")]:
        return Response(status_code=304, headers=headers)
    if form == "json":
        return Response(found.content, headers=headers, media_type=JSON)
    paper = found.paper
    named = f'attachment; filename="{paper.number}-v{paper.version}.csv"'
    file = {**headers, "Content-Disposition": named}
    return Response(as_csv(paper), headers=file, media_type=MEDIA_TYPES["csv"])
