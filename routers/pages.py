"""The few pages the server draws itself: where to begin, and the first administrator's link."""

from importlib import resources
from typing import Annotated

from fastapi import APIRouter, Path, Request, Response
from jinja2 import Environment, FunctionLoader, StrictUndefined

from models.access import Language, TokenOut
from models.identifiers import show_code, tidy
from operations import access, network_views
from operations.errors import NotFound
from routers.policies import PolicedRoute, public
from routers.visits import Here

router = APIRouter(include_in_schema=False, route_class=PolicedRoute)

_PAGE_POLICY = (
    "default-src 'none'; style-src 'self' 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'"
)
_TEMPLATES = Environment(
    loader=FunctionLoader(
        lambda name: resources.files("routers").joinpath("templates", name).read_text(encoding="utf-8")
    ),
    autoescape=True,
    undefined=StrictUndefined,
)


@router.get("/")
@public
async def show_start(here: Here, request: Request) -> Response:
    """Show what this is, what the network holds, and where programs begin."""
    counts = network_views.counts(await here.network(), here.language)
    return draw("start.html", here.language, counts=counts, address=str(request.base_url).rstrip("/"))


@router.get("/first-admin/{secret}")
@public
async def show_first_admin(here: Here, secret: Annotated[str, Path(max_length=64)]) -> Response:
    """Ask before the link is used up: previews of links must not become administrators."""
    return draw("first_admin.html", here.language, secret=secret, token=None, spent=False)


@router.post("/first-admin/{secret}")
@public
async def take_first_admin(here: Here, secret: Annotated[str, Path(max_length=64)]) -> Response:
    """Turn the one-time link into an administrator's token, shown this once."""
    token: TokenOut | None = None
    try:
        token = await here.write(access.become_admin, secret)
    except NotFound:
        return draw("first_admin.html", here.language, status=404, secret=secret, token=None, spent=True)
    return draw("first_admin.html", here.language, secret=secret, token=token, spent=False)


@router.get("/b/{label}")
@router.get("/B/{label}")
@public
async def show_bag(here: Here, label: Annotated[str, Path(max_length=40)]) -> Response:
    """Say what a bag is to whoever scans its label; what is in it is for staff.

    A label's QR is in capitals, hence both spellings. The page is the same for every label: it tells
    nobody which labels are in use.
    """
    return draw("bag.html", here.language, label=show_code(tidy(label)))


def draw(template: str, language: Language, *, status: int = 200, **values: object) -> Response:
    """Return a page that the server draws, without anything that a browser would run."""
    content = _TEMPLATES.get_template(template).render(zh=language == "zh", **values)
    headers = {
        "Content-Security-Policy": _PAGE_POLICY,
        "Vary": "Accept-Language",
        "Content-Language": language,
    }
    return Response(content, status, headers, "text/html; charset=utf-8")
