"""Lists as CSV: the fields of a row under words that people read, the same values as in JSON.

What is nested is flattened, `place.name` and the like; several plain values stand in one cell, separated by
semicolons; of rows within a row their number is told; what has no fixed fields is left out.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel

from models.access import Language
from operations.rendering.csv_files import BOM, body_chunks, line_of
from operations.rendering.list_words import title_of
from operations.rendering.words import heading
from operations.reports.tables import Column, Holds

_PLAIN: tuple[tuple[type, Holds], ...] = (
    (bool, Holds.YES_NO),
    (float, Holds.NUMBER),
    (datetime, Holds.INSTANT),
    (date, Holds.DAY),
)
_UNITS = (("pieces", Holds.PIECES), ("grams", Holds.GRAMS))


@dataclass(frozen=True, slots=True)
class Cell:
    """A column of a file, and the way to its value in a row."""

    column: Column
    path: tuple[str, ...]

    def of(self, row: Any) -> Any:
        """Return the value in a row; None where there is nothing on the way."""
        for name in self.path:
            if row is None:
                return None
            row = getattr(row, name)
        if not isinstance(row, list):
            return row
        return len(row) if self.column.holds is Holds.COUNT else "; ".join(str(value) for value in row)


@cache
def cells(shape: type[BaseModel]) -> tuple[Cell, ...]:
    """Return the columns of a list whose rows have a shape."""
    return tuple(_cells(shape, ()))


def head(shape: type[BaseModel], language: Language) -> bytes:
    """Return the first line, with the mark by which spreadsheets recognise UTF-8."""
    return (BOM + line_of([heading(cell.column, language) for cell in cells(shape)])).encode()


def lines(shape: type[BaseModel], rows: Sequence[Any]) -> bytes:
    """Return rows as lines, safe to open in a spreadsheet."""
    columns = cells(shape)
    values = (tuple(cell.of(row) for cell in columns) for row in rows)
    return b"".join(body_chunks([cell.column for cell in columns], values))


def _cells(shape: type[BaseModel], above: tuple[str, ...]) -> Iterator[Cell]:
    for name, field in shape.model_fields.items():
        path, type_ = (*above, name), _bare(field.annotation)
        if isinstance(type_, type) and issubclass(type_, BaseModel):
            yield from _cells(type_, path)
        elif (holds := _holds(name, type_)) is not None:
            yield Cell(Column(".".join(path), title_of(path), holds), path)


def _bare(annotation: Any) -> Any:
    """Return a type without what only checks or shows it, and without None."""
    if get_origin(annotation) is Annotated:
        return _bare(get_args(annotation)[0])
    if get_origin(annotation) in (Union, UnionType):
        types = [part for part in get_args(annotation) if part is not NoneType]
        return _bare(types[0]) if len(types) == 1 else str
    return annotation


def _holds(name: str, type_: Any) -> Holds | None:
    """Return what a field holds, None for what a cell cannot."""
    if get_origin(type_) is list:
        inner = _bare(get_args(type_)[0])
        return Holds.COUNT if isinstance(inner, type) and issubclass(inner, BaseModel) else Holds.TEXT
    if type_ is Any or type_ is dict or get_origin(type_) is dict:
        return None
    for plain, holds in _PLAIN:
        if type_ is plain:
            return Holds.METRES if name == "distance_m" else holds
    if type_ is int:
        return next((holds for ending, holds in _UNITS if name.endswith(ending)), Holds.COUNT)
    return Holds.TEXT
