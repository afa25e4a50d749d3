"""Two times, one clock: what a phone says, what we saw, and the day a fact counts for."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")

#: A phone may run ahead this much before its clock is doubted: two unsynchronised quartz clocks.
CLOCK_AHEAD_MAX = timedelta(minutes=10)
#: A phone may have waited this long for reception before its clock is doubted.
CLOCK_BEHIND_MAX = timedelta(days=60)


def utc_now() -> datetime:
    """Return this moment, aware, in UTC. Only the edge calls it; below, time is an argument."""
    return datetime.now(UTC)


def clock_is_plausible(happened_at: datetime, recorded_at: datetime) -> bool:
    """Tell whether the phone's time can be right, seen from the moment we received it."""
    return recorded_at - CLOCK_BEHIND_MAX <= happened_at <= recorded_at + CLOCK_AHEAD_MAX


def counting_day(happened_at: datetime, recorded_at: datetime) -> date:
    """Return the Shanghai day a fact counts for: the phone's, or ours when its clock is off."""
    moment = happened_at if clock_is_plausible(happened_at, recorded_at) else recorded_at
    return moment.astimezone(SHANGHAI).date()
