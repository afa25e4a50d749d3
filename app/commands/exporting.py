"""`jiujin export`: a report, or the movements behind it, as a file; and who makes what the API is asked."""

import json
import os
import time
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

import typer
from pydantic import ValidationError
from rich.progress import Progress as Bar

from app.commands.context import err, fail, open_store, out, read_settings
from app.settings import Settings
from models.access import SYSTEM, Caller
from models.clock import utc_now
from models.store import Store
from operations.errors import Refusal

if TYPE_CHECKING:
    from models.export_shapes import ExportIn

#: How often a maker gives a sign, seconds: each is a write of its own.
_SIGN_EVERY_S = 1.0


class Cancelled(Exception):
    """Somebody cancelled the export."""


def export(
    report: Annotated[str, typer.Argument(help="Name of the report, such as distribution.")],
    first: Annotated[datetime, typer.Option("--from", formats=["%Y-%m-%d"], help="First day.")],
    last: Annotated[datetime, typer.Option("--to", formats=["%Y-%m-%d"], help="Last day, inclusive.")],
    file: Annotated[Path, typer.Option("--out", help="File to write; its ending says the format.")],
    by: Annotated[str | None, typer.Option(help="Words to group by, separated by commas.")] = None,
    only: Annotated[list[str] | None, typer.Option(help="Limit, such as category=clothing.")] = None,
    movements: Annotated[bool, typer.Option(help="The movements behind it instead of the sums.")] = False,
    hxl: Annotated[bool, typer.Option(help="CSV with HXL hashtags.")] = False,
) -> None:
    """Write a report to a .csv, .xlsx or .pdf file."""
    from operations.rendering.exporting import write_export

    asked = _asked(report, first, last, file, by, only or [], movements=movements, hxl=hxl)
    with open_store() as store, Bar(console=err, transient=True) as bar:
        task = bar.add_task("Writing", total=None)
        size = store.read_now(
            write_export,
            asked,
            file,
            lambda done, total: bar.update(task, completed=done, total=total),
            by=SYSTEM,
            now=utc_now(),
        )
    out.print(f"{file}: {size:,} bytes", markup=False)


def make_exports() -> None:
    """Make the exports that wait, one after the other; end when none waits."""
    from operations import exports

    # Whoever logs a gift comes first.
    os.nice(15)
    settings = read_settings()
    with open_store(settings) as store:
        clear(store, settings)
        while (job := store.write_now(exports.begin, by=SYSTEM, now=utc_now())) is not None:
            _make(store, settings, *job)


def exports_folder(settings: Settings) -> Path:
    """Return the folder that exports are written to."""
    return settings.data_dir / "exports"


def clear(store: Store, settings: Settings) -> None:
    """Remove the files of old and of cancelled exports."""
    from operations import exports

    for export_id in store.read_now(exports.outdated, now=utc_now()):
        (exports_folder(settings) / str(export_id)).unlink(missing_ok=True)


def _make(store: Store, settings: Settings, export_id: UUID, asked: "ExportIn", caller: Caller) -> None:
    from operations import exports
    from operations.rendering.exporting import write_export

    folder = exports_folder(settings)
    # Names of recipients may be in a file: the folder is for its owner alone.
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    target = folder / str(export_id)
    size, problem, signed = None, None, 0.0

    def sign(done: int, total: int) -> None:
        nonlocal signed
        if time.monotonic() - signed < _SIGN_EVERY_S and done < total:
            return
        signed = time.monotonic()
        if not store.write_now(exports.give_sign, export_id, done, total, by=SYSTEM, now=utc_now()):
            raise Cancelled

    try:
        size = store.read_now(write_export, asked, target, sign, by=caller, now=utc_now())
    except Cancelled:
        target.unlink(missing_ok=True)
        return
    except Exception as failed:  # noqa: BLE001 - whatever it was, whoever asked must learn of it
        target.unlink(missing_ok=True)
        problem = failed.code if isinstance(failed, Refusal) else type(failed).__name__
    store.write_now(exports.end, export_id, size, problem, by=SYSTEM, now=utc_now())


def _asked(
    report: str,
    first: datetime,
    last: datetime,
    file: Path,
    by: str | None,
    only: list[str],
    *,
    movements: bool,
    hxl: bool,
) -> "ExportIn":
    from models.export_shapes import ExportIn

    filters = dict(entry.split("=", 1) for entry in only if "=" in entry)
    if len(filters) != len(only):
        fail("--only takes word=value, such as --only category=clothing")
    body = {
        "report": report,
        "movements": movements,
        "from": first.date().isoformat(),
        "to": last.date().isoformat(),
        "by": None if by is None else [word for word in by.split(",") if word],
        "filters": filters,
        "format": "hxl" if hxl else file.suffix.removeprefix("."),
    }
    try:
        return ExportIn.model_validate_json(json.dumps(body))
    except ValidationError as wrong:
        fail(*(f"{'.'.join(map(str, entry['loc']))}: {entry['msg']}" for entry in wrong.errors()))
