"""Ways between positions behind one protocol: straight lines, or an OSRM-compatible `/table` server."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, Protocol

import httpx
import numpy as np
import numpy.typing as npt

from geo.distance import table_m
from geo.positions import Position

#: Servers limit a table's coordinates; OSRM's own default is 100.
_COORDINATES_MAX = 100
_RETRY_STATUSES = frozenset({429, 500, 502, 503, 504})
_WAIT_MAX_S = 2.0


@dataclass(frozen=True)
class TravelTable:
    """Metres from origins to destinations, shape (origins, destinations), and how they were found."""

    metres: npt.NDArray[np.float64]
    method: str


class Travel(Protocol):
    """Something that measures the ways between positions."""

    async def table(self, origins: Sequence[Position], destinations: Sequence[Position]) -> TravelTable:
        """Return the metres from every origin to every destination."""
        ...


class CrowFlies:
    """Geodesics: as the crow flies."""

    method = "crow_flies"

    async def table(self, origins: Sequence[Position], destinations: Sequence[Position]) -> TravelTable:
        """Return the geodesic metres from every origin to every destination."""
        return TravelTable(table_m(origins, destinations), self.method)


class _Unusable(Exception):
    """The server's answer cannot be used."""


@dataclass
class OsrmTravel:
    """Road distances from a server that speaks OSRM's `/table` (project-osrm.org, HTTP API v1).

    Never raises for a fault of the network or the server: it falls back to another engine and says so
    in `method`.
    """

    base_url: str
    client: httpx.AsyncClient | None = None
    timeout_s: float = 2.0
    retries: int = 2
    profile: str = "driving"
    coordinates_max: int = _COORDINATES_MAX
    fallback: Travel = field(default_factory=CrowFlies)

    async def table(self, origins: Sequence[Position], destinations: Sequence[Position]) -> TravelTable:
        """Return road metres; straight ones, with the method saying so, when the server does not answer."""
        client = self.client or httpx.AsyncClient(timeout=self.timeout_s)
        try:
            metres = await self._whole(client, origins, destinations)
        except (httpx.HTTPError, httpx.InvalidURL, _Unusable):
            straight = await self.fallback.table(origins, destinations)
            return TravelTable(straight.metres, f"{straight.method}_fallback")
        finally:
            if self.client is None:
                await client.aclose()
        return TravelTable(metres, "osrm")

    async def _whole(
        self, client: httpx.AsyncClient, origins: Sequence[Position], destinations: Sequence[Position]
    ) -> npt.NDArray[np.float64]:
        """Ask for a table in blocks that the server's limit allows."""
        half = max(1, self.coordinates_max // 2)
        metres = np.empty((len(origins), len(destinations)))
        for top, bottom in _cuts(len(origins), half):
            for left, right in _cuts(len(destinations), half):
                block = await self._block(client, origins[top:bottom], destinations[left:right])
                metres[top:bottom, left:right] = block
        return metres

    async def _block(
        self, client: httpx.AsyncClient, origins: Sequence[Position], destinations: Sequence[Position]
    ) -> npt.NDArray[np.float64]:
        at = ";".join(f"{p.lon:.6f},{p.lat:.6f}" for p in (*origins, *destinations))
        sources = ";".join(str(n) for n in range(len(origins)))
        targets = ";".join(str(n) for n in range(len(origins), len(origins) + len(destinations)))
        url = f"{self.base_url.rstrip('/')}/table/v1/{self.profile}/{at}"
        query = {"sources": sources, "destinations": targets, "annotations": "distance"}
        answer = await self._ask(client, url, query)
        return _metres(answer, (len(origins), len(destinations)))

    async def _ask(self, client: httpx.AsyncClient, url: str, query: dict[str, str]) -> Any:
        """Ask, again after a fault that may pass; raises when it does not."""
        for attempt in range(self.retries + 1):
            last = attempt == self.retries
            wait_s = 0.1 * 2**attempt
            try:
                response = await client.get(url, params=query, timeout=self.timeout_s)
            except httpx.TransportError:
                if last:
                    raise
            else:
                if response.status_code not in _RETRY_STATUSES or last:
                    return _parsed(response)
                wait_s = _retry_after_s(response) or wait_s
            await asyncio.sleep(min(wait_s, _WAIT_MAX_S))
        raise _Unusable


def _cuts(count: int, size: int) -> list[tuple[int, int]]:
    return list(pairwise([*range(0, count, size), count])) if count else []


def _retry_after_s(response: httpx.Response) -> float | None:
    given = response.headers.get("retry-after", "")
    return float(given) if given.isascii() and given.isdigit() else None


def _parsed(response: httpx.Response) -> Any:
    try:
        answer = response.json()
    except ValueError as wrong:
        raise _Unusable from wrong
    if response.status_code != httpx.codes.OK or not isinstance(answer, dict) or answer.get("code") != "Ok":
        raise _Unusable
    return answer


def _metres(answer: Any, shape: tuple[int, int]) -> npt.NDArray[np.float64]:
    """Return the table of an answer; a gap in it means that some way is not known."""
    try:
        metres = np.array(answer["distances"], dtype=np.float64)
    except (KeyError, TypeError, ValueError) as wrong:
        raise _Unusable from wrong
    if metres.shape != shape or not np.isfinite(metres).all() or (metres < 0).any():
        raise _Unusable
    return metres
