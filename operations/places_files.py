"""Read places files as spreadsheets save them: with or without BOM, comma, semicolon or tab."""

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path

from models.imports import COLUMNS, NumberedRow


class UnreadableFile(ValueError):
    """A file whose header or encoding cannot be used; the message says what to do.

    `wrong` names the columns that are to blame, by what is wrong with them.
    """

    def __init__(self, message: str, wrong: Mapping[str, Sequence[str]] | None = None) -> None:
        super().__init__(message)
        self.wrong = wrong or {}


def read_places(path: Path) -> list[NumberedRow]:
    """Return the rows of a places file, numbered as the spreadsheet shows them; raises UnreadableFile."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as wrong:
        raise UnreadableFile("The file is not UTF-8. In Excel, save as «CSV UTF-8».") from wrong
    return parse_places(text)


def parse_places(text: str) -> list[NumberedRow]:
    """Return the rows of a places file's text; raises UnreadableFile."""
    try:
        return _parse(text)
    except csv.Error as wrong:
        raise UnreadableFile(f"The file is no table: {wrong}.") from wrong


def _parse(text: str) -> list[NumberedRow]:
    first_line = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first_line.count)
    reader = csv.reader(io.StringIO(text), delimiter=delimiter)
    header = [name.strip() for name in next(reader, [])]
    _check_header(header)
    rows = []
    for cells in reader:
        if not any(cell.strip() for cell in cells):
            continue
        padded = cells + [""] * (len(header) - len(cells))
        values = {name: cell.strip() for name, cell in zip(header, padded, strict=False)}
        if len(cells) > len(header):
            # A stray delimiter shifts every cell behind it; such a row must not be guessed at.
            values["(more cells than columns)"] = delimiter.join(cells[len(header) :])
        rows.append(NumberedRow(reader.line_num, values))
    return rows


def _check_header(header: list[str]) -> None:
    missing = [name for name in COLUMNS if name not in header]
    unknown = [name for name in header if name not in COLUMNS]
    twice = sorted({name for name in header if header.count(name) > 1})
    found = {
        "columns_missing": missing,
        "columns_unknown": unknown,
        "columns_twice": twice,
    }
    wrong = {fault: names for fault, names in found.items() if names}
    if wrong:
        problems = (
            f"{' '.join(reversed(fault.split('_')))}: {', '.join(names)}" for fault, names in wrong.items()
        )
        raise UnreadableFile("The header cannot be used. " + "; ".join(problems), wrong)
