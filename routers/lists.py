"""Answer lists: the body says `next_cursor`, the Link header says the same to programs (RFC 8288)."""

from typing import TypeVar

from fastapi import Request
from pydantic_core import to_json
from starlette.responses import Response

from operations.pages import Page

T = TypeVar("T")


def listed(request: Request, page: Page[T]) -> Response:
    """Return a page as JSON with the Link to the next one.

    The page is written as it is: validating our own shapes once more would cost as much as
    everything else of the answer.
    """
    headers = {}
    if page.next_cursor is not None:
        following = request.url.include_query_params(cursor=page.next_cursor)
        headers["Link"] = f'<{following.path}?{following.query}>; rel="next"'
    return Response(to_json(page, serialize_unknown=False), 200, headers, "application/json")
