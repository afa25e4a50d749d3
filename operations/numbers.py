"""Give running numbers such as Q-2026-0001."""

from datetime import datetime

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session

from models.clock import SHANGHAI
from models.numbers import RunningNumber, Series
from models.rows import table_of


def next_number(session: Session, series: Series, now: datetime) -> str:
    """Return the next number of a series in the Shanghai year of `now`.

    Two processes take turns on the series' row; what is rolled back leaves no gap.
    """
    table, year = table_of(RunningNumber), now.astimezone(SHANGHAI).year
    insert = sqlite.insert if session.connection().dialect.name == "sqlite" else postgresql.insert
    first = insert(table).values(series=series.value, year=year, last=1)
    counted = first.on_conflict_do_update(
        index_elements=[table.c.series, table.c.year], set_={"last": table.c.last + 1}
    ).returning(table.c.last)
    return f"{series.value}-{year}-{session.connection().execute(counted).scalar_one():04}"
