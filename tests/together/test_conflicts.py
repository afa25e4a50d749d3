"""What contradicts what on record: both sides are shown, and settling it writes over neither."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from builders import City, Somebody, coats, donation
from chain_builders import NORTH, STORE, WEST, Chain, done, faults, now
from sqlalchemy import select
from sqlmodel import col

from models.access import Role
from models.conflicts import Turned
from models.identifiers import uuid7
from operations.conflicts import count_open, settling
from operations.network import current
from routers import visits


def _conflicts(who: Somebody, **asked: str) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = done(who.get("/conflicts", params=asked), 200)["items"]
    return items


def _only(who: Somebody, **asked: str) -> dict[str, Any]:
    (row,) = _conflicts(who, **asked)
    return done(who.get(f"/conflicts/{row['id']}"), 200)


def _settle(who: Somebody, conflict: dict[str, Any], choice: str, **values: Any) -> Any:
    body = {"id": str(uuid7()), "choice": choice, "reason": "asked the driver"}
    if values:
        body["values"] = values
    return who.post(f"/conflicts/{conflict['id']}/settle", body)


def _said(conflict: dict[str, Any], field: str) -> dict[str, Any]:
    (row,) = [row for row in conflict["rows"] if row["field"] == field]
    return {value["source"]: value["value"] for value in row["values"]}


def _missing(chain: Chain) -> tuple[str, dict[str, Any]]:
    """Collect two bags of which one does not arrive; return its label and the conflict."""
    return chain.lose(), _only(chain.at(NORTH))


def _short(chain: Chain) -> tuple[str, str, dict[str, Any]]:
    """Send ten coats of which eight arrive; return shipment, lot and the conflict."""
    lot = chain.stocked(10, 5000)
    transfer = chain.transfer({lot: 10})
    arrived = {"happened_at": now(), "lines": [{"lot": lot, "pieces": 8, "grams": 4000}]}
    done(chain.at(STORE).post(f"/transfers/{transfer}/receive", arrived))
    return transfer, lot, _only(chain.at(STORE))


def _twice(chain: Chain) -> tuple[str, dict[str, Any]]:
    """Log a gift, and another under its id; return the id and the conflict."""
    (point,) = chain.points_of(NORTH, 1)
    volunteer, intake = chain.who(Role.VOLUNTEER, point), str(uuid7())
    done(volunteer.log(donation(coats(3), point=point), intake))
    donor = {"name": "canary", "phone": "13800001234", "consent": True}
    other = donation(coats(5), point=point, donor=donor, note="canary at the door")
    assert volunteer.log(other, intake).status_code == 409
    assert volunteer.log(other, intake).status_code == 409
    return intake, _only(chain.at(NORTH))


def test_a_bag_that_does_not_arrive_is_a_conflict_and_settled_when_it_comes(chain: Chain) -> None:
    label, conflict = _missing(chain)

    assert conflict["kind"] == "received_otherwise"
    assert conflict["subject"].replace("-", "") == label
    assert conflict["path"] == f"/desk/bag/{label}"
    assert conflict["place"]["code"] == NORTH
    assert _said(conflict, "outcome") == {"received": "missing"}
    assert _said(conflict, "pieces") == {"logged": 2, "received": 0}
    assert all(value["by"] and value["at"] for row in conflict["rows"] for value in row["values"])

    chain.receive([label])
    after = done(chain.at(NORTH).get(f"/conflicts/{conflict['id']}"), 200)
    assert after["status"] == "settled"
    assert after["settled"]["choice"] == "came_later"
    assert _conflicts(chain.at(NORTH), status="open") == []


def test_bags_that_arrive_as_logged_are_no_conflict(chain: Chain) -> None:
    chain.brought(coats(3))
    chain.receive([chain.bag(chain.points_of(NORTH, 1)[0], coats(2))])

    assert _conflicts(chain.at(NORTH)) == []


def test_damaged_and_unknown_bags_are_conflicts(chain: Chain) -> None:
    (point,) = chain.points_of(NORTH, 1)
    label = chain.bag(point, coats(3))
    (nobodys,) = chain.labels(1)
    run = chain.run({point: [label]})
    chain.receive([{"label": label, "damaged": True}, {"label": nobodys, "pieces": 4}], pickup=run)

    assert sorted(row["subject"].replace("-", "") for row in _conflicts(chain.at(NORTH))) == sorted(
        [label, nobodys]
    )


def test_a_short_shipment_is_seen_from_both_ends_and_settled_by_what_comes_later(chain: Chain) -> None:
    transfer, lot, conflict = _short(chain)

    assert conflict["kind"] == "shipment_otherwise"
    assert conflict["path"] == f"/desk/shipments/transfer/{transfer}"
    row = next(row for row in conflict["rows"] if row["unit"] == "piece")
    assert row["field"] == lot
    assert [(value["source"], value["value"]) for value in row["values"]] == [("sent", 10), ("arrived", 8)]
    assert [row["id"] for row in _conflicts(chain.at(NORTH))] == [conflict["id"]]
    assert _conflicts(chain.at(WEST)) == []
    assert chain.at(WEST).get(f"/conflicts/{conflict['id']}").status_code == 404
    assert chain.at(WEST).get(f"/conflicts?place={NORTH}").status_code == 404

    done(chain.at(STORE).post(f"/transfers/{transfer}/receive", {"happened_at": now()}))
    assert _conflicts(chain.at(STORE), status="open") == []


def test_what_came_beyond_a_shipment_is_a_conflict(chain: Chain) -> None:
    lot = chain.stocked(10, 5000)
    transfer = chain.transfer({lot: 10})
    more = {"happened_at": now(), "lines": [{"lot": lot, "pieces": 12, "grams": 6000}]}
    done(chain.at(STORE).post(f"/transfers/{transfer}/receive", more))

    row = next(row for row in _only(chain.at(STORE))["rows"] if row["unit"] == "piece")
    assert [value["value"] for value in row["values"]] == [10, 12]


def test_a_shipment_that_arrives_as_sent_is_no_conflict(chain: Chain) -> None:
    lot = chain.stocked(10, 5000)
    transfer = chain.transfer({lot: 10})
    done(chain.at(STORE).post(f"/transfers/{transfer}/receive", {"happened_at": now()}))

    assert _conflicts(chain.at(STORE)) == []


def test_what_was_refused_under_a_known_id_is_kept_once_and_without_the_donor(chain: Chain) -> None:
    intake, conflict = _twice(chain)

    assert conflict["kind"] == "recorded_twice"
    assert conflict["subject"] == intake
    assert _said(conflict, "lines") == {
        "recorded": [{"category": "clothing.winter.adult", "pieces": 3}],
        "refused": [{"category": "clothing.winter.adult", "pieces": 5}],
    }
    kept = chain.city.store.read_now(lambda session: list(session.scalars(select(col(Turned.body)))))
    assert len(kept) == 1
    assert "canary" not in kept[0]
    assert "1380000" not in kept[0]


def test_the_same_gift_sent_again_is_no_conflict(chain: Chain) -> None:
    (point,) = chain.points_of(NORTH, 1)
    volunteer, intake, body = chain.who(Role.VOLUNTEER, point), str(uuid7()), donation(coats(3), point=point)

    assert [volunteer.log(body, intake).status_code for _ in range(2)] == [201, 200]
    assert _conflicts(chain.at(NORTH)) == []


def test_the_refusal_stands_though_what_was_refused_cannot_be_kept(
    city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise OSError("no room")

    monkeypatch.setattr(visits, "keep_turned", broken)
    intake = str(uuid7())
    assert city.volunteer().log(donation(coats(3)), intake).status_code == 201

    assert city.volunteer().log(donation(coats(4)), intake).json()["code"] == "id_taken"
    assert _conflicts(city.admin()) == []


def test_a_label_that_another_bag_has_is_a_conflict(chain: Chain) -> None:
    (point,) = chain.points_of(NORTH, 1)
    label = chain.bag(point, coats(3))
    other = {"label": label, "category": "bedding", "pieces": 4}
    driver, run = chain.driver(), str(uuid7())
    done(driver.put(f"/pickups/{run}", {"station": NORTH, "stops": [point]}))
    body = {"point": point, "happened_at": now(), "unannounced": [other]}
    assert driver.post(f"/pickups/{run}/collect", body).status_code == 409

    assert _only(chain.at(NORTH))["path"] == f"/desk/bag/{label}"


@pytest.mark.parametrize("choice", ["keep_recorded", "correct_intake", "record_other"])
def test_a_gift_recorded_twice_is_settled_without_writing_over_it(chain: Chain, choice: str) -> None:
    intake, conflict = _twice(chain)
    assert {way["choice"] for way in conflict["ways"]} >= {choice, "ask"}
    values: dict[str, Any] = {}
    if choice == "correct_intake":
        lines = [{"category": "clothing.winter.adult", "pieces": 5}]
        values = {
            "intake": intake,
            "correction": {"id": str(uuid7()), "reason": "miscount", "lines": lines},
        }

    settled = done(_settle(chain.at(NORTH), conflict, choice, **values))

    assert settled["status"] == "settled"
    assert settled["settled"]["choice"] == choice
    assert settled["settled"]["reason"] == "asked the driver"
    shown = done(chain.at(NORTH).get(f"/intakes/{intake}"), 200)
    assert len(shown["corrections"]) == (choice == "correct_intake")
    if choice == "record_other":
        other = done(chain.at(NORTH).get(f"/intakes/{settled['settled']['linked']}"), 200)
        assert other["pieces"] == 5
    chain.city.assert_sound()


def test_a_short_shipment_is_settled_by_an_adjustment_of_its_lot(chain: Chain) -> None:
    transfer, lot, conflict = _short(chain)
    adjustment = {
        "place": STORE,
        "lot": lot,
        "direction": "found",
        "pieces": 1,
        "grams": 500,
        "reason": "behind",
    }

    foreign = _settle(chain.at(STORE), conflict, "adjust", adjustment=adjustment | {"lot": "L-1"})
    assert faults(foreign) == [("/values/adjustment/lot", "not_of_this_conflict")]
    before = chain.on_hand(lot, STORE)
    done(_settle(chain.at(STORE), conflict, "adjust", adjustment=adjustment))

    assert chain.on_hand(lot, STORE) == before + 1
    assert transfer
    chain.city.assert_sound()


def test_a_correction_that_is_refused_leaves_the_conflict_open(chain: Chain) -> None:
    _, lot, conflict = _short(chain)
    adjustment = {"place": STORE, "lot": lot, "direction": "lost", "pieces": 99, "reason": "moths"}

    assert _settle(chain.at(STORE), conflict, "adjust", adjustment=adjustment).status_code == 409
    assert _only(chain.at(STORE))["status"] == "open"


def test_asking_leaves_it_open_and_settling_twice_names_who_did(chain: Chain) -> None:
    _, conflict = _missing(chain)
    asked = done(_settle(chain.at(NORTH), conflict, "ask"))
    assert asked["status"] == "open"
    assert [one["reason"] for one in asked["asked"]] == ["asked the driver"]

    body = {"id": str(uuid7()), "choice": "keep_recorded", "reason": "lost on the way"}
    path = f"/conflicts/{conflict['id']}/settle"
    first = chain.at(NORTH).post(path, body)
    again = chain.at(NORTH).post(path, body)
    assert [first.status_code, again.status_code] == [201, 200]
    assert first.json() == again.json()
    assert chain.at(NORTH).post(path, body | {"reason": "other"}).json()["code"] == "id_taken"

    second = _settle(chain.city.admin(), conflict, "keep_recorded")
    assert second.status_code == 409
    assert faults(second) == [("", "settled_already")]
    assert "somebody" in second.json()["errors"][0]["message"]


@pytest.mark.parametrize(
    ("choice", "fault"),
    [
        ("record_other", ("/choice", "no_such_way")),
        ("correct_intake", ("/values/correction", "values_needed")),
        ("adjust", ("/values/adjustment", "values_needed")),
    ],
)
def test_a_way_that_does_not_fit_is_refused(chain: Chain, choice: str, fault: tuple[str, str]) -> None:
    _, conflict = _missing(chain)

    assert faults(_settle(chain.at(NORTH), conflict, choice)) == [fault]


def _raced(chain: Chain, twin: City) -> list[int]:
    _, conflict = _missing(chain)
    here = chain.city.admin()
    there = Somebody(twin.client, here.token)
    with ThreadPoolExecutor(2) as pool:
        both = [pool.submit(_settle, who, conflict, "keep_recorded") for who in (here, there)]
        return sorted(answer.result().status_code for answer in both)


def test_of_two_who_settle_at_once_one_does(chain: Chain, twin: City) -> None:
    assert _raced(chain, twin) == [201, 409]


def test_without_the_guard_both_settle(chain: Chain, twin: City, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settling, "_close", lambda *_: True)

    assert _raced(chain, twin) == [201, 201]


def test_open_ones_are_counted_by_place(chain: Chain) -> None:
    _short(chain)
    store = chain.city.store
    sites = store.read_now(current).sites
    for codes, count in (([NORTH], 1), ([STORE], 1), ([WEST], 0), ([NORTH, STORE], 1)):
        ids = [sites[code].id for code in codes]
        assert store.read_now(lambda session, ids=ids: count_open(session, ids)) == count
    assert store.read_now(lambda session: count_open(session, None)) == 1
