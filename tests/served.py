"""The real service on a port, for browsers: it can go away, come back, and bring a new release."""

import shutil
import socket
import tempfile
import threading
import time
from functools import cache
from pathlib import Path

import uvicorn
from fastapi import FastAPI

from app.built import NOT_BUILT, PAGES, are_built
from app.main import create_app, equip
from app.settings import Settings
from models.access import SYSTEM, Role, TokenIn
from models.clock import utc_now
from models.store import Store
from operations import access
from routers.shell import PageFiles

PATIENCE_S = 20


class Service:
    """The application under uvicorn in a thread of its own, always on one port and one database."""

    def __init__(self, settings: Settings) -> None:
        assert are_built(), NOT_BUILT
        self._settings = settings
        self._pages = PAGES
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port: int = probe.getsockname()[1]
        self._app = _application()
        self._server: uvicorn.Server | None = None
        self._thread: threading.Thread | None = None

    @property
    def url(self) -> str:
        """Return the address; by this name a browser takes it for secure, and runs a worker."""
        return f"http://localhost:{self.port}"

    @property
    def store(self) -> Store:
        """Return the store of the running service."""
        store: Store = self._app.state.store
        return store

    def token(self, role: Role, place: str | None = None) -> str:
        """Return a bearer token of somebody with that role at that place."""
        body = TokenIn(name="somebody", role=role, place=place, days=7)
        issued = self.store.write_now(access.issue, body, by=SYSTEM, now=utc_now()).token
        assert issued is not None
        return issued

    def start(self) -> None:
        """Begin to listen, and wait until it does."""
        assert self._server is None
        equip(self._app, self._settings)
        self._app.state.pages = PageFiles(self._pages)
        config = uvicorn.Config(
            self._app,
            host="127.0.0.1",
            port=self.port,
            log_config=None,
            access_log=False,
            # A page that still waits for an answer must not hold up an outage.
            timeout_graceful_shutdown=1,
        )
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, name="service", daemon=True)
        thread.start()
        until = time.monotonic() + PATIENCE_S
        while not server.started:
            assert thread.is_alive(), "the service ended by itself"
            assert time.monotonic() < until, "the service does not start"
            time.sleep(0.01)
        self._server, self._thread = server, thread

    def stop(self) -> None:
        """Go away: from now on nobody listens on the port."""
        if self._server is None or self._thread is None:
            return
        self._server.should_exit = True
        self._thread.join(PATIENCE_S)
        assert not self._thread.is_alive(), "the service does not end"
        self._server = self._thread = None

    def serve_pages(self, folder: Path) -> None:
        """Serve the pages of another folder from the next request on."""
        self._pages = folder
        self._app.state.pages = PageFiles(folder)

    def release(self, folder: Path, name: str) -> None:
        """Publish a release that calls itself something else, with another worker and other hashed files."""
        _copy_renamed(PAGES, folder)
        _change(folder / "index.html", 'name="application-name" content="', '"', name)
        _change(folder / "sw.js", 'const RELEASE = "', '"', name.encode().hex())
        self.serve_pages(folder)


@cache
def _application() -> FastAPI:
    """Make the routes of this worker once; each start equips them anew."""
    app = create_app(Settings(data_dir=Path(tempfile.mkdtemp()), secret_key=bytes(range(32)).hex()))
    app.state.store.close()
    return app


def _copy_renamed(source: Path, folder: Path) -> None:
    """Copy the pages, without their compressed forms, and with `2` in the names that carry a hash."""
    shutil.copytree(source, folder, ignore=shutil.ignore_patterns("*.br", "*.gz"))
    assets = list((folder / "assets").iterdir())
    for path in [*assets, folder / "index.html", folder / "sw.js"]:
        content = path.read_bytes()
        for asset in assets:
            content = content.replace(asset.name.encode(), _renamed(asset).encode())
        path.write_bytes(content)
    for asset in assets:
        asset.rename(asset.with_name(_renamed(asset)))


def _renamed(asset: Path) -> str:
    return f"{asset.stem}2{asset.suffix}"


def _change(path: Path, after: str, before: str, words: str) -> None:
    """Replace what stands between two words."""
    head, _, rest = path.read_text(encoding="utf-8").partition(after)
    _, found, tail = rest.partition(before)
    assert found, path
    path.write_text(f"{head}{after}{words}{before}{tail}", encoding="utf-8")
