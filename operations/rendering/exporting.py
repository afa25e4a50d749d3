"""Make an export's file row by row, in constant memory, saying how far it is."""

from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import chain
from pathlib import Path
from typing import Any

from sqlmodel import Session

from models.access import Caller
from models.export_shapes import ExportIn
from operations.rendering.csv_files import csv_chunks
from operations.rendering.files import rendered
from operations.rendering.hxl import hxl_chunks
from operations.rendering.xlsx import write_xlsx
from operations.reports.asking import ask
from operations.reports.movements import Cell, movement_report, movements

#: Told how many rows are made, of how many.
Progress = Callable[[int, int], None]


def write_export(
    session: Session, asked: ExportIn, target: Path, progress: Progress, *, by: Caller, now: datetime
) -> int:
    """Write what was asked into a file; return its bytes. Whatever `progress` raises ends it."""
    if asked.movements:
        _movements(session, asked, target, progress, by, now)
    else:
        words = None if asked.by is None else tuple(asked.by)
        days = {"first": asked.first, "last": asked.last}
        report = ask(session, asked.report, **days, by=words, filters=asked.filters, caller=by, now=now)
        progress(0, len(report.rows))
        target.write_bytes(rendered(report, asked.format, by.language))
        progress(len(report.rows), len(report.rows))
    return target.stat().st_size


def _movements(
    session: Session, asked: ExportIn, target: Path, progress: Progress, by: Caller, now: datetime
) -> None:
    cell = Cell(asked.report, asked.first, asked.last, asked.filters)
    report, total = movement_report(session, cell, by=by, now=now)
    found = movements(session, cell, by=by, now=now)
    rows = chain.from_iterable(_watched(found, total, progress))
    if asked.format == "xlsx":
        write_xlsx(report, rows, by.language, target)
        return
    if asked.format == "hxl":
        chunks = hxl_chunks(report.columns, rows, by.language)
    else:
        chunks = csv_chunks(report.columns, rows, by.language, bom=True, titles=False)
    with target.open("wb") as file:
        file.writelines(chunks)


def _watched(parts: Iterator[list[tuple[Any, ...]]], total: int, progress: Progress) -> Iterator[Any]:
    done = 0
    for part in parts:
        yield part
        done += len(part)
        progress(done, total)
