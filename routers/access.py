"""Joining, tokens and posters."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response

from models.access import JoinIn, PosterOut, Role, TokenIn, TokenOut, TokenRow
from models.network import PlaceOut
from operations import access, invitations
from operations.pages import Page
from routers.documents import GUARDED, READS, WRITES, errors, lists
from routers.lists import windows
from routers.network import PlaceCode
from routers.parameters import TokenQuestion
from routers.policies import PolicedRoute, may, public
from routers.rates import Rates
from routers.visits import Here

router = APIRouter(tags=["access"], route_class=PolicedRoute)

TokenId = Annotated[int, Path(ge=1, le=2**62)]


@router.post("/join", status_code=201, responses=errors(404, 409, 422, 429, 503))
@public
async def join_point(here: Here, request: Request, body: JoinIn) -> TokenOut:
    """Join by an invitation's secret, or as a volunteer by the code on a point's poster; rate limited."""
    rates: Rates = request.app.state.rates
    rates.join.check(here.visitor.address)
    rates.join.count(here.visitor.address)
    return await here.write(invitations.join, body)


@router.get("/join/{code}", responses=errors(404, *READS))
@public
async def preview_join(
    here: Here, request: Request, code: Annotated[str, Path(max_length=60, examples=["1WDE4K"])]
) -> PlaceOut:
    """Show the point whose poster carries the code, before anybody joins it. Misses are rate limited."""
    rates: Rates = request.app.state.rates
    with rates.join.counting_misses(here.visitor.address):
        return await here.read(access.see_point, code)


@router.post("/tokens", status_code=201, responses=errors(*WRITES))
@may(Role.ADMIN)
async def issue_token(here: Here, body: TokenIn) -> TokenOut:
    """Issue a token for a role and place; it is shown this once."""
    return await here.write(access.issue, body)


@router.get("/tokens", **lists(Page[TokenRow], 401, 403, 422))
@may(Role.ADMIN, Role.AUDITOR)
async def list_tokens(here: Here, request: Request, asked: Annotated[TokenQuestion, Query()]) -> Response:
    """List tokens, newest first, without their secrets; only those of a role, or bound to a place."""
    return await windows(here, request, asked, access.list_tokens, asked.role, asked.place)


@router.delete("/tokens/{token_id}", status_code=204, responses=errors(*WRITES))
@may(Role.ADMIN)
async def revoke_token(here: Here, token_id: TokenId) -> None:
    """Revoke a token at once."""
    await here.write(access.revoke, token_id)


@router.get("/points/{code}/poster", responses=errors(*GUARDED))
@may(Role.ADMIN, Role.FOUNDATION)
async def get_poster(here: Here, code: PlaceCode) -> PosterOut:
    """Show the code on a point's poster."""
    return await here.read(access.poster, code)


@router.post("/points/{code}/poster", status_code=201, responses=errors(*WRITES))
@may(Role.ADMIN, Role.FOUNDATION)
async def renew_poster(here: Here, code: PlaceCode) -> PosterOut:
    """Give a point a new poster code; the old poster lets nobody in any more."""
    return await here.write(access.renew_poster, code)
