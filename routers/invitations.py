"""Invitations: make, list, take back, and look at one before taking it up."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from models.access import Role
from models.invitation_shapes import InvitationIn, InvitationOut, InvitationRow, InvitedIn, InvitedOut
from operations import invitations
from operations.pages import Page
from routers.answers import DocumentId
from routers.documents import WRITES, errors, lists
from routers.lists import windows
from routers.parameters import Window
from routers.policies import PolicedRoute, may, public
from routers.rates import Rates
from routers.visits import Here

router = APIRouter(tags=["access"], route_class=PolicedRoute)


@router.put("/invitations/{invitation_id}", responses=errors(*WRITES))
@may(Role.ADMIN, Role.STATION_MANAGER)
async def invite(
    here: Here, request: Request, invitation_id: DocumentId, body: InvitationIn
) -> InvitationOut:
    """Invite somebody to a role; the secret is shown this once. Managers invite to their own places."""
    address = request.app.state.settings.public_url or str(request.base_url)
    return await here.write(invitations.invite, invitation_id, body, address)


@router.get("/invitations", **lists(Page[InvitationRow], 401, 403, 422))
@may(Role.ADMIN, Role.AUDITOR, Role.STATION_MANAGER)
async def list_invitations(here: Here, request: Request, asked: Annotated[Window, Query()]) -> Response:
    """List invitations, newest first, without their secrets; managers see those to their own places."""
    return await windows(here, request, asked, invitations.list_invitations, now=here.now)


@router.delete("/invitations/{invitation_id}", status_code=204, responses=errors(*WRITES))
@may(Role.ADMIN, Role.STATION_MANAGER)
async def revoke_invitation(here: Here, invitation_id: DocumentId) -> None:
    """Take an invitation back at once; of one that was taken up, the token is revoked instead: 409."""
    await here.write(invitations.revoke, invitation_id)


@router.post("/join/invited", responses=errors(404, 413, 422, 429))
@public
async def see_invitation(here: Here, request: Request, body: InvitedIn) -> InvitedOut:
    """Show what an invitation is to, before anybody takes it up by `POST /join`. Misses are rate limited."""
    rates: Rates = request.app.state.rates
    with rates.join.counting_misses(here.visitor.address):
        return await here.read(invitations.see, body, now=here.now)
