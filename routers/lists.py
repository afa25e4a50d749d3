"""Answer lists: the body says `next_cursor`, the Link header says the same to programs (RFC 8288)."""

from typing import TypeVar
from urllib.parse import urlencode

from fastapi import Request
from pydantic import BaseModel
from pydantic_core import to_json
from starlette.responses import Response

from operations.pages import Page
from operations.places import Found

T = TypeVar("T")


def listed(request: Request, page: Page[T]) -> Response:
    """Return a page as JSON with the Link to the next one.

    The page is written as it is: validating our own shapes once more would cost as much as
    everything else of the answer.
    """
    return Response(to_json(page), 200, _link(request, page.next_cursor), "application/json")


def linked(
    request: Request, body: BaseModel, cursor: str | None, media_type: str = "application/json"
) -> Response:
    """Return a window that carries more than its items, with the Link to the next one."""
    return Response(to_json(body), 200, _link(request, cursor), media_type)


def listed_near(request: Request, page: Page[Found]) -> Response:
    """Return points with their metres: each point's JSON was written when the network was loaded.

    Making ten shapes anew for every question would cost more than finding the ten nearest.
    """
    items = b",".join(
        b'%b,"distance_m":%.3f}' % (found.site.shown[:-1], found.distance_m) for found in page.items
    )
    body = b'{"items":[%b],"next_cursor":%b}' % (items, to_json(page.next_cursor))
    return Response(body, 200, _link(request, page.next_cursor), "application/json")


def _link(request: Request, cursor: str | None) -> dict[str, str]:
    if cursor is None:
        return {}
    asked = [(name, value) for name, value in request.query_params.multi_items() if name != "cursor"]
    return {"Link": f'<{request.scope["path"]}?{urlencode([*asked, ("cursor", cursor)])}>; rel="next"'}
