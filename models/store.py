"""The one door to the database: `write` for every change, `read` for every question.

All changes of a process pass one writer. It gathers what is waiting until a turn of the event loop
brings nothing new, runs each operation in a savepoint of its own inside one transaction, commits
once, and only then answers everybody: one fsync for many phones. An operation that may run together
with others of its kind says so with `@together`; if such a group fails, its members are retried one
by one, so that a bad one falls alone. Measured alternatives: docs/decisions/0003-group-commit.md.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from typing import Any, Concatenate, ParamSpec, Self, TypeVar

from sqlmodel import Session

from models.access import Caller
from models.engines import StoreBusy, Turn, is_sqlite, reader_engine, writer_engine
from models.presence import Presence
from models.streams import STREAMS_MAX, Streams
from models.tokens import NotLive, dead_tokens
from models.vault import Vault

P = ParamSpec("P")
T = TypeVar("T")

#: As many operations as one transaction takes; the gain of more is nil (docs/decisions/0003).
GROUP_MAX = 512
#: As many as may wait. Beyond it we say at once that we are overloaded.
WAITING_MAX = 20_000


@dataclass(slots=True)
class Call:
    """One call of an operation: what to do, with what, by whom, when."""

    operation: Callable[..., Any]
    arguments: tuple[Any, ...]
    by: Caller
    now: datetime
    future: "asyncio.Future[Any] | None" = field(default=None, repr=False)


Outcome = Any  # a result, or the exception that stands for it


def together(
    many: Callable[[Session, Sequence[Call]], list[Outcome]],
) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Mark an operation that `many` can run for a whole group at once.

    `many` returns one outcome a call, in order; a refusal is returned, not raised.
    """

    def mark(operation: Callable[P, T]) -> Callable[P, T]:
        operation.many = many  # type: ignore[attr-defined]
        return operation

    return mark


class Store:
    """Owns engines, the writer and the readers of one process."""

    def __init__(self, url: str, vault: Vault, *, read_url: str | None = None, readers: int = 4) -> None:
        self.url = url
        self._presence = Presence(url)
        self.cache: dict[str, Any] = {}
        self._info = {"cache": self.cache, "vault": vault}
        self._writer = writer_engine(url)
        self._reader = reader_engine(read_url or url, readers)
        self._streams = Streams(reader_engine(read_url or url, STREAMS_MAX), self._info)
        self._turn = Turn(url)
        self._write_thread = ThreadPoolExecutor(1, thread_name_prefix="writer")
        self._read_threads = ThreadPoolExecutor(readers, thread_name_prefix="reader")
        self._committed = 0
        self._waiting: list[Call] = []
        self._task: asyncio.Task[None] | None = None
        self._wake = asyncio.Event()

    async def __aenter__(self) -> Self:
        """Start the writer."""
        self._wake = asyncio.Event()
        self._task = asyncio.create_task(self._gather_and_commit(), name="writer")
        return self

    async def __aexit__(self, *_: object) -> None:
        """Finish what is waiting, then close."""
        while self._waiting:
            self._wake.set()
            await asyncio.sleep(0.001)
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        self.close()

    async def write(
        self,
        operation: Callable[..., T],
        *arguments: Any,
        by: Caller,
        now: datetime,
    ) -> T:
        """Run an operation that changes something; returns when it is durable.

        Raises what the operation raises (then nothing of it is kept), NotLive for a dead token, and
        StoreBusy when too much is waiting or the database does not let us write in time.
        """
        if len(self._waiting) >= WAITING_MAX:
            raise StoreBusy("too many are waiting")
        future: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._waiting.append(Call(operation, arguments, by, now, future))
        self._wake.set()
        return await future

    async def read(
        self, query: Callable[Concatenate[Session, P], T], *arguments: P.args, **options: P.kwargs
    ) -> T:
        """Run a query on a reader thread, in one snapshot.

        With `by=` the caller's token is checked in that snapshot too; raises NotLive when it is dead.
        """
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(
            self._read_threads, lambda: self.read_now(query, *arguments, **options)
        )

    async def stream(
        self, query: Callable[Concatenate[Session, P], Iterator[T]], *arguments: P.args, **options: P.kwargs
    ) -> AsyncIterator[T]:
        """Begin a query that yields, on a reader of its own, in one snapshot; return what it yields.

        The first part is there when this returns, so a refusal is raised here and not in the middle of
        an answer. Between parts it steps back while others write. Raises NotLive, and StoreBusy when
        as many streams as there may be are under way.
        """
        by = options.get("by")
        caller = by if isinstance(by, Caller) else None
        return await self._streams.begin(
            lambda session: query(session, *arguments, **options), caller, lambda: self._committed
        )

    def write_now(self, operation: Callable[..., T], *arguments: Any, by: Caller, now: datetime) -> T:
        """Run one operation without an event loop: the command line's way through the same door."""
        (outcome,) = self._commit([Call(operation, arguments, by, now)])
        if isinstance(outcome, BaseException):
            raise outcome
        result: T = outcome
        return result

    def read_now(
        self, query: Callable[Concatenate[Session, P], T], *arguments: P.args, **options: P.kwargs
    ) -> T:
        """Run one query without an event loop."""
        with Session(self._reader, expire_on_commit=False) as session:
            session.info.update(self._info)
            by = options.get("by")
            if isinstance(by, Caller) and dead_tokens(session, {by.token_id}):
                raise NotLive
            return query(session, *arguments, **options)

    def close(self) -> None:
        """Close every connection; readers first, so that the writer checkpoints last, in its turn."""
        self._write_thread.shutdown()
        self._read_threads.shutdown()
        self._reader.dispose()
        self._streams.close()
        with self._turn.taken():
            self._writer.dispose()
        self._turn.close()
        self._presence.close()

    async def _gather_and_commit(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            await self._wake.wait()
            seen = 0
            while len(self._waiting) > seen and seen < GROUP_MAX:
                seen = len(self._waiting)
                await asyncio.sleep(0)
            group, self._waiting = self._waiting[:GROUP_MAX], self._waiting[GROUP_MAX:]
            if not self._waiting:
                self._wake.clear()
            outcomes = await loop.run_in_executor(self._write_thread, self._commit, group)
            for call, outcome in zip(group, outcomes, strict=True):
                _settle(call.future, outcome)

    def _commit(self, group: Sequence[Call]) -> list[Outcome]:
        """Run a group in one transaction; if it cannot be committed, everybody is told so."""
        try:
            with self._turn.taken(), Session(self._writer, expire_on_commit=False) as session:
                session.info.update(self._info, writing=True)
                outcomes = self._run(session, group)
                session.commit()
            self._committed += 1
        except Exception as failed:  # noqa: BLE001 - whatever it was, it belongs to every caller
            return [failed] * len(group)
        if session.info.get("network_changed"):
            self.cache.pop("network_checked", None)
        return outcomes

    def _run(self, session: Session, group: Sequence[Call]) -> list[Outcome]:
        dead = dead_tokens(session, {call.by.token_id for call in group})
        outcomes: list[Outcome] = []
        for many, run in groupby(group, key=lambda call: getattr(call.operation, "many", None)):
            calls = list(run)
            live = [call for call in calls if call.by.token_id not in dead]
            done = iter(_run_together(session, many, live) if many else _run_apart(session, live))
            outcomes.extend(NotLive() if call.by.token_id in dead else next(done) for call in calls)
        return outcomes

    @property
    def is_sqlite(self) -> bool:
        """Tell which engine this store uses."""
        return is_sqlite(self.url)


def _run_together(
    session: Session,
    many: Callable[[Session, Sequence[Call]], list[Outcome]],
    calls: Sequence[Call],
) -> list[Outcome]:
    """Run a group at once; when that fails, run its members one by one."""
    if not calls:
        return []
    try:
        with session.begin_nested():
            return many(session, calls)
    except Exception as failed:  # noqa: BLE001 - one by one tells whose it was
        if len(calls) == 1:
            return [failed]
    return [_run_together(session, many, [call])[0] for call in calls]


def _run_apart(session: Session, calls: Sequence[Call]) -> list[Outcome]:
    """Run each call in a savepoint of its own."""
    outcomes: list[Outcome] = []
    for call in calls:
        try:
            with session.begin_nested():
                outcomes.append(call.operation(session, *call.arguments, by=call.by, now=call.now))
                session.flush()
        except Exception as refused:  # noqa: BLE001 - the caller gets it, the others go on
            outcomes.append(refused)
        session.expunge_all()
    return outcomes


def _settle(future: "asyncio.Future[Any] | None", outcome: Outcome) -> None:
    if future is None or future.done():
        return
    if isinstance(outcome, BaseException):
        future.set_exception(outcome)
    else:
        future.set_result(outcome)
