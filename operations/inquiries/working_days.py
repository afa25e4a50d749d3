"""Count working days as the state has swapped them, or by weekends where it has not said yet."""

from datetime import date, timedelta
from typing import NamedTuple

import chinese_calendar

from models.inquiries import Calendar

#: Within so many working days a donor is answered (沪慈善条例 §53).
ANSWER_DAYS = 10
_DAY = timedelta(days=1)


class Due(NamedTuple):
    """The last day of a period, and how its working days were counted."""

    on: date
    calendar: Calendar


def is_working_day(day: date) -> tuple[bool, Calendar]:
    """Tell whether people work on a day, and by which calendar that was told.

    Holidays of a year are known when the State Council has said them, in the autumn before; the
    library learns them with its next version. Until then weekends are all that is known.
    """
    try:
        return chinese_calendar.is_workday(day), Calendar.OFFICIAL
    except NotImplementedError:
        return day.weekday() < 5, Calendar.WEEKENDS_ONLY


def due_after(received: date, days: int = ANSWER_DAYS) -> Due:
    """Return the day by which that many working days are over; the day after the receipt is the first."""
    day, calendar, left = received, Calendar.OFFICIAL, days
    while left > 0:
        day += _DAY
        works, told = is_working_day(day)
        left -= works
        if told is Calendar.WEEKENDS_ONLY:
            calendar = told
    return Due(day, calendar)


def working_days_left(today: date, due: date) -> int:
    """Return the working days after today up to a day; those since it, negative, when it has passed."""
    if due < today:
        return -working_days_left(due, today)
    days = (today + n * _DAY for n in range(1, (due - today).days + 1))
    return sum(is_working_day(day)[0] for day in days)
