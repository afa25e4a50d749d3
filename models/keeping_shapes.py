"""What comes in and goes out about the service itself: its state, checks and backups."""

from typing import Any
from uuid import UUID

from models.keeping import JobKind, JobStatus
from models.shapes import Answer, InstantOut, KeyIn, Strict


class JobIn(Strict):
    """A check or backup that is asked for; the same id again asks for nothing new."""

    id: KeyIn


class BackupOut(Answer):
    """A backup; `verified` when it was read back whole after it was written, and has its length still."""

    name: str
    at: InstantOut
    bytes: int
    sha256: str
    revision: str
    verified: bool


class BrokenOut(Answer):
    """A promise that does not hold: how many rows, and the first of them."""

    name: str
    promise: str
    count: int
    rows: list[dict[str, Any]]


class CheckOut(Answer):
    """What a check of every invariant found."""

    ok: bool
    invariants: int
    violations: list[BrokenOut]


class JobOut(Answer):
    """A check or backup, and how far it is; `check` or `backup` is there once it is done.

    `done` of `total` steps are behind it; `total` is 0 where steps are not counted. `problem` is
    `interrupted` when its maker gives no sign any more, and `cancelled` when somebody cancelled it.
    """

    id: UUID
    kind: JobKind
    status: JobStatus
    asked_at: InstantOut
    ended_at: InstantOut | None
    done: int
    total: int
    problem: str | None
    check: CheckOut | None
    backup: BackupOut | None


class SettingOut(Answer):
    """A setting that is in force; secrets and passwords are masked."""

    name: str
    value: str
    default: bool
    description: str


class MachineOut(Answer):
    """What the process and its machine say of themselves."""

    version: str
    python: str
    started_at: InstantOut
    uptime_s: int
    disk_free_bytes: int
    disk_bytes: int
    settings: list[SettingOut]
    revision_wanted: str
    backups: list[BackupOut]


class DatabaseOut(Answer):
    """The database: engine, version, size, and whether its schema is the one this version needs."""

    engine: str
    version: str
    size_bytes: int
    revision: str
    revision_wanted: str


class ExportsOut(Answer):
    """How many exports wait, run and failed in the last week."""

    waiting: int
    running: int
    failed: int


class StreamsOut(Answer):
    """How many pages this process keeps informed as things happen, and how many it would."""

    open: int
    most: int


class SystemOut(Answer):
    """The state of the service, for whoever keeps it going."""

    version: str
    python: str
    now: InstantOut
    started_at: InstantOut
    uptime_s: int
    database: DatabaseOut
    checks: dict[str, str]
    disk_free_bytes: int
    disk_bytes: int
    streams: StreamsOut
    exports: ExportsOut
    jobs: list[JobOut]
    last_check: JobOut | None
    backups: list[BackupOut]
    settings: list[SettingOut]
