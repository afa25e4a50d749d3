"""What is due when: pure arithmetic of dates, at the ends of months, in leap years, for ever."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.disclosures import DutyKind, ProjectKind
from operations.disclosure.duties import Duty, Run, add_months, annual_duties, duties_of, fits

DAY = timedelta(days=1)
LATER = date(2030, 1, 1)
days = st.dates(date(2020, 1, 1), date(2029, 12, 31))
lengths = st.one_of(st.none(), st.integers(0, 900))


def run(kind: str, start: str, end: str | None = None) -> Run:
    return Run("P", ProjectKind(kind), date.fromisoformat(start), date.fromisoformat(end) if end else None)


def shown(duties: list[Duty], kind: DutyKind) -> list[tuple[str, str, str]]:
    return [(str(d.first), str(d.last), str(d.due_on)) for d in duties if d.kind is kind]


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        ("2025-11-30", 3, "2026-02-28"),
        ("2023-11-30", 3, "2024-02-29"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2025-12-31", 6, "2026-06-30"),
        ("2025-10-15", 15, "2027-01-15"),
    ],
)
def test_a_month_without_the_day_ends_on_its_last(day: str, months: int, later: str) -> None:
    assert add_months(date.fromisoformat(day), months) == date.fromisoformat(later)


def test_an_emergency_is_told_every_five_days_and_at_the_end() -> None:
    found = list(duties_of(run("emergency", "2024-02-26", "2024-03-08"), LATER))

    assert shown(found, DutyKind.EMERGENCY) == [
        ("2024-02-26", "2024-03-01", "2024-03-02"),  # across a leap day
        ("2024-03-02", "2024-03-06", "2024-03-07"),
        ("2024-03-07", "2024-03-08", "2024-03-09"),  # what is left
    ]
    assert shown(found, DutyKind.FINAL) == [("2024-02-26", "2024-03-08", "2024-06-08")]
    assert shown(found, DutyKind.PROGRESS) == []


def test_what_runs_longer_than_six_months_is_told_every_three() -> None:
    long = list(duties_of(run("project", "2025-08-31", "2026-03-31"), LATER))
    assert shown(long, DutyKind.PROGRESS) == [
        ("2025-08-31", "2025-11-29", "2025-11-30"),
        ("2025-11-30", "2026-02-27", "2026-02-28"),
    ]
    assert shown(long, DutyKind.FINAL) == [("2025-08-31", "2026-03-31", "2026-06-30")]
    six = list(duties_of(run("fundraising", "2026-01-01", "2026-06-30"), LATER))
    assert [duty.kind for duty in six] == [DutyKind.FINAL]
    a_day_more = list(duties_of(run("fundraising", "2026-01-01", "2026-07-01"), LATER))
    assert len(shown(a_day_more, DutyKind.PROGRESS)) == 2


def test_the_year_is_told_by_the_last_of_may() -> None:
    assert shown(list(annual_duties(date(2024, 7, 1), date(2026, 5, 30))), DutyKind.ANNUAL) == [
        ("2024-01-01", "2024-12-31", "2025-05-31"),
    ]
    assert len(list(annual_duties(date(2024, 7, 1), date(2026, 5, 31)))) == 2


@given(st.sampled_from(list(ProjectKind)), days, lengths, days)
def test_periods_follow_each_other_without_gap_and_no_duty_is_far_from_the_last(
    kind: ProjectKind, start: date, length: int | None, until: date
) -> None:
    project = Run("P", kind, start, None if length is None else start + length * DAY)
    found = list(duties_of(project, until))
    periods = [duty for duty in found if duty.kind is not DutyKind.FINAL]

    assert all(duty.due_on <= until for duty in found)
    assert all(duty.first <= duty.last < duty.due_on for duty in found)
    assert all(fits(duty.kind, project, duty.first, duty.last) for duty in found)
    assert len({duty.covers for duty in found}) == len(found)
    assert not periods or periods[0].first == start
    for before, after in pairwise(periods):
        assert after.first == before.last + DAY
        far = 5 if kind is ProjectKind.EMERGENCY else 92
        assert (after.due_on - before.due_on).days <= far
    if kind is ProjectKind.EMERGENCY and length is not None and start + length * DAY < until:
        assert periods[-1].last == project.ended_on


@pytest.mark.parametrize(
    ("kind", "first", "last", "right"),
    [
        ("progress", "2026-01-01", "2026-02-01", True),
        ("progress", "2025-12-31", "2026-02-01", False),
        ("progress", "2026-08-01", "2026-09-02", False),
        ("emergency", "2026-01-01", "2026-01-05", False),
        ("final", "2026-01-01", "2026-09-01", True),
        ("final", "2026-01-01", "2026-08-31", False),
        ("annual", "2026-01-01", "2026-12-31", False),
    ],
)
def test_days_must_be_the_dutys(kind: str, first: str, last: str, right: bool) -> None:
    project = run("project", "2026-01-01", "2026-09-01")

    assert fits(DutyKind(kind), project, date.fromisoformat(first), date.fromisoformat(last)) is right


def test_an_annual_report_is_of_a_whole_year_and_of_everything() -> None:
    assert fits(DutyKind.ANNUAL, None, date(2025, 1, 1), date(2025, 12, 31))
    assert not fits(DutyKind.ANNUAL, None, date(2025, 1, 1), date(2026, 12, 31))
    assert not fits(DutyKind.FINAL, None, date(2025, 1, 1), date(2025, 12, 31))
