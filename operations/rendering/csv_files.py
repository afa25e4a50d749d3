"""Write rows as CSV (RFC 4180), chunk by chunk, safe to open in a spreadsheet.

Columns are converted a batch at a time rather than cell by cell: that takes no longer than the `csv` module,
which neither types nor guards anything.
"""

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import islice
from typing import Any

from models.access import Language
from models.shapes import show_instant
from operations.rendering.words import heading
from operations.reports.tables import Column, Holds

#: Rows of ten columns make some 64 KiB: large enough for the network, small enough for the memory.
ROWS_A_CHUNK = 512
_END = "\r\n"
BOM = "\ufeff"

# What a spreadsheet takes for a formula, also in the full-width and small forms that a Chinese one accepts,
# and also behind blanks and characters that do not show, which some of them skip.
_UNSEEN = "[\\s\x00-\x1f\u200b-\u200f\u2060\ufeff]*"
_SIGNS = "[=+\\-@\uff1d\uff0b\uff0d\uff20\ufe66\ufe62\ufe63\ufe6b]"
_FORMULA = re.compile(f"{_UNSEEN}(?:{_SIGNS}|[\t\r\n\x00])")
_BETWEEN = "\x01"
_SUSPECT = re.compile(f'"|{_BETWEEN}(?:{_FORMULA.pattern})')


def guarded(text: str) -> str:
    """Return a text that no spreadsheet computes: what looks like a formula gets an apostrophe."""
    return f"'{text}" if _FORMULA.match(text) else text


def csv_chunks(
    columns: Sequence[Column],
    rows: Iterable[tuple[Any, ...]],
    language: Language,
    *,
    bom: bool,
    titles: bool,
) -> Iterator[bytes]:
    """Give a CSV file in chunks: a header of the columns' names, or of their titles, and the rows.

    With `bom` spreadsheets recognise UTF-8; programs want none. Texts and codes are in quotes, so that a code
    of digits can be told from a number; what is not known is empty.
    """
    header = [heading(column, language) if titles else column.name for column in columns]
    yield ((BOM if bom else "") + line_of(header)).encode()
    yield from body_chunks(columns, rows)


def line_of(words: Sequence[str]) -> str:
    """Return one line of our own words, quoted where it needs to be."""
    line = io.StringIO(newline="")
    csv.writer(line, lineterminator=_END).writerow(words)
    return line.getvalue()


def body_chunks(columns: Sequence[Column], rows: Iterable[tuple[Any, ...]]) -> Iterator[bytes]:
    """Give the rows as lines, in chunks."""
    writers = [_WRITERS[column.holds] for column in columns]
    waiting = iter(rows)
    while batch := list(islice(waiting, ROWS_A_CHUNK)):
        written = [write(values) for write, values in zip(writers, zip(*batch, strict=True), strict=True)]
        lines = map(",".join, zip(*written, strict=True))
        yield (_END.join(lines) + _END).encode()


def decimal(value: float | Decimal) -> str:
    """Return a number in digits, never with an exponent."""
    text = str(value)
    return f"{Decimal(text):f}" if "e" in text.lower() else text


def _texts(values: tuple[Any, ...]) -> Iterable[str]:
    """Return texts in quotes. Codes of kinds and places occur again and again: those are written once."""
    different = tuple(set(values))
    if 2 * len(different) > len(values):
        return _quoted(values)
    return map(dict(zip(different, _quoted(different), strict=True)).__getitem__, values)


def _quoted(values: tuple[Any, ...]) -> list[str]:
    texts = ["" if value is None else str(value) for value in values]
    # One search over the whole batch: hardly ever is there anything to guard or to double.
    if _SUSPECT.search(_BETWEEN + _BETWEEN.join(texts)):
        texts = [guarded(text).replace('"', '""') for text in texts]
    return [f'"{text}"' if text else "" for text in texts]


def _whole(values: tuple[int | None, ...]) -> Iterable[str]:
    if None in values:
        return ["" if value is None else str(value) for value in values]
    return map(str, values)


def _each(write: Callable[[Any], str]) -> Callable[[tuple[Any, ...]], Iterable[str]]:
    def column(values: tuple[Any, ...]) -> Iterable[str]:
        written = {value: "" if value is None else write(value) for value in set(values)}
        return map(written.__getitem__, values)

    return column


_WRITERS: dict[Holds, Callable[[tuple[Any, ...]], Iterable[str]]] = {
    **dict.fromkeys((Holds.CODE, Holds.TEXT, Holds.MONTH), _texts),
    **dict.fromkeys((Holds.COUNT, Holds.PIECES, Holds.PEOPLE, Holds.GRAMS), _whole),
    **dict.fromkeys((Holds.SHARE, Holds.METRES, Holds.DAYS, Holds.NUMBER), _each(decimal)),
    Holds.DAY: _each(date.isoformat),
    Holds.INSTANT: _each(show_instant),
    Holds.YES_NO: _each(lambda value: "true" if value else "false"),
}
