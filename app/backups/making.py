"""Make a backup, keep the newest, list them."""

import re
import secrets
import shutil
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from pydantic import ValidationError

from app.backups.archives import BadBackup, Manifest, hash_of, pack, settle, unpack
from app.backups.copying import copy_database
from app.settings import Settings, secret_key
from models.engines import is_sqlite, sqlite_path
from models.keeping_shapes import BackupOut
from models.vault import Vault
from operations.keys import key_print

_NAME = re.compile(r"jiujin-[0-9]{8}T[0-9]{6}Z-[0-9a-f]{6}\.zip", re.ASCII)
#: Room for the copy and for its archive, in copies of the database.
_ROOM = 2
#: Nobody makes a backup for longer, seconds.
_MAKING_MAX_S = 24 * 3600


def backups_folder(settings: Settings) -> Path:
    """Return the folder of backups: for its owner alone, for names and needs of people are in them."""
    folder = settings.data_dir / "backups"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def back_up(settings: Settings, now: datetime) -> BackupOut:
    """Make a backup in the data folder, and remove those beyond the number that is kept."""
    name = f"jiujin-{now.astimezone(UTC):%Y%m%dT%H%M%SZ}-{secrets.token_hex(3)}.zip"
    folder = backups_folder(settings)
    _clear(folder, now)
    made = write_backup(settings, folder / name, now)
    about = folder / f".{name}.json"
    about.write_text(made.model_dump_json())
    for old in list_backups(settings)[settings.backups_kept :]:
        remove_backup(settings, old.name)
    return made


def write_backup(settings: Settings, target: Path, now: datetime) -> BackupOut:
    """Write a backup to a file that is not there yet; it has this name only when it was read back whole.

    Raises BadBackup, and OSError when the disk has no room.
    """
    if target.exists():
        raise BadBackup(f"{target.name} is there already")
    with tempfile.TemporaryDirectory(prefix=".making-", dir=target.parent) as making:
        _need_room(settings, Path(making))
        copy, archive = Path(making) / "database", Path(making) / "archive"
        revision = copy_database(settings.database, copy)
        manifest = Manifest(
            engine="sqlite" if is_sqlite(settings.database) else "postgresql",
            revision=revision,
            at=now,
            bytes=copy.stat().st_size,
            sha256=hash_of(copy),
            key_print=key_print(Vault(secret_key(settings))).hex(),
        )
        pack(manifest, copy, archive)
        unpack(archive, None)
        made = BackupOut(
            name=target.name,
            at=now,
            bytes=archive.stat().st_size,
            sha256=hash_of(archive),
            revision=revision,
            verified=True,
        )
        archive.rename(target)
    settle(target.parent)
    return made


def list_backups(settings: Settings) -> list[BackupOut]:
    """Return the backups of the data folder, the newest first; a file of another length is not verified."""
    found = []
    for about in backups_folder(settings).glob(".jiujin-*.json"):
        file = about.with_name(about.name.removeprefix(".").removesuffix(".json"))
        try:
            made, size = BackupOut.model_validate_json(about.read_text()), file.stat().st_size
        except (OSError, ValidationError):
            continue
        found.append(made.model_copy(update={"verified": made.verified and size == made.bytes}))
    return sorted(found, key=lambda backup: (backup.at, backup.name), reverse=True)


def backup_file(settings: Settings, name: str) -> Path | None:
    """Return the file of a backup in the data folder, None when there is none of that name."""
    path = backups_folder(settings) / name
    return path if _NAME.fullmatch(name) and path.is_file() else None


def prove_backup(settings: Settings, name: str) -> BackupOut | None:
    """Read a backup of the data folder through, keep whether it is whole; None without one of that name."""
    path = backup_file(settings, name)
    known = {backup.name: backup for backup in list_backups(settings)}.get(name)
    if path is None or known is None:
        return None
    try:
        unpack(path, None)
        is_whole = hash_of(path) == known.sha256
    except (BadBackup, OSError):
        is_whole = False
    proven = known.model_copy(update={"verified": is_whole})
    (path.parent / f".{name}.json").write_text(proven.model_dump_json())
    return proven


def remove_backup(settings: Settings, name: str) -> None:
    """Remove a backup of the data folder, and what is known of it."""
    folder = backups_folder(settings)
    (folder / name).unlink(missing_ok=True)
    (folder / f".{name}.json").unlink(missing_ok=True)


def _clear(folder: Path, now: datetime) -> None:
    """Remove what makers left that were killed: whole copies of the database."""
    for left in folder.glob(".making-*"):
        if now.timestamp() - left.stat().st_mtime > _MAKING_MAX_S:
            shutil.rmtree(left, ignore_errors=True)


def _need_room(settings: Settings, folder: Path) -> None:
    if not is_sqlite(settings.database):
        return
    needed = _ROOM * sqlite_path(settings.database).stat().st_size
    if shutil.disk_usage(folder).free < needed:
        raise BadBackup(f"the disk has no room: a backup needs {needed:,} bytes while it is made")
