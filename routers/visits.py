"""A visit: what an endpoint needs of its request, in one dependency."""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Annotated, Any, TypeVar

import structlog
from fastapi import Depends, Request

from geo.travel import Travel
from models.access import Caller, Language
from models.clock import utc_now
from models.store import Store
from operations import network
from operations.conflicts.turning import TurnedAway, keep_turned, turned_away
from operations.errors import Conflict

T = TypeVar("T")
log = structlog.get_logger("jiujin.visits")

#: How old the network in memory may be before another process's change is looked for.
NETWORK_AGE_MAX_S = 1.0
SCOPE_KEY = "jiujin.visitor"


@dataclass(frozen=True, slots=True)
class Visitor:
    """What the edge found out about a request before it was routed."""

    request_id: str
    caller: Caller
    token_fault: str | None
    address: str

    @property
    def language(self) -> Language:
        """Return the language to answer in."""
        return self.caller.language


@dataclass(frozen=True, slots=True)
class Visit:
    """The store as seen by one caller at one moment."""

    store: Store
    travel: Travel
    visitor: Visitor
    now: datetime

    @property
    def caller(self) -> Caller:
        """Return who asks."""
        return self.visitor.caller

    @property
    def language(self) -> Language:
        """Return the language to answer in."""
        return self.visitor.caller.language

    def speaking(self, language: Language | None) -> "Visit":
        """Return the visit, to be answered in a language; None: in its own."""
        if language is None or language == self.language:
            return self
        return replace(self, visitor=replace(self.visitor, caller=in_language(self.caller, language)))

    async def write(self, operation: Callable[..., T], *arguments: Any) -> T:
        """Run an operation as the caller, now; what contradicts the record is refused and kept."""
        try:
            return await self.store.write(operation, *arguments, by=self.visitor.caller, now=self.now)
        except Conflict as refused:
            if (turned := turned_away(refused, arguments)) is not None:
                await self._keep(turned)
            raise

    async def _keep(self, turned: TurnedAway) -> None:
        """Keep what was refused, in a transaction of its own; the refusal stands in any case."""
        try:
            await self.store.write(keep_turned, turned, by=self.visitor.caller, now=self.now)
        except Exception as failed:  # noqa: BLE001 - who sent it gets the refusal, not this
            log.warning("turned_not_kept", error=type(failed).__name__)

    async def read(self, query: Callable[..., T], *arguments: Any, **options: Any) -> T:
        """Run a query as the caller."""
        return await self.store.read(query, *arguments, by=self.visitor.caller, **options)

    async def network(self) -> network.Network:
        """Return the network from memory; at most once a second the database is asked for news."""
        cache = self.store.cache
        checked = cache.get("network_checked")
        if checked is None or time.monotonic() - checked > NETWORK_AGE_MAX_S:
            asked = time.monotonic()
            await self.store.read(network.current)
            cache["network_checked"] = asked
        held: network.Network = cache["network"]
        return held


def visitor_of(request: Request) -> Visitor:
    """Return what the edge found out about a request."""
    visitor: Visitor = request.scope[SCOPE_KEY]
    return visitor


async def visit(request: Request) -> Visit:
    """Return the visit that a request is."""
    state = request.app.state
    return Visit(state.store, state.travel, request.scope[SCOPE_KEY], utc_now())


def in_language(caller: Caller, language: Language) -> Caller:
    """Return the caller, to be answered in a language."""
    return caller if caller.language == language else replace(caller, language=language)


Here = Annotated[Visit, Depends(visit)]
