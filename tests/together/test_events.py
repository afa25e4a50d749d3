"""Pages hear of what others do: what is theirs to hear, once it is recorded, and for as long as they may."""

import asyncio
from collections.abc import Callable, Coroutine
from datetime import timedelta
from typing import Any

import pytest
from builders import POINT, coats, donation
from listening import Hall, Stream, hall

from app.settings import Settings
from models.access import SYSTEM, Caller, Role
from models.clock import utc_now
from models.disclosure_shapes import ProjectIn
from models.identifiers import uuid7
from models.intake_shapes import IntakeIn
from models.setup_shapes import PlaceEditIn
from models.store import Store
from models.vault import Vault
from operations import access, destinations, intakes, place_edits
from operations.disclosure import projects
from operations.network import Network, current
from routers import events, feeds

Scene = Callable[[Hall], Coroutine[Any, Any, None]]


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Look often: tests wait for every look."""
    monkeypatch.setattr(feeds, "LOOK_EVERY_S", 0.02)


def _play(settings: Settings, scene: Scene) -> None:
    async def play() -> None:
        async with hall(settings) as opened:
            await scene(opened)

    asyncio.run(play())


def _give(store: Store, point: str = POINT, **when: Any) -> str:
    """Log a gift as the system does, from whichever process owns the store; return its id."""
    intake = uuid7()
    body = IntakeIn.model_validate(donation(coats(2), point=point))
    store.write_now(intakes.record, intake, body, by=SYSTEM, now=when.get("now", utc_now()))
    return str(intake)


def _has(*subjects: str) -> Callable[[Stream], bool]:
    return lambda stream: set(subjects) <= {event.data.get("subject") for event in stream.events}


def _subjects(stream: Stream) -> list[str]:
    return [event.data["subject"] for event in stream.events if event.name == "changed"]


def _points(store: Store) -> tuple[str, str]:
    """Return a point that gives to the first station and one that gives to another."""
    network: Network = store.read_now(current)
    home = network.sites["S-01"].id
    own = next(site.code for site in network.points if network.home_of(site) == home)
    other = next(site.code for site in network.points if network.home_of(site) != home)
    return own, other


def test_what_another_process_records_is_told(settings: Settings) -> None:
    async def scene(opened: Hall) -> None:
        stream = await opened.listen(opened.token(Role.AUDITOR))
        elsewhere = Store(settings.database, Vault(bytes(range(32))), readers=1)
        intake = await asyncio.to_thread(_give, elsewhere)
        await stream.until(_has(intake))
        elsewhere.close()

        (event,) = [event for event in stream.events if event.data["subject"] == intake]
        assert event.name == "changed"
        assert event.data["kind"] == "intake"
        assert event.data["place"] == POINT
        assert set(event.data) == {"kind", "subject", "place", "by", "at", "recorded_at"}
        assert stream.headers[b"content-type"] == b"text/event-stream; charset=utf-8"
        assert stream.headers[b"cache-control"] == b"no-store"
        assert "retry: 3000" in stream.text
        await stream.leave()
        assert len(opened.feed) == 0

    _play(settings, scene)


def test_what_is_committed_late_is_told_and_nothing_twice(settings: Settings) -> None:
    async def scene(opened: Hall) -> None:
        stream = await opened.listen(opened.token(Role.AUDITOR))
        first = _give(opened.store)
        await stream.until(_has(first))
        late = _give(opened.store, now=utc_now() - feeds.LATE + timedelta(seconds=5))
        await stream.until(_has(late))
        last = _give(opened.store)
        await stream.until(_has(last))
        assert _subjects(stream) == [first, late, last]
        await stream.leave()

    _play(settings, scene)


def test_what_was_there_before_is_not_told(settings: Settings) -> None:
    async def scene(opened: Hall) -> None:
        _give(opened.store)
        stream = await opened.listen(opened.token(Role.AUDITOR))
        after = _give(opened.store)
        await stream.until(_has(after))
        assert _subjects(stream) == [after]
        await stream.leave()

    _play(settings, scene)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_everybody_hears_what_is_theirs_and_nothing_foreign(settings: Settings) -> None:
    async def scene(opened: Hall) -> None:
        own, other = _points(opened.store)
        people = {
            "auditor": opened.token(Role.AUDITOR),
            "volunteer": opened.token(Role.VOLUNTEER, own),
            "manager": opened.token(Role.STATION_MANAGER, "S-01"),
            "warehouse": opened.token(Role.WAREHOUSE_MANAGER, "W-01"),
        }
        streams = {name: await opened.listen(token) for name, token in people.items()}
        here, there = _give(opened.store, own), _give(opened.store, other)
        project = ProjectIn.model_validate(
            {"kind": "project", "name": "冬", "name_en": "Winter", "started_on": "2026-10-01"}
        )
        opened.store.write_now(projects.put_project, "W", project, by=SYSTEM, now=utc_now())
        # A point is everybody's to see; its edit is a load of places as well, which has no subject.
        opened.store.write_now(
            place_edits.edit_point, other, PlaceEditIn(phone="1"), by=SYSTEM, now=utc_now()
        )
        opened.store.write_now(destinations.close, "S-04", _because(), by=SYSTEM, now=utc_now())
        for stream in streams.values():
            await stream.until(_has("S-04"))

        assert _subjects(streams["auditor"]) == [here, there, "W", "", other, "S-04"]
        assert _subjects(streams["volunteer"]) == [here, "", other, "S-04"]
        assert _subjects(streams["manager"]) == [here, "", other, "S-04"]
        assert _subjects(streams["warehouse"]) == ["", other, "S-04"]
        for stream in streams.values():
            await stream.leave()

    _play(settings, scene)


def _because() -> Any:
    from models.stations import StationChangeIn

    return StationChangeIn(reason="works")


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_place_and_kinds_can_be_asked_for_and_foreign_places_not(settings: Settings) -> None:
    async def scene(opened: Hall) -> None:
        own, other = _points(opened.store)
        auditor = opened.token(Role.AUDITOR)
        by_place = await opened.listen(auditor, place=own)
        by_kind = await opened.listen(auditor, kinds="station.close,seal_bag")
        here = [_give(opened.store, other), _give(opened.store, own)][1]
        opened.store.write_now(destinations.close, "S-04", _because(), by=SYSTEM, now=utc_now())
        await by_place.until(_has(here))
        await by_kind.until(_has("S-04"))
        assert _subjects(by_place) == [here]
        assert _subjects(by_kind) == ["S-04"]

        foreign = await opened.listen(opened.token(Role.STATION_MANAGER, "S-01"), place=other)
        assert foreign.status == 404
        assert (await opened.listen(auditor, kinds="a b")).status == 422
        assert (await opened.listen(auditor, colour="red")).status == 422
        assert (await opened.listen(None)).status == 401
        await by_place.leave()
        await by_kind.leave()
        assert len(opened.feed) == 0

    _play(settings, scene)


def test_who_comes_again_misses_nothing(settings: Settings) -> None:
    async def scene(opened: Hall) -> None:
        token = opened.token(Role.AUDITOR)
        stream = await opened.listen(token)
        first = _give(opened.store)
        await stream.until(_has(first))
        await stream.leave()
        # Let the feed come to rest: then only the position can say what was missed.
        await asyncio.sleep(0.1)
        meanwhile = [_give(opened.store, now=utc_now() - timedelta(seconds=20)), _give(opened.store)]

        again = await opened.listen(token, after=stream.events[-1].id)
        after = _give(opened.store)
        await again.until(_has(*meanwhile, after))
        assert first not in _subjects(again)
        await again.leave()

    _play(settings, scene)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("position", ["1795586645123000-", "yesterday", "9" * 40])
def test_who_was_away_for_long_is_told_to_load_anew(settings: Settings, position: str) -> None:
    async def scene(opened: Hall) -> None:
        old = feeds.position_of(utc_now() - 2 * feeds.AWAY_MAX)
        stream = await opened.listen(
            opened.token(Role.AUDITOR), after=position.replace("1795586645123000-", old)
        )
        await stream.until(lambda read: bool(read.events))
        assert [event.name for event in stream.events] == ["missed"]
        await stream.leave()

    _play(settings, scene)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_much_at_once_is_told_in_one_word(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feeds, "TOLD_MAX", 0)

    async def scene(opened: Hall) -> None:
        stream = await opened.listen(opened.token(Role.AUDITOR))
        _give(opened.store)
        await stream.until(lambda read: bool(read.events))
        assert stream.events[0].name == "missed"
        await stream.leave()

    _play(settings, scene)


def test_a_revoked_token_ends_its_stream_and_no_other(settings: Settings) -> None:
    async def scene(opened: Hall) -> None:
        admin = Caller(None, 1, Role.ADMIN)
        stays, goes = opened.token(Role.AUDITOR), opened.token(Role.AUDITOR)
        staying, going = await opened.listen(stays), await opened.listen(goes)
        known = opened.store.read_now(access.find, access.hash_secret(goes))
        assert known is not None
        opened.store.write_now(access.revoke, known.caller.token_id, by=admin, now=utc_now())
        await going.until(lambda read: read.ended)
        assert not staying.ended
        assert (await opened.listen(goes)).status == 401
        await staying.leave()

    _play(settings, scene)


def test_an_expired_token_ends_its_stream(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    async def scene(opened: Hall) -> None:
        stream = await opened.listen(opened.token(Role.AUDITOR))
        monkeypatch.setattr(feeds, "utc_now", lambda: utc_now() + timedelta(days=8))
        await stream.until(lambda read: read.ended)
        assert len(opened.feed) == 0

    _play(settings, scene)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_who_does_not_read_is_dropped(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events, "SEND_MAX_S", 0.05)

    async def stuck(message: Any) -> None:
        if message["type"] == "http.response.body":
            await asyncio.Event().wait()

    async def scene(opened: Hall) -> None:
        stream = await opened.listen(opened.token(Role.AUDITOR), take=stuck)
        assert stream.task is not None
        with pytest.raises(TimeoutError):
            await stream.task
        assert len(opened.feed) == 0

    _play(settings, scene)


def test_what_waits_for_a_reader_is_bounded() -> None:
    async def scene() -> None:
        listener = feeds.Listener(feeds.Ear(SYSTEM))
        for _ in range(feeds.WAITING_MAX):
            listener.tell(b"x")
        assert not listener.is_over
        listener.tell(b"x")
        assert listener.is_over
        assert listener.chunks.qsize() == feeds.WAITING_MAX

    asyncio.run(scene())


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_only_so_many_listen_at_once(settings: Settings) -> None:
    async def scene(opened: Hall) -> None:
        token = opened.token(Role.AUDITOR)
        first = await opened.listen(token)
        refused = await opened.listen(token)
        assert refused.status == 503
        assert '"code":"crowded"' in refused.text
        assert refused.headers[b"retry-after"] == b"30"
        await first.leave()
        again = await opened.listen(token)
        assert again.status == 200
        await again.leave()

    _play(settings.model_copy(update={"listeners_max": 1}), scene)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_nobody_looks_while_nobody_listens(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    looks = 0
    real = feeds.look

    def counted(*arguments: Any, **options: Any) -> Any:
        nonlocal looks
        looks += 1
        return real(*arguments, **options)

    monkeypatch.setattr(feeds, "look", counted)

    async def scene(opened: Hall) -> None:
        await asyncio.sleep(0.1)
        assert looks == 0
        stream = await opened.listen(opened.token(Role.AUDITOR))
        assert looks > 0
        await stream.leave()
        await asyncio.sleep(0.1)
        before = looks
        await asyncio.sleep(0.2)
        assert looks == before

    _play(settings, scene)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_quiet_stream_beats(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events, "HEARTBEAT_S", 0.05)

    async def scene(opened: Hall) -> None:
        stream = await opened.listen(opened.token(Role.AUDITOR))
        await stream.until(lambda read: read.text.count(": ok\n") >= 2)
        assert stream.events == []
        await stream.leave()

    _play(settings, scene)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_look_that_fails_loses_nothing(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    async def scene(opened: Hall) -> None:
        stream = await opened.listen(opened.token(Role.AUDITOR))
        real, failed = feeds.look, asyncio.Event()
        loop = asyncio.get_running_loop()

        def broken(*_: Any) -> Any:
            loop.call_soon_threadsafe(failed.set)
            raise ConnectionError

        with monkeypatch.context() as broken_for_a_while:
            broken_for_a_while.setattr(feeds, "look", broken)
            meanwhile = _give(opened.store)
            await failed.wait()
        assert feeds.look is real
        await stream.until(_has(meanwhile))
        await stream.leave()

    _play(settings, scene)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_service_stops_though_somebody_listens(settings: Settings) -> None:
    async def scene(opened: Hall) -> None:
        stream = await opened.listen(opened.token(Role.AUDITOR))
        opened.feed.end()
        await stream.until(lambda read: read.ended)
        assert (await opened.listen(opened.token(Role.AUDITOR))).status == 503

    _play(settings, scene)
