"""Reports: what is offered, each as JSON or a file, and the movements behind a cell."""

import asyncio
from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query, Response
from pydantic import Field
from pydantic_core import to_json
from starlette.responses import StreamingResponse

from models.access import Role
from models.report_shapes import AskedOfReport, FlowsOut, OfferedReport, ReportOut, words_of
from models.shapes import Line
from operations.rendering.answers import as_answer
from operations.rendering.files import MEDIA_TYPES, file_name, rendered
from operations.rendering.flow_links import flow_links
from operations.reports import asking, movements, offering
from routers.answers import JSON
from routers.documents import GUARDED, errors
from routers.parameters import Parameters, YesNo
from routers.policies import PolicedRoute, may
from routers.visits import Here

router = APIRouter(tags=["reports"], route_class=PolicedRoute)

ASKS = (Role.FOUNDATION, Role.ADMIN, Role.AUDITOR, Role.STATION_MANAGER, Role.WAREHOUSE_MANAGER)
Format = Literal["json", "csv", "hxl", "xlsx", "pdf"]
ReportName = Annotated[str, Path(pattern=r"^[a-z]{1,40}$", examples=["distribution"])]
#: What a report is but JSON.
FILES = sorted({kind.partition(";")[0] for kind in MEDIA_TYPES.values()})


class CellQuestion(Parameters, AskedOfReport):
    """Which days, both inclusive, and what the report is limited to."""

    tracking_code: Line | None = None
    phone: Line | None = None


class ReportQuestion(CellQuestion):
    """Which days, by which words, in which form; `bom=false` is for machines, `titles` for people."""

    by: Annotated[
        Line | None, Field(description="words, separated by commas", examples=["month,category"])
    ] = None
    format: Format = "json"
    bom: YesNo = True
    titles: YesNo = False


@router.get("/reports", responses=errors(401, 403))
@may(*ASKS)
async def list_reports(here: Here) -> list[OfferedReport]:
    """List the reports that the caller may ask for: their words, how they are grouped, limited and drawn."""
    return await here.read(offering.list_offered, now=here.now)


@router.get(
    "/reports/{name}",
    response_model=ReportOut,
    responses={200: {"content": {kind: {} for kind in FILES}}, **errors(*GUARDED)},
)
@may(*ASKS)
async def get_report(here: Here, name: ReportName, asked: Annotated[ReportQuestion, Query()]) -> Response:
    """Get a report: the same figures as JSON, CSV, CSV with HXL hashtags, XLSX or PDF."""
    made = await here.read(
        asking.report,
        name,
        first=asked.first,
        last=asked.last,
        words=words_of(asked.by),
        filters=asked.filters(),
        now=here.now,
    )
    if asked.format == "json":
        return Response(to_json(as_answer(made, here.language)), media_type=JSON)
    # A workbook or a PDF takes a while: a thread draws it, and others are answered meanwhile.
    content = await asyncio.to_thread(
        rendered, made, asked.format, here.language, bom=asked.bom, titles=asked.titles
    )
    name_ = file_name(name, made.first, made.last, asked.format)
    return Response(content, headers=_named(name_), media_type=MEDIA_TYPES[asked.format])


@router.get("/reports/{name}/flows", responses=errors(*GUARDED))
@may(*ASKS)
async def get_report_flows(here: Here, name: ReportName, asked: Annotated[CellQuestion, Query()]) -> FlowsOut:
    """Get a report of flows as nodes and links, as the PDF draws them; what flowed back is apart."""
    cell = movements.Cell(name, asked.first, asked.last, asked.filters())
    return await here.read(flow_links, cell, now=here.now)


@router.get(
    "/reports/{name}/movements",
    response_class=Response,
    responses={200: {"content": {"text/csv": {}}}, **errors(*GUARDED, 503)},
)
@may(*ASKS)
async def get_report_movements(
    here: Here, name: ReportName, asked: Annotated[CellQuestion, Query()]
) -> Response:
    """Get the movements behind a cell as CSV, however many they are; they sum to the cell."""
    cell = movements.Cell(name, asked.first, asked.last, asked.filters())
    parts = await here.store.stream(movements.as_csv, cell, now=here.now, by=here.caller)
    headers = _named(f"jiujin-{name}-movements.csv")
    return StreamingResponse(parts, headers=headers, media_type=MEDIA_TYPES["csv"])


def _named(name: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{name}"'}
