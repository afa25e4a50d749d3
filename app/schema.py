"""Which schema a database has, and which this code needs. Bringing it there: app/migrating.py."""

import re
from functools import cache
from importlib import resources

from sqlalchemy import Connection, create_engine, inspect, text

from models.engines import is_sqlite, sqlite_path

_REVISION = re.compile(r'^revision: str = "([^"]+)"', re.MULTILINE)
_DOWN = re.compile(r'^down_revision: str \| None = "([^"]+)"', re.MULTILINE)


@cache
def newest() -> str:
    """Return the newest revision among the migrations that are installed.

    Read from the files' first lines: starting the service must not wait for Alembic's machinery.
    """
    texts = [
        file.read_text(encoding="utf-8")
        for file in resources.files("migrations").joinpath("versions").iterdir()
        if file.name.endswith(".py")
    ]
    revisions = {found[1] for source in texts if (found := _REVISION.search(source))}
    older = {found[1] for source in texts if (found := _DOWN.search(source))}
    (head,) = revisions - older
    return head


def present(connection: Connection) -> str | None:
    """Return the revision a database is at, None for an empty one."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    revision: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return revision


def is_current(url: str) -> bool:
    """Tell whether a database has the schema this code needs."""
    if is_sqlite(url) and not sqlite_path(url).exists():
        return False
    engine = create_engine(url)
    try:
        with engine.connect() as connection:
            return present(connection) == newest()
    finally:
        engine.dispose()
