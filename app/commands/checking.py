"""`jiujin check` and `jiujin doctor`: prove that all is well, or say what is not."""

import sqlite3
from typing import Annotated

import typer
from rich.progress import Progress
from rich.table import Table
from sqlmodel import Session

from app.built import NOT_BUILT, are_built
from app.commands.context import open_store, out, read_settings
from app.schema import is_current
from models.access import SYSTEM
from models.clock import utc_now
from models.engines import is_sqlite, sqlite_path
from operations import keeping
from operations.invariants import INVARIANTS, Violation, violations
from operations.network import current

#: The first SQLite without the WAL-reset fault, and the older lines it was mended in.
WAL_SAFE = (3, 51, 3)
WAL_MENDED = ((3, 44, 6), (3, 50, 7))


def check(
    quiet: Annotated[bool, typer.Option("--quiet", help="Say only what is wrong.")] = False,
) -> None:
    """Prove every invariant of the ledger; ends with 1 and shows the rows when one is broken.

    What was found is kept, for the desk to show.
    """
    with open_store() as store:
        found = store.read_now(_check_all)
        for violation in found:
            _show(violation)
        store.write_now(keeping.record_check, keeping.check_of(found), by=SYSTEM, now=utc_now())
    if found:
        raise typer.Exit(1)
    if not quiet:
        out.print(f"All {len(INVARIANTS) + 1} invariants hold.", style="green")


def _check_all(session: Session) -> list[Violation]:
    found = []
    with Progress(console=out, transient=True) as progress:
        task = progress.add_task("Checking", total=len(INVARIANTS) + 1)
        for invariant, violation in violations(session):
            progress.update(task, advance=1, description=invariant.name)
            if violation is not None:
                found.append(violation)
    return found


def _show(violation: Violation) -> None:
    table = Table(
        title=f"{violation.name}: {violation.count} rows. {violation.promise}", title_justify="left"
    )
    for column in violation.rows[0]:
        table.add_column(column)
    for row in violation.rows:
        table.add_row(*(str(value) for value in row.values()))
    out.print(table)


def doctor() -> None:
    """Look over settings, database and network, with a hint for everything that is not right."""
    settings = read_settings()
    findings = [("settings", "ok", f"database {'SQLite' if is_sqlite(settings.database) else 'PostgreSQL'}")]
    findings.append(("pages", "ok", "built") if are_built() else ("pages", "failing", NOT_BUILT))
    if is_sqlite(settings.database):
        findings.append(_sqlite(settings.database))
    try:
        ready = is_current(settings.database)
    except Exception as failed:  # noqa: BLE001 - telling what it is, is the purpose
        findings.append(
            (
                "database",
                "failing",
                f"{type(failed).__name__}: is it running, is the address right?",
            )
        )
    else:
        findings.append(
            ("schema", "ok", "current") if ready else ("schema", "failing", "run: jiujin migrate")
        )
        if ready:
            findings.append(_network(settings.database))
    table = Table("part", "state", "remark")
    for finding in findings:
        table.add_row(*finding, style="red" if finding[1] == "failing" else None)
    out.print(table)
    raise typer.Exit(1 if any(state == "failing" for _, state, _ in findings) else 0)


def _sqlite(url: str) -> tuple[str, str, str]:
    version = sqlite3.sqlite_version_info
    path = sqlite_path(url)
    if wal_is_safe(version):
        return "sqlite", "ok", f"{sqlite3.sqlite_version} at {path}"
    remark = f"{sqlite3.sqlite_version} has the WAL-reset fault; writers take turns, so it cannot strike"
    return "sqlite", "ok", remark


def wal_is_safe(version: tuple[int, int, int]) -> bool:
    """Tell whether an SQLite is free of the WAL-reset fault."""
    if version >= WAL_SAFE:
        return True
    return any(version[:2] == mended[:2] and version >= mended for mended in WAL_MENDED)


def _network(url: str) -> tuple[str, str, str]:
    with open_store() as store:
        network = store.read_now(current)
    if not network.points:
        return "network", "failing", f"{url.split(':', 1)[0]} database is empty; run: jiujin seed"
    return "network", "ok", f"{len(network.points)} points, {len(network.stations)} stations"
