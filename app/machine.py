"""What the process and its machine say of themselves, for whoever keeps the service going."""

import platform
import shutil
from datetime import UTC, datetime
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from pydantic import SecretStr
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from app.backups.making import backup_file, list_backups, prove_backup
from app.schema import newest
from app.settings import Settings
from models.keeping_shapes import BackupOut, MachineOut, SettingOut


class Machine:
    """Facts of this process, asked anew each time; and the files of its backups."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._started = datetime.now(UTC)

    def facts(self, now: datetime) -> MachineOut:
        """Return the facts at a moment; reads the disk."""
        disk = shutil.disk_usage(_present(self._settings.data_dir))
        return MachineOut(
            version=_version(),
            python=platform.python_version(),
            started_at=self._started,
            uptime_s=max(0, round((now - self._started).total_seconds())),
            disk_free_bytes=disk.free,
            disk_bytes=disk.total,
            settings=shown_settings(self._settings),
            revision_wanted=newest(),
            backups=list_backups(self._settings),
        )

    def backup(self, name: str) -> Path | None:
        """Return the file of a backup, None when there is none of that name."""
        return backup_file(self._settings, name)

    def prove(self, name: str) -> BackupOut | None:
        """Read a backup through and tell whether it is whole, None when there is none of that name."""
        return prove_backup(self._settings, name)


def shown_settings(settings: Settings) -> list[SettingOut]:
    """Return every setting as it is in force; nothing secret is among them."""
    return [
        SettingOut(
            name=f"JIUJIN_{name.upper()}",
            value=_masked(getattr(settings, name)),
            default=name not in settings.model_fields_set,
            description=field.description or "",
        )
        for name, field in type(settings).model_fields.items()
    ]


def _masked(value: Any) -> str:
    """Return a setting as text: secrets as stars, addresses without their password."""
    if value is None:
        return ""
    if isinstance(value, SecretStr) or "://" not in str(value):
        return str(value)
    try:
        return make_url(str(value)).render_as_string(hide_password=True)
    except ArgumentError:
        return "***"


def _present(folder: Path) -> Path:
    """Return the folder, or the nearest one above it that exists."""
    return next(path for path in (folder.absolute(), *folder.absolute().parents) if path.exists())


@cache
def _version() -> str:
    try:
        return version("jiujin")
    except PackageNotFoundError:
        return "unknown"
