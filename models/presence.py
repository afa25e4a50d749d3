"""Who has the database open: many may, or one alone who replaces it."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from models.engines import StoreBusy, is_sqlite, sqlite_path


class InUse(RuntimeError):
    """Somebody has the database open."""


class Presence:
    """That this process has an SQLite file open; PostgreSQL knows by itself who is connected."""

    def __init__(self, url: str) -> None:
        """Say so; raises StoreBusy while somebody replaces the file."""
        self._file: int | None = None
        if not is_sqlite(url):
            return
        sqlite_path(url).parent.mkdir(parents=True, exist_ok=True)
        file = _opened(url)
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(file)
            raise StoreBusy("the database is being restored") from None
        self._file = file

    def close(self) -> None:
        """Say that it is closed."""
        if self._file is not None:
            os.close(self._file)
            self._file = None


@contextmanager
def alone(url: str) -> Iterator[None]:
    """Have an SQLite file to oneself; raises InUse while any process has it open."""
    file = _opened(url)
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError:
        raise InUse from None
    finally:
        os.close(file)


def _opened(url: str) -> int:
    path = Path(f"{sqlite_path(url)}-open")
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
