"""What is to be simulated: which days, how many points, which chance, when disaster strikes elsewhere."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from models.clock import SHANGHAI
from seeds.demo.figures import EMERGENCY_LOAD, ORDINARY_GRAMS, season


@dataclass(frozen=True, slots=True)
class Emergency:
    """A disaster in another province: for some days the city gives ten times as much."""

    first: date
    days: int
    division_code: str = "510000"

    def lasts(self, day: date) -> bool:
        """Tell whether people give for it on a day."""
        return self.first <= day < self.first + timedelta(days=self.days)

    def asks(self, day: date) -> bool:
        """Tell whether those who were hit ask for goods on a day: from the second on, for three weeks."""
        return self.first < day <= self.first + timedelta(days=21)


@dataclass(frozen=True, slots=True)
class Plan:
    """A stretch of days of the network, decided by its seed alone."""

    seed: int
    points: int
    first: date
    last: date
    emergency: Emergency

    @property
    def days(self) -> list[date]:
        """Return every day, both ends included."""
        return [self.first + timedelta(days=n) for n in range((self.last - self.first).days + 1)]

    def grams(self, day: date) -> float:
        """Return what a point takes on average on a day."""
        return ORDINARY_GRAMS * season(day) * (EMERGENCY_LOAD if self.emergency.lasts(day) else 1.0)


def plan_year(year: int, points: int, seed: int, today: date) -> Plan:
    """Return the plan of a year, as far as it has passed; an autumn week of it is the emergency's."""
    last = min(date(year, 12, 31), today - timedelta(days=1))
    return Plan(seed, points, date(year, 1, 1), last, Emergency(date(year, 9, 8), 6))


def at(day: date, hour: int, minute: float = 0) -> datetime:
    """Return a moment of a Shanghai day; minutes may run over into later hours."""
    return datetime.combine(day, time(hour), SHANGHAI) + timedelta(minutes=minute)
