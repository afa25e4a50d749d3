"""A published paper as one CSV file: open data for whoever wants to reckon with it."""

import csv
import io
from collections.abc import Iterator

from models.disclosure_shapes import Cell, Paper, PaperTable
from operations.rendering.csv_files import guarded


def as_csv(paper: Paper) -> bytes:
    """Return all tables of a paper below each other, the first columns saying which; UTF-8 with a mark.

    The mark is for spreadsheets, which would take Chinese for another encoding without it.
    """
    columns = list(dict.fromkeys(name for table in paper.tables for name in _columns(table)))
    written = io.StringIO()
    writer = csv.DictWriter(written, ["disclosure", "version", "table", *columns], restval="")
    writer.writeheader()
    for table in paper.tables:
        for row in _rows(paper, table):
            writer.writerow({name: _safe(value) for name, value in row.items()})
    return written.getvalue().encode("utf-8-sig")


def _columns(table: PaperTable) -> Iterator[str]:
    for column in table.columns:
        yield column.name
        if column.holds == "code":
            yield from (f"{column.name}_zh", f"{column.name}_en")


def _rows(paper: Paper, table: PaperTable) -> Iterator[dict[str, Cell]]:
    for values in table.rows:
        row: dict[str, Cell] = {
            "disclosure": paper.number,
            "version": paper.version,
            "table": table.name,
        }
        for column, value in zip(table.columns, values, strict=True):
            row[column.name] = value
            if column.holds == "code" and value is not None:
                named = paper.names[str(value)]
                row |= {f"{column.name}_zh": named.zh, f"{column.name}_en": named.en}
        yield row


def _safe(value: Cell) -> Cell:
    """Keep a spreadsheet from reckoning with a text."""
    return guarded(value) if isinstance(value, str) else value
