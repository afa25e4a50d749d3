"""Share links: make one, list them, end one. Their pages are in `routers/shared.py`."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from pydantic_core import to_json

from models.access import Role
from models.share_shapes import ShareIn, ShareOut
from operations import shares
from operations.pages import Page
from routers.answers import JSON, DocumentId
from routers.documents import WRITES, errors, lists
from routers.lists import windows
from routers.parameters import Window
from routers.policies import PolicedRoute, may
from routers.visits import Here

router = APIRouter(tags=["reports"], route_class=PolicedRoute)

SHARES = (Role.FOUNDATION, Role.ADMIN, Role.STATION_MANAGER)


@router.put(
    "/shares/{share_id}",
    status_code=201,
    response_model=ShareOut,
    responses={**errors(*WRITES), 200: {"model": ShareOut, "description": "Made already"}},
)
@may(*SHARES)
async def share_report(here: Here, request: Request, share_id: DocumentId, body: ShareIn) -> Response:
    """Share a report by a link; its address is told this once, and the report is asked anew each time."""
    await here.read(shares.try_out, body, now=here.now)
    made = await here.write(shares.share, share_id, body)
    if made.secret is None:
        return Response(to_json(made.share), 200, media_type=JSON)
    base = request.app.state.settings.public_url or str(request.base_url)
    told = made.share.model_copy(update={"url": f"{base.rstrip('/')}/s/{made.secret}"})
    return Response(to_json(told), 201, media_type=JSON)


@router.get("/shares", **lists(Page[ShareOut], 401, 403, 422))
@may(*SHARES)
async def list_shares(here: Here, request: Request, asked: Annotated[Window, Query()]) -> Response:
    """List share links, the newest first, without their addresses."""
    return await windows(here, request, asked, shares.list_shares, now=here.now)


@router.delete("/shares/{share_id}", status_code=204, responses=errors(*WRITES))
@may(*SHARES)
async def revoke_share(here: Here, share_id: DocumentId) -> None:
    """End a share link at once."""
    await here.write(shares.revoke, share_id)
