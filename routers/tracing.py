"""The trace: for a donor by code, coarse and public; for staff as a graph, both ways."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic_core import to_json

from models.access import Role
from models.shapes import CodeIn
from models.trace import GraphOut, MovementRow, TraceOut
from operations.pages import Page
from operations.tracing import gifts, graphs, movements
from routers.answers import JSON, DocumentId, Typed
from routers.documents import GUARDED, READS, errors, lists
from routers.lists import windows
from routers.network import PlaceCode
from routers.parameters import DetailQuestion, GraphQuestion, Window
from routers.policies import PolicedRoute, may, public
from routers.rates import Rates
from routers.stock import SEES
from routers.visits import Here

router = APIRouter(tags=["trace"], route_class=PolicedRoute)


class MovementQuestion(Window):
    """Whose movements: of a lot that was in sight, or all at the caller's places."""

    lot: CodeIn | None = None


@router.get("/trace/{tracking_code}", responses=errors(404, *READS))
@public
async def trace_gift(
    here: Here, request: Request, tracking_code: Annotated[str, Path(max_length=60)]
) -> TraceOut:
    """Show what became of a gift, by its tracking code or its receipt's id. Public, no personal data."""
    rates: Rates = request.app.state.rates
    # An unknown id counts as well: nobody could guess one, but one rule leaves no door beside the limit.
    with rates.trace.counting_misses(here.visitor.address):
        return await here.read(gifts.trace, tracking_code)


@router.get("/intakes/{intake_id}/graph", response_model=GraphOut, responses=errors(*GUARDED))
@may(*SEES)
async def get_intake_graph(here: Here, intake_id: DocumentId) -> Response:
    """Show where the goods of an intake went, to the recipients."""
    return Response(to_json(await here.read(graphs.intake_graph, intake_id)), media_type=JSON)


@router.get("/lots/{lot}/graph", response_model=GraphOut, responses=errors(*GUARDED))
@may(*SEES)
async def get_lot_graph(here: Here, lot: Typed, asked: Annotated[GraphQuestion, Query()]) -> Response:
    """Show where a lot came from, or where it went."""
    return Response(to_json(await here.read(graphs.lot_graph, lot, asked.direction)), media_type=JSON)


@router.get("/recipients/{code}/graph", response_model=GraphOut, responses=errors(*GUARDED))
@may(Role.FOUNDATION, Role.ADMIN, Role.AUDITOR)
async def get_recipient_graph(
    here: Here, code: PlaceCode, asked: Annotated[DetailQuestion, Query()]
) -> Response:
    """Show the points everything a recipient was given came from; with `detail`, all that lies between."""
    found = await here.read(graphs.recipient_graph, code, detail=asked.detail)
    return Response(to_json(found), media_type=JSON)


@router.get("/movements", **lists(Page[MovementRow], *GUARDED))
@may(*SEES)
async def list_movements(
    here: Here, request: Request, asked: Annotated[MovementQuestion, Query()]
) -> Response:
    """List what moved from where to where, by whom and why, the newest first: of a lot, its whole history."""
    return await windows(here, request, asked, movements.list_movements, lot=asked.lot)
