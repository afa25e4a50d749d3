"""Engines for both databases: pragmas, transaction words, and the turn that writers take.

SQLite before 3.51.3 (but 3.44.6 and 3.50.7) can lose commits when two connections write or
checkpoint at the same moment (the WAL-reset fault, sqlite.org/wal.html). Every write transaction,
with the checkpoint that its commit may run, therefore holds an advisory lock on a file beside the
database: writers of all processes queue there, fairly, instead of spinning on SQLite's busy wait.
"""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event, make_url
from sqlalchemy.pool import QueuePool

#: How long a writer waits for its turn before the caller is told to come again.
TURN_TIMEOUT_S = 20.0
_TURN_POLL_S = 0.002
BUSY_TIMEOUT_MS = 10_000
#: PostgreSQL's default takes a page at random for four times a page in order, as on turning disks: a
#: trace over thousands of lots then reads whole tables. On solid state the ratio is near one.
_RANDOM_PAGE_COST = 1.1


class StoreBusy(RuntimeError):
    """The database did not let us write in time; nothing was changed, the same call may be repeated."""


def is_sqlite(url: str) -> bool:
    """Tell whether the address names an SQLite database."""
    return make_url(url).get_backend_name() == "sqlite"


def sqlite_path(url: str) -> Path:
    """Return the file of an SQLite address; memory databases are refused, they are not durable."""
    name = make_url(url).database
    if not name or name == ":memory:":
        raise ValueError("Jiujin needs a file: an SQLite database in memory is not durable")
    return Path(name)


def _prepare(engine: Engine, *, begin: str, pragmas: list[str]) -> None:
    """Set up each SQLite connection, and begin transactions with the given words."""

    @event.listens_for(engine, "connect")
    def connected(connection: Any, _: Any) -> None:
        # The driver must not begin or commit behind our back: deferred transactions oversell.
        connection.isolation_level = None
        for pragma in pragmas:
            connection.execute(pragma)

    @event.listens_for(engine, "begin")
    def begun(connection: Any) -> None:
        connection.exec_driver_sql(begin)


def writer_engine(url: str) -> Engine:
    """Make the engine with the one connection that writes."""
    if not is_sqlite(url):
        return create_engine(
            url,
            pool_size=1,
            max_overflow=0,
            pool_pre_ping=True,
            isolation_level="READ COMMITTED",
            connect_args=_planning(url),
        )
    sqlite_path(url).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(
        url,
        poolclass=QueuePool,
        pool_size=1,
        max_overflow=0,
        connect_args={"check_same_thread": False},
    )
    pragmas = [
        f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}",
        "PRAGMA journal_mode=WAL",
        "PRAGMA synchronous=FULL",
        "PRAGMA foreign_keys=ON",
        "PRAGMA cache_size=-65536",
    ]
    _prepare(engine, begin="BEGIN IMMEDIATE", pragmas=pragmas)
    return engine


def _planning(url: str) -> dict[str, str]:
    """Tell PostgreSQL's planner what disk it has; options in the address come later and win."""
    own = make_url(url).query.get("options", "")
    return {"options": f"-c random_page_cost={_RANDOM_PAGE_COST} {own}".strip()}


def reader_engine(url: str, readers: int) -> Engine:
    """Make the engine whose connections only read; each reader thread holds one of them."""
    if not is_sqlite(url):
        engine = create_engine(
            url,
            pool_size=readers,
            max_overflow=0,
            pool_pre_ping=True,
            isolation_level="REPEATABLE READ",
            connect_args=_planning(url),
        )

        @event.listens_for(engine, "begin")
        def read_only(connection: Any) -> None:
            connection.exec_driver_sql("SET TRANSACTION READ ONLY")

        return engine
    engine = create_engine(
        url,
        poolclass=QueuePool,
        pool_size=readers,
        max_overflow=0,
        connect_args={"check_same_thread": False},
    )
    pragmas = [
        f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}",
        # Readers never checkpoint: that is the writer's, inside its turn.
        "PRAGMA wal_autocheckpoint=0",
        "PRAGMA query_only=ON",
        "PRAGMA cache_size=-32768",
    ]
    _prepare(engine, begin="BEGIN", pragmas=pragmas)
    return engine


class Turn:
    """The right to write, one at a time among all processes that share an SQLite file."""

    def __init__(self, url: str) -> None:
        self._path = Path(f"{sqlite_path(url)}-turn") if is_sqlite(url) else None
        self._file: int | None = None

    @contextmanager
    def taken(self) -> Iterator[None]:
        """Hold the turn; raises StoreBusy when it does not come in time."""
        if self._path is None:
            yield
            return
        if self._file is None:
            self._file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        self._wait(self._file)
        try:
            yield
        finally:
            fcntl.flock(self._file, fcntl.LOCK_UN)

    def _wait(self, file: int) -> None:
        until = time.monotonic() + TURN_TIMEOUT_S
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() > until:
                    raise StoreBusy("another process holds the database") from None
                time.sleep(_TURN_POLL_S)
            else:
                return

    def close(self) -> None:
        """Give the lock file back."""
        if self._file is not None:
            os.close(self._file)
            self._file = None
