"""A database of a test's own, on either engine: a copy of one that was migrated and seeded once."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import create_engine, make_url, text

ENGINES = ("sqlite", "postgresql")


@contextmanager
def own_database(engine: str, request: pytest.FixtureRequest, folder: Path) -> Iterator[str]:
    """Yield the address of a copy, which goes with the test."""
    if engine == "sqlite":
        path = folder / "jiujin.db"
        shutil.copy(request.getfixturevalue("sqlite_template"), path)
        yield f"sqlite:///{path}"
        return
    server, template = (
        request.getfixturevalue("postgres"),
        request.getfixturevalue("postgres_template"),
    )
    name = f"city_{uuid4().hex}"
    on_server(server, f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
    yield named(server, name)
    on_server(server, f"DROP DATABASE {name} WITH (FORCE)")


def named(server: str, database: str) -> str:
    """Return the address of a database of that server."""
    return make_url(server).set(database=database).render_as_string(hide_password=False)


def on_server(server: str, statement: str) -> None:
    """Run a statement that is about whole databases."""
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()
