"""`jiujin backup` and `jiujin restore`; and who makes what the desk asks for."""

import os
from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer
from rich.progress import Progress as Bar
from sqlmodel import Session

from app.commands.context import err, fail, open_store, out, read_settings
from app.commands.signs import Cancelled, Signs
from app.settings import Settings
from models.access import SYSTEM
from models.clock import utc_now
from models.engines import StoreBusy
from models.keeping import JobKind
from models.keeping_shapes import BackupOut, CheckOut
from models.presence import InUse
from models.store import Store


def backup(
    file: Annotated[
        Path | None, typer.Argument(help="File to write; without: one of the data folder's.")
    ] = None,
) -> None:
    """Back up the database while the service runs; it is read back whole before it gets its name."""
    from app.backups.archives import BadBackup
    from app.backups.making import back_up, backups_folder, write_backup

    settings = read_settings()
    with open_store(settings), err.status("Copying, and reading back what was written"):
        try:
            made = write_backup(settings, file, utc_now()) if file else back_up(settings, utc_now())
        except (BadBackup, OSError) as failed:
            fail(f"No backup was made: {failed}")
    where = file or backups_folder(settings) / made.name
    out.print(f"{where}: {made.bytes:,} bytes, read back whole, sha256 {made.sha256}", markup=False)


def restore(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="A backup.")],
    force: Annotated[
        bool, typer.Option("--force", help="Even where there is a database; it is put aside.")
    ] = False,
) -> None:
    """Restore a backup, once it is proven whole; not while the service runs."""
    from app.backups.archives import BadBackup
    from app.backups.restoring import restore as put_back

    settings = read_settings()
    try:
        with Bar(console=err, transient=True) as bar:
            task = bar.add_task("Restoring", total=None)
            manifest = put_back(
                settings,
                file,
                utc_now(),
                force=force,
                progress=lambda done, total: bar.update(task, completed=done, total=total),
            )
    except InUse:
        fail("The database is in use: end the service and every command first. Nothing was changed.")
    except (BadBackup, StoreBusy, OSError) as failed:
        fail(f"Nothing was changed: {failed}")
    out.print(f"Restored as of {manifest.at:%Y-%m-%d %H:%M:%S %Z}. Now run: jiujin check", markup=False)


def make_waiting() -> None:
    """Make the checks and backups that wait, one after the other; end when none waits."""
    from operations import keeping

    # Whoever logs a gift comes first.
    os.nice(15)
    settings = read_settings()
    with open_store(settings) as store:
        while (job := store.write_now(keeping.begin, by=SYSTEM, now=utc_now())) is not None:
            _make(store, settings, *job)


def _make(store: Store, settings: Settings, job_id: UUID, kind: JobKind) -> None:
    from operations import keeping

    result: CheckOut | BackupOut | None = None
    problem: str | None = None
    with Signs(store, job_id) as signs:
        try:
            result = _checked(store, signs) if kind is JobKind.CHECK else _backed_up(settings, signs)
        except Cancelled:
            return
        except Exception as failed:  # noqa: BLE001 - whatever it was, whoever asked must learn of it
            problem = str(failed) or type(failed).__name__
    store.write_now(keeping.end, job_id, result, problem, by=SYSTEM, now=utc_now())


def _checked(store: Store, signs: Signs) -> CheckOut:
    from operations import keeping
    from operations.invariants import INVARIANTS, violations

    def check(session: Session) -> CheckOut:
        found = []
        signs.step(0, len(INVARIANTS) + 1)
        for number, (_, violation) in enumerate(violations(session), 1):
            signs.step(number, len(INVARIANTS) + 1)
            if violation is not None:
                found.append(violation)
        return keeping.check_of(found)

    return store.read_now(check)


def _backed_up(settings: Settings, signs: Signs) -> BackupOut:
    from app.backups.making import back_up, remove_backup

    made = back_up(settings, utc_now())
    if not signs.give():
        remove_backup(settings, made.name)
        raise Cancelled
    return made
