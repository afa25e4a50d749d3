"""`jiujin import points FILE`: the import a foundation uses for its own places."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import Progress
from rich.table import Table

from app.commands.context import err, fail, open_store, out, read_settings
from app.geocoders import geocoding_for
from app.settings import BadSettings, Settings
from models.access import SYSTEM
from models.clock import utc_now
from models.imports import ImportReport, NumberedRow, PlaceRow
from models.store import Store
from operations import importing
from operations.import_checks import Checked, check_rows
from operations.places_files import UnreadableFile, read_places
from seeds.loading import CHUNK

import_app = typer.Typer(no_args_is_help=True)


@import_app.callback()
def _imports() -> None:
    """Load places from a file."""


@import_app.command()
def columns() -> None:
    """Show the columns of a places file and what they hold."""
    table = Table("column", "what it holds")
    for name, field in PlaceRow.model_fields.items():
        table.add_row(name, field.description or "")
    out.print(table)


@import_app.command()
def points(
    file: Annotated[
        Path, typer.Argument(exists=True, dir_okay=False, help="CSV file; see `import columns`.")
    ],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Check only; change nothing.")] = False,
    skip_bad: Annotated[bool, typer.Option("--skip-bad", help="Load the good rows even so.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Report as JSON.")] = False,
) -> None:
    """Create or update places; all rows or none, unless --skip-bad. The same file again changes nothing."""
    try:
        rows = read_places(file)
    except UnreadableFile as wrong:
        fail(str(wrong))
    settings = read_settings()
    with open_store(settings) as store, Progress(console=err, transient=True) as progress:
        checked = _check(store, settings, rows, progress)
        report = ImportReport(problems=checked.problems)
        if not dry_run and (skip_bad or not report.errors):
            report.add(_load(store, checked, progress))
    _show(report, loadable=len(checked.rows), dry_run=dry_run, as_json=as_json)
    raise typer.Exit(1 if report.errors else 0)


def _check(store: Store, settings: Settings, rows: list[NumberedRow], progress: Progress) -> Checked:
    try:
        facts = store.read_now(importing.facts_for, geocoding_for(settings))
    except BadSettings as wrong:
        fail(*wrong.problems)
    task = progress.add_task("Checking", total=len(rows))
    return check_rows(rows, facts, lambda: progress.advance(task))


def _load(store: Store, checked: Checked, progress: Progress) -> ImportReport:
    task = progress.add_task("Loading", total=len(checked.rows))
    report = ImportReport()
    for start in range(0, len(checked.rows), CHUNK):
        chunk = checked.rows[start : start + CHUNK]
        report.add(store.write_now(importing.import_places, chunk, by=SYSTEM, now=utc_now()))
        progress.advance(task, len(chunk))
    return report


def _show(report: ImportReport, *, loadable: int, dry_run: bool, as_json: bool) -> None:
    if as_json:
        print(json.dumps({**asdict(report), "loadable": loadable}, ensure_ascii=False))  # noqa: T201
        return
    if report.problems:
        table = Table("row", "place", "column", "", "what is wrong", "问题")
        for found in report.problems:
            style = "red" if found.severity == "error" else "yellow"
            cells = (
                str(found.row),
                found.place,
                found.column,
                found.severity,
                found.message_en,
                found.message_zh,
            )
            table.add_row(*cells, style=style)
        out.print(table)
    for code, metres in report.moved:
        out.print(f"{code} moved by {metres:,.0f} m")
    if dry_run:
        out.print(f"{loadable} rows can be loaded, {len(report.errors)} errors. Nothing was changed.")
    else:
        out.print(f"{report.created} created, {report.updated} updated, {report.unchanged} as before.")
        if report.errors and not (report.created or report.updated or report.unchanged):
            out.print("Nothing was loaded because of the errors above; --skip-bad loads the good rows.")
