"""Many rows at once: inserts and additions by executemany on the driver, without ORM objects."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Table, func, insert, select, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.dml import Insert
from sqlmodel import Session, SQLModel

Row = dict[str, Any]


def table_of(model: type[SQLModel]) -> Table:
    """Return a model's table."""
    table: Table = model.__table__  # type: ignore[attr-defined]
    return table


def insert_rows(session: Session, model: type[SQLModel], rows: Sequence[Row]) -> None:
    """Insert rows that all have the same keys."""
    if rows:
        session.connection().execute(insert(table_of(model)), rows)


@lru_cache
def _adding(model: type[SQLModel], dialect: str, keys: tuple[str, ...], amounts: tuple[str, ...]) -> Insert:
    table = table_of(model)
    make = sqlite.insert if dialect == "sqlite" else postgresql.insert
    statement = make(table)
    changed = {name: table.c[name] + statement.excluded[name] for name in amounts}
    return statement.on_conflict_do_update(index_elements=list(keys), set_=changed)


def add_rows(session: Session, model: type[SQLModel], amounts: tuple[str, ...], rows: Sequence[Row]) -> None:
    """Insert rows, or add their amounts to those with the same primary key.

    Amounts are not negative. Rows must be in key order: two processes that add to the same rows in
    different order would wait for each other for ever on PostgreSQL.
    """
    if not rows:
        return
    keys = tuple(column.name for column in table_of(model).primary_key)
    statement = _adding(model, session.get_bind().dialect.name, keys, amounts)
    session.connection().execute(statement, rows)


def reserve_ids(session: Session, model: type[SQLModel], count: int) -> list[int]:
    """Reserve so many ids of a table, ascending, so that rows can name each other before they exist.

    SQLite: the next free numbers, safe because one writer holds the database. PostgreSQL: from the
    column's sequence, safe between processes.
    """
    table = table_of(model)
    (key,) = table.primary_key.columns
    connection = session.connection()
    if connection.dialect.name == "sqlite":
        last = connection.execute(select(func.coalesce(func.max(key), 0))).scalar_one()
        return list(range(last + 1, last + count + 1))
    drawn = text("SELECT nextval(pg_get_serial_sequence(:table, :key)) FROM generate_series(1, :count)")
    found = connection.execute(drawn, {"table": table.name, "key": key.name, "count": count})
    return sorted(found.scalars())
