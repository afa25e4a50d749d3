"""Long answers come part by part, give their reader back, and step back for those who write."""

import asyncio
import itertools
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from datetime import datetime
from typing import Any

import pytest
from builders import City
from sqlalchemy import text
from sqlmodel import Session

from models import streams
from models.access import SYSTEM, Caller, Role
from models.clock import utc_now
from models.engines import StoreBusy
from models.store import Store
from models.streams import STREAMS_MAX
from models.tokens import NotLive
from operations.access import find, hash_secret


def count_to(session: Session, last: int, seen: list[int], *, by: Caller) -> Iterator[int]:  # noqa: ARG001
    """Yield numbers that the database counts, noting how far it was asked to."""
    for n in range(1, last + 1):
        seen.append(n)
        yield int(session.execute(text(f"SELECT {n}")).scalar_one())


def running(store: Store, work: Callable[[], Awaitable[None]]) -> None:
    """Run something beside the store's writer."""

    async def whole() -> None:
        async with store:
            await work()

    asyncio.run(whole())


async def first_of(stream: AsyncIterator[int]) -> int:
    return await anext(stream)


def test_parts_come_as_they_are_asked_for(store: Store) -> None:
    seen: list[int] = []

    async def work() -> None:
        stream = await store.stream(count_to, 1000, seen, by=SYSTEM)
        assert await first_of(stream) == 1
        # The next part is made while the first is on its way, and no more than that.
        assert len(seen) <= 2
        assert [n async for n in stream] == list(range(2, 1001))

    running(store, work)


def test_a_stream_that_nobody_reads_on_gives_its_reader_back(store: Store) -> None:
    async def work() -> None:
        for _ in range(3 * STREAMS_MAX):
            stream: Any = await store.stream(count_to, 1000, [], by=SYSTEM)
            assert await first_of(stream) == 1
            await stream.aclose()

    running(store, work)


def test_no_more_streams_than_there_are_readers(store: Store) -> None:
    async def work() -> None:
        begun: list[Any] = [await store.stream(count_to, 9, [], by=SYSTEM) for _ in range(STREAMS_MAX)]
        with pytest.raises(StoreBusy):
            await store.stream(count_to, 9, [], by=SYSTEM)
        await begun.pop().aclose()
        assert [n async for n in await store.stream(count_to, 3, [], by=SYSTEM)] == [1, 2, 3]
        await begun.pop().aclose()

    running(store, work)


def test_what_refuses_refuses_before_the_answer_begins(store: Store) -> None:
    def refuse(session: Session, *, by: Caller) -> Iterator[int]:  # noqa: ARG001
        raise ValueError("not this one")
        yield 1

    async def work() -> None:
        for _ in range(2 * STREAMS_MAX):
            with pytest.raises(ValueError, match="not this one"):
                await store.stream(refuse, by=SYSTEM)

    running(store, work)


def test_a_revoked_token_streams_nothing(city: City) -> None:
    somebody = city.somebody(Role.FOUNDATION)
    known = city.store.read_now(find, hash_secret(somebody.token or ""))
    assert known is not None
    assert city.admin()("DELETE", f"/tokens/{known.caller.token_id}").status_code == 204
    assert somebody.get("/reports/intake/movements").status_code == 401

    async def work() -> None:
        with pytest.raises(NotLive):
            await city.store.stream(count_to, 3, [], by=known.caller)

    asyncio.run(work())


def test_a_stream_rests_while_others_write_and_only_then(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    rests: list[float] = []
    sleep = asyncio.sleep

    async def noted(seconds: float) -> None:
        if seconds:
            rests.append(seconds)
        await sleep(0)

    monkeypatch.setattr(asyncio, "sleep", noted)

    async def parts(written: Callable[[], int]) -> list[int]:
        stream = await store._streams.begin(lambda s: count_to(s, 5, [], by=SYSTEM), SYSTEM, written)
        return [n async for n in stream]

    async def work() -> None:
        assert await parts(lambda: 7) == [1, 2, 3, 4, 5]
        assert rests == []
        groups = itertools.count()
        assert await parts(lambda: next(groups)) == [1, 2, 3, 4, 5]
        assert len(rests) == 5
        assert all(0 < rest <= streams._REST_MAX_S for rest in rests)

    running(store, work)


def test_every_group_that_is_written_is_counted(store: Store) -> None:
    async def work() -> None:
        before = store._committed
        await store.write(touch, by=SYSTEM, now=utc_now())
        assert store._committed == before + 1

    running(store, work)


def touch(session: Session, *, by: Caller, now: datetime) -> None:  # noqa: ARG001 - an operation's shape
    session.execute(text("UPDATE revision SET token = token"))
