"""Many rows at once: inserts and additions by executemany on the driver, without ORM objects.

SQLAlchemy writes each statement once; its rows then go to the driver directly, because its own
executemany spends more time on each row's parameters than the database does on the row.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    ColumnElement,
    Connection,
    SQLColumnExpression,
    Table,
    Text,
    any_,
    func,
    insert,
    literal,
    select,
    text,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Dialect
from sqlalchemy.sql.dml import Insert
from sqlmodel import Session, SQLModel

Row = dict[str, Any]
Process = Callable[[Any], Any]


@dataclass(frozen=True)
class Prepared:
    """A statement as the driver takes it: text, columns in order, what turns values into the driver's."""

    sql: str
    columns: tuple[tuple[str, Process | None], ...]
    positional: bool

    def parameters(self, rows: Sequence[Row]) -> list[Any]:
        """Return the rows as the driver takes them. Column by column: half the time of row by row."""
        turned = [
            [row[name] for row in rows] if process is None else [process(row[name]) for row in rows]
            for name, process in self.columns
        ]
        tuples = zip(*turned, strict=True)
        if self.positional:
            return list(tuples)
        names = [name for name, _ in self.columns]
        return [dict(zip(names, values, strict=True)) for values in tuples]


def table_of(model: type[SQLModel]) -> Table:
    """Return a model's table."""
    table: Table = model.__table__  # type: ignore[attr-defined]
    return table


def insert_rows(session: Session, model: type[SQLModel], rows: Sequence[Row]) -> None:
    """Insert rows that all have the same keys."""
    if rows:
        connection = session.connection()
        _send(connection, _inserting(model, connection.dialect, tuple(rows[0])), rows)


def add_rows(session: Session, model: type[SQLModel], amounts: tuple[str, ...], rows: Sequence[Row]) -> None:
    """Insert rows, or add their amounts to those with the same primary key.

    Amounts are not negative. Rows must be in key order: two processes that add to the same rows in
    different order would wait for each other for ever on PostgreSQL.
    """
    if rows:
        connection = session.connection()
        _send(connection, _adding(model, connection.dialect, tuple(rows[0]), amounts), rows)


def insert_once(session: Session, model: type[SQLModel], row: Row) -> int | None:
    """Insert a row and return its id; None when one with its unique key is there, and nothing is done."""
    table, connection = table_of(model), session.connection()
    (key,) = table.primary_key.columns
    inserting = (sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert)(table)
    done: int | None = connection.scalar(inserting.values(row).on_conflict_do_nothing().returning(key))
    return done


def _send(connection: Connection, prepared: Prepared, rows: Sequence[Row]) -> None:
    connection.exec_driver_sql(prepared.sql, prepared.parameters(rows))


@lru_cache(maxsize=256)
def _inserting(model: type[SQLModel], dialect: Dialect, columns: tuple[str, ...]) -> Prepared:
    return _prepared(insert(table_of(model)), table_of(model), dialect, columns)


@lru_cache(maxsize=256)
def _adding(
    model: type[SQLModel], dialect: Dialect, columns: tuple[str, ...], amounts: tuple[str, ...]
) -> Prepared:
    table = table_of(model)
    statement = (sqlite.insert if dialect.name == "sqlite" else postgresql.insert)(table)
    changed = {name: table.c[name] + statement.excluded[name] for name in amounts}
    keys = [column.name for column in table.primary_key]
    adding = statement.on_conflict_do_update(index_elements=keys, set_=changed)
    return _prepared(adding, table, dialect, columns)


def _prepared(statement: Insert, table: Table, dialect: Dialect, columns: tuple[str, ...]) -> Prepared:
    compiled = statement.compile(dialect=dialect, column_keys=list(columns))
    order = columns if compiled.positiontup is None else tuple(compiled.positiontup)
    processes = tuple((name, table.c[name].type._cached_bind_processor(dialect)) for name in order)  # noqa: SLF001
    return Prepared(str(compiled), processes, compiled.positiontup is not None)


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


def among(session: Session, column: SQLColumnExpression[Any], numbers: Iterable[int]) -> ColumnElement[bool]:
    """Return the condition that a column is one of many numbers, sent as one value.

    Thousands of parameters cost more to send and to plan than the look-up itself.
    """
    wanted = sorted(numbers)
    if session.connection().dialect.name == "postgresql":
        return column == any_(literal(wanted, ARRAY(BigInteger())))
    listed = func.json_each(literal(str(wanted), Text())).table_valued("value")
    return column.in_(select(listed.c.value))
