"""A city that lived a scripted day and the days after it, with the reports of that evening kept."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from builders import City, coats, quilts
from chain_builders import NORTH, STORE, WEST, done, graded, now
from chain_day import Day
from reports_asked import ask
from sqlalchemy import text

from models.access import SYSTEM, Role
from models.clock import SHANGHAI, utc_now
from models.identifiers import uuid7
from models.intake_shapes import IntakeIn
from models.pickup_shapes import PickupIn
from models.sorting_shapes import FinishSortingIn, LinesIn
from models.stock_shapes import AdjustmentIn
from models.store import Store
from operations.custody import pickups as runs
from operations.intakes import record
from operations.reports import ageing, stock
from operations.reports.tables import Report
from operations.stock import adjustments, sortings

RICE, NEEDY, CASE = "food.rice", "R-JL-01", "R-SH-0002"
WAYS = {
    stock: [
        ("place", "category", "grade"),
        ("place", "category"),
        ("place",),
        ("place_kind",),
        ("district", "grade"),
        ("category",),
    ],
    ageing: [("category", "age_band"), ("place", "grade"), ("expiry_band",), ("place_kind", "age_band")],
}


@dataclass
class Lived:
    """A city in which a day was lived, the reports of that evening, and what came after it."""

    city: City
    day: Day
    today: date
    open_run: str = ""
    waiting_run: str = ""
    rice: list[str] = field(default_factory=list)
    evening: dict[tuple[str, tuple[str, ...]], Report] = field(default_factory=dict)

    @property
    def store(self) -> Store:
        return self.city.store

    def at(self, days: int, hour: int, minute: int) -> datetime:
        """Return a moment of Shanghai's, so many days after the day that was lived."""
        return datetime.combine(self.today + timedelta(days=days), time(hour, minute), SHANGHAI)

    def rows(self, sql: str) -> list[Any]:
        return self.store.read_now(lambda session: list(session.execute(text(sql)).all()))


def live(city: City) -> Lived:
    """Live through a day and what came after it; keep the reports of the evening between."""
    day = Day(city)
    day.whole()
    lived = Lived(city, day, date.min)
    _more_than_a_day(lived)
    lived.today = utc_now().astimezone(SHANGHAI).date()
    for report, ways in WAYS.items():
        for by in ways:
            lived.evening[report.DEFINITION.name, by] = ask(lived.store, report.DEFINITION, *by)
    _afterwards(lived)
    return lived


def _more_than_a_day(lived: Lived) -> None:
    """Old gifts, food with dates, promises, goods set apart, a run that is open, a loaded vehicle."""
    day, city = lived.day, lived.city
    long_ago = utc_now() - timedelta(days=40)
    point = day.points_of("S-03", 1)[0]
    day.give(point, coats(7, grams=3500), happened_at=long_ago.isoformat())
    today = utc_now().astimezone(SHANGHAI).date()
    sacks = [
        {"category": RICE, "grade": "A", "pieces": n, "grams": n * 5000, "expires_on": str(today + left)}
        for n, left in ((2, timedelta(20)), (3, timedelta(200)), (5, timedelta(400)))
    ]
    label = day.brought(coats(10, grams=50_000), station="S-03")
    lived.rice = [line["lot"] for line in day.sort([label], sacks, station="S-03")["outputs"]]
    lot = day.stocked(12, 6000, wearer="woman", size="M")
    meant = day.brought(quilts(6, grams=9000), earmark=NEEDY)
    day.sort([meant], [graded(6, 9000, category="bedding.quilt")])
    day.recipient(NEEDY, 4, division_code="220000", earmarks=[NEEDY])
    case = {"kind": "case", "case_reference": "沪-2026-0999", "division_code": "310112"}
    done(day.foundation.put(f"/recipients/{CASE}", case), 200)
    need = day.need(
        {"category": "clothing", "pieces": 50}, {"category": "food", "pieces": 4}, recipient=NEEDY
    )
    day.need(
        {"category": "clothing.winter", "pieces": 9, "wearer": "man"}, recipient=CASE, urgency="emergency"
    )
    day.need({"category": "bedding", "pieces": 2}, recipient=CASE)
    day.allocate(need, lot, 5)
    held = {"place": "S-03", "lines": [{"lot": lived.rice[1], "pieces": 1}], "reason": "inspection"}
    done(day.at("S-03").put(f"/holds/{uuid7()}", held))
    table = day.brought(coats(8, grams=4000))
    weighed = [{"bag": table, "grams": 4100}]
    lived.open_run = day.sort(weighed, [graded(2, 1000)], open=True)["id"]
    _not_to_be_given(day, lived.rice[2])
    lived.waiting_run = _a_bag_that_waited(day)
    done(city.admin().post(f"/stations/{WEST}/close", {"reason": "the roof leaks"}), 200)


def _not_to_be_given(day: Day, rice: str) -> None:
    """Coats nobody has sorted yet, rice that is under way, and a need that was closed."""
    day.brought(coats(3, grams=1500), station="S-03")
    transfer = {"from": "S-03", "to": STORE, "lines": [{"lot": rice, "pieces": 1}]}
    number = str(uuid7())
    done(day.at("S-03").put(f"/transfers/{number}", transfer))
    done(day.at("S-03").post(f"/transfers/{number}/dispatch", {"happened_at": now()}))
    closed = day.need({"category": "food", "pieces": 99}, recipient=NEEDY)
    done(day.foundation.post(f"/needs/{closed}/close", {}))


def _a_bag_that_waited(day: Day) -> str:
    """A bag waits three days and still rides; a stop is closed, one not planned, one clock is wrong."""
    point, shut, by_chance = day.points_of("S-04", 3)
    before = (utc_now() - timedelta(days=3)).isoformat()
    ahead = (utc_now() + timedelta(days=10)).isoformat()
    label, extra, tomorrows = day.labels(3)
    day.give(point, quilts(2, grams=3000), bag=label, happened_at=before)
    done(day.who(Role.VOLUNTEER, point).put(f"/bags/{label}", {"point": point, "happened_at": before}))
    run, driver = str(uuid7()), day.driver("S-04")
    done(driver.put(f"/pickups/{run}", {"station": "S-04", "stops": [point, shut]}))
    done(driver.post(f"/pickups/{run}/collect", {"point": point, "happened_at": now(), "bags": [label]}))
    done(driver.post(f"/pickups/{run}/collect", {"point": shut, "happened_at": now(), "cannot": "closed"}))
    found = [{"label": extra, "category": "clothing", "grams": 2000}]
    day.give(by_chance, quilts(1, grams=1500), bag=tomorrows)
    sealed = {"point": by_chance, "happened_at": ahead}
    done(day.who(Role.VOLUNTEER, by_chance).put(f"/bags/{tomorrows}", sealed))
    body = {"point": by_chance, "happened_at": now(), "bags": [tomorrows], "unannounced": found}
    done(driver.post(f"/pickups/{run}/collect", body))
    return run


def _afterwards(lived: Lived) -> None:
    """The next days: gifts on both sides of midnight, the open run ends, a lot is lost, runs are planned."""
    store, point = lived.store, lived.day.points[NORTH][3]
    for moment, pieces in (
        (lived.at(1, 0, 30), 1),
        (lived.at(1, 23, 30), 20),
        (lived.at(2, 0, 30), 300),
    ):
        body = IntakeIn(point=point, happened_at=moment, lines=[coats(pieces, grams=pieces * 1000)])
        store.write_now(record, uuid7(), body, by=SYSTEM, now=moment)
    run, noon = UUID(lived.open_run), lived.at(1, 12, 0)
    more = LinesIn.model_validate({"id": str(uuid7()), "outputs": [graded(5, 2500)]})
    store.write_now(sortings.add_lines, run, more, by=SYSTEM, now=noon)
    end = FinishSortingIn.model_validate({"loss_grams": 600, "loss_reason": "dust"})
    store.write_now(sortings.finish, run, end, by=SYSTEM, now=noon)
    gone = AdjustmentIn(place="S-03", lot=lived.rice[2], direction="lost", pieces=1, reason="mice")
    store.write_now(adjustments.adjust, uuid7(), gone, by=SYSTEM, now=noon)
    for moment in (lived.at(1, 23, 30), lived.at(2, 0, 30)):
        plan = PickupIn.model_validate({"station": NORTH, "stops": lived.day.points[NORTH][:3]})
        store.write_now(runs.plan, uuid7(), plan, by=SYSTEM, now=moment)
