"""Builders for the chain: people at their places, and the steps between them, each over the API."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from builders import POINT, City, Somebody, coats, donation

from models.access import Role
from models.clock import utc_now
from models.identifiers import uuid7

NORTH, WEST, STORE = "S-01", "S-02", "W-01"
SCHOOL = "R-YN-01"
#: Organisations with credit codes whose check character fits.
CODES = (
    "91350100M000100Y43",
    "53310000MJ4900001G",
    "53310000MJ4900002K",
    "51530000MJ0000011D",
    "53310000MJ4900003N",
)


def now() -> str:
    return utc_now().isoformat()


def done(answer: Any, status: int = 201) -> dict[str, Any]:
    """Return an answer's body; fail with all of it when it is not what was expected."""
    assert answer.status_code == status, (answer.status_code, answer.text)
    body: dict[str, Any] = answer.json()
    return body


def faults(answer: Any) -> list[tuple[str, str]]:
    """Return what an answer complains about: pointers and codes."""
    return [(error["pointer"], error["code"]) for error in answer.json()["errors"]]


@dataclass
class Chain:
    """A city whose people hand goods on."""

    city: City
    _people: dict[tuple[Role, str | None], Somebody] = field(default_factory=dict)

    def who(self, role: Role, place: str | None = None) -> Somebody:
        if (role, place) not in self._people:
            self._people[role, place] = self.city.somebody(role, place)
        return self._people[role, place]

    def at(self, station: str) -> Somebody:
        role = Role.WAREHOUSE_MANAGER if station == STORE else Role.STATION_MANAGER
        return self.who(role, station)

    def driver(self, station: str = NORTH) -> Somebody:
        return self.who(Role.DRIVER, station)

    @cached_property
    def foundation(self) -> Somebody:
        return self.city.somebody(Role.FOUNDATION)

    def points_of(self, station: str, count: int) -> list[str]:
        from operations.network import current

        network = self.city.store.read_now(current)
        home = network.sites[station].id
        return [point.code for point in network.points if network.home_of(point) == home][:count]

    def labels(self, count: int) -> list[str]:
        answer = self.foundation.put(f"/labels/{uuid7()}", {"count": count})
        return [label.replace("-", "") for label in done(answer)["labels"]]

    def give(self, point: str, *lines: dict[str, Any], **more: Any) -> dict[str, Any]:
        return done(self.who(Role.VOLUNTEER, point).log(donation(*lines, point=point, **more)))

    def bag(self, point: str, *lines: dict[str, Any], **more: Any) -> str:
        """Give something, seal it in a bag and return the bag's label."""
        (label,) = self.labels(1)
        self.give(point, *lines, bag=label, **more)
        done(self.who(Role.VOLUNTEER, point).put(f"/bags/{label}", {"point": point, "happened_at": now()}))
        return label

    def run(self, stops: dict[str, list[str]], station: str = NORTH, **more: Any) -> str:
        """Plan a run, collect the bags of each stop, finish; return the run's id."""
        run, driver = str(uuid7()), self.driver(station)
        done(driver.put(f"/pickups/{run}", {"station": station, "stops": list(stops)} | more))
        for point, bags in stops.items():
            body = {"point": point, "happened_at": now(), "bags": bags}
            done(driver.post(f"/pickups/{run}/collect", body))
        done(driver.post(f"/pickups/{run}/finish", {}))
        return run

    def receive(self, bags: list[Any], station: str = NORTH, **more: Any) -> dict[str, Any]:
        body = {"station": station, "happened_at": now(), "bags": bags} | more
        return done(self.at(station).put(f"/receipts/{uuid7()}", body))

    def brought(self, *lines: dict[str, Any], station: str = NORTH, **more: Any) -> str:
        """Bring a bag all the way to a station; return its label."""
        (point,) = self.points_of(station, 1)
        label = self.bag(point, *lines, **more)
        self.receive([label], station, pickup=self.run({point: [label]}, station))
        return label

    def lose(self) -> str:
        """Collect two bags of which one does not arrive in the north; return its label."""
        point, other = self.points_of(NORTH, 2)
        here, gone = self.bag(point, coats(3)), self.bag(other, coats(2))
        self.receive([here], pickup=self.run({point: [here], other: [gone]}))
        return gone

    def sort(self, inputs: list[Any], outputs: list[dict[str, Any]], **more: Any) -> dict[str, Any]:
        station = more.pop("station", NORTH)
        body = {"station": station, "inputs": inputs, "outputs": outputs} | more
        return done(self.at(station).put(f"/sortings/{uuid7()}", body))

    def stocked(self, pieces: int = 10, grams: int = 5000, station: str = NORTH, **output: Any) -> str:
        """Bring, sort and stock coats; return the lot."""
        label = self.brought(coats(pieces, grams=grams), station=station)
        run = self.sort([label], [graded(pieces, grams, **output)], station=station)
        lot: str = run["outputs"][0]["lot"]
        return lot

    def recipient(self, code: str = SCHOOL, n: int = 0, **more: Any) -> str:
        body = {
            "kind": "organisation",
            "name": f"学校 {n}",
            "credit_code": CODES[n],
            "division_code": "530000",
        }
        done(self.foundation.put(f"/recipients/{code}", body | more), 200)
        return code

    def need(self, *lines: dict[str, Any], recipient: str = SCHOOL, **more: Any) -> str:
        need = str(uuid7())
        done(self.foundation.put(f"/needs/{need}", {"recipient": recipient, "lines": list(lines)} | more))
        return need

    def allocate(self, need: str, lot: str, pieces: int, place: str = NORTH) -> dict[str, Any]:
        body = {"need": need, "lines": [{"place": place, "lot": lot, "pieces": pieces}]}
        return done(self.foundation.put(f"/allocations/{uuid7()}", body))

    def distribution(self, allocation: str) -> str:
        shipment = str(uuid7())
        done(self.foundation.put(f"/distributions/{shipment}", {"allocation": allocation}))
        return shipment

    def sent(self, pieces: int = 10, **more: Any) -> tuple[str, str, str]:
        """Stock, need, allocation, distribution, dispatch: return shipment, lot and need."""
        lot = self.stocked(pieces=10, grams=5000)
        self.recipient()
        need = self.need({"category": "clothing", "pieces": pieces})
        shipment = self.distribution(self.allocate(need, lot, pieces)["id"])
        done(self.foundation.post(f"/distributions/{shipment}/dispatch", {"happened_at": now()} | more))
        return shipment, lot, need

    def transfer(self, lots: dict[str, int], *, sent: bool = True) -> str:
        """Plan that pieces of lots go from the north to the warehouse, and send them; return the shipment."""
        shipment, lines = str(uuid7()), [{"lot": lot, "pieces": pieces} for lot, pieces in lots.items()]
        north = self.at(NORTH)
        done(north.put(f"/transfers/{shipment}", {"from": NORTH, "to": STORE, "lines": lines}))
        if sent:
            done(north.post(f"/transfers/{shipment}/dispatch", {"happened_at": now()}))
        return shipment

    def deliver(self, shipment: str, *lines: dict[str, Any], **more: Any) -> dict[str, Any]:
        body = {"happened_at": now(), "lines": list(lines), "proof": {"code": "4711"}} | more
        return done(self.foundation.post(f"/distributions/{shipment}/deliver", body))

    def stock(self, **asked: Any) -> dict[str, Any]:
        answer = self.city.somebody(Role.AUDITOR).get("/stock", params=asked)
        return done(answer, 200)

    def on_hand(self, lot: str, place: str) -> int:
        items = self.stock(lot=lot, place=place)["items"]
        return sum(item["pieces"] for item in items)


def graded(pieces: int, grams: int, **more: Any) -> dict[str, Any]:
    """Return an output of a sorting run: coats of grade A."""
    return {"category": "clothing.winter.adult", "grade": "A", "pieces": pieces, "grams": grams} | more


__all__ = ["NORTH", "POINT", "SCHOOL", "STORE", "WEST", "Chain", "done", "faults", "graded", "now"]
