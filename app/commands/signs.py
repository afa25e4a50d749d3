"""Signs of life: whoever makes something apart from the service says every few seconds that it goes on."""

import threading
from types import TracebackType
from typing import Self
from uuid import UUID

from models.access import SYSTEM
from models.clock import utc_now
from models.engines import StoreBusy
from models.store import Store

#: How often a maker gives a sign, seconds: each is a write of its own.
SIGN_EVERY_S = 2.0


class Cancelled(Exception):
    """Somebody cancelled the job."""


class Signs:
    """Gives signs of one job from a thread of its own, for a single step may take minutes."""

    def __init__(self, store: Store, job_id: UUID) -> None:
        self._store = store
        self._job_id = job_id
        self._done, self._total = 0, 0
        self._is_cancelled = False
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._keep_giving, name="signs", daemon=True)

    def __enter__(self) -> Self:
        """Begin to give signs."""
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        failed: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Give no more."""
        self._over.set()
        self._thread.join()

    def step(self, done: int, total: int) -> None:
        """Say how far the job is with the next sign; raises Cancelled when it is to stop."""
        self._done, self._total = done, total
        if self._is_cancelled:
            raise Cancelled

    def give(self) -> bool:
        """Give a sign at once; return False when the job is to stop."""
        from operations import keeping

        arguments = (self._job_id, self._done, self._total)
        return self._store.write_now(keeping.give_sign, *arguments, by=SYSTEM, now=utc_now())

    def _keep_giving(self) -> None:
        while not self._over.wait(SIGN_EVERY_S) and not self._is_cancelled:
            try:
                self._is_cancelled = not self.give()
            except StoreBusy:
                # The next one may find its turn.
                continue
