"""What a share link leads to: a report as a page that needs nothing but a browser, and its files."""

import asyncio
from contextlib import suppress
from typing import Annotated, Literal

from fastapi import APIRouter, Path, Request, Response

from models.clock import SHANGHAI
from models.engines import StoreBusy
from operations import shares
from operations.errors import NotFound, Refusal, TooMany
from operations.rendering.files import MEDIA_TYPES, file_name, rendered
from operations.rendering.screens import screen_of
from routers.drawn import PageRoute, draw
from routers.policies import public
from routers.problems import STATUS
from routers.rates import Rates
from routers.visits import Here

router = APIRouter(prefix="/s", include_in_schema=False, route_class=PageRoute)

Secret = Annotated[str, Path(max_length=64)]
#: The page says so itself; this says it of the files as well.
_UNLISTED = {"X-Robots-Tag": "noindex, nofollow"}


@router.get("/{secret}.{form}")
@public
async def get_shared_file(
    here: Here, request: Request, secret: Secret, form: Literal["csv", "xlsx", "pdf"]
) -> Response:
    """Give a shared report as a file: the same that whoever shared it would get."""
    seen = await _seen(here, request, secret)
    if isinstance(seen, Response):
        return seen
    content = await asyncio.to_thread(rendered, seen.report, form, here.language)
    name = file_name(seen.report.name, seen.report.first, seen.report.last, form)
    said = {"Content-Disposition": f'attachment; filename="{name}"', **_UNLISTED}
    return Response(content, headers=said, media_type=MEDIA_TYPES[form])


@router.get("/{secret}")
@public
async def show_shared(here: Here, request: Request, secret: Secret) -> Response:
    """Show a shared report: its sentence, picture and table as they are now."""
    seen = await _seen(here, request, secret)
    if isinstance(seen, Response):
        return seen
    screen = await asyncio.to_thread(screen_of, seen.report, here.language)
    with suppress(StoreBusy):
        # A page that can be read is worth more than that it is counted.
        await here.write(shares.count_opening, seen.id)
    until = seen.expires_at.astimezone(SHANGHAI)
    return draw(
        request, "shared.html", headers=_UNLISTED, seen=seen, screen=screen, secret=secret, until=until
    )


async def _seen(here: Here, request: Request, secret: str) -> shares.Seen | Response:
    """Return what a link shows, or the one page for all links that show nothing."""
    rates: Rates = request.app.state.rates
    try:
        with rates.share.counting_misses(here.visitor.address):
            return await here.read(shares.see, secret, now=here.now)
    except TooMany as refused:
        return _missed(request, refused, {"Retry-After": str(refused.retry_after_s)})
    except NotFound as refused:
        return _missed(request, refused, {})


def _missed(request: Request, refused: Refusal, headers: dict[str, str]) -> Response:
    status = STATUS[refused.code]
    return draw(
        request,
        "not_shared.html",
        status=status,
        headers={**headers, **_UNLISTED},
        busy=isinstance(refused, TooMany),
    )
