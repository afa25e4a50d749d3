"""Every indicator is what an independent walk over the ledger finds; goals are kept, with who and why."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from builders import COATS, City, coats, donation
from chain_builders import NORTH, Chain, done, faults, graded
from chain_builders import now as moment
from chain_day import Day
from sqlalchemy import select, text, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col

from models.access import SYSTEM, AuditEntry, Caller, Role
from models.clock import SHANGHAI, utc_now
from models.identifiers import uuid7
from models.indicators import IndicatorGoal
from models.network import Place, PlaceStatus
from operations.network import changed, current
from operations.reports import deliveries as traced
from operations.reports.deliveries import quantile
from operations.reports.indicator_words import INDICATORS
from operations.reports.indicators import DEFINITION, achieved
from operations.reports.questions import Question
from operations.reports.tables import Report


def asked(city: City, first: date, last: date, caller: Caller = SYSTEM) -> Report:
    """Ask for the indicators of some Shanghai days."""

    def make(session: Session) -> Report:
        question = Question(first, last, (), {}, caller, utc_now())
        return DEFINITION.make(session, current(session), question)

    return city.store.read_now(make)


def values(city: City, first: date, last: date) -> dict[str, Any]:
    return {row[0]: row[5] for row in asked(city, first, last).rows}


def today() -> date:
    return utc_now().astimezone(SHANGHAI).date()


@pytest.fixture
def lived(city: City) -> Day:
    """A city after its scripted day, with and a refusal, books, waste, a find, a sale and a destruction."""
    day = Day(city)
    day.whole()
    refused = {"category": COATS, "pieces": 7, "reason": "soiled"}
    books = {"category": "books", "pieces": 3}
    day.give(day.points[NORTH][0], coats(2), books, refused=[refused])
    lot = day.stocked(pieces=4, grams=2000)
    found = {"place": NORTH, "lot": lot, "direction": "found", "pieces": 1, "reason": "under a shelf"}
    done(day.at(NORTH).put(f"/adjustments/{uuid7()}", found))
    label = day.brought(coats(6, grams=3000))
    day.sort([label], [graded(2, 1000, grade="C"), {"category": "clothing", "grade": "WASTE", "grams": 2000}])
    for kind in ("sale", "destruction"):
        lot = day.stocked(pieces=4, grams=2000, grade="C")
        body = {"place": NORTH, "kind": kind, "lines": [{"lot": lot, "pieces": 3}], "reason": kind}
        body |= {"taker": "旧货公司", "price_fen": 500} if kind == "sale" else {}
        disposal = uuid7()
        done(day.at(NORTH).put(f"/disposals/{disposal}", body))
        done(day.foundation.post(f"/disposals/{disposal}/approve", {}))
    return day


def test_every_indicator_is_what_the_ledger_says(lived: Day) -> None:
    found = values(lived.city, today(), today())
    ledger = Ledger(lived.city)

    _goods_are_what_moved(found, ledger)
    _shares_of_sorting_are_of_what_came_out(found, ledger)
    _people_are_as_deliveries_say_and_never_pieces(found, ledger)
    assert found["points_open"] == found["reception_points"] == 1500
    assert 0 < found["residents_500m"] < found["residents_1km"] < 1
    assert {code for code, value in found.items() if value is None} == {
        "charity_supermarkets",
        "transferred_in_kg",
        # Nobody asked anything in this city.
        "queries_in_time_share",
    }
    assert list(found) == [indicator.code for indicator in INDICATORS]


def _goods_are_what_moved(found: dict[str, Any], ledger: "Ledger") -> None:
    came, back = ledger.moved("DONOR", "%"), ledger.moved("%", "DONOR")
    assert back[1] > 0
    assert found["received_pieces"] == came[0] - back[0]
    assert found["received_kg"] == found["received_directly_kg"] == (came[1] - back[1]) / 1000
    assert found["refused_share"] == 7 / (7 + found["received_pieces"])
    worn = "(c.code LIKE 'clothing%' OR c.code LIKE 'bedding%')"
    pieces = ledger.moved("DONOR", "%", worn)[0] - ledger.moved("%", "DONOR", worn)[0]
    assert 0 < pieces < found["received_pieces"]
    assert found["clothing_bedding_pieces"] == pieces
    assert found["clothing_bedding_wan"] == round(pieces / 10_000, 1)
    given, returned = ledger.moved("%", "RECIPIENT"), ledger.moved("RECIPIENT", "%")
    assert returned[0] == 2
    assert found["distributed_pieces"] == given[0] - returned[0]
    assert found["distributed_kg"] == (given[1] - returned[1]) / 1000
    assert found["lost_kg"] == ledger.moved("%", "LOST")[1] / 1000 > 0
    assert found["found_kg"] == ledger.moved("FOUND", "%")[1] / 1000 > 0
    assert found["disposed_sale_kg"] == found["disposed_destruction_kg"] == 1.5
    ways = sum(found[f"disposed_{way}_kg"] for way in ("recycling", "sale", "destruction"))
    assert ways == pytest.approx(ledger.moved("%", "DISPOSAL")[1] / 1000)
    assert ways > 3.0
    lying = "SELECT SUM(b.grams) FROM balance b JOIN place p ON p.id = b.place_id WHERE p.kind IN "
    assert found["stock_kg"] == ledger.one(f"{lying} ('station', 'warehouse')") / 1000


def _shares_of_sorting_are_of_what_came_out(found: dict[str, Any], ledger: "Ledger") -> None:
    graded_out = ledger.rows(
        "SELECT l.grade, SUM(s.grams) FROM strand s JOIN lot l ON l.id = s.lot"
        " WHERE s.side = 'out' GROUP BY l.grade"
    )
    out = {grade: int(grams) for grade, grams in graded_out}
    into = ledger.one("SELECT SUM(grams) FROM strand WHERE side = 'in'")
    loss = ledger.one("SELECT SUM(loss_grams) FROM sorting")
    graded = sum(out.values())
    assert into == graded + loss
    assert found["reworn_share"] == (out["A"] + out["B"] + out["C"]) / graded
    assert found["recycled_share"] == out["RECYCLE"] / graded
    assert found["wasted_share"] == out["WASTE"] / graded
    assert found["sorting_loss_share"] == loss / into > 0


def _people_are_as_deliveries_say_and_never_pieces(found: dict[str, Any], ledger: "Ledger") -> None:
    said = ledger.one("SELECT SUM(people_reached) FROM delivery")
    assert found["people_reached"] == found["beneficiary_person_times"] == said
    assert said not in (0, found["distributed_pieces"])
    assert found["recipients_served"] == 5
    met = "SUM(CASE WHEN delivered_pieces < pieces THEN delivered_pieces ELSE pieces END)"
    ((got, wanted),) = ledger.rows(f"SELECT {met}, SUM(pieces) FROM need_line")
    assert found["needs_met_share"] == int(got) / int(wanted)
    volunteers = "SELECT person_id FROM access_token WHERE role = 'volunteer'"
    logged = f"SELECT COUNT(DISTINCT i.by) FROM intake i WHERE i.by IN ({volunteers})"
    assert found["volunteers_active"] == ledger.one(logged.replace("i.by", 'i."by"')) >= 40
    everybody = ledger.one('SELECT COUNT(DISTINCT i."by") FROM intake i')
    assert found["volunteers_active"] < everybody


class Ledger:
    """The tables as they are, without any roll-up: what the report must agree with."""

    def __init__(self, city: City) -> None:
        self.city = city

    def rows(self, query: str) -> list[Any]:
        return self.city.store.read_now(lambda session: list(session.execute(text(query))))

    def one(self, query: str) -> int:
        ((value,),) = self.rows(query)
        return int(value)

    def moved(self, origin: str, goal: str, where: str = "1 = 1") -> tuple[int, int]:
        """Return the pieces and grams that moved between places whose codes are like these."""
        ((pieces, grams),) = self.rows(
            "SELECT COALESCE(SUM(m.pieces), 0), COALESCE(SUM(m.grams), 0) FROM movement m"
            " JOIN place a ON a.id = m.from_place JOIN place b ON b.id = m.to_place"
            " JOIN lot l ON l.id = m.lot JOIN category c ON c.id = l.category_id"
            f" WHERE a.code LIKE '{origin}' AND b.code LIKE '{goal}' AND {where}"
        )
        return int(pieces), int(grams)


def test_goods_are_as_old_at_delivery_as_the_gifts_they_came_from(
    chain: Chain, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = [chain.brought(coats(2, grams=3000), happened_at=_ago(10)), _brought(chain, 7000, 2)]
    chain.recipient()
    _delivered(chain, first, 10_000)
    found = values(chain.city, today(), today())
    assert found["delivery_days_median"] == pytest.approx(2, abs=0.01)
    assert found["delivery_days_p90"] == pytest.approx(10, abs=0.01)

    _delivered(chain, [_brought(chain, 90_000, 5)], 90_000)
    assert values(chain.city, today(), today())["delivery_days_median"] == pytest.approx(5, abs=0.01)
    monkeypatch.setattr(traced, "TRACED_MAX", 1)
    report = asked(chain.city, today(), today())
    assert {row[0]: row[5] for row in report.rows}["delivery_days_median"] == pytest.approx(2, abs=0.01)
    assert any("1 of 2 deliveries" in note.en for note in report.notes)


def _ago(days: int) -> str:
    return (utc_now() - timedelta(days=days)).isoformat()


def _brought(chain: Chain, grams: int, days: int) -> str:
    return chain.brought(coats(2, grams=grams), happened_at=_ago(days))


def _delivered(chain: Chain, bags: list[str], grams: int) -> None:
    """Sort bags into one lot and deliver all of it."""
    run = chain.sort(bags, [graded(2 * len(bags), grams)])
    pieces = 2 * len(bags)
    need = chain.need({"category": "clothing", "pieces": pieces})
    shipment = chain.distribution(chain.allocate(need, run["outputs"][0]["lot"], pieces)["id"])
    done(chain.foundation.post(f"/distributions/{shipment}/dispatch", {"happened_at": moment()}))
    chain.deliver(shipment)


def test_stock_is_what_lay_there_when_the_last_day_ended(chain: Chain) -> None:
    lot = chain.stocked(pieces=10, grams=5000)
    yesterday = today() - timedelta(days=1)
    body = {"place": NORTH, "lot": lot, "direction": "found", "pieces": 1, "reason": "under a shelf"}
    done(chain.at(NORTH).put(f"/adjustments/{uuid7()}", body | {"happened_at": _ago(1)}))

    assert values(chain.city, yesterday, yesterday)["stock_kg"] == 0.5
    assert values(chain.city, yesterday, today())["stock_kg"] == 5.5
    assert values(chain.city, yesterday, today() + timedelta(days=9))["stock_kg"] == 5.5
    assert values(chain.city, yesterday, yesterday)["found_kg"] == 0.5


def test_a_period_is_of_shanghai_days_and_its_last_day_is_inclusive(city: City) -> None:
    day = today() - timedelta(days=3)
    midnight = datetime(day.year, day.month, day.day, tzinfo=SHANGHAI)
    volunteer = city.volunteer()
    refused = {"category": COATS, "pieces": 1, "reason": "soiled"}
    for happened, pieces in (
        (midnight - timedelta(milliseconds=1), 1000),
        (midnight, 1),
        (midnight + timedelta(days=1, milliseconds=-1), 2),
        (midnight + timedelta(days=1), 2000),
    ):
        body = donation(coats(pieces), happened_at=happened.astimezone(UTC).isoformat(), refused=[refused])
        done(volunteer.log(body))

    found = values(city, day, day)
    assert (found["received_pieces"], found["refused_share"]) == (3, 2 / 5)
    assert values(city, day, day + timedelta(days=1))["received_pieces"] == 2003
    assert values(city, day - timedelta(days=1), day - timedelta(days=1))["received_pieces"] == 1000
    nothing = values(city, day - timedelta(days=9), day - timedelta(days=9))
    assert nothing["received_pieces"] == nothing["volunteers_active"] == nothing["people_reached"] == 0
    assert nothing["refused_share"] is nothing["reworn_share"] is nothing["needs_met_share"] is None
    assert nothing["delivery_days_median"] is None


def test_inquiries_count_for_the_period_they_are_due_in(city: City) -> None:
    foundation = city.somebody(Role.FOUNDATION)
    received = utc_now() - timedelta(days=30)
    due = set()
    for days in (1, 29, None):
        body = {"kind": "query", "subject": "?", "received_at": received.isoformat()}
        inquiry = uuid7()
        made = foundation.put(f"/inquiries/{inquiry}", body)
        assert made.status_code == 201, made.text
        due.add(date.fromisoformat(made.json()["due_on"]))
        if days is not None:
            answer = {"summary": "!", "answered_at": (received + timedelta(days=days)).isoformat()}
            assert foundation.post(f"/inquiries/{inquiry}/answer", answer).status_code == 201
    (day,) = due

    assert values(city, day, day)["queries_in_time_share"] == pytest.approx(1 / 3)
    assert values(city, day + timedelta(days=1), today())["queries_in_time_share"] is None


def test_points_that_are_closed_are_not_open(city: City) -> None:
    def close(session: Session, **_: Any) -> None:
        shut = update(Place).where(col(Place.code) == "P-0001").values(status=PlaceStatus.SUSPENDED.value)
        session.execute(shut)
        changed(session)

    city.store.write_now(close, by=SYSTEM, now=utc_now())

    assert values(city, today(), today())["points_open"] == 1499


def test_the_least_value_that_a_share_of_the_weight_stays_within() -> None:
    weighed = [(1.0, 5.0), (2.0, 4.0), (9.0, 1.0)]

    assert [quantile(weighed, share) for share in (0.1, 0.5, 0.51, 0.9, 0.91, 1.0)] == [1, 1, 2, 2, 9, 9]
    assert quantile([], 0.5) is None


GOAL = {
    "baseline": 0.4,
    "baseline_on": "2025-01-01",
    "target": 0.6,
    "target_on": "2027-12-31",
    "reason": "plan of the city",
}


def test_a_goal_is_kept_shown_beside_the_value_and_audited(city: City) -> None:
    foundation, auditor = city.somebody(Role.FOUNDATION), city.somebody(Role.AUDITOR)

    def put(code: str, **more: Any) -> Any:
        return foundation.put(f"/indicators/{code}", GOAL | more)

    shown = done(put("residents_500m"), 200)
    assert (shown["baseline"], shown["target_on"], shown["midterm"]) == (0.4, "2027-12-31", None)
    assert done(put("residents_500m"), 200) == shown
    review = {"midterm": 0.5, "midterm_on": "2026-06-30", "reason": "mid-term review"}
    assert done(put("residents_500m", **review), 200)["midterm"] == 0.5

    listed = done(auditor.get("/indicators", params={"limit": 100}), 200)
    assert [item["code"] for item in listed["items"]] == sorted(entry.code for entry in INDICATORS)
    assert listed["next_cursor"] is None
    by_code = {item["code"]: item for item in listed["items"]}
    assert by_code["residents_500m"]["midterm_on"] == "2026-06-30"
    assert by_code["residents_1km"]["target"] is None
    part = done(auditor.get("/indicators", params={"limit": 3}), 200)
    rest = done(auditor.get("/indicators", params={"limit": 100, "cursor": part["next_cursor"]}), 200)
    assert part["items"] + rest["items"] == listed["items"]

    row = next(row for row in asked(city, today(), today()).rows if row[0] == "residents_500m")
    cells = dict(zip((column.name for column in asked(city, today(), today()).columns), row, strict=True))
    assert cells["achieved"] == pytest.approx((cells["value"] - 0.4) / 0.2)
    assert (cells["midterm"], cells["midterm_on"]) == (0.5, date(2026, 6, 30))
    assert cells["value_text"] == f"{cells['value']:.1%}"
    notes = city.store.read_now(
        lambda session: list(session.scalars(
            select(col(AuditEntry.detail)).where(col(AuditEntry.action) == "indicator.put")
            .order_by(col(AuditEntry.id))
        ))
    )  # fmt: skip
    assert len(notes) == 2
    assert "target 0.6" in notes[0]
    assert notes[0].endswith(": plan of the city")
    assert notes[1] == "midterm None -> 0.5, midterm_on None -> 2026-06-30: mid-term review"


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"target_on": "2025-01-01"}, ("/target_on", "target_before_baseline")),
        ({"target_on": "2024-12-31"}, ("/target_on", "target_before_baseline")),
        ({"midterm": 0.5, "midterm_on": "2024-06-30"}, ("/midterm_on", "review_before_baseline")),
        ({"final": 0.5, "final_on": "2025-01-01"}, ("/final_on", "review_before_baseline")),
        ({"midterm": 0.5}, ("", "goal_dated")),
        ({"final_on": "2027-12-31"}, ("", "goal_dated")),
        ({"baseline": "0.4"}, ("/baseline", "float_type")),
        ({"target": -1}, ("/target", "greater_than_equal")),
        ({"reason": ""}, ("/reason", "string_too_short")),
    ],
)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_goal_that_cannot_be_is_refused(city: City, change: dict[str, Any], fault: tuple[str, str]) -> None:
    foundation = city.somebody(Role.FOUNDATION)

    answer = foundation.put("/indicators/reworn_share", GOAL | change)

    assert answer.status_code == 422
    assert faults(answer) == [fault]
    assert city.store.read_now(lambda session: session.get(IndicatorGoal, "reworn_share")) is None


def test_goals_are_set_by_those_who_may_and_for_indicators_that_exist(city: City) -> None:
    assert city.somebody(Role.AUDITOR).put("/indicators/reworn_share", GOAL).status_code == 403
    assert city.volunteer().get("/indicators").status_code == 403
    assert city.public().get("/indicators").status_code == 401
    assert city.admin().put("/indicators/happiness", GOAL).status_code == 404
    assert city.admin().put("/indicators/reworn_share", GOAL).status_code == 200
    with pytest.raises(IntegrityError):
        city.store.write_now(_turn_around, by=SYSTEM, now=utc_now())


def _turn_around(session: Session, **_: Any) -> None:
    session.execute(update(IndicatorGoal).values(target_on=date(2024, 1, 1)))


def test_the_way_to_a_goal_is_measured_in_its_own_direction() -> None:
    def goal(baseline: float, target: float) -> IndicatorGoal:
        return IndicatorGoal(code="x", baseline=baseline, target=target)

    assert achieved(30, goal(20, 40)) == 0.5
    assert achieved(9, goal(12, 6)) == 0.5
    assert achieved(15, goal(12, 6)) == -0.5
    assert achieved(8, goal(4, 6)) == 2.0
    assert achieved(5, goal(5, 5)) is achieved(None, goal(1, 2)) is achieved(1, None) is None
