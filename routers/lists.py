"""Answer lists: the body says `next_cursor`, the Link header says the same to programs (RFC 8288).

Every list is a CSV file as well: all rows of what was asked for, read window by window.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from typing import Any, Protocol, TypeVar, get_args
from urllib.parse import urlencode

from fastapi import Request
from pydantic import BaseModel
from pydantic_core import to_json
from starlette.responses import Response, StreamingResponse

from operations.pages import Page
from operations.places import Found
from operations.rendering.files import MEDIA_TYPES
from operations.rendering.list_files import head, lines
from routers.parameters import Form, Window
from routers.visits import Visit

T = TypeVar("T")

#: Rows that are read at once for a file: few enough that nobody waits for them, enough to end soon.
ROWS_AT_ONCE = 500


class Listed(Protocol):
    """A window of a list, whatever it carries besides."""

    @property
    def items(self) -> Sequence[Any]:
        """Return the rows."""

    @property
    def next_cursor(self) -> str | None:
        """Return where the next window begins."""


#: Reads a window: how many rows, behind which cursor.
Read = Callable[[int, str | None], Awaitable[Listed]]


async def windows(
    here: Visit, request: Request, asked: Window, query: Callable[..., Any], *arguments: Any, **options: Any
) -> Response:
    """Answer a list that a query gives in windows: one of them as JSON, or all of them as CSV."""
    speaking = here.speaking(asked.language)

    async def read(limit: int, cursor: str | None) -> Any:
        return await speaking.read(query, *arguments, limit=limit, cursor=cursor, **options)

    if asked.format == "csv":
        return await whole(speaking, request, read)
    page = await read(asked.limit, asked.cursor)
    return linked(request, page, page.next_cursor)


async def whole(here: Visit, request: Request, read: Read, shape: Any = None) -> Response:
    """Return all rows of a list as CSV; `shape` is that of a row where the route has several.

    Windows are read one after the other, so that nobody holds a reader while a slow line takes the file.
    """
    row = shape or _row(request)
    # What refuses, refuses here, and not in the middle of a file.
    first = await read(ROWS_AT_ONCE, None)

    async def parts() -> AsyncIterator[bytes]:
        yield head(row, here.language)
        page = first
        while True:
            yield lines(row, page.items)
            if page.next_cursor is None:
                return
            page = await read(ROWS_AT_ONCE, page.next_cursor)

    return StreamingResponse(parts(), headers=_named(request), media_type=MEDIA_TYPES["csv"])


def all_listed(here: Visit, request: Request, asked: Form, rows: Sequence[Any]) -> Response:
    """Return a list without windows, as JSON or as CSV."""
    if asked.format == "csv":
        row = _row(request)
        content = head(row, here.speaking(asked.language).language) + lines(row, rows)
        return Response(content, headers=_named(request), media_type=MEDIA_TYPES["csv"])
    return Response(to_json(rows), media_type="application/json")


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


def _row(request: Request) -> Any:
    """Return the shape of a row, from what the route declares that it lists."""
    model = request.scope["route"].response_model
    listed_ = model.model_fields["items"].annotation if hasattr(model, "model_fields") else model
    (row,) = get_args(listed_)
    return row


def _named(request: Request) -> dict[str, str]:
    name = request.scope["route"].name.partition("_")[2].replace("_", "-")
    return {"Content-Disposition": f'attachment; filename="jiujin-{name}.csv"'}
