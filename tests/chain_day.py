"""One scripted day: forty points, two stations, the warehouse, five recipients in three provinces.

Everything goes over the API. It is a story with the accidents of a real day: a bag that is lost and
turns up, one that nobody announced, a wrong weight, a short transfer, goods that come back.
"""

from typing import Any

from builders import City, coats, quilts
from chain_builders import CODES, NORTH, STORE, WEST, Chain, done, graded, now

from models.access import Role
from models.identifiers import uuid7

RECIPIENTS = (
    ("R-YN-01", "530000", "云南小学"),
    ("R-YN-02", "530000", "云南养老院"),
    ("R-SC-01", "510000", "四川卫生院"),
    ("R-SC-02", "510000", "四川福利院"),
)
CASE = "R-SH-0001"


class Day(Chain):
    """The day, step by step; each step leaves what the next one needs."""

    def __init__(self, city: City) -> None:
        super().__init__(city)
        self.points = {NORTH: self.points_of(NORTH, 20), WEST: self.points_of(WEST, 20)}
        self.bags: dict[str, list[str]] = {NORTH: [], WEST: []}
        self.codes: list[str] = []
        self.runs: dict[str, str] = {}
        self.lots: dict[str, list[str]] = {NORTH: [], WEST: []}
        self.shipments: list[str] = []

    def whole(self) -> None:
        """Live through the day."""
        self.morning()
        self.collect()
        self.arrive()
        self.sort_all()
        self.move_to_the_warehouse()
        self.ask_and_allocate()
        self.distribute()
        self.put_right()

    def morning(self) -> None:
        """Forty points take donations, put a wrong weight right, and seal the bags."""
        labels = iter(self.labels(40))
        for station, points in self.points.items():
            for n, point in enumerate(points):
                label = next(labels)
                lines = [coats(4 + n % 5, grams=(4 + n % 5) * 600), quilts(1 + n % 2)]
                gift = self.give(point, *lines, bag=label)
                self.codes.append(gift["tracking_code"])
                if n == 0:
                    weighed = [coats(4, grams=2300)]
                    wrong = {"id": str(uuid7()), "reason": "misweighed", "lines": weighed}
                    volunteer = self.who(Role.VOLUNTEER, point)
                    done(volunteer.post(f"/intakes/{gift['id']}/corrections", wrong))
                body = {"point": point, "happened_at": now()}
                done(self.who(Role.VOLUNTEER, point).put(f"/bags/{label}", body))
                self.bags[station].append(label)

    def collect(self) -> None:
        """Two runs; one finds a bag nobody announced, one a closed point."""
        for station, points in self.points.items():
            run, driver = str(uuid7()), self.driver(station)
            self.runs[station] = run
            done(driver.put(f"/pickups/{run}", {"station": station, "stops": points}))
            for point, label in zip(points, self.bags[station], strict=True):
                body: dict[str, Any] = {"point": point, "happened_at": now(), "bags": [label]}
                done(driver.post(f"/pickups/{run}/collect", body))
            if station == NORTH:
                (extra,) = self.labels(1)
                entry = {"label": extra, "category": "clothing", "grams": 4200}
                body = {"point": points[0], "happened_at": now(), "unannounced": [entry]}
                done(driver.post(f"/pickups/{run}/collect", body))
                self.bags[station].append(extra)
            done(driver.post(f"/pickups/{run}/finish", {}))

    def arrive(self) -> None:
        """The stations receive: all weighed, one bag missing, and it turns up under the seat."""
        for station, bags in self.bags.items():
            lost = bags[7]
            entries = [{"label": bag, "grams": 4000 + 10 * n} for n, bag in enumerate(bags) if bag != lost]
            got = self.receive(entries, station, pickup=self.runs[station])
            assert [label.replace("-", "") for label in got["missing"]] == [lost]
            self.receive([{"label": lost, "grams": 3900, "damaged": True}], station)

    def sort_all(self) -> None:
        """Each station sorts everything in two runs, the second one over two sittings."""
        for station, bags in self.bags.items():
            half = len(bags) // 2
            for inputs, sittings in ((bags[:half], False), (bags[half:], True)):
                run = self.sort(list(inputs), [], station=station, open=True)
                grams = run["grams_in"]
                worn = grams // 10
                lines = [
                    graded(30, grams * 5 // 10, wearer="adult", size="L"),
                    {"category": "bedding.quilt", "grade": "B", "pieces": 12, "grams": grams * 3 // 10},
                    {"category": "clothing", "grade": "RECYCLE", "grams": worn},
                ]
                at = self.at(station)
                for batch in [lines] if not sittings else [lines[:1], lines[1:]]:
                    body = {"id": str(uuid7()), "outputs": batch}
                    shown = done(at.post(f"/sortings/{run['id']}/lines", body))
                rest = shown["remaining_grams"]
                end = {"loss_grams": rest, "loss_reason": "moisture"}
                closed = done(at.post(f"/sortings/{run['id']}/finish", end))
                self.lots[station] += [line["lot"] for line in closed["outputs"]]

    def move_to_the_warehouse(self) -> None:
        """Each station sends its quilts; one transfer arrives short, the rest comes a day later."""
        for station in (NORTH, WEST):
            transfer = str(uuid7())
            quilts_there = [self.lots[station][1], self.lots[station][4]]
            lines = [{"lot": lot, "pieces": 10} for lot in quilts_there]
            done(
                self.at(station).put(f"/transfers/{transfer}", {"from": station, "to": STORE, "lines": lines})
            )
            done(self.at(station).post(f"/transfers/{transfer}/dispatch", {"happened_at": now()}))
            counted = [{"lot": quilts_there[0], "pieces": 10}, {"lot": quilts_there[1], "pieces": 8}]
            got = done(
                self.at(STORE).post(
                    f"/transfers/{transfer}/receive", {"happened_at": now(), "lines": counted}
                )
            )
            assert got["status"] == "partly_arrived"
            late = {"happened_at": now(), "lines": [{"lot": quilts_there[1], "pieces": 1}], "close": True}
            done(self.at(STORE).post(f"/transfers/{transfer}/receive", late))

    def ask_and_allocate(self) -> None:
        """Five recipients ask; each is proposed what is fair, and gets it reserved."""
        for n, (code, division, name) in enumerate(RECIPIENTS):
            body = {
                "kind": "organisation",
                "name": name,
                "credit_code": CODES[n],
                "division_code": division,
            }
            done(self.foundation.put(f"/recipients/{code}", body), 200)
        case = {"kind": "case", "case_reference": "沪-2026-0417", "division_code": "310113"}
        done(self.foundation.put(f"/recipients/{CASE}", case), 200)
        for code in [code for code, _, _ in RECIPIENTS] + [CASE]:
            wanted = [{"category": "clothing", "pieces": 20}, {"category": "bedding", "pieces": 6}]
            need = self.need(*wanted, recipient=code, urgency="high", needed_by="2027-01-15")
            proposed = done(self.foundation.get(f"/needs/{need}/proposal"), 200)
            by_place: dict[str, list[dict[str, Any]]] = {}
            for line in proposed["lines"]:
                by_place.setdefault(line["place"], []).append(line)
            for place, lines in by_place.items():
                asked = [
                    {"need_line": e["need_line"], "place": place, "lot": e["lot"], "pieces": e["pieces"]}
                    for e in lines
                ]
                body = {"need": need, "lines": asked}
                allocation = done(self.foundation.put(f"/allocations/{uuid7()}", body))
                self.shipments.append(self.distribution(allocation["id"]))

    def distribute(self) -> None:
        """Everything leaves; most is delivered at once, one part comes back, one part is lost."""
        for n, shipment in enumerate(self.shipments):
            sent = done(self.foundation.post(f"/distributions/{shipment}/dispatch", {"happened_at": now()}))
            line = sent["lines"][0]
            if n == 1:
                part = {"lot": line["lot"], "pieces": line["sent_pieces"] - 1}
                self.deliver(shipment, part, close=True, people_reached=3)
            else:
                self.deliver(shipment, people_reached=10 + n)
            if n == 0:
                back = {
                    "happened_at": now(),
                    "lines": [{"lot": line["lot"], "pieces": 2}],
                    "reason": "not_needed",
                }
                done(self.foundation.post(f"/distributions/{shipment}/return", back))

    def put_right(self) -> None:
        """A sorted line was mistyped; rags leave for recycling; a count finds one coat too few."""
        lot = self.lots[NORTH][5]
        graph = done(self.foundation.get(f"/lots/{lot}/graph"), 200)
        run = graph["edges"][0]["run"]
        line = next(e for e in graph["edges"] if e["lot"] == lot and e["side"] == "out")
        wrong = {
            "id": str(uuid7()),
            "lot": lot,
            "pieces": line["pieces"],
            "grams": line["grams"] - 50,
            "reason": "typed a 5 for a 4",
        }
        done(self.at(NORTH).post(f"/sortings/{run}/corrections", wrong))
        disposal, grams = str(uuid7()), line["grams"] - 50
        body = {
            "place": NORTH,
            "kind": "recycling",
            "lines": [{"lot": lot, "grams": grams}],
            "reason": "rags",
            "taker": "再生纤维厂",
        }
        done(self.at(NORTH).put(f"/disposals/{disposal}", body))
        done(self.foundation.post(f"/disposals/{disposal}/approve", {}))
        left = [item for item in self.stock(place=WEST)["items"] if item["available_pieces"]]
        if left:
            count = str(uuid7())
            lines = [{"lot": left[0]["lot"], "pieces": left[0]["pieces"] - 1}]
            done(self.at(WEST).put(f"/stocktakes/{count}", {"place": WEST, "lines": lines}))
            done(self.city.admin().post(f"/stocktakes/{count}/finalize", {}))
