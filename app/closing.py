"""Have stock written down at the midnights that are due, now and then while the service runs."""

import asyncio

import structlog
from sqlalchemy.exc import SQLAlchemyError

from models.access import SYSTEM
from models.clock import utc_now
from models.engines import StoreBusy
from models.store import Store
from operations.stock import closings

#: Not while a service starts: whoever waits for it comes first.
FIRST_AFTER_S = 60.0
EVERY_S = 3600.0
#: Each takes the writer for up to a second where a city's stock is large; others get their turn between two.
PAUSE_S = 5.0

log = structlog.get_logger("jiujin.closings")


class Closer:
    """Looks once an hour whether stock is to be written down."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to look."""
        self._task = asyncio.create_task(self._watch(), name="closer")

    async def stop(self) -> None:
        """End."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _watch(self) -> None:
        await asyncio.sleep(FIRST_AFTER_S)
        while True:
            try:
                await self._close_all()
            except (StoreBusy, SQLAlchemyError):
                log.exception("stock was not written down; it is tried again in an hour")
            await asyncio.sleep(EVERY_S)

    async def _close_all(self) -> None:
        while (at := await self._store.read(closings.due, now=utc_now())) is not None:
            await self._store.write(closings.close, at, by=SYSTEM, now=utc_now())
            await asyncio.sleep(PAUSE_S)


def close_now(store: Store) -> None:
    """Write down all that is due at once, from the command line."""
    while (at := store.read_now(closings.due, now=utc_now())) is not None:
        store.write_now(closings.close, at, by=SYSTEM, now=utc_now())
