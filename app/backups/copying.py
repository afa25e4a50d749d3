"""Copies of a running database, by the engine's own means, and their proof."""

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

from sqlalchemy import URL, create_engine, make_url

from app.backups.archives import BadBackup
from app.schema import present
from models.engines import BUSY_TIMEOUT_MS, is_sqlite, sqlite_path

#: How to do it by hand where the tools of PostgreSQL are not installed.
NO_PG_DUMP = (
    "pg_dump is not installed here. Install PostgreSQL's client, or run on the database's machine: "
    "pg_dump --format=custom --file=jiujin.dump DATABASE"
)
NO_PG_RESTORE = "pg_restore is not installed here. Install PostgreSQL's client and run this again."


def copy_database(url: str, target: Path) -> str:
    """Copy a database while others write; return the schema's revision. Raises BadBackup and OSError."""
    if is_sqlite(url):
        return _copy_sqlite(sqlite_path(url), target)
    tool = shutil.which("pg_dump")
    if tool is None:
        raise BadBackup(NO_PG_DUMP)
    engine = create_engine(url)
    try:
        with engine.connect() as connection:
            revision = present(connection) or ""
    finally:
        engine.dispose()
    run_tool([tool, "--format=custom", "--no-owner", f"--file={target}"], make_url(url))
    prove_dump(target)
    return revision


def prove_sqlite(path: Path) -> str:
    """Return the schema's revision of an SQLite file that is sound; raises BadBackup."""
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)) as copy:
            found = copy.execute("PRAGMA integrity_check").fetchall()
            orphans = copy.execute("PRAGMA foreign_key_check").fetchall()
            (revision,) = copy.execute("SELECT version_num FROM alembic_version").fetchone()
    except (sqlite3.Error, TypeError) as wrong:
        raise BadBackup(f"the copy cannot be read: {wrong}") from wrong
    if found != [("ok",)] or orphans:
        raise BadBackup(f"the copy is damaged: {(found + orphans)[0]}")
    return str(revision)


def prove_dump(dump: Path) -> None:
    """Read a dump through as pg_restore does; raises BadBackup."""
    tool = shutil.which("pg_restore")
    if tool is None:
        raise BadBackup(NO_PG_RESTORE)
    run_tool([tool, "--file=/dev/null", str(dump)])


def run_tool(command: list[str], url: URL | None = None) -> None:
    """Run a tool of PostgreSQL, its password not among its arguments; raises BadBackup with what it said."""
    environment = dict(os.environ)
    if url is not None:
        if url.password:
            environment["PGPASSWORD"] = str(url.password)
        plain = URL.create("postgresql", url.username, None, url.host, url.port, url.database, url.query)
        command = [*command, f"--dbname={plain.render_as_string(hide_password=False)}"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise BadBackup(f"{Path(command[0]).name}: {done.stderr.strip()[:500]}")


def _copy_sqlite(path: Path, target: Path) -> str:
    """Copy one moment of the file, whole, as SQLite itself reads it: never by the bytes of the live file."""
    with closing(sqlite3.connect(path, isolation_level=None)) as live:
        live.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")
        # To checkpoint is the writer's, in its turn.
        live.execute("PRAGMA wal_autocheckpoint=0")
        live.execute("VACUUM INTO ?", (str(target),))
    return prove_sqlite(target)
