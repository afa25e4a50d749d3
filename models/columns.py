"""Column types that mean the same on both engines and satisfy SQLite's STRICT tables.

STRICT knows only INTEGER, REAL, TEXT and BLOB, so every richer value says here how it is stored there.
Migrations import this module: keep it small and its class names for ever.
"""

from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import REAL, BigInteger, Date, DateTime, Double, Integer, Text, Uuid
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator, TypeEngine

#: 64-bit integers: quantities in grams outgrow 32 bits in a city's month.
Big = BigInteger().with_variant(Integer(), "sqlite")
#: Double precision: degrees and metres.
Real: TypeEngine[float] = Double().with_variant(REAL(), "sqlite")


@lru_cache(maxsize=1024)
def _sortable(moment: datetime) -> str:
    """Return text of fixed width that sorts as time does; an intake writes the same moment many times."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")[:26] + "Z"


class Instant(TypeDecorator[datetime]):
    """A moment in UTC; naive values are refused. SQLite keeps sortable ISO text."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Choose text on SQLite, timestamptz elsewhere."""
        return Text() if dialect.name == "sqlite" else DateTime(timezone=True)

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        """Store UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs its offset from UTC")
        return _sortable(value) if dialect.name == "sqlite" else value.astimezone(UTC)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """Return an aware moment in UTC."""
        if value is None:
            return None
        if dialect.name == "sqlite":
            return datetime.fromisoformat(value)
        moment: datetime = value
        return moment.astimezone(UTC)


class Day(TypeDecorator[date]):
    """A calendar day (Asia/Shanghai, where the day matters). SQLite keeps ISO text."""

    impl = Date()
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Choose text on SQLite, date elsewhere."""
        return Text() if dialect.name == "sqlite" else Date()

    def process_bind_param(self, value: date | None, dialect: Dialect) -> Any:
        """Store ISO 8601."""
        return value.isoformat() if value is not None and dialect.name == "sqlite" else value

    def process_result_value(self, value: Any, dialect: Dialect) -> date | None:
        """Return a date."""
        if value is None or dialect.name != "sqlite":
            return value  # type: ignore[no-any-return]
        return date.fromisoformat(value)


class Key(TypeDecorator[UUID]):
    """An id that a client made (UUIDv7). SQLite keeps its text form."""

    impl = Uuid()
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Choose text on SQLite, uuid elsewhere."""
        return Text() if dialect.name == "sqlite" else dialect.type_descriptor(Uuid())

    def process_bind_param(self, value: UUID | None, dialect: Dialect) -> Any:
        """Store the canonical text form on SQLite."""
        return str(value) if value is not None and dialect.name == "sqlite" else value

    def process_result_value(self, value: Any, dialect: Dialect) -> UUID | None:
        """Return a UUID."""
        if value is None or dialect.name != "sqlite":
            return value  # type: ignore[no-any-return]
        return UUID(value)


class Flag(TypeDecorator[bool]):
    """Yes or no, as 1 or 0 on both engines so that sums and checks read the same."""

    impl = Integer()
    cache_ok = True

    def process_bind_param(self, value: bool | None, dialect: Dialect) -> Any:
        """Store 1 or 0."""
        return None if value is None else int(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> bool | None:
        """Return a bool."""
        return None if value is None else bool(value)
