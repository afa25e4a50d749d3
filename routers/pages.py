"""The few pages the server draws itself: what this is, the first administrator's link, a found bag."""

from typing import Annotated

from fastapi import APIRouter, Path, Request, Response

from models.access import TokenOut
from models.identifiers import show_code, tidy
from operations import access, network_views
from operations.errors import NotFound
from routers.drawn import PageRoute, draw
from routers.policies import public
from routers.visits import Here

router = APIRouter(include_in_schema=False, route_class=PageRoute)


@router.get("/about")
@public
async def show_start(here: Here, request: Request) -> Response:
    """Show what this is, what the network holds, and where programs begin."""
    counts = network_views.counts(await here.network(), here.language)
    return draw(request, "start.html", counts=counts, address=str(request.base_url).rstrip("/"))


@router.get("/first-admin/{secret}")
@public
async def show_first_admin(request: Request, secret: Annotated[str, Path(max_length=64)]) -> Response:
    """Ask before the link is used up: previews of links must not become administrators."""
    return draw(request, "first_admin.html", secret=secret, token=None, spent=False)


@router.post("/first-admin/{secret}")
@public
async def take_first_admin(
    here: Here, request: Request, secret: Annotated[str, Path(max_length=64)]
) -> Response:
    """Turn the one-time link into an administrator's token, shown this once."""
    token: TokenOut | None = None
    try:
        token = await here.write(access.become_admin, secret)
    except NotFound:
        return draw(request, "first_admin.html", status=404, secret=secret, token=None, spent=True)
    return draw(request, "first_admin.html", secret=secret, token=token, spent=False)


@router.get("/b/{label}")
@router.get("/B/{label}")
@public
async def show_bag(request: Request, label: Annotated[str, Path(max_length=40)]) -> Response:
    """Say what a bag is to whoever scans its label; what is in it is for staff.

    A label's QR is in capitals, hence both spellings. The page is the same for every label: it tells
    nobody which labels are in use.
    """
    return draw(request, "bag.html", label=show_code(tidy(label)))
