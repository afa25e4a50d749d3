"""A backup as one file: the copy of the database, and what it must be, so that a cut-off one is noticed."""

import hashlib
import os
import zipfile
import zlib
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

_MANIFEST = "manifest.json"
_COPY = "database"
#: Bytes that are read and written at a time.
_CHUNK = 1 << 20
Progress = Callable[[int, int], None]


class BadBackup(RuntimeError):
    """A file that is no whole backup, or none for this service; the message says why."""


class Manifest(BaseModel):
    """What a backup holds: engine, schema, moment, length and SHA-256 of the copy, a print of the key."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    engine: Literal["sqlite", "postgresql"]
    revision: str
    at: datetime
    bytes: int
    sha256: str
    key_print: str


def hash_of(path: Path) -> str:
    """Return the SHA-256 of a file in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def pack(manifest: Manifest, copy: Path, archive: Path) -> None:
    """Write a backup and bring it to the disk, for its owner alone."""
    # A dump of PostgreSQL is compressed already.
    method = zipfile.ZIP_DEFLATED if manifest.engine == "sqlite" else zipfile.ZIP_STORED
    with os.fdopen(os.open(archive, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b") as file:
        with zipfile.ZipFile(file, "w", method, compresslevel=1) as packed:
            packed.writestr(_MANIFEST, manifest.model_dump_json())
            packed.write(copy, _COPY)
        file.flush()
        os.fsync(file.fileno())


def manifest_of(archive: Path) -> Manifest:
    """Return what a backup says it holds; raises BadBackup for what is no whole backup."""
    try:
        with zipfile.ZipFile(archive) as packed:
            return Manifest.model_validate_json(packed.read(_MANIFEST))
    except (OSError, zipfile.BadZipFile, KeyError, ValidationError) as wrong:
        raise BadBackup(f"{archive.name} is no whole backup ({type(wrong).__name__})") from wrong


def unpack(archive: Path, target: BinaryIO | None, progress: Progress | None = None) -> Manifest:
    """Read a backup through, into a file when one is given; raises BadBackup when a byte is not as it was."""
    manifest = manifest_of(archive)
    seen, digest = 0, hashlib.sha256()
    try:
        with zipfile.ZipFile(archive) as packed, packed.open(_COPY) as copy:
            while chunk := copy.read(_CHUNK):
                digest.update(chunk)
                seen += len(chunk)
                if target is not None:
                    target.write(chunk)
                if progress is not None:
                    progress(seen, manifest.bytes)
    except (zipfile.BadZipFile, KeyError, EOFError, OSError, zlib.error) as wrong:
        raise BadBackup(f"{archive.name} is damaged ({type(wrong).__name__})") from wrong
    if (seen, digest.hexdigest()) != (manifest.bytes, manifest.sha256):
        raise BadBackup(f"{archive.name} is damaged: its copy is not the one that was made")
    return manifest


def settle(path: Path) -> None:
    """Bring a folder's names to the disk."""
    folder = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
