"""Read a report where people see it: the table of its page, and the files that are downloaded beside it."""

import csv
import io
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
from playwright.sync_api import Download, Locator, Page

from operations.rendering.words import kilograms

Row = dict[str, Any]


@dataclass(frozen=True)
class Seen:
    """A table as it stands on a page: texts of the head, the rows and the totals."""

    head: list[str]
    rows: list[list[str]]
    totals: list[str]


def seen(page: Page) -> Seen:
    """Return the report's table on its page, without what can be done with a row."""
    table = page.locator("main table").last
    head = _texts(table.locator("thead th:not(.screen-only)"))
    rows = [_texts(row.locator("> :not(.screen-only)")) for row in table.locator("tbody tr").all()]
    return Seen(head, rows, _texts(table.locator("tfoot tr > :not(.screen-only)")))


def saved(download: Download, folder: Path) -> Path:
    """Keep what was downloaded under its own name."""
    path = folder / download.suggested_filename
    download.save_as(path)
    return path


def csv_rows(path: Path, names: list[str] | None = None) -> list[Row]:
    """Return the rows of a CSV file; with names instead of its two heads, titles and hashtags."""
    reader = csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline=""), names)
    return list(reader)[2 if names else 0 :]


def sheet_rows(path: Path, names: list[str]) -> tuple[list[Row], Row]:
    """Return the rows and the totals of a workbook's first sheet, under the names of the API."""
    sheet = openpyxl.load_workbook(path).worksheets[0]
    _, *rows = [dict(zip(names, values, strict=True)) for values in sheet.iter_rows(values_only=True)]
    # A blank line keeps the totals out of the filter.
    return rows[:-2], rows[-1]


def written(value: Any, holds: str) -> str:
    """Return a value of a file as the page writes it."""
    if value is None or value == "":
        return ""
    if holds == "grams":
        return kilograms(int(value))
    if holds in {"count", "pieces", "people"}:
        return f"{int(value):,}"
    return str(value)


def _texts(cells: Locator) -> list[str]:
    return [text.strip() for text in cells.all_inner_texts()]
