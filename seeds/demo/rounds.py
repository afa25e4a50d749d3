"""On the road: runs are planned, bags collected by scan, brought to the dock and received there."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from models.access import Caller
from models.custody import StopOutcome
from models.pickup_shapes import ArrivedIn, CollectIn, FinishIn, PickupIn, ReceiptIn, UnannouncedIn
from operations.custody import pickups, receipts
from operations.custody.due import DAYS_DUE
from operations.custody.pickups import STOPS_MAX
from operations.sites import Site
from seeds.demo.chance import Chance
from seeds.demo.city import Corner, Sack, Today
from seeds.demo.figures import (
    BAG_DAMAGED,
    BAG_MISSING,
    BAG_MISSING_FOR_GOOD,
    BAG_UNANNOUNCED,
    BAG_UNKNOWN,
    BAG_WEIGHED,
    STOP_IN_VAIN,
)

_STOP_MINUTES = 5
#: A van does not leave for less, unless somebody waits for more than a week.
ENOUGH_STOPS = 4
_IN_VAIN = (StopOutcome.NOBODY_THERE, StopOutcome.NO_ACCESS, StopOutcome.CLOSED)


@dataclass(slots=True)
class Run:
    """A van on its round."""

    id: UUID
    station: str
    vehicle: Site
    driver: Caller
    bags: list[Sack] = field(default_factory=list)


def go_round(today: Today) -> None:
    """Send each station's vans to the points that are due, and receive what they bring."""
    for station in today.network.stations:
        if not today.is_open(station.code):
            continue
        waiting = [c for c in today.city.corners.values() if c.station == station.code and c.due]
        if not _worth_the_way(today, waiting):
            continue
        waiting.sort(key=lambda corner: (corner.since, corner.site.code))
        vans = [van for van in today.network.vehicles if van.home_id == station.id]
        for n, van in enumerate(vans):
            stops = waiting[n * STOPS_MAX : (n + 1) * STOPS_MAX]
            if stops:
                _round(today, station.code, van, today.city.people.drivers[station.code][n].caller, stops)
    _turn_up(today)


def _worth_the_way(today: Today, waiting: list[Corner]) -> bool:
    """Tell whether a van goes: for some points together, or for one that has waited long enough."""
    enough = 1 if today.is_last else ENOUGH_STOPS
    late = any((today.day - corner.since).days > DAYS_DUE for corner in waiting)
    return len(waiting) >= enough or late


def _round(today: Today, station: str, van: Site, driver: Caller, stops: list[Corner]) -> None:
    chance = today.chance("round", van.code)
    moment = today.at(8, 30)
    run = Run(chance.key(moment), station, van, driver)
    body = PickupIn(
        station=station,
        vehicle=van.code,
        driver=f"演示驾驶员 {van.code}",
        planned_for=today.day,
        stops=[corner.site.code for corner in stops],
    )
    pickups.plan(today.session, run.id, body, by=driver, now=moment)
    for n, corner in enumerate(stops):
        _collect(today, chance, run, corner, n)
    if today.is_last:
        # The year ends while this van is still out.
        today.city.astray.extend((date.max, station, sack) for sack in run.bags)
        return
    moment = today.at(9, _STOP_MINUTES * len(stops) + 10)
    pickups.finish(today.session, run.id, FinishIn(happened_at=moment), by=driver, now=moment)
    _receive(today, chance, run, len(stops))


def _collect(today: Today, chance: Chance, run: Run, corner: Corner, n: int) -> None:
    moment = today.at(9, _STOP_MINUTES * n)
    point = corner.site.code
    if chance.happens(STOP_IN_VAIN):
        body = CollectIn(
            id=chance.key(moment), point=point, happened_at=moment, cannot=chance.one_of(_IN_VAIN)
        )
        pickups.collect(today.session, run.id, body, by=run.driver, now=moment)
        return
    unannounced = []
    if chance.happens(BAG_UNANNOUNCED):
        extra = Sack(today.city.labels.popleft())
        unannounced = [UnannouncedIn(label=extra.label, grams=chance.whole(2000, 7000))]
        run.bags.append(extra)
    body = CollectIn(
        id=chance.key(moment),
        point=point,
        happened_at=moment,
        bags=[sack.label for sack in corner.sealed],
        unannounced=unannounced,
    )
    pickups.collect(today.session, run.id, body, by=run.driver, now=moment)
    run.bags.extend(corner.sealed)
    corner.sealed = []
    corner.asked = corner.due = False


def _receive(today: Today, chance: Chance, run: Run, stops: int) -> None:
    """Receive a run: some bags are weighed, few damaged, one in hundreds missing, some nobody knows."""
    moment = today.at(9, _STOP_MINUTES * stops + 30)
    here, arrived = [], []
    for sack in run.bags:
        if chance.happens(BAG_MISSING):
            _miss(today, chance, run.station, sack)
            continue
        here.append(sack)
        arrived.append(_arrived(chance, sack))
    if chance.happens(BAG_UNKNOWN * len(arrived)):
        unknown = Sack(today.city.labels.popleft())
        here.append(unknown)
        arrived.append(ArrivedIn(label=unknown.label, grams=chance.whole(2000, 6000), category="clothing"))
    two = any(sack.two_count for sack in here) or chance.happens(0.5)
    body = ReceiptIn(
        station=run.station,
        happened_at=moment,
        pickup=run.id,
        bags=arrived,
        witness=today.city.people.second(run.station).name if two else None,
    )
    by = today.city.people.manager(run.station)
    receipts.receive(today.session, chance.key(moment), body, by=by, now=moment)
    _put_down(today, run.station, here)


def _arrived(chance: Chance, sack: Sack) -> ArrivedIn:
    grams = None
    if sack.grams > 500 and chance.happens(BAG_WEIGHED):
        grams = max(int(sack.grams * (0.97 + 0.06 * chance.draw())), 1)
    return ArrivedIn(label=sack.label, grams=grams, damaged=chance.happens(BAG_DAMAGED))


def _miss(today: Today, chance: Chance, station: str, sack: Sack) -> None:
    """Note when a missing bag turns up under a seat, if it ever does."""
    if not chance.happens(BAG_MISSING_FOR_GOOD):
        today.city.astray.append((today.day + timedelta(days=chance.whole(1, 4)), station, sack))


def _turn_up(today: Today) -> None:
    """Receive the bags that were missing and have turned up."""
    due = [entry for entry in today.city.astray if entry[0] <= today.day]
    for n, (_, station, sack) in enumerate(due):
        moment = today.at(15, n)
        people = today.city.people
        body = ReceiptIn(
            station=station,
            happened_at=moment,
            bags=[ArrivedIn(label=sack.label)],
            witness=people.second(station).name,
            note="演示: 漏收的袋子找到了 A bag that had been missing",
        )
        key = today.chance("turned up", n).key(moment)
        receipts.receive(today.session, key, body, by=people.manager(station), now=moment)
        _put_down(today, station, [sack])
    today.city.astray = [entry for entry in today.city.astray if entry[0] > today.day]


def _put_down(today: Today, station: str, sacks: list[Sack]) -> None:
    today.city.dock[station].extend((sack.label, today.day, sack.earmark) for sack in sacks)
