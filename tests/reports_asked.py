"""Ask reports as the routers will: a definition, a question, rows by the names of their columns."""

from datetime import date, datetime
from typing import Any

from models.access import SYSTEM_PERSON, Caller, Language, Role
from models.clock import SHANGHAI, utc_now
from models.store import Store
from operations.network import current
from operations.reports.questions import Definition, Question
from operations.reports.tables import Report


def ask(
    store: Store,
    definition: Definition,
    *by: str,
    first: date | None = None,
    last: date | None = None,
    now: datetime | None = None,
    language: Language = "en",
    **filters: str,
) -> Report:
    """Return a report; today's when no day is said, grouped as it is by default when nothing is said."""
    now = now or utc_now()
    today = now.astimezone(SHANGHAI).date()
    last = last or today
    caller = Caller(None, SYSTEM_PERSON, Role.FOUNDATION, language=language)
    question = Question(first or last, last, by or definition.by, filters, caller, now)
    return store.read_now(lambda session: definition.make(session, current(session), question))


def rows_of(report: Report) -> list[dict[str, Any]]:
    """Return rows by column names; each row must have a value for every column."""
    names = [column.name for column in report.columns]
    assert len(set(names)) == len(names)
    return [dict(zip(names, row, strict=True)) for row in report.rows]


def keyed(report: Report) -> dict[Any, dict[str, Any]]:
    """Return rows by their dimensions; no two rows may have the same."""
    rows = rows_of(report)
    found = {tuple(row[name] for name in report.by): row for row in rows}
    assert len(found) == len(rows)
    return found
