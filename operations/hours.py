"""Opening hours in OpenStreetMap's syntax, read by the kept library opening-hours-py."""

from datetime import datetime
from functools import lru_cache

from opening_hours import OpeningHours, ParserError  # type: ignore[attr-defined]

from models.clock import SHANGHAI

__all__ = ["hours_fault", "is_open_at"]


@lru_cache(maxsize=4096)
def _parsed(hours: str) -> OpeningHours:
    # A horizon of a year keeps evaluation quick; no rule of ours looks farther.
    return OpeningHours(
        hours,
        timezone=SHANGHAI,
        country="CN",
        auto_country=False,
        auto_timezone=False,
        max_interval_days=366,
    )


def is_open_at(hours: str, moment: datetime) -> bool:
    """Tell whether a place is open at a moment, Chinese public holidays considered.

    Without stated hours nobody knows better, so the place counts as open.
    """
    return not hours or _parsed(hours).is_open(moment.astimezone(SHANGHAI))


def hours_fault(hours: str) -> str | None:
    """Return what is wrong with an expression, or None."""
    try:
        _parsed(hours)
    except ParserError as wrong:
        lines = [line.strip(" |=^-") for line in str(wrong).splitlines()]
        return " ".join(line for line in lines if line)
    return None
