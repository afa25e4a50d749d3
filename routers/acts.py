"""What people did."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from pydantic import Field

from models.acts import ActKind
from models.shapes import CodeIn, InstantIn
from models.work_shapes import ActRow
from operations.lists import acts
from operations.pages import Page
from routers.documents import GUARDED, lists
from routers.lists import windows
from routers.parameters import Window
from routers.policies import ALL_ROLES, PolicedRoute, may
from routers.visits import Here

router = APIRouter(tags=["acts"], route_class=PolicedRoute)


class ActQuestion(Window):
    """Which acts: at a place, about a document or code, of a kind, recorded in [since, until)."""

    place: CodeIn | None = None
    subject: Annotated[str, Field(min_length=1, max_length=60)] | None = None
    kind: ActKind | None = None
    since: InstantIn | None = None
    until: InstantIn | None = None

    def wanted(self) -> acts.ActsWanted:
        """Return what the acts must satisfy."""
        return acts.ActsWanted(self.place, self.subject, self.kind, self.since, self.until)


@router.get("/acts", **lists(Page[ActRow], *GUARDED))
@may(*ALL_ROLES)
async def list_acts(here: Here, request: Request, asked: Annotated[ActQuestion, Query()]) -> Response:
    """List what people did, the newest record first: at the caller's place and the points it serves."""
    return await windows(here, request, asked, acts.list_acts, asked.wanted())
