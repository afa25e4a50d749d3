"""Keep a maker going while any work waits: a process of its own, so that intakes never wait for it."""

import asyncio
import os
import sys

import structlog

from app.settings import Settings, secret_key

log = structlog.get_logger("jiujin.exports")


class Exporter:
    """Starts the maker when something is asked for; at most one runs for this service."""

    def __init__(self, settings: Settings, command: str = "export-waiting") -> None:
        self._settings = settings
        self._command = command
        self._asked = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    def wake(self) -> None:
        """Have what waits made, soon."""
        self._asked.set()

    def start(self) -> None:
        """Begin to watch for what is asked."""
        self._asked = asyncio.Event()
        self._task = asyncio.create_task(self._watch(), name="exporter")

    async def stop(self) -> None:
        """End, and the maker with it; its export counts as interrupted."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _watch(self) -> None:
        while True:
            await self._asked.wait()
            self._asked.clear()
            await self._make()

    async def _make(self) -> None:
        maker = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "app.cli",
            self._command,
            env=self._environment(),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.DEVNULL,
        )
        try:
            status = await maker.wait()
        except asyncio.CancelledError:
            maker.kill()
            await maker.wait()
            raise
        if status:
            log.error("a maker failed", command=self._command, status=status)

    def _environment(self) -> dict[str, str]:
        settings = self._settings
        return {
            **os.environ,
            "JIUJIN_DATA_DIR": str(settings.data_dir),
            "JIUJIN_DATABASE_URL": settings.database,
            "JIUJIN_READ_DATABASE_URL": settings.read_database_url or "",
            "JIUJIN_BACKUPS_KEPT": str(settings.backups_kept),
            "JIUJIN_SECRET_KEY": secret_key(settings).hex(),
        }
