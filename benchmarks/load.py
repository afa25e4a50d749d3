"""A bounded load: so many connections to this machine alone, for so long, each request new."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import quantiles


@dataclass(frozen=True)
class Measured:
    """What a round brought: answers a second, latencies in milliseconds, statuses."""

    per_second: float
    p50_ms: float
    p99_ms: float
    statuses: dict[int, int]


class _Connection(asyncio.Protocol):
    """One keep-alive connection that sends the next request as soon as the last is answered."""

    def __init__(self, request: Callable[[], bytes], until: float, done: asyncio.Future[None]) -> None:
        self._request = request
        self._until = until
        self._done = done
        self._head = b""
        self._left: int | None = None
        self._status = 0
        self._sent = 0.0
        self.latencies: list[float] = []
        self.statuses: dict[int, int] = {}

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport
        self._next()

    def data_received(self, data: bytes) -> None:
        # A body is counted, not kept: adding up a megabyte part by part would be measured as the server's.
        if self._left is None:
            self._head += data
            head, found, data = self._head.partition(b"\r\n\r\n")
            if not found:
                return
            marker = head.lower().index(b"content-length:") + 15
            self._left = int(head[marker:].split(b"\r\n", 1)[0])
            self._status = int(head[9:12])
        self._left -= len(data)
        if self._left > 0:
            return
        self.statuses[self._status] = self.statuses.get(self._status, 0) + 1
        self.latencies.append(time.perf_counter() - self._sent)
        self._head, self._left = b"", None
        self._next()

    def connection_lost(self, _: Exception | None) -> None:
        if not self._done.done():
            self._done.set_result(None)

    def _next(self) -> None:
        if time.perf_counter() >= self._until:
            self._transport.close()
            return
        self._sent = time.perf_counter()
        self._transport.write(self._request())  # type: ignore[attr-defined]


async def run_round(port: int, request: Callable[[], bytes], *, connections: int, seconds: float) -> Measured:
    """Load a server on this machine for some seconds and return what was measured."""
    loop = asyncio.get_running_loop()
    began = time.perf_counter()
    opened = []
    for _ in range(connections):
        done: asyncio.Future[None] = loop.create_future()
        _, connection = await loop.create_connection(
            lambda done=done: _Connection(request, began + seconds, done), "127.0.0.1", port
        )
        opened.append((connection, done))
    await asyncio.gather(*(done for _, done in opened))
    took = time.perf_counter() - began
    latencies = [latency for connection, _ in opened for latency in connection.latencies]
    statuses: dict[int, int] = {}
    for connection, _ in opened:
        for status, count in connection.statuses.items():
            statuses[status] = statuses.get(status, 0) + count
    cuts = quantiles(latencies, n=100)
    return Measured(len(latencies) / took, cuts[49] * 1000, cuts[98] * 1000, statuses)
