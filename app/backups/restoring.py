"""Put a backup in the place of the database: everything is proven before anything is replaced."""

import os
import shutil
import tempfile
from datetime import datetime
from pathlib import Path

from sqlalchemy import create_engine, inspect, make_url, text

from app.backups.archives import BadBackup, Manifest, Progress, manifest_of, settle, unpack
from app.backups.copying import NO_PG_RESTORE, prove_dump, prove_sqlite, run_tool
from app.schema import newest
from app.settings import Settings, secret_key
from models.engines import Turn, is_sqlite, sqlite_path
from models.presence import InUse, alone
from models.vault import Vault
from operations.keys import key_print

#: What SQLite keeps beside a file.
_COMPANIONS = ("", "-wal", "-shm")


def restore(
    settings: Settings, archive: Path, now: datetime, *, force: bool, progress: Progress | None = None
) -> Manifest:
    """Restore a backup; with `force` in the place of a database that is there, which is put aside.

    Raises BadBackup for a file that is damaged or not for this service, and InUse while anybody has the
    database open. Until the last step nothing is changed.
    """
    manifest = manifest_of(archive)
    _must_fit(settings, manifest)
    if manifest.engine == "sqlite":
        _restore_sqlite(settings, archive, now, force, progress)
    else:
        _restore_postgresql(settings, archive, force, progress)
    return manifest


def _must_fit(settings: Settings, manifest: Manifest) -> None:
    if (manifest.engine == "sqlite") is not is_sqlite(settings.database):
        raise BadBackup(f"this is a backup of {manifest.engine}; the settings name another engine")
    if manifest.revision != newest():
        raise BadBackup(
            f"this backup has schema {manifest.revision}, this version needs {newest()}: "
            "restore it with the version that made it, then upgrade and run: jiujin migrate"
        )
    if manifest.key_print != key_print(Vault(secret_key(settings))).hex():
        raise BadBackup("this backup was made with another secret key; see docs/runbook.md, A lost key")


def _restore_sqlite(
    settings: Settings, archive: Path, now: datetime, force: bool, progress: Progress | None
) -> None:
    path = sqlite_path(settings.database)
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists() and not force:
        raise BadBackup(f"{path.name} is there already; --force puts it aside")
    with (
        alone(settings.database),
        tempfile.TemporaryDirectory(prefix=".restoring-", dir=path.parent) as folder,
    ):
        copy = Path(folder) / "database"
        with copy.open("xb") as file:
            unpack(archive, file, progress)
            file.flush()
            os.fsync(file.fileno())
        prove_sqlite(copy)
        turn = Turn(settings.database)
        try:
            with turn.taken():
                _put_aside(path, f"{path}-before-{now:%Y%m%dT%H%M%SZ}")
                copy.rename(path)
                settle(path.parent)
        finally:
            turn.close()


def _put_aside(path: Path, name: str) -> None:
    """Rename a database with what lies beside it: together they still are what they were."""
    for companion in _COMPANIONS:
        old = Path(f"{path}{companion}")
        if old.exists():
            old.rename(f"{name}{companion}")


def _restore_postgresql(settings: Settings, archive: Path, force: bool, progress: Progress | None) -> None:
    tool = shutil.which("pg_restore")
    if tool is None:
        raise BadBackup(NO_PG_RESTORE)
    engine = create_engine(settings.database)
    try:
        with engine.connect() as connection:
            others = text(
                "SELECT COUNT(*) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
            if connection.execute(others).scalar_one():
                raise InUse
            if inspect(connection).has_table("alembic_version") and not force:
                raise BadBackup("the database is not empty; --force replaces what is in it")
    finally:
        engine.dispose()
    with tempfile.TemporaryDirectory(prefix=".restoring-", dir=settings.data_dir) as folder:
        dump = Path(folder) / "dump"
        with dump.open("xb") as file:
            unpack(archive, file, progress)
        prove_dump(dump)
        options = ["--clean", "--if-exists", "--no-owner", "--single-transaction", "--exit-on-error"]
        run_tool([tool, *options, str(dump)], make_url(settings.database))
