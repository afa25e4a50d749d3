"""Live through a plan day by day: one transaction a day, every act at its simulated moment."""

import math
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel import Session

from models.access import SYSTEM, Caller
from models.stock_shapes import PeriodIn
from models.store import Store
from operations.network import Network, current
from operations.sites import Site
from operations.stock import periods
from seeds.demo import points, recipients, relief, rounds, sorting, stores
from seeds.demo.chance import Chance
from seeds.demo.city import City, Corner, Today
from seeds.demo.giving import Giving, shares_at
from seeds.demo.goods import Goods
from seeds.demo.people import engage
from seeds.demo.plan import Plan, at

#: The foundation closes a month on this day of the next one.
_CLOSES_ON = 6


@dataclass(frozen=True, slots=True)
class Lived:
    """How far the simulation has come."""

    day: date
    days: int
    of_days: int
    intakes: int
    grams: int


class TooManyPoints(ValueError):
    """More points are asked for than the network has open."""


def simulate(store: Store, plan: Plan, tell: Callable[[Lived], None] | None = None) -> Lived:
    """Simulate a plan's days in a store whose network is seeded; raises TooManyPoints.

    What goes wrong within a day takes the whole day back; days before it stay.
    """
    city: City = store.write_now(settle, plan, by=SYSTEM, now=at(plan.first, 7))
    lived = Lived(plan.first, 0, len(plan.days), 0, 0)
    for n, day in enumerate(plan.days, start=1):
        if day.day == _CLOSES_ON and day - timedelta(days=_CLOSES_ON) >= plan.first:
            # By itself, because the network changes with it.
            store.write_now(close_month, day, by=city.people.head, now=at(day, 7))
        store.write_now(live_day, city, day, by=SYSTEM, now=at(day, 18))
        lived = Lived(day, n, len(plan.days), city.intakes, city.grams)
        if tell is not None:
            tell(lived)
    return lived


def settle(session: Session, plan: Plan, *, by: Caller, now: datetime) -> City:  # noqa: ARG001 - one shape
    """Choose the points, engage the people, register who may ask; return the city on the eve."""
    network = current(session)
    chosen = choose_points(network, plan.points)
    people = engage(session, network, [site.code for site in chosen], now)
    goods = Goods({code: kind.out.grams_per_piece for code, kind in network.kinds.items()})
    city = City(
        plan=plan,
        giving=Giving(plan, goods, shares_at([site.handles for site in chosen])),
        people=people,
        corners={site.code: _corner(network, plan, site) for site in chosen},
        dock={station.code: deque() for station in network.stations},
    )
    today = Today(session, city, plan.first)
    recipients.register(today)
    stores.set_thresholds(today)
    return city


def choose_points(network: Network, count: int) -> list[Site]:
    """Return open points spread over the whole network; raises TooManyPoints."""
    there = [site for site in network.points if site.is_open]
    if count > len(there):
        raise TooManyPoints(f"{count} points are asked for, {len(there)} are open")
    return [there[math.floor(n * len(there) / count)] for n in range(count)]


def live_day(session: Session, city: City, day: date, *, by: Caller, now: datetime) -> None:  # noqa: ARG001 - same
    """Live through one day: what was received before is sorted, what is given today is sealed by evening."""
    today = Today(session, city, day)
    rounds.go_round(today)
    sorting.sort_all(today)
    stores.keep_stores(today)
    relief.live_relief(today)
    points.open_points(today)
    points.close_points(today)


def close_month(session: Session, day: date, *, by: Caller, now: datetime) -> None:
    """Close the month before: its figures are published and stand."""
    month = (day.replace(day=1) - timedelta(days=1)).isoformat()[:7]
    body = PeriodIn(note="演示数据 Invented for the demonstration")
    periods.close_period(session, month, body, by=by, now=now)


def _corner(network: Network, plan: Plan, site: Site) -> Corner:
    home = network.home_of(site)
    if home is None:
        raise LookupError(f"no station for {site.code}")
    patience = Chance(plan.seed, "patience", site.code).whole(1, 7)
    return Corner(site, network.by_id[home].code, patience)
