"""List what must be published, and whether it was."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlmodel import Session, col

from models.access import Caller
from models.clock import SHANGHAI
from models.disclosure_shapes import DutyOut, Text
from models.disclosures import Disclosure, DutyKind, DutyStatus, Project
from models.ledger import Flow
from operations.disclosure.duties import Duty, annual_duties, duties_of
from operations.disclosure.projects import run_of
from operations.errors import Fault, Unfit
from operations.pages import Page, page, read_cursor

#: How far ahead duties are shown when nobody says, and at most: this year's report is due in up to 17 months.
AHEAD = timedelta(days=90)
AHEAD_MAX = timedelta(days=732)


def list_due(
    session: Session,
    *,
    until: date | None,
    status: DutyStatus | None,
    duty: DutyKind | None = None,
    limit: int,
    cursor: str | None,
    by: Caller,
    now: datetime,
) -> Page[DutyOut]:
    """Return the duties that are due until a day, inclusive, the oldest first; `duty` limits to one kind."""
    today = now.astimezone(SHANGHAI).date()
    until = until or today + AHEAD
    if until > today + AHEAD_MAX:
        raise Unfit(Fault("/until", "until_too_far", {"value": str(today + AHEAD_MAX)}))
    rows = session.execute(select(col(Disclosure.covers), col(Disclosure.number)))
    published: dict[str, str] = {row.covers: row.number for row in rows}
    running = {row.code: row for row in session.scalars(select(Project))}
    shown = [
        _shown(owed, running.get(owed.project), published.get(owed.covers), today)
        for owed in _duties(session, running.values(), until)
        if duty is None or owed.kind is duty
    ]
    wanted = [owed for owed in shown if status is None or owed.status is status]
    after = read_cursor(cursor, str, str, str, str)
    behind = [owed for owed in wanted if after is None or _key(owed) > after]
    kept, next_cursor = page(behind[: limit + 1], limit, _key)
    return Page(items=kept, next_cursor=next_cursor)


def _duties(session: Session, running: Iterable[Project], until: date) -> list[Duty]:
    found: list[Duty] = []
    for row in running:
        found.extend(duties_of(run_of(row), until))
    since = session.scalar(select(func.min(col(Flow.day))))
    if since is not None:
        found.extend(annual_duties(since, until))
    return sorted(found)


def _shown(duty: Duty, project: Project | None, number: str | None, today: date) -> DutyOut:
    missing = DutyStatus.OVERDUE if duty.due_on < today else DutyStatus.OPEN
    return DutyOut(
        duty=duty.kind,
        project=duty.project or None,
        project_name=None if project is None else Text(zh=project.name, en=project.name_en),
        first=duty.first,
        last=duty.last,
        due_on=duty.due_on,
        status=missing if number is None else DutyStatus.PUBLISHED,
        number=number,
    )


def _key(duty: DutyOut) -> tuple[str, str, str, str]:
    return duty.due_on.isoformat(), duty.duty.value, duty.project or "", duty.first.isoformat()
