"""The feed: one look a second at what was recorded, for all who listen here; none when nobody does.

Commits do not come in the order of their times, so every look goes back some way, and what was told
already is remembered for as long. Several processes on one database each look for themselves.
"""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import structlog
from fastapi.sse import format_sse_event

from models.clock import utc_now
from models.store import Store
from operations.errors import Crowded
from operations.network import Network
from operations.news.hearing import Ear, show_news
from operations.news.recorded import News, look

LOOK_EVERY_S = 1.0
#: A write is on record within two seconds of its time, as a rule; every tenth look allows for half a minute:
#: longer than a writer waits for its turn.
SOON = timedelta(seconds=2)
LATE = timedelta(seconds=30)
_LATE_EVERY = 10
#: Chunks that may wait for a reader: it has not read for so many looks.
WAITING_MAX = 16
#: More at once than a page would follow one by one: it is told to load anew.
TOLD_MAX = 100
#: A page that was away longer loads anew.
AWAY_MAX = timedelta(minutes=10)
_REPLAY_MAX = 2000
RETRY_CROWDED_S = 30
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

log = structlog.get_logger("jiujin.feed")


@dataclass(eq=False, slots=True)
class Listener:
    """Somebody who listens, and what waits to be sent to them."""

    ear: Ear
    chunks: "asyncio.Queue[bytes]" = field(default_factory=lambda: asyncio.Queue(WAITING_MAX))
    is_over: bool = False

    def tell(self, chunk: bytes) -> None:
        """Let a chunk wait to be sent; who does not read is dropped, not waited for."""
        try:
            self.chunks.put_nowait(chunk)
        except asyncio.QueueFull:
            self.end()

    def end(self) -> None:
        """Say that nothing more will come."""
        self.is_over = True
        with suppress(asyncio.QueueFull):
            # Who sends is woken; who is busy sending sees it afterwards.
            self.chunks.put_nowait(b"")


class Feed:
    """Everybody who listens to this process."""

    def __init__(self, store: Store, listeners_max: int) -> None:
        self._store = store
        self._listeners_max = listeners_max
        self._listeners: set[Listener] = set()
        self._seen: dict[str, datetime] = {}
        self._newest = utc_now()
        self._looks = 0
        self._task: asyncio.Task[None] | None = None
        self._ready: asyncio.Future[None] | None = None
        self._ended = False

    def __len__(self) -> int:
        """Return how many listen."""
        return len(self._listeners)

    async def join(self, ear: Ear) -> Listener:
        """Begin to listen: what is recorded after this returns will be told. Raises Crowded."""
        if self._ended or len(self._listeners) >= self._listeners_max:
            raise Crowded(retry_after_s=RETRY_CROWDED_S)
        listener = Listener(ear)
        self._listeners.add(listener)
        if self._task is None:
            self._ready = asyncio.get_running_loop().create_future()
            self._task = asyncio.create_task(self._keep_looking(self._ready), name="feed")
        try:
            if self._ready is not None:
                await asyncio.shield(self._ready)
        except BaseException:
            self.leave(listener)
            raise
        return listener

    @property
    def position(self) -> str:
        """Return up to where everything was told, as far as commits come in time."""
        return position_of(self._newest)

    def leave(self, listener: Listener) -> None:
        """Listen no longer."""
        self._listeners.discard(listener)

    async def replay(self, ear: Ear, position: str) -> bytes:
        """Return what was recorded since a position, and half a minute before it: some of it comes twice."""
        now = utc_now()
        at = moment_of(position)
        if at is None or now - at > AWAY_MAX:
            return missed(now)
        found = await self._store.read(look, at - LATE, set(), now, _REPLAY_MAX)
        heard = [
            told
            for told in found.news
            if ear.hears(told, found.network) and position_of(told.recorded_at, told.key) != position
        ]
        if len(found.news) >= _REPLAY_MAX or len(heard) > TOLD_MAX:
            return missed(now)
        return b"".join(written(told, found.network) for told in heard)

    def end(self) -> None:
        """End every stream at once: the service goes away."""
        self._ended = True
        for listener in self._listeners:
            listener.end()

    async def stop(self) -> None:
        """End every stream and look no more."""
        self.end()
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _keep_looking(self, ready: "asyncio.Future[None]") -> None:
        """Look for as long as anybody listens; what the first look finds was there before."""
        self._newest, self._looks, self._seen = utc_now(), 0, {}
        try:
            while self._listeners:
                await self._look(ready)
                await asyncio.sleep(LOOK_EVERY_S)
        finally:
            self._task = self._ready = None
            ready.cancel()

    async def _look(self, ready: "asyncio.Future[None]") -> None:
        now, asked = utc_now(), list(self._listeners)
        back = LATE if self._looks % _LATE_EVERY == 0 else SOON
        tokens = {listener.ear.by.token_id or 0 for listener in asked}
        try:
            found = await self._store.read(look, self._newest - back, tokens, now)
        except Exception as failed:  # noqa: BLE001 - the next look goes back to the last that worked
            log.warning("feed_failed", error=type(failed).__name__)
            if not ready.done():
                ready.set_exception(failed)
            return
        self._looks += 1
        fresh = self._remember(found.news, now)
        for listener in asked:
            if listener.ear.by.token_id not in found.alive:
                listener.end()
        if ready.done():
            self._tell(fresh, found.network, now)
        else:
            ready.set_result(None)

    def _remember(self, news: Sequence[News], now: datetime) -> list[News]:
        """Return what was not told yet, and note it; what no look will find again is forgotten."""
        fresh = [told for told in news if told.key not in self._seen]
        self._seen.update((told.key, told.recorded_at) for told in fresh)
        # A clock that runs ahead elsewhere must not carry us past what others still record.
        newest = max((told.recorded_at for told in fresh), default=self._newest)
        self._newest = max(self._newest, min(newest, now), now - SOON)
        kept = self._newest - 2 * LATE
        self._seen = {key: at for key, at in self._seen.items() if at > kept}
        return fresh

    def _tell(self, fresh: Sequence[News], network: Network, now: datetime) -> None:
        chunks = {told.key: written(told, network) for told in fresh} if self._listeners else {}
        for listener in self._listeners:
            heard = [chunks[told.key] for told in fresh if listener.ear.hears(told, network)]
            if heard:
                listener.tell(b"".join(heard) if len(heard) <= TOLD_MAX else missed(now))


def position_of(at: datetime, key: str = "") -> str:
    """Return a position in the feed, as clients hand it back to resume."""
    return f"{round(at.timestamp() * 1_000_000)}-{key}"


def moment_of(position: str) -> datetime | None:
    """Return the moment of a position, None for what is none."""
    micros = position.partition("-")[0]
    if not (micros.isascii() and micros.isdigit() and len(micros) <= 17):
        return None
    return _EPOCH + timedelta(microseconds=int(micros))


def written(told: News, network: Network) -> bytes:
    """Return news as an event."""
    shown = show_news(told, network).model_dump_json()
    return format_sse_event(event="changed", data_str=shown, id=position_of(told.recorded_at, told.key))


def missed(now: datetime) -> bytes:
    """Return the event that says: more happened than is told here, load anew."""
    return format_sse_event(event="missed", data_str="{}", id=position_of(now))
