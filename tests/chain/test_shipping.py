"""From stock to the hands that receive it: reserved, sent, delivered, returned, nothing lost on the way."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from builders import coats
from chain_builders import NORTH, SCHOOL, STORE, Chain, done, faults, graded, now
from sqlmodel import Session

from models.access import SYSTEM, Caller, Role
from models.clock import utc_now
from models.identifiers import uuid7
from operations.relief.allocations import release_expired


def test_a_gift_goes_all_the_way(chain: Chain) -> None:
    shipment, lot, need = chain.sent(10)
    chain.deliver(shipment, people_reached=7)

    shown = done(chain.foundation.get(f"/distributions/{shipment}"), 200)
    assert shown["status"] == "completed"
    assert shown["people_reached"] == 7
    assert shown["lines"][0]["arrived_pieces"] == 10
    met = done(chain.foundation.get(f"/needs/{need}"), 200)
    assert met["fulfilled"]
    assert chain.on_hand(lot, NORTH) == 0
    chain.city.assert_sound()


def test_reclaiming_a_distribution_restores_the_source_stock(chain: Chain) -> None:
    shipment, lot, need = chain.sent(10)
    assert chain.on_hand(lot, NORTH) == 0

    done(chain.foundation.post(f"/distributions/{shipment}/cancel", {"reason": "road closed"}))

    assert chain.on_hand(lot, NORTH) == 10
    assert done(chain.foundation.get(f"/needs/{need}"), 200)["lines"][0]["open_pieces"] == 10
    chain.city.assert_sound()


def test_a_smaller_distribution_instead_of_a_big_one_raises_stock_by_the_difference(chain: Chain) -> None:
    shipment, lot, need = chain.sent(10)
    done(chain.foundation.post(f"/distributions/{shipment}/cancel", {}))
    smaller = chain.distribution(chain.allocate(need, lot, 4)["id"])
    done(chain.foundation.post(f"/distributions/{smaller}/dispatch", {"happened_at": now()}))

    assert chain.on_hand(lot, NORTH) == 6
    chain.city.assert_sound()


def test_the_refusal_lists_every_short_line(chain: Chain) -> None:
    lots = [chain.stocked(5, 2500), chain.stocked(6, 3000), chain.stocked(7, 3500)]
    body = {
        "from": NORTH,
        "to": STORE,
        "lines": [
            {"lot": lots[0], "pieces": 9},
            {"lot": lots[1], "pieces": 6},
            {"lot": lots[2], "pieces": 8},
        ],
    }

    answer = chain.at(NORTH).put(f"/transfers/{uuid7()}", body)

    assert answer.status_code == 409
    assert answer.json()["code"] == "shortage"
    assert faults(answer) == [("/lines/0", "short"), ("/lines/2", "short")]
    assert chain.stock(place=NORTH)["totals"]["reserved_pieces"] == 0


def test_a_need_that_is_met_cannot_be_met_again(chain: Chain) -> None:
    lot = chain.stocked(10, 5000)
    chain.recipient()
    need = chain.need({"category": "clothing", "pieces": 6})
    chain.allocate(need, lot, 6)
    body = {"need": need, "lines": [{"place": NORTH, "lot": lot, "pieces": 1}]}

    answer = chain.foundation.put(f"/allocations/{uuid7()}", body)

    assert answer.status_code == 409
    assert faults(answer) == [("/lines/0", "need_fulfilled")]


def test_deleting_a_transfer_restores_both_places(chain: Chain) -> None:
    lot = chain.stocked(10, 5000)
    transfer = str(uuid7())
    body = {"from": NORTH, "to": STORE, "lines": [{"lot": lot, "pieces": 4}]}
    done(chain.at(NORTH).put(f"/transfers/{transfer}", body))
    assert chain.stock(lot=lot)["items"][0]["reserved_pieces"] == 4
    done(chain.at(NORTH).post(f"/transfers/{transfer}/dispatch", {}))
    assert chain.on_hand(lot, NORTH) == 6

    done(chain.at(NORTH).post(f"/transfers/{transfer}/cancel", {}))

    assert (chain.on_hand(lot, NORTH), chain.on_hand(lot, STORE), chain.on_hand(lot, "TRANSIT")) == (10, 0, 0)
    chain.city.assert_sound()


def test_the_same_lot_on_two_lines_is_one_quantity(chain: Chain) -> None:
    lot = chain.stocked(10, 5000)
    body = {"from": NORTH, "to": STORE, "lines": [{"lot": lot, "pieces": 4}, {"lot": lot, "pieces": 3}]}

    planned = done(chain.at(NORTH).put(f"/transfers/{uuid7()}", body))

    assert [line["pieces"] for line in planned["lines"]] == [7]
    assert chain.stock(lot=lot)["items"][0]["available_pieces"] == 3


def test_complete_pressed_twice_completes_once(chain: Chain) -> None:
    shipment, _, need = chain.sent(10)
    body = {"happened_at": now(), "proof": {"code": "4711"}}
    first = chain.foundation.post(f"/distributions/{shipment}/deliver", body)
    again = chain.foundation.post(f"/distributions/{shipment}/deliver", body)
    other = chain.foundation.post(f"/distributions/{shipment}/deliver", body | {"happened_at": now()})

    assert (first.status_code, again.status_code, other.status_code) == (201, 200, 409)
    assert first.json() == again.json()
    assert done(chain.foundation.get(f"/needs/{need}"), 200)["lines"][0]["delivered_pieces"] == 10
    chain.city.assert_sound()


def test_a_partial_dispatch_leaves_the_rest_reserved_and_more_than_planned_is_refused(chain: Chain) -> None:
    lot = chain.stocked(10, 5000)
    chain.recipient()
    need = chain.need({"category": "clothing", "pieces": 8})
    shipment = chain.distribution(chain.allocate(need, lot, 8)["id"])
    send = f"/distributions/{shipment}/dispatch"

    part = done(chain.foundation.post(send, {"happened_at": now(), "lines": [{"lot": lot, "pieces": 3}]}))
    assert (part["status"], part["dispatched_at"]) == ("partly_dispatched", None)
    assert chain.stock(lot=lot, place=NORTH)["items"][0]["reserved_pieces"] == 5
    unsaid = chain.foundation.post(send, {"lines": [{"lot": lot, "pieces": 3}]})
    assert (unsaid.status_code, faults(unsaid)) == (422, [("", "moment")])
    over = chain.foundation.post(send, {"happened_at": now(), "lines": [{"lot": lot, "pieces": 6}]})
    assert over.status_code == 409
    assert faults(over) == [("/lines/0", "more_than_planned")]
    rest = done(chain.foundation.post(send, {"happened_at": now()}))

    assert rest["status"] == "dispatched"
    assert rest["dispatched_at"] is not None
    chain.city.assert_sound()


def test_receiving_another_quantity_keeps_sent_and_received(chain: Chain) -> None:
    transfer, lots = _transfer(chain, [10, 8])
    said = {"happened_at": now(), "lines": [{"lot": lots[0], "pieces": 9}, {"lot": lots[1], "pieces": 9}]}

    got = done(chain.at(STORE).post(f"/transfers/{transfer}/receive", said))

    assert got["status"] == "partly_arrived"
    assert [(line["sent_pieces"], line["arrived_pieces"]) for line in got["lines"]] == [(10, 9), (8, 8)]
    assert got["lines"][0]["under_way_pieces"] == 1
    assert [(entry["lot"], entry["pieces"]) for entry in got["surplus"]] == [(lots[1], 1)]
    late = {"happened_at": now(), "lines": [{"lot": lots[0], "pieces": 1}]}
    assert done(chain.at(STORE).post(f"/transfers/{transfer}/receive", late))["status"] == "completed"
    chain.city.assert_sound()


def test_all_lost_is_lost(chain: Chain) -> None:
    transfer, lots = _transfer(chain, [10])
    none = {"happened_at": now(), "lines": [{"lot": lots[0], "pieces": 0, "grams": 1}], "close": True}
    done(chain.at(STORE).post(f"/transfers/{transfer}/receive", none))
    other, _ = _transfer(chain, [4])
    line = done(chain.at(STORE).get(f"/transfers/{other}"), 200)["lines"][0]
    assert line["under_way_pieces"] == 4

    shown = done(chain.at(STORE).get(f"/transfers/{transfer}"), 200)

    assert shown["lines"][0]["lost_pieces"] == 10
    assert shown["status"] == "completed"
    chain.city.assert_sound()


def test_another_weight_of_all_pieces_is_the_scales(chain: Chain) -> None:
    transfer, lots = _transfer(chain, [10])
    said = {"happened_at": now(), "lines": [{"lot": lots[0], "pieces": 10, "grams": 4900}]}

    got = done(chain.at(STORE).post(f"/transfers/{transfer}/receive", said))

    assert (got["status"], got["lines"][0]["weighed_grams"]) == ("completed", -100)
    chain.city.assert_sound()


def test_goods_come_back_from_under_way_and_from_the_recipient(chain: Chain) -> None:
    shipment, lot, need = chain.sent(10)
    chain.deliver(shipment, {"lot": lot, "pieces": 6}, people_reached=5)
    back = {"happened_at": now(), "lines": [{"lot": lot, "pieces": 5}], "reason": "refused"}

    shown = done(chain.foundation.post(f"/distributions/{shipment}/return", back))

    line = shown["lines"][0]
    assert (line["arrived_pieces"], line["returned_pieces"], line["under_way_pieces"]) == (5, 5, 0)
    assert chain.on_hand(lot, NORTH) == 5
    asked = done(chain.foundation.get(f"/needs/{need}"), 200)["lines"][0]
    assert (asked["delivered_pieces"], asked["open_pieces"]) == (5, 5)
    too_many = chain.foundation.post(
        f"/distributions/{shipment}/return",
        back | {"happened_at": now(), "lines": [{"lot": lot, "pieces": 6}]},
    )
    assert too_many.status_code == 409
    chain.city.assert_sound()


def test_more_than_is_under_way_is_not_delivered(chain: Chain) -> None:
    shipment, lot, _ = chain.sent(10)
    body = {"happened_at": now(), "lines": [{"lot": lot, "pieces": 11}], "proof": {"code": "1"}}

    answer = chain.foundation.post(f"/distributions/{shipment}/deliver", body)

    assert answer.status_code == 409
    assert faults(answer) == [("/lines/0", "more_than_under_way")]


@pytest.mark.parametrize("proof", [{}, {"signed_by": "李四"}, {"photo_sha256": "abc"}])
def test_a_delivery_needs_proof(chain: Chain, proof: dict[str, Any]) -> None:
    shipment, _, _ = chain.sent(2)
    answer = chain.foundation.post(
        f"/distributions/{shipment}/deliver", {"happened_at": now(), "proof": proof}
    )
    assert answer.status_code == 422


def test_who_signed_is_sealed(chain: Chain) -> None:
    shipment, _, _ = chain.sent(10)
    proof = {"photo_sha256": "ab" * 32, "signed_by": "李四签", "place": "校门口"}
    shown = chain.deliver(shipment, proof=proof)

    assert shown["deliveries"][0]["signed"] is True
    assert "李四签" not in str(shown)
    with chain.city.store._reader.connect() as connection:
        for table in ("act", "delivery", "audit_entry"):
            rows = connection.exec_driver_sql(f"SELECT * FROM {table}").fetchall()
            assert "李四签" not in str(rows)


def test_nobody_allocates_what_they_accepted(chain: Chain) -> None:
    admin = chain.city.admin()
    (point,) = chain.points_of(NORTH, 1)
    (label,) = chain.labels(1)
    done(admin.put(f"/intakes/{uuid7()}", _donation(point, bag=label)))
    done(admin.put(f"/bags/{label}", {"point": point}))
    chain.receive([label], pickup=chain.run({point: [label]}))
    lot = chain.sort([label], [graded(10, 5000)])["outputs"][0]["lot"]
    chain.recipient()
    need = chain.need({"category": "clothing", "pieces": 5})
    body = {"need": need, "lines": [{"place": NORTH, "lot": lot, "pieces": 5}]}

    own = admin.put(f"/allocations/{uuid7()}", body)

    assert own.status_code == 403
    assert faults(own) == [("/lines/0", "own_acceptance")]
    done(chain.foundation.put(f"/allocations/{uuid7()}", body))
    direct = {"recipient": SCHOOL, "place": NORTH, "lines": [{"lot": lot, "pieces": 1}]}
    assert admin.put(f"/distributions/{uuid7()}", direct).status_code == 403


def test_an_earmark_is_kept_unless_the_donor_consents(chain: Chain) -> None:
    lot = chain.stocked(10, 5000)
    label = chain.brought(coats(4, grams=2000), earmark="云南小学")
    marked = chain.sort([label], [graded(4, 2000)])["outputs"][0]["lot"]
    chain.recipient("R-OTHER")
    chain.recipient(SCHOOL, 1, earmarks=["云南小学"])
    need = chain.need({"category": "clothing", "pieces": 4}, recipient="R-OTHER")
    body = {"need": need, "lines": [{"place": NORTH, "lot": marked, "pieces": 4}]}

    refused = chain.foundation.put(f"/allocations/{uuid7()}", body)
    assert refused.status_code == 422
    assert faults(refused) == [("/lines/0", "earmarked")]
    change = {
        "lots": [marked],
        "earmark": None,
        "consent": "telephone, note 17",
        "consented_on": "2026-11-01",
        "reason": "school has enough",
    }
    done(chain.foundation.put(f"/earmark-changes/{uuid7()}", change))
    done(chain.foundation.put(f"/allocations/{uuid7()}", body))
    assert chain.stock(lot=marked)["items"][0]["earmark"] is None
    assert chain.stock(lot=lot)["items"][0]["available_pieces"] == 10


def test_a_reservation_that_ran_out_is_free_again(chain: Chain) -> None:
    lot = chain.stocked(10, 5000)
    chain.recipient()
    need = chain.need({"category": "clothing", "pieces": 10})
    allocation = chain.allocate(need, lot, 10)
    assert chain.stock(lot=lot)["items"][0]["available_pieces"] == 0

    later = utc_now() + timedelta(days=15)

    def sweep(session: Session, *, by: Caller, now: datetime) -> None:  # noqa: ARG001
        release_expired(session, now)

    chain.city.store.write_now(sweep, by=SYSTEM, now=later)

    assert chain.stock(lot=lot)["items"][0]["available_pieces"] == 10
    shown = done(chain.foundation.get(f"/allocations/{allocation['id']}"), 200)
    assert shown["status"] == "expired"
    late = chain.foundation.put(f"/distributions/{uuid7()}", {"allocation": allocation["id"]})
    assert late.status_code == 409
    chain.city.assert_sound()


def test_only_those_of_a_place_send_from_it(chain: Chain) -> None:
    transfer, _ = _transfer(chain, [3])
    assert chain.at("S-02").get(f"/transfers/{transfer}").status_code == 404
    assert chain.at("S-02").post(f"/transfers/{transfer}/receive", {"happened_at": now()}).status_code == 404
    assert chain.who(Role.VOLUNTEER, "P-0001").get(f"/transfers/{transfer}").status_code == 403


def _transfer(chain: Chain, pieces: list[int]) -> tuple[str, list[str]]:
    """Send lots of so many pieces, 500 g each, to the warehouse."""
    lots = [chain.stocked(count, count * 500) for count in pieces]
    transfer = str(uuid7())
    lines = [{"lot": lot, "pieces": count} for lot, count in zip(lots, pieces, strict=True)]
    done(chain.at(NORTH).put(f"/transfers/{transfer}", {"from": NORTH, "to": STORE, "lines": lines}))
    done(chain.at(NORTH).post(f"/transfers/{transfer}/dispatch", {}))
    return transfer, lots


def _donation(point: str, **more: Any) -> dict[str, Any]:
    return {"point": point, "happened_at": now(), "lines": [coats(10, grams=5000)]} | more


def test_windows_of_shipments_needs_and_runs_add_up(chain: Chain) -> None:
    lot = chain.stocked(10, 5000)
    chain.recipient()
    body = {"from": NORTH, "to": STORE, "lines": [{"lot": lot, "pieces": 1}]}
    made = {
        "transfers": [done(chain.at(NORTH).put(f"/transfers/{uuid7()}", body))["id"] for _ in range(3)],
        "needs": [chain.need({"category": "clothing", "pieces": 1}) for _ in range(3)],
        "pickups": [done(chain.driver().put(f"/pickups/{uuid7()}", {"station": NORTH}))["id"] for _ in "ab"],
    }
    for name, ids in made.items():
        somebody = chain.at(NORTH)
        seen, address = [], f"/{name}?limit=1"
        while address:
            window = somebody.get(address)
            seen += [entry["id"] for entry in done(window, 200)["items"]]
            cursor = window.json()["next_cursor"]
            address = f"/{name}?limit=1&cursor={cursor}" if cursor else ""
        assert set(ids) <= set(seen), name
        assert len(seen) == len(set(seen)), name
        wrong = somebody.get(f"/{name}?cursor=bm9uc2Vuc2U")
        assert (wrong.status_code, faults(wrong)) == (422, [("/cursor", "cursor")])
