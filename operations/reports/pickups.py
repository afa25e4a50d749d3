"""The pick-ups report: runs, stops, what they brought in, how far they were to go, how long bags waited."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Text, and_, cast, func, select
from sqlmodel import Session, col

from geo.distance import length_m
from models.access import Role
from models.acts import Act, ActKind
from models.custody import Bag, BagHop, Pickup, PickupBag, Stop, StopOutcome
from models.ledger import Movement, MovementKind
from models.network import PlaceKind
from operations.errors import Fault, Unfit
from operations.network import Network
from operations.reports.breakdown import At, Key, grouped, kilograms
from operations.reports.dimensions import cells_of, head_of
from operations.reports.making import table
from operations.reports.questions import Definition, Question
from operations.reports.tables import Column, Holds, Report, Words, count, grams
from operations.stock.adjustments import STORES


@dataclass(frozen=True, slots=True)
class Run:
    """A run with everything that is measured of it."""

    at: At
    stops: int
    collected: int
    failed: int
    bags: int
    grams: int
    distance_m: int
    waited: tuple[float, ...]

    @property
    def waiting(self) -> int:
        """Return the stops that have not ended yet."""
        return self.stops - self.collected - self.failed


_MEASURES = (
    count("runs", Words("清运趟数", "Runs")),
    count("stops", Words("停靠点数", "Stops")),
    count("collected_stops", Words("已收取", "Stops collected")),
    count("failed_stops", Words("未能收取", "Stops that failed")),
    count("open_stops", Words("尚未到达", "Stops not made yet")),
    count("bags", Words("袋数", "Bags")),
    grams("grams", Words("收取重量", "Weight collected")),
    Column("distance_m", Words("计划里程", "Distance planned"), Holds.METRES),
    Column("grams_per_km", Words("每公里重量", "Weight per kilometre"), Holds.GRAMS),
    Column("days_waited_mean", Words("平均等待天数", "Days waited, mean"), Holds.DAYS),
    Column("days_waited_max", Words("最长等待天数", "Days waited, longest"), Holds.DAYS),
)
_NOTES = (
    Words(
        "一趟清运计入其计划日, 连同其全部停靠和袋子, 即使过了午夜才收取。",
        "A run counts for the day it was planned for, with all its stops and bags, even those past midnight.",
    ),
    Words(
        "已收取: 收到了袋子或散件的停靠。未能收取: 关门、无人、进不去、没有东西、车满、跳过等。",
        "Collected: something was taken over. Failed: closed, nobody there, no access, nothing there, "
        "vehicle full, skipped, or other.",
    ),
    Words(
        "收取重量: 上车时所知的重量, 到站复秤的差异不在内。",
        "Weight collected: as known at the point; what the station's scale said later is not in it.",
    ),
    Words(
        "计划里程: 整理站出发、按顺序经过计划停靠点再返回, 相邻两点取 WGS-84 椭球面上的"
        "直线距离; 实际道路更长。",
        "Distance planned: from the station along the planned stops in order and back, in straight lines on "
        "the WGS-84 ellipsoid; the roads are longer.",
    ),
    Words(
        "每公里重量 = 收取重量 / 计划里程; 尚未出发的清运只有里程, 会拉低该值。",
        "Weight per kilometre: weight collected by distance planned; runs yet to be made lower it.",
    ),
    Words(
        "等待天数: 从封袋到收取; 事先未登记的袋子不计, 手机时钟造成的负值按零计。",
        "Days waited: from a bag's seal to its collection; bags that nobody announced are left out, and what "
        "clocks make negative counts as none.",
    ),
)


def make(session: Session, network: Network, question: Question) -> Report:
    """Return the runs planned for the days; raises Unfit for unknown stations and vehicles."""
    runs = list(_runs(session, network, question))
    rows = [
        cells_of(network, question.language, question.by, key, {}) + _measured(of)
        for key, of in grouped(question.by, runs, lambda run: run.at)
    ]
    columns = [*head_of(question.by), *_MEASURES]
    return table(DEFINITION, question, columns, rows, _sentence(question, runs), _NOTES)


def _measured(runs: list[Run]) -> Key:
    weight, metres = sum(run.grams for run in runs), sum(run.distance_m for run in runs)
    waited = [days for run in runs for days in run.waited]
    return (
        len(runs),
        sum(run.stops for run in runs),
        sum(run.collected for run in runs),
        sum(run.failed for run in runs),
        sum(run.waiting for run in runs),
        sum(run.bags for run in runs),
        weight,
        metres,
        round(weight * 1000 / metres) if metres else None,
        round(sum(waited) / len(waited), 2) if waited else None,
        round(max(waited), 2) if waited else None,
    )


def _runs(session: Session, network: Network, question: Question) -> Iterator[Run]:
    chosen = and_(*_conditions(network, question))
    stops, weights = _stops(session, chosen), _weights(session, chosen)
    bags, waited = _bags(session, chosen), _waited(session, chosen)
    asked = select(col(Pickup.id), col(Pickup.station_id), col(Pickup.vehicle_id), col(Pickup.planned_for))
    for run, station, vehicle, day in session.execute(asked.where(chosen).order_by(col(Pickup.id))):
        ended = Counter(outcome for _, _, outcome in stops[run])
        collected = ended[StopOutcome.COLLECTED.value]
        yield Run(
            at=_at(network, station, vehicle, day),
            stops=len(stops[run]),
            collected=collected,
            failed=len(stops[run]) - collected - ended[None],
            bags=bags.get(run, 0),
            grams=weights.get(run, 0),
            distance_m=_metres(network, station, [point for point, planned, _ in stops[run] if planned]),
            waited=tuple(waited[run]),
        )


def _at(network: Network, station: int, vehicle: int, day: date) -> At:
    return {
        "month": day.isoformat()[:7],
        "day": day,
        "station": network.by_id[station].code,
        "vehicle": network.by_id[vehicle].code,
    }


def _conditions(network: Network, question: Question) -> list[ColumnElement[bool]]:
    found = [col(Pickup.planned_for) >= question.first, col(Pickup.planned_for) <= question.last]
    station, vehicle = question.filters.get("station"), question.filters.get("vehicle")
    if station is not None:
        site = network.sites.get(station)
        # The warehouse sends no runs: whoever is bound to it sees an empty report, not an error.
        if site is None or site.kind not in STORES:
            raise Unfit(Fault("/station", "unknown_station", {"value": station}))
        found.append(col(Pickup.station_id) == site.id)
    if vehicle is not None:
        site = network.sites.get(vehicle)
        if site is None or site.kind is not PlaceKind.VEHICLE:
            raise Unfit(Fault("/vehicle", "unknown_vehicle", {"value": vehicle}))
        found.append(col(Pickup.vehicle_id) == site.id)
    return found


def _stops(session: Session, chosen: ColumnElement[bool]) -> dict[UUID, list[tuple[int, bool, str | None]]]:
    """Return each run's stops in order: point, whether it was planned, how it ended."""
    rows = session.execute(
        select(col(Stop.pickup_id), col(Stop.point_id), col(Stop.planned), col(Stop.outcome))
        .join(Pickup, col(Pickup.id) == Stop.pickup_id)
        .where(chosen)
        .order_by(col(Stop.pickup_id), col(Stop.n))
    )
    found: dict[UUID, list[tuple[int, bool, str | None]]] = defaultdict(list)
    for run, *stop in rows:
        found[run].append(tuple(stop))
    return found


def _bags(session: Session, chosen: ColumnElement[bool]) -> dict[UUID, int]:
    rows = session.execute(
        select(col(PickupBag.pickup_id), func.count())
        .join(Pickup, col(Pickup.id) == PickupBag.pickup_id)
        .where(chosen)
        .group_by(col(PickupBag.pickup_id))
    )
    return {run: int(bags) for run, bags in rows}


def _collects() -> ColumnElement[bool]:
    """Return the condition that an act collects for a run."""
    return and_(col(Act.subject) == cast(col(Pickup.id), Text), col(Act.kind) == ActKind.COLLECT.value)


def _weights(session: Session, chosen: ColumnElement[bool]) -> dict[UUID, int]:
    rows = session.execute(
        select(col(Pickup.id), func.sum(col(Movement.grams)))
        .join(Act, _collects())
        .join(Movement, col(Movement.operation) == Act.id)
        .where(chosen, col(Movement.kind) == MovementKind.COLLECT.value)
        .group_by(col(Pickup.id))
    )
    return {run: int(weight) for run, weight in rows}


def _waited(session: Session, chosen: ColumnElement[bool]) -> dict[UUID, list[float]]:
    """Return for each run how many days its bags had waited, of those that were announced."""
    rows = session.execute(
        select(col(Pickup.id), col(Bag.sealed_at), col(BagHop.happened_at))
        .join(Act, _collects())
        .join(BagHop, col(BagHop.act) == Act.id)
        .join(Bag, col(Bag.label) == BagHop.label)
        .join(PickupBag, and_(col(PickupBag.pickup_id) == Pickup.id, col(PickupBag.label) == Bag.label))
        .where(chosen, col(PickupBag.announced) == True)  # noqa: E712
        .order_by(col(Pickup.id), col(Bag.label))
    )
    found: dict[UUID, list[float]] = defaultdict(list)
    for run, sealed_at, collected_at in rows:
        found[run].append(max((collected_at - sealed_at) / timedelta(days=1), 0.0))
    return found


def _metres(network: Network, station: int, points: Iterable[int]) -> int:
    """Return the metres from the station along the points and back; none when there are none."""
    return round(length_m([network.by_id[place].position for place in (station, *points, station)]))


def _sentence(question: Question, runs: list[Run]) -> Words:
    made: Any = _measured(runs)
    bags, weight = made[5], kilograms(made[6])
    zh = f"{question.first} 至 {question.last} 清运 {len(runs):,} 趟, 收取 {bags:,} 袋、{weight} 公斤"
    en = f"From {question.first} to {question.last} {len(runs):,} runs collected {bags:,} bags, {weight} kg"
    if (mean := made[9]) is not None:
        zh, en = f"{zh}; 袋子平均等待 {mean} 天", f"{en}; bags had waited {mean} days on average"
    return Words(f"{zh}。", f"{en}.")


DEFINITION = Definition(
    name="pickups",
    title=Words("清运", "Pick-ups"),
    about=Words(
        "清运趟数、停靠、重量、计划里程与等待天数", "Runs, stops, weight, distance planned and days waited"
    ),
    dimensions=("month", "day", "station", "vehicle"),
    filters=("station", "vehicle"),
    by=("month", "station"),
    roles=frozenset(
        {Role.FOUNDATION, Role.ADMIN, Role.AUDITOR, Role.STATION_MANAGER, Role.WAREHOUSE_MANAGER}
    ),
    make=make,
    place_filter="station",
    kinds=(MovementKind.COLLECT,),
    drawn=("grams", "runs", "bags", "days_waited_mean"),
)
