"""What must be published, for which days, and by when. Pure arithmetic of dates.

A period's last day is inclusive, and what is published of it is due the day after: a period is told
when it is over, and the next one is not over when this one is due, so no two publications lie
further apart than the law allows.
"""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from models.disclosures import DutyKind, ProjectKind

EMERGENCY_DAYS = 5
PROGRESS_MONTHS = 3
#: What runs no longer than this owes no progress reports.
SHORT_MONTHS = 6
FINAL_MONTHS = 3
ANNUAL_DUE = (5, 31)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Run:
    """A project as far as its duties go: what it is and when it runs."""

    code: str
    kind: ProjectKind
    started_on: date
    ended_on: date | None


@dataclass(frozen=True, slots=True, order=True)
class Duty:
    """Something that is to be published. Sorts by the day it is due."""

    due_on: date
    kind: DutyKind
    project: str  # "" for the organisation as a whole
    first: date
    last: date

    @property
    def covers(self) -> str:
        """Return the words by which it is known whether this was published."""
        return covers(self.kind, self.project, self.first, self.last)


def covers(kind: DutyKind, project: str | None, first: date, last: date) -> str:
    """Return duty, project and days as one text: each is published once."""
    return f"{kind.value}:{project or ''}:{first}:{last}"


def add_months(day: date, months: int) -> date:
    """Return the day so many months later; the month's last day where it has no such day."""
    number = day.year * 12 + day.month - 1 + months
    year, month = number // 12, number % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def duties_of(run: Run, until: date) -> Iterator[Duty]:
    """Return a project's duties that are due until a day, the final one last."""
    periods: Iterator[tuple[date, date]] = iter(())
    if run.kind is ProjectKind.EMERGENCY:
        kind, periods = DutyKind.EMERGENCY, _five_days(run, until)
    else:
        kind, periods = DutyKind.PROGRESS, _quarters(run, until)
    for first, last in periods:
        yield Duty(last + _DAY, kind, run.code, first, last)
    if run.ended_on is not None:
        due = add_months(run.ended_on, FINAL_MONTHS)
        if due <= until:
            yield Duty(due, DutyKind.FINAL, run.code, run.started_on, run.ended_on)


def annual_duties(since: date, until: date) -> Iterator[Duty]:
    """Return the annual reports that are due until a day, from the year of `since` on."""
    for year in range(since.year, until.year):
        due = date(year + 1, *ANNUAL_DUE)
        if due <= until:
            yield Duty(due, DutyKind.ANNUAL, "", date(year, 1, 1), date(year, 12, 31))


def fits(kind: DutyKind, run: Run | None, first: date, last: date) -> bool:
    """Tell whether days are what a duty is about: any part of a run, all of it, or a calendar year."""
    if kind is DutyKind.ANNUAL:
        return run is None and (first, last) == (date(first.year, 1, 1), date(first.year, 12, 31))
    if run is None:
        return False
    if kind is DutyKind.FINAL:
        return (first, last) == (run.started_on, run.ended_on)
    if (kind is DutyKind.EMERGENCY) != (run.kind is ProjectKind.EMERGENCY):
        return False
    return run.started_on <= first <= last and (run.ended_on is None or last <= run.ended_on)


def _five_days(run: Run, until: date) -> Iterator[tuple[date, date]]:
    """Return the periods of an emergency: five days each, the last one as long as is left."""
    first = run.started_on
    while first < until and (run.ended_on is None or first <= run.ended_on):
        last = first + (EMERGENCY_DAYS - 1) * _DAY
        if run.ended_on is not None:
            last = min(last, run.ended_on)
        if last >= until:
            return
        yield first, last
        first = last + _DAY


def _quarters(run: Run, until: date) -> Iterator[tuple[date, date]]:
    """Return the periods of what runs longer than six months: three months each, counted from its start.

    Counted from the start each time, so that a run that began on the 31st does not drift to the 28th.
    What runs without an end is taken to run longer. The rest at the end is in the final report.
    """
    if run.ended_on is not None and run.ended_on < add_months(run.started_on, SHORT_MONTHS):
        return
    n = 0
    while True:
        first = add_months(run.started_on, n)
        n += PROGRESS_MONTHS
        last = add_months(run.started_on, n) - _DAY
        if last >= until or (run.ended_on is not None and last > run.ended_on):
            return
        yield first, last
