"""What people did, as the feed of the desk tells it: to those whose place it is, and to nobody else."""

from datetime import datetime
from typing import Any

from builders import City
from chain_builders import NORTH, STORE, WEST, Chain, done, faults, now

from models.access import Role
from models.identifiers import uuid7


def acts(answer: Any) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = done(answer, 200)["items"]
    return rows


def kinds(answer: Any) -> list[str]:
    return [row["kind"] for row in acts(answer)]


def test_what_was_done_is_told_with_who_and_why(chain: Chain) -> None:
    lot = chain.stocked()
    hold = str(uuid7())
    body = {"place": NORTH, "reason": "wet", "lines": [{"lot": lot, "pieces": 4}], "note": "by the door"}
    done(chain.at(NORTH).put(f"/holds/{hold}", body))

    newest = acts(chain.foundation.get("/acts?limit=1"))[0]

    told = {name: newest[name] for name in ("id", "kind", "subject", "by", "witness", "note")}
    assert told == {
        "id": hold,
        "kind": "hold",
        "subject": hold,
        "by": "somebody",
        "witness": None,
        "note": "by the door",
    }
    assert newest["place"]["code"] == NORTH
    everything = acts(chain.foundation.get("/acts?limit=100"))
    recorded = [datetime.fromisoformat(row["recorded_at"]) for row in everything]
    assert recorded == sorted(recorded, reverse=True)


def test_a_station_is_told_of_itself_and_its_points_alone(chain: Chain) -> None:
    (north,), (west,) = chain.points_of(NORTH, 1), chain.points_of(WEST, 1)
    chain.receive([chain.bag(north)])
    chain.receive([chain.bag(west)], WEST)

    assert kinds(chain.at(NORTH).get("/acts")) == ["receive_bags", "seal_bag"]
    assert {row["place"]["code"] for row in acts(chain.at(WEST).get("/acts"))} == {WEST, west}
    assert kinds(chain.at(NORTH).get(f"/acts?place={north}")) == ["seal_bag"]
    assert chain.at(NORTH).get(f"/acts?place={WEST}").status_code == 404
    assert chain.at(NORTH).get(f"/acts?place={west}").status_code == 404
    assert kinds(chain.who(Role.VOLUNTEER, north).get("/acts")) == ["seal_bag"]
    assert kinds(chain.foundation.get("/acts")) == [
        *("receive_bags", "seal_bag", "print_labels", "receive_bags", "seal_bag", "print_labels")
    ]
    assert faults(chain.foundation.get("/acts?place=X-1")) == [("/place", "unknown_place")]


def test_who_receives_a_shipment_is_told_what_its_sender_did_with_it(chain: Chain) -> None:
    lot = chain.stocked()
    shipment = str(uuid7())
    body = {"from": NORTH, "to": STORE, "lines": [{"lot": lot, "pieces": 2}]}
    done(chain.at(NORTH).put(f"/transfers/{shipment}", body))
    done(chain.at(NORTH).post(f"/transfers/{shipment}/dispatch", {"happened_at": now()}))

    assert kinds(chain.at(STORE).get(f"/acts?subject={shipment}")) == ["dispatch", "plan_shipment"]
    assert kinds(chain.at(NORTH).get(f"/acts?subject={shipment}")) == ["dispatch", "plan_shipment"]
    assert kinds(chain.at(WEST).get(f"/acts?subject={shipment}")) == []


def test_acts_are_found_by_kind_and_time(chain: Chain) -> None:
    (point,) = chain.points_of(NORTH, 1)
    chain.bag(point)
    chain.bag(point)
    sealed = acts(chain.foundation.get("/acts?kind=seal_bag"))
    when = sealed[0]["recorded_at"]
    assert len(sealed) == 2
    assert acts(chain.foundation.get("/acts", params={"since": when}))[-1]["id"] == sealed[0]["id"]
    assert when not in [r["recorded_at"] for r in acts(chain.foundation.get("/acts", params={"until": when}))]
    windows = [acts(chain.foundation.get("/acts?limit=100"))]
    cursor, pieces = "", []
    while cursor is not None:
        body = done(chain.foundation.get(f"/acts?limit=1{cursor and f'&cursor={cursor}'}"), 200)
        pieces, cursor = [*pieces, *body["items"]], body["next_cursor"]
    assert [pieces] == windows


def test_what_donors_asked_is_told_to_nobody_who_may_not_read_it(city: City) -> None:
    inquiry = {
        "id": str(uuid7()),
        "kind": "query",
        "subject": "where is my coat",
        "contact": {"name": "王小明", "phone": "13800001234", "consent": True},
    }
    sent = city.public().post("/inquiries", inquiry)
    assert sent.status_code == 201, sent.text
    assert kinds(city.somebody(Role.AUDITOR).get("/acts")) == ["send_inquiry"]
    for role, place in ((Role.STATION_MANAGER, NORTH), (Role.VOLUNTEER, "P-0001")):
        assert kinds(city.somebody(role, place).get("/acts")) == []
        for subject in {row["subject"] for row in acts(city.admin().get("/acts"))}:
            assert kinds(city.somebody(role, place).get(f"/acts?subject={subject}")) == []
