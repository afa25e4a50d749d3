"""Conflicts: what contradicts what on record, and how that is settled."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from pydantic_core import to_json

from models.access import Role
from models.conflict_shapes import ConflictOut, ConflictRow, SettleIn
from models.conflicts import ConflictKind, ConflictStatus
from models.shapes import CodeIn
from operations.conflicts import queries, settling
from operations.pages import Page
from routers.answers import JSON, DocumentId, acts
from routers.documents import GUARDED, errors, lists
from routers.lists import windows
from routers.parameters import Window
from routers.policies import PolicedRoute, may
from routers.visits import Here

router = APIRouter(tags=["conflicts"], route_class=PolicedRoute)

STORES = (Role.STATION_MANAGER, Role.WAREHOUSE_MANAGER, Role.ADMIN)


class ConflictQuestion(Window):
    """Which conflicts: at a place, open or settled, of a kind."""

    place: CodeIn | None = None
    status: ConflictStatus | None = None
    kind: ConflictKind | None = None


@router.get("/conflicts", **lists(Page[ConflictRow], *GUARDED))
@may(*STORES, Role.FOUNDATION, Role.AUDITOR)
async def list_conflicts(
    here: Here, request: Request, asked: Annotated[ConflictQuestion, Query()]
) -> Response:
    """List what contradicts what on record at the caller's places, the newest first."""
    wanted = {"place": asked.place, "status": asked.status, "kind": asked.kind}
    return await windows(here, request, asked, queries.list_conflicts, **wanted)


@router.get("/conflicts/{conflict_id}", responses=errors(*GUARDED))
@may(*STORES, Role.FOUNDATION, Role.AUDITOR)
async def get_conflict(here: Here, conflict_id: DocumentId) -> ConflictOut:
    """Show both sides of a conflict, who recorded each and when, and the ways out."""
    return await here.read(queries.show_conflict, conflict_id)


@router.post("/conflicts/{conflict_id}/settle", **acts(ConflictOut))
@may(*STORES)
async def settle_conflict(here: Here, conflict_id: DocumentId, body: SettleIn) -> Response:
    """Settle a conflict by keeping what is on record or by a linked correction, or ask about it."""
    settled = await here.write(settling.settle, conflict_id, body)
    return Response(to_json(settled.conflict), 201 if settled.created else 200, media_type=JSON)
