"""Ten working days: holidays do not count, Saturdays and Sundays that were swapped for them do."""

from datetime import date, timedelta

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.inquiries import Calendar
from operations.inquiries.working_days import due_after, is_working_day, working_days_left

DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("received", "due"),
    [
        ("2025-03-03", "2025-03-17"),  # two plain weeks
        (
            "2025-09-26",
            "2025-10-16",
        ),  # National Day: 1 to 8 October free, Sunday 28.9. and Saturday 11.10. worked
        ("2025-12-31", "2026-01-15"),  # New Year: Sunday 4 January worked
        ("2026-02-13", "2026-03-05"),  # Spring Festival: 15 to 23 February free, Saturdays 14. and 28. worked
        ("2026-02-15", "2026-03-06"),  # received on a holiday
    ],
)
def test_holidays_are_free_and_swapped_weekends_are_worked(received: str, due: str) -> None:
    assert due_after(date.fromisoformat(received)) == (date.fromisoformat(due), Calendar.OFFICIAL)


def test_past_the_known_years_weekends_are_all_that_is_known_and_it_is_said() -> None:
    last = max(chinese_calendar.holidays).year
    assert due_after(date(last, 12, 1)).calendar is Calendar.OFFICIAL
    assert due_after(date(last, 12, 28)).calendar is Calendar.WEEKENDS_ONLY
    assert due_after(date(2041, 5, 1)) == (date(2041, 5, 15), Calendar.WEEKENDS_ONLY)


@given(st.dates(date(2004, 1, 1), date(2029, 12, 31)), st.integers(1, 30))
def test_exactly_so_many_working_days_lie_behind_the_receipt(received: date, days: int) -> None:
    due, calendar = due_after(received, days)
    passed = [received + n * DAY for n in range(1, (due - received).days + 1)]
    told = [is_working_day(day) for day in passed]

    assert sum(works for works, _ in told) == days
    assert is_working_day(due)[0]
    assert (calendar is Calendar.OFFICIAL) == all(by is Calendar.OFFICIAL for _, by in told)


@given(st.dates(date(2024, 1, 1), date(2026, 11, 1)), st.integers(-40, 40))
def test_what_is_left_and_what_is_over_mirror_each_other(today: date, away: int) -> None:
    due = today + away * DAY

    assert working_days_left(today, due) == -working_days_left(due, today)
    assert working_days_left(today, due_after(today)[0]) == 10
