"""Events: tell pages what others do, as it is recorded, over one long answer (server-sent events)."""

import asyncio
from contextlib import suppress
from typing import Annotated

from fastapi import APIRouter, Header, Query, Request, Response
from fastapi.sse import format_sse_event
from pydantic import Field
from starlette.types import Receive, Scope, Send

from models.shapes import CodeIn
from operations.news.hearing import ear_of
from routers.documents import errors
from routers.feeds import Feed, Listener
from routers.parameters import Parameters
from routers.policies import ALL_ROLES, PolicedRoute, may
from routers.visits import Here

router = APIRouter(tags=["events"], route_class=PolicedRoute)

EVENT_STREAM = "text/event-stream"
HEARTBEAT_S = 15.0
#: Who takes longer to read one chunk does not follow any more.
SEND_MAX_S = 30.0
#: After so long a reader comes again when a stream broke off.
RETRY_MS = 3000

Kinds = Annotated[
    str,
    Field(
        max_length=400, pattern=r"^[a-z_]+(\.[a-z_]+)?(,[a-z_]+(\.[a-z_]+)?)*$", examples=["intake,dispatch"]
    ),
]
Position = Annotated[
    str | None, Header(max_length=100, description="The `id` of the last event that was read.")
]


class EventQuestion(Parameters):
    """Which events: at one place, of some kinds (with commas between)."""

    place: CodeIn | None = None
    kinds: Kinds | None = None

    def wanted(self) -> frozenset[str]:
        """Return the kinds, empty for all."""
        return frozenset((self.kinds or "").split(",")) - {""}


@router.get(
    "/events",
    response_class=Response,
    responses={
        **errors(401, 403, 404, 422, 503),
        200: {"content": {EVENT_STREAM: {"schema": {"type": "string"}}}},
    },
)
@may(*ALL_ROLES)
async def follow_events(
    here: Here,
    request: Request,
    asked: Annotated[EventQuestion, Query()],
    last_event_id: Position = None,
) -> Response:
    """Follow what is recorded: `changed` for each thing the caller may see, `missed` when to load anew.

    `data` of `changed` is `{kind, subject, place, by, at, recorded_at}`. After a break, `Last-Event-ID`
    resumes; what was recorded half a minute before it may come twice, under the same `id`.
    """
    feed: Feed = request.app.state.feed
    ear = await here.read(ear_of, asked.place, asked.wanted())
    listener = await feed.join(ear)
    try:
        before = await feed.replay(ear, last_event_id) if last_event_id else b""
    except BaseException:
        feed.leave(listener)
        raise
    return EventStream(feed, listener, before)


class EventStream(Response):
    """An answer that ends when its reader goes or stops reading, its token dies, or the service stops."""

    def __init__(self, feed: Feed, listener: Listener, before: bytes) -> None:
        super().__init__(media_type=EVENT_STREAM, headers={"X-Accel-Buffering": "no"})
        del self.headers["content-length"]
        self._feed, self._listener, self._before = feed, listener, before

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002
        """Send what comes until it is over."""
        watching = asyncio.create_task(self._watch(receive))
        chunk = format_sse_event(retry=RETRY_MS, id=self._feed.position) + self._before
        try:
            await send({"type": "http.response.start", "status": 200, "headers": self.raw_headers})
            while True:
                body = {"type": "http.response.body", "body": chunk, "more_body": True}
                await asyncio.wait_for(send(body), SEND_MAX_S)
                if self._listener.is_over:
                    break
                chunk = await self._next()
            await send({"type": "http.response.body", "body": b"", "more_body": False})
        finally:
            watching.cancel()
            self._feed.leave(self._listener)

    async def _next(self) -> bytes:
        """Return the next chunk, or a heartbeat when there is none for a while."""
        with suppress(TimeoutError):
            return await asyncio.wait_for(self._listener.chunks.get(), HEARTBEAT_S)
        return format_sse_event(comment="ok", id=self._feed.position)

    async def _watch(self, receive: Receive) -> None:
        """Notice that the reader has gone, though nothing is to be sent."""
        while (await receive())["type"] != "http.disconnect":
            pass
        self._listener.end()
