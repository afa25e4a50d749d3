"""Lists are windows: a keyset cursor that is opaque to clients, and no total."""

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any, Generic, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, SQLColumnExpression, and_, or_

from models.shapes import Answer
from operations.errors import Fault, Unfit

T = TypeVar("T")
LIMIT_DEFAULT = 20
LIMIT_MAX = 100


class Page(Answer, Generic[T]):
    """One window of a list, and the cursor of the next window if there is one."""

    items: list[T]
    next_cursor: str | None


def write_cursor(*key: Any) -> str:
    """Return the cursor behind an item with this sort key."""
    return base64.urlsafe_b64encode(json.dumps(key, separators=(",", ":")).encode()).rstrip(b"=").decode()


def read_cursor(cursor: str | None, *types: type) -> tuple[Any, ...] | None:
    """Return the sort key in a cursor; raises Unfit for one that we did not write."""
    if cursor is None:
        return None
    try:
        key = json.loads(base64.urlsafe_b64decode(cursor.encode() + b"=" * (-len(cursor) % 4)))
    except (ValueError, binascii.Error, RecursionError):
        key = None
    if not isinstance(key, list) or len(key) != len(types):
        raise Unfit(Fault("/cursor", "cursor"))
    for part, type_ in zip(key, types, strict=True):
        if type(part) is not type_:
            raise Unfit(Fault("/cursor", "cursor"))
    return tuple(key)


def read_position(cursor: str | None, kind: type[date]) -> tuple[Any, UUID] | None:
    """Return the moment or day and the id in a cursor; raises Unfit for one that we did not write."""
    after = read_cursor(cursor, str, str)
    if after is None:
        return None
    try:
        moment, key = kind.fromisoformat(after[0]), UUID(after[1])
    except ValueError as wrong:
        raise Unfit(Fault("/cursor", "cursor")) from wrong
    if isinstance(moment, datetime) and moment.tzinfo is None:
        raise Unfit(Fault("/cursor", "cursor"))
    return moment, key


def behind(
    first: SQLColumnExpression[Any],
    second: SQLColumnExpression[Any],
    position: tuple[Any, UUID],
    *,
    newest_first: bool = False,
) -> ColumnElement[bool]:
    """Return the condition of rows that come behind a position in the order of two columns.

    The first column is bounded by itself, so that an index on it is entered where the window begins.
    """
    moment, key = position
    if newest_first:
        return and_(first <= moment, or_(first < moment, second < key))
    return and_(first >= moment, or_(first > moment, second > key))


def page(rows: Sequence[T], limit: int, key: Callable[[T], tuple[Any, ...]]) -> tuple[list[T], str | None]:
    """Cut limit + 1 rows to a window and the cursor behind it."""
    kept = list(rows[:limit])
    return kept, write_cursor(*key(kept[-1])) if len(rows) > limit and kept else None
