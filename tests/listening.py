"""Listen to the service's events as a page does, without a network between."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any
from urllib.parse import urlencode

from fastapi import FastAPI

from app.main import create_app, equip
from app.settings import Settings
from models.access import SYSTEM, Role, TokenIn
from models.clock import utc_now
from models.store import Store
from operations import access
from routers.feeds import Feed

PATIENCE_S = 20.0


@dataclass(frozen=True)
class Event:
    """An event as a page reads it; `name` is empty for comments and positions alone."""

    name: str
    id: str
    data: dict[str, Any]


@dataclass
class Stream:
    """An answer that is being read."""

    status: int = 0
    headers: dict[bytes, bytes] = field(default_factory=dict)
    text: str = ""
    ended: bool = False
    task: "asyncio.Task[None] | None" = None
    gone: asyncio.Event = field(default_factory=asyncio.Event)
    _news: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def events(self) -> list[Event]:
        """Return what was read so far, but comments."""
        return [event for block in self.text.split("\n\n")[:-1] if (event := _event(block)).name]

    async def until(self, holds: Callable[["Stream"], bool]) -> None:
        """Read until something holds; fail when it does not in time."""
        async with asyncio.timeout(PATIENCE_S):
            while not holds(self):
                self._news.clear()
                await self._news.wait()

    async def take(self, message: Any) -> None:
        """Take what the service sends."""
        if message["type"] == "http.response.start":
            self.status, self.headers = message["status"], dict(message["headers"])
        else:
            self.text += message.get("body", b"").decode()
            self.ended = not message.get("more_body", False)
        self._news.set()

    async def leave(self) -> None:
        """Close the connection, and wait until the service has noticed."""
        self.gone.set()
        if self.task is not None:
            await self.task


@dataclass(frozen=True)
class Hall:
    """A running service with people who listen."""

    app: FastAPI

    @property
    def store(self) -> Store:
        """Return the store of the service."""
        store: Store = self.app.state.store
        return store

    @property
    def feed(self) -> Feed:
        """Return the feed of the service."""
        feed: Feed = self.app.state.feed
        return feed

    def token(self, role: Role, place: str | None = None, name: str = "somebody") -> str:
        """Return a bearer token of somebody."""
        body = TokenIn(name=name, role=role, place=place, days=7)
        return self.store.write_now(access.issue, body, by=SYSTEM, now=utc_now()).token

    async def listen(
        self,
        token: str | None,
        *,
        after: str = "",
        take: Callable[[Any], Awaitable[None]] | None = None,
        **asked: str,
    ) -> Stream:
        """Begin to listen; return when the first part of the answer is there."""
        stream = Stream()
        headers = [(b"authorization", f"Bearer {token}".encode())] if token else []
        headers += [(b"last-event-id", after.encode()), (b"accept-language", b"en")][0 if after else 1 :]
        scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": "GET",
            "scheme": "http",
            "path": "/api/v1/events",
            "raw_path": b"/api/v1/events",
            "query_string": urlencode(asked).encode(),
            "headers": headers,
            "client": ("127.0.0.1", 1),
            "server": ("127.0.0.1", 80),
            "root_path": "",
        }
        asked_once = False

        async def receive() -> dict[str, Any]:
            nonlocal asked_once
            if not asked_once:
                asked_once = True
                return {"type": "http.request", "body": b"", "more_body": False}
            await stream.gone.wait()
            return {"type": "http.disconnect"}

        stream.task = asyncio.create_task(self.app(scope, receive, take or stream.take))  # type: ignore[arg-type]
        if take is None:
            await stream.until(lambda read: bool(read.text) or read.ended)
        return stream


@asynccontextmanager
async def hall(settings: Settings) -> AsyncIterator[Hall]:
    """Open the service on a database."""
    app = _application()
    equip(app, settings)
    async with app.router.lifespan_context(app):
        yield Hall(app)


@cache
def _application() -> FastAPI:
    """Make the routes of this worker once; each hall equips them anew."""
    app = create_app(Settings(data_dir=Path(mkdtemp()), secret_key=bytes(range(32)).hex()))
    app.state.store.close()
    return app


def _event(block: str) -> Event:
    fields: dict[str, str] = {}
    for line in block.split("\n"):
        name, _, value = line.partition(": ")
        fields[name] = value
    return Event(fields.get("event", ""), fields.get("id", ""), json.loads(fields.get("data", "{}")))
