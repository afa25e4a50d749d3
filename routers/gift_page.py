"""The donor's page: what became of a gift, for everybody who has its receipt. No personal data."""

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse

from operations.errors import Fault, Miscoded, NotFound, TooMany
from operations.tracing import gifts
from routers.drawn import PageRoute, chosen_language, draw, link
from routers.gift_reading import GiftReading
from routers.policies import public
from routers.problems import STATUS
from routers.rates import Rates
from routers.visits import Here
from routers.wording import sentence

router = APIRouter(include_in_schema=False, route_class=PageRoute)

_UNSENT = "not_sent_yet"
#: More characters than any code has; what is longer was pasted by mistake.
_SHOWN_MAX = 60


@router.get("/t")
@router.get("/T")
@public
async def find_gift(request: Request, code: Annotated[str, Query()] = "") -> Response:
    """Lead to the gift with the code that was typed, or ask for one."""
    wanted = _last_part(code)
    if not wanted:
        return draw(request, "gift.html", state="ask", gift=None, typed="", fault=None)
    return RedirectResponse(link(f"/t/{quote(wanted, safe='')}", chosen_language(request)), 303)


@router.get("/t/{code}")
@router.get("/T/{code}")
@public
async def show_gift(here: Here, request: Request, code: str) -> Response:
    """Show what became of a gift, by its tracking code or its receipt's id.

    A receipt's QR is in capitals, hence both spellings. Misses count as those of the trace do.
    """
    rates: Rates = request.app.state.rates
    try:
        with rates.trace.counting_misses(here.visitor.address):
            seen = await here.read(gifts.see, code)
    except TooMany as refused:
        again = {"Retry-After": str(refused.retry_after_s)}
        fault = Fault("", refused.code, refused.values)
        return _missed(here, request, code, fault, STATUS[refused.code], again)
    except (Miscoded, NotFound) as refused:
        return _missed(here, request, code, refused.faults[0], STATUS[refused.code])
    reading = GiftReading(seen, here.language)
    return draw(request, "gift.html", state=reading.state, gift=reading, typed="", fault=None)


def _missed(
    here: Here,
    request: Request,
    code: str,
    fault: Fault,
    status: int,
    headers: dict[str, str] | None = None,
) -> Response:
    """Say that the phone has not sent it yet, or what is wrong with a code, which can be typed again."""
    unsent = fault.code == _UNSENT
    return draw(
        request,
        "gift.html",
        status=status,
        headers=headers,
        state="unsent" if unsent else "wrong",
        gift=None,
        typed="" if unsent else code[:_SHOWN_MAX],
        fault=sentence(fault.code, here.language, fault.values),
    )


def _last_part(typed: str) -> str:
    """Return the code of what was typed; somebody may paste the whole address of a receipt."""
    return typed.strip().split("?")[0].rstrip("/").rsplit("/", 1)[-1].strip()[:_SHOWN_MAX]
