"""Road distances come from a server when it answers; when it does not, the answer says so."""

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import anyio
import httpx
import pytest

from geo.positions import Position
from geo.travel import CrowFlies, OsrmTravel, TravelTable

ORIGINS = [Position(31.2, 121.4), Position(31.3, 121.5)]
DESTINATIONS = [Position(31.1, 121.3), Position(31.0, 121.6), Position(30.9, 121.2)]
Reply = tuple[int, Any, dict[str, str]]


class Roads:
    """A server that speaks OSRM's table, and answers as a test tells it."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.replies: list[Callable[[str], Reply]] = []
        roads = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                roads.asked.append(self.path)
                reply = roads.replies.pop(0) if roads.replies else honest
                status, body, headers = reply(self.path)
                content = body if isinstance(body, bytes) else json.dumps(body).encode()
                self.send_response(status)
                for name, value in {"Content-Length": str(len(content)), **headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


def honest(path: str) -> Reply:
    """Answer 1000 m for each source number and 10 m for each destination number."""
    query = parse_qs(urlsplit(path).query)
    sources = [int(n) for n in query["sources"][0].split(";")]
    targets = [int(n) for n in query["destinations"][0].split(";")]
    return 200, {"code": "Ok", "distances": [[1000.0 * s + 10.0 * t for t in targets] for s in sources]}, {}


def fault(status: int, body: Any = None, **headers: str) -> Callable[[str], Reply]:
    return lambda _: (status, body, headers)


def ask(travel: OsrmTravel) -> TravelTable:
    return anyio.run(travel.table, ORIGINS, DESTINATIONS)


@pytest.fixture
def roads() -> Iterator[Roads]:
    roads = Roads()
    yield roads
    roads.close()


def test_road_metres_come_from_the_server(roads: Roads) -> None:
    found = ask(OsrmTravel(roads.url))

    assert found.method == "osrm"
    assert found.metres.tolist() == [[20.0, 30.0, 40.0], [1020.0, 1030.0, 1040.0]]
    assert "/table/v1/driving/121.400000,31.200000;" in roads.asked[0]


def test_large_tables_are_asked_in_blocks(roads: Roads) -> None:
    found = ask(OsrmTravel(roads.url, coordinates_max=4))

    assert found.method == "osrm"
    assert found.metres.shape == (2, 3)
    assert len(roads.asked) == 2


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_fault_that_passes_is_tried_again(roads: Roads, status: int) -> None:
    roads.replies = [fault(status, {}, **{"Retry-After": "0"})]

    assert ask(OsrmTravel(roads.url)).method == "osrm"
    assert len(roads.asked) == 2


@pytest.mark.parametrize(
    "reply",
    [
        fault(400, {"code": "InvalidQuery"}),
        fault(200, {"code": "NoTable"}),
        fault(200, b"not json"),
        fault(200, {"code": "Ok"}),
        fault(200, {"code": "Ok", "distances": [[1, None, 3], [1, 2, 3]]}),
        fault(200, {"code": "Ok", "distances": [[1, 2], [3, 4]]}),
        fault(200, {"code": "Ok", "distances": [[-1, 2, 3], [1, 2, 3]]}),
    ],
)
def test_an_answer_that_cannot_be_used_falls_back_and_says_so(
    roads: Roads, reply: Callable[[str], Reply]
) -> None:
    roads.replies = [reply]
    found = ask(OsrmTravel(roads.url))

    assert found.method == "crow_flies_fallback"
    straight = anyio.run(CrowFlies().table, ORIGINS, DESTINATIONS)
    assert found.metres.tolist() == straight.metres.tolist()


def test_a_server_that_keeps_failing_falls_back(roads: Roads) -> None:
    roads.replies = [fault(503, {}, **{"Retry-After": "0"})] * 3

    assert ask(OsrmTravel(roads.url)).method == "crow_flies_fallback"
    assert len(roads.asked) == 3


def test_nobody_listening_falls_back() -> None:
    assert ask(OsrmTravel("http://127.0.0.1:9", retries=0)).method == "crow_flies_fallback"


def test_a_slow_server_falls_back(roads: Roads) -> None:
    waiting = threading.Event()

    def slow(_: str) -> Reply:
        waiting.wait(5)
        return 200, {}, {}

    roads.replies = [slow]
    found = ask(OsrmTravel(roads.url, timeout_s=0.1, retries=0))
    waiting.set()

    assert found.method == "crow_flies_fallback"


def test_a_client_that_is_shared_stays_open(roads: Roads) -> None:
    async def twice() -> bool:
        async with httpx.AsyncClient() as client:
            travel = OsrmTravel(roads.url, client=client)
            await travel.table(ORIGINS, DESTINATIONS)
            await travel.table(ORIGINS, DESTINATIONS)
            return client.is_closed

    assert anyio.run(twice) is False
