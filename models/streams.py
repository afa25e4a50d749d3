"""Long answers: queries that yield part by part, on readers of their own, stepping back for writers."""

import asyncio
import time
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from sqlalchemy import Engine
from sqlmodel import Session

from models.access import Caller
from models.engines import StoreBusy
from models.tokens import NotLive, dead_tokens

T = TypeVar("T")

#: As many long answers at once as a process gives; more would only make each of them slower.
STREAMS_MAX = 2
#: While others write, a stream rests so many times as long as its last part took: it leaves them three
#: quarters of the interpreter.
_REST = 3.0
_REST_MAX_S = 0.2
_END: Any = object()


class Streams:
    """The streams of one process."""

    def __init__(self, engine: Engine, info: dict[str, Any]) -> None:
        self._engine = engine
        self._info = info
        self._threads = ThreadPoolExecutor(STREAMS_MAX, thread_name_prefix="stream")
        self._under_way = 0

    async def begin(
        self,
        query: Callable[[Session], Iterator[T]],
        by: Caller | None,
        written: Callable[[], int],
    ) -> AsyncIterator[T]:
        """Begin a query and return its parts; `written` counts the groups that were written so far."""
        stream = self._parts(query, by, written)
        # What refuses, refuses here; and a stream that has begun gives its reader back even if nobody reads.
        await anext(stream)
        return stream

    def close(self) -> None:
        """Close every connection."""
        self._threads.shutdown()
        self._engine.dispose()

    @staticmethod
    def _open(session: Session, query: Callable[[Session], Iterator[T]], by: Caller | None) -> Iterator[T]:
        if by is not None and dead_tokens(session, {by.token_id}):
            raise NotLive
        return query(session)

    async def _parts(
        self, query: Callable[[Session], Iterator[T]], by: Caller | None, written: Callable[[], int]
    ) -> AsyncGenerator[T, None]:
        """Yield once when the first part is there, then the parts."""
        if self._under_way >= STREAMS_MAX:
            raise StoreBusy("too many long answers are under way")
        self._under_way += 1
        session = Session(self._engine, expire_on_commit=False)
        session.info.update(self._info)
        try:
            parts = await self._run(self._open, session, query, by)
            part = await self._run(next, parts, _END)
            yield _END
            while part is not _END:
                yield part
                before, began = written(), time.monotonic()
                part = await self._run(next, parts, _END)
                if written() > before:
                    await asyncio.sleep(min(_REST * (time.monotonic() - began), _REST_MAX_S))
        finally:
            # Whoever asked may be gone; the reader must come back all the same.
            await asyncio.shield(self._end(session))

    async def _run(self, work: Callable[..., Any], *arguments: Any) -> Any:
        return await asyncio.get_running_loop().run_in_executor(self._threads, work, *arguments)

    async def _end(self, session: Session) -> None:
        try:
            await self._run(session.close)
        finally:
            self._under_way -= 1
