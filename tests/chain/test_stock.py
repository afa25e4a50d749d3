"""Stock: by place, kind, date and moment; counted, held back, disposed of; never below a promise."""

from datetime import timedelta

import pytest
from builders import coats, quilts
from chain_builders import NORTH, STORE, WEST, Chain, done, faults, graded, now
from sqlalchemy import text

from models.access import Role
from models.clock import SHANGHAI, utc_now
from models.identifiers import uuid7


def test_stock_is_found_by_place_kind_grade_lot_and_band(chain: Chain) -> None:
    coat = chain.stocked(5, 2500)
    soon = (utc_now() + timedelta(days=40)).astimezone(SHANGHAI).date().isoformat()
    rice = chain.brought({"category": "food.rice", "pieces": 4, "grams": 20_000, "expires_on": "2029-01-01"})
    output = {"category": "food.rice", "grade": "A", "pieces": 4, "grams": 20_000, "expires_on": soon}
    food = chain.sort([rice], [output])["outputs"][0]["lot"]

    for asked, lots in (
        ({"place": NORTH}, [food, coat]),
        ({"place": WEST}, []),
        ({"category": "clothing"}, [coat]),
        ({"category": "food"}, [food]),
        ({"grade": "A"}, [food, coat]),
        ({"grade": "B"}, []),
        ({"lot": coat}, [coat]),
        ({"expiry": "under_3_months"}, [food]),
        ({"expiry": "none"}, [coat]),
        ({"expiry": "expired"}, []),
    ):
        assert [item["lot"] for item in chain.stock(**asked)["items"]] == lots, asked
    totals = chain.stock()["totals"]
    assert (totals["lots"], totals["pieces"], totals["grams"]) == (2, 9, 22_500)
    alerts = {alert["kind"]: alert["subject"] for alert in done(chain.at(NORTH).get("/alerts"), 200)}
    assert alerts == {"expires_in_3_months": food}


def test_windows_of_stock_add_up_first_expired_first(chain: Chain) -> None:
    days = ["2029-03-01", "2029-01-01", "2029-02-01"]
    for day in days:
        food = {"category": "food.rice", "pieces": 1, "grams": 1000, "expires_on": day}
        label = chain.brought(food)
        chain.sort([label], [food | {"grade": "A"}])
    chain.stocked(1, 500)
    seen, cursor = [], None
    while True:
        window = chain.stock(limit=1, **({"cursor": cursor} if cursor else {}))
        seen += [item["expires_on"] for item in window["items"]]
        assert window["totals"]["lots"] == 4
        cursor = window["next_cursor"]
        if cursor is None:
            break
    assert seen == [*sorted(days), None]


def test_past_stock_is_the_running_sum_of_then(chain: Chain) -> None:
    before = utc_now()
    lot = chain.stocked(10, 5000)
    middle = utc_now()
    lost = {"place": NORTH, "lot": lot, "direction": "lost", "pieces": 3, "reason": "eaten by moths"}
    done(chain.at(NORTH).put(f"/adjustments/{uuid7()}", lost))

    for moment, pieces in ((before, 0), (middle, 10), (utc_now(), 7)):
        shown = chain.stock(lot=lot, as_of=moment.isoformat())
        assert shown["totals"]["pieces"] == pieces
        assert shown["totals"]["available_pieces"] is None
        assert shown["totals"]["in_sorting_grams"] is None
    assert chain.on_hand(lot, NORTH) == 7


def test_more_than_is_at_that_place_is_refused_though_others_have_enough(chain: Chain) -> None:
    lot = chain.stocked(10, 5000)
    transfer = str(uuid7())
    body = {"from": NORTH, "to": STORE, "lines": [{"lot": lot, "pieces": 8}]}
    done(chain.at(NORTH).put(f"/transfers/{transfer}", body))
    done(chain.at(NORTH).post(f"/transfers/{transfer}/dispatch", {}))
    done(chain.at(STORE).post(f"/transfers/{transfer}/receive", {"happened_at": now()}))
    more = {"place": NORTH, "lot": lot, "direction": "lost", "pieces": 3, "reason": "x"}

    answer = chain.at(NORTH).put(f"/adjustments/{uuid7()}", more)

    assert (answer.status_code, faults(answer)) == (409, [("/lot", "short")])
    assert (chain.on_hand(lot, NORTH), chain.on_hand(lot, STORE)) == (2, 8)


def test_a_loss_that_breaks_a_promise_is_refused_and_names_it(chain: Chain) -> None:
    lot = chain.stocked(10, 5000)
    chain.recipient()
    allocation = chain.allocate(chain.need({"category": "clothing", "pieces": 8}), lot, 8)
    lost = {"place": NORTH, "lot": lot, "direction": "lost", "pieces": 3, "reason": "flood"}

    answer = chain.at(NORTH).put(f"/adjustments/{uuid7()}", lost)

    assert answer.status_code == 409
    assert f"allocation {allocation['id']}" in answer.json()["errors"][0]["message"]
    chain.city.assert_sound()


def test_found_goods_come_in_with_a_reason(chain: Chain) -> None:
    lot = chain.stocked(10, 5000)
    found = {"place": NORTH, "lot": lot, "direction": "found", "pieces": 1, "reason": "behind the shelf"}

    assert done(chain.at(NORTH).put(f"/adjustments/{uuid7()}", found))["grams"] == 500
    assert chain.on_hand(lot, NORTH) == 11
    unsaid = {key: value for key, value in found.items() if key != "reason"}
    assert chain.at(NORTH).put(f"/adjustments/{uuid7()}", unsaid).status_code == 422
    assert chain.at(WEST).put(f"/adjustments/{uuid7()}", found).status_code == 404
    chain.city.assert_sound()


def test_quarantined_goods_cannot_be_used_until_they_are_released(chain: Chain) -> None:
    lot = chain.stocked(10, 5000)
    hold = str(uuid7())
    body = {"place": NORTH, "lines": [{"lot": lot, "pieces": 10}], "reason": "wet"}
    done(chain.at(NORTH).put(f"/holds/{hold}", body))
    shown = chain.stock(lot=lot)["items"][0]
    assert (shown["pieces"], shown["held_pieces"], shown["reserved_pieces"], shown["available_pieces"]) == (
        10,
        10,
        0,
        0,
    )
    chain.recipient()
    need = chain.need({"category": "clothing", "pieces": 5})
    wanted = {"need": need, "lines": [{"place": NORTH, "lot": lot, "pieces": 5}]}
    refused = chain.foundation.put(f"/allocations/{uuid7()}", wanted)
    assert (refused.status_code, faults(refused)) == (409, [("/lines/0", "promised")])
    resort = {"station": NORTH, "inputs": [{"lot": lot, "pieces": 1}], "outputs": [graded(1, 500)]}
    assert chain.at(NORTH).put(f"/sortings/{uuid7()}", resort).status_code == 409

    done(chain.at(NORTH).post(f"/holds/{hold}/release", {"reason": "dried"}))

    done(chain.foundation.put(f"/allocations/{uuid7()}", wanted))
    assert done(chain.at(NORTH).get(f"/holds/{hold}"), 200)["released"] is True
    again = chain.at(NORTH).post(f"/holds/{hold}/release", {"reason": "once more"})
    assert again.status_code == 409
    chain.city.assert_sound()


def test_disposal_takes_a_second_person(chain: Chain) -> None:
    lot = chain.stocked(10, 5000)
    disposal = str(uuid7())
    body = {
        "place": NORTH,
        "kind": "recycling",
        "lines": [{"lot": lot, "pieces": 4}],
        "reason": "torn",
        "taker": "纤维厂",
    }
    done(chain.at(NORTH).put(f"/disposals/{disposal}", body))
    assert chain.stock(lot=lot)["items"][0]["available_pieces"] == 6

    own = chain.at(NORTH).post(f"/disposals/{disposal}/approve", {})
    assert (own.status_code, faults(own)) == (403, [("", "same_person")])
    done(chain.foundation.post(f"/disposals/{disposal}/approve", {}))

    assert chain.on_hand(lot, NORTH) == 6
    shown = done(chain.at(NORTH).get(f"/disposals/{disposal}"), 200)
    assert (shown["status"], shown["decided_by"]) == ("approved", "somebody")
    late = chain.foundation.post(f"/disposals/{disposal}/reject", {})
    assert (late.status_code, faults(late)) == (409, [("", "decided_already")])
    chain.city.assert_sound()


def test_a_rejected_disposal_frees_the_goods_and_a_sale_needs_its_buyer(chain: Chain) -> None:
    lot = chain.stocked(10, 5000)
    disposal = str(uuid7())
    sale = {"place": NORTH, "kind": "sale", "lines": [{"lot": lot, "pieces": 4}], "reason": "surplus"}
    assert faults(chain.at(NORTH).put(f"/disposals/{disposal}", sale)) == [("/taker", "sale_needs_buyer")]
    done(chain.at(NORTH).put(f"/disposals/{disposal}", sale | {"taker": "旧货商", "price_fen": 20_000}))

    done(chain.foundation.post(f"/disposals/{disposal}/reject", {"reason": "keep for winter"}))

    assert chain.stock(lot=lot)["items"][0]["available_pieces"] == 10
    chain.city.assert_sound()


def test_a_count_changes_only_what_was_counted(chain: Chain) -> None:
    first, second = chain.stocked(10, 5000), chain.stocked(6, 3000)
    count, other = str(uuid7()), chain.city.somebody(Role.STATION_MANAGER, NORTH)
    opened = done(chain.at(NORTH).put(f"/stocktakes/{count}", {"place": NORTH}))
    assert [line["lot"] for line in opened["lines"]] == [first, second]
    assert all(line["expected_pieces"] is None for line in opened["lines"])
    lines = {"id": str(uuid7()), "lines": [{"lot": first, "pieces": 9}]}
    counted = done(chain.at(NORTH).post(f"/stocktakes/{count}/count", lines))
    assert (counted["counted"], counted["to_count"], counted["differences"]) == (1, 1, None)

    alone = chain.at(NORTH).post(f"/stocktakes/{count}/finalize", {})
    assert (alone.status_code, faults(alone)) == (403, [("", "same_person")])
    final = done(other.post(f"/stocktakes/{count}/finalize", {}))

    assert final["differences"] == 1
    assert final["lines"][0]["difference_pieces"] == -1
    assert (chain.on_hand(first, NORTH), chain.on_hand(second, NORTH)) == (9, 6)
    chain.city.assert_sound()


def test_counting_to_zero_works_and_a_lot_counted_twice_in_one_go_is_refused(chain: Chain) -> None:
    lot = chain.stocked(10, 5000)
    twice = {"place": NORTH, "lines": [{"lot": lot, "pieces": 1}, {"lot": lot, "pieces": 2}]}
    answer = chain.at(NORTH).put(f"/stocktakes/{uuid7()}", twice)
    assert (answer.status_code, faults(answer)) == (422, [("/lines/1/lot", "line_twice")])

    count = str(uuid7())
    done(chain.at(NORTH).put(f"/stocktakes/{count}", {"place": NORTH, "lines": [{"lot": lot, "pieces": 0}]}))
    done(chain.foundation.get("/stock"), 200)
    done(chain.city.admin().post(f"/stocktakes/{count}/finalize", {}))

    assert chain.on_hand(lot, NORTH) == 0
    chain.city.assert_sound()


def test_goods_that_move_during_a_count_invalidate_their_line(chain: Chain) -> None:
    lot, still = chain.stocked(10, 5000), chain.stocked(4, 2000)
    count = str(uuid7())
    lines = [{"lot": lot, "pieces": 10}, {"lot": still, "pieces": 3}]
    done(chain.at(NORTH).put(f"/stocktakes/{count}", {"place": NORTH, "lines": lines}))
    found = {"place": NORTH, "lot": lot, "direction": "found", "pieces": 1, "reason": "x"}
    done(chain.at(NORTH).put(f"/adjustments/{uuid7()}", found))

    refused = chain.city.admin().post(f"/stocktakes/{count}/finalize", {})

    assert (refused.status_code, faults(refused)) == (409, [("", "moved_since")])
    assert chain.on_hand(still, NORTH) == 4
    again = {"id": str(uuid7()), "lines": [{"lot": lot, "pieces": 11}]}
    done(chain.at(NORTH).post(f"/stocktakes/{count}/count", again))
    done(chain.city.admin().post(f"/stocktakes/{count}/finalize", {}))
    assert (chain.on_hand(lot, NORTH), chain.on_hand(still, NORTH)) == (11, 3)


def test_one_failing_line_of_a_count_leaves_all_stock_as_it_was(chain: Chain) -> None:
    lot, promised = chain.stocked(10, 5000), chain.stocked(4, 2000)
    chain.recipient()
    chain.allocate(chain.need({"category": "clothing", "pieces": 4}), promised, 4)
    count = str(uuid7())
    lines = [{"lot": lot, "pieces": 9}, {"lot": promised, "pieces": 3}]
    done(chain.at(NORTH).put(f"/stocktakes/{count}", {"place": NORTH, "lines": lines, "blind": False}))

    refused = chain.city.admin().post(f"/stocktakes/{count}/finalize", {})

    assert (refused.status_code, refused.json()["errors"][0]["code"]) == (409, "promised")
    assert (chain.on_hand(lot, NORTH), chain.on_hand(promised, NORTH)) == (10, 4)
    assert done(chain.at(NORTH).get(f"/stocktakes/{count}"), 200)["status"] == "counting"
    done(chain.at(NORTH).post(f"/stocktakes/{count}/cancel", {}))
    late = chain.city.admin().post(f"/stocktakes/{count}/finalize", {})
    assert (late.status_code, faults(late)) == (409, [("", "count_ended")])


def test_a_threshold_raises_an_alert(chain: Chain) -> None:
    chain.stocked(5, 2500)
    put = chain.at(NORTH).put(f"/thresholds/{NORTH}/clothing", {"pieces": 8})
    assert done(put, 200)["available_pieces"] == 5
    low = [alert for alert in done(chain.at(NORTH).get("/alerts"), 200) if alert["kind"] == "low_stock"]
    assert [(alert["subject"], alert["pieces"], alert["wanted_pieces"]) for alert in low] == [
        ("clothing", 5, 8)
    ]
    assert done(chain.at(WEST).get("/alerts"), 200) == []
    done(chain.at(NORTH).put(f"/thresholds/{NORTH}/clothing", {"pieces": 0}), 200)
    assert done(chain.at(NORTH).get("/alerts"), 200) == []


def test_expired_goods_are_not_available_and_not_given(chain: Chain) -> None:
    food = {"category": "food.rice", "pieces": 4, "grams": 20_000, "expires_on": "2029-01-01"}
    lot = chain.sort([chain.brought(food)], [food | {"grade": "A"}])["outputs"][0]["lot"]
    _age(chain, lot, "2026-01-01")
    chain.recipient()
    need = chain.need({"category": "food", "pieces": 4})

    wanted = {"need": need, "lines": [{"place": NORTH, "lot": lot, "pieces": 4}]}
    answer = chain.foundation.put(f"/allocations/{uuid7()}", wanted)

    assert (answer.status_code, faults(answer)) == (422, [("/lines/0/lot", "expired")])
    shown = chain.stock(lot=lot)["items"][0]
    assert (shown["expiry_band"], shown["available_pieces"]) == ("expired", 0)
    transfer = {"from": NORTH, "to": STORE, "lines": [{"lot": lot, "pieces": 4}]}
    assert chain.at(NORTH).put(f"/transfers/{uuid7()}", transfer).status_code == 422
    away = {"place": NORTH, "kind": "destruction", "lines": [{"lot": lot, "pieces": 4}], "reason": "expired"}
    done(chain.at(NORTH).put(f"/disposals/{uuid7()}", away))


def test_a_closed_month_refuses_changes_of_quantities(chain: Chain) -> None:
    (point,) = chain.points_of(NORTH, 1)
    last_month = (utc_now().astimezone(SHANGHAI).replace(day=1) - timedelta(days=2)).replace(hour=12)
    intake = chain.give(point, coats(3, grams=1500), happened_at=last_month.isoformat())
    month = last_month.strftime("%Y-%m")
    closed = chain.foundation.put(f"/periods/{month}", {})
    assert done(closed)["month"] == month

    correction = {"id": str(uuid7()), "reason": "miscount", "lines": [coats(2)]}
    refused = chain.who(Role.VOLUNTEER, point).post(f"/intakes/{intake['id']}/corrections", correction)
    late = chain.give(point, quilts(1), happened_at=last_month.isoformat())

    assert (refused.status_code, faults(refused)) == (409, [("", "period_closed")])
    assert "period_closed" in late["flags"]
    with chain.city.store._reader.connect() as connection:
        days = connection.execute(
            text("SELECT m.day FROM movement m WHERE m.operation = :id"), {"id": _key(chain, late["id"])}
        ).scalars()
        assert all(str(day)[:7] > month for day in days)
    assert [period["month"] for period in done(chain.foundation.get("/periods"), 200)] == [month]
    chain.city.assert_sound()


@pytest.mark.parametrize(("month", "code"), [("2099-01", "month_not_over"), ("2020-01", "month_not_next")])
def test_months_are_closed_in_order_when_they_are_over(chain: Chain, month: str, code: str) -> None:
    first = (utc_now().astimezone(SHANGHAI).replace(day=1) - timedelta(days=40)).strftime("%Y-%m")
    done(chain.foundation.put(f"/periods/{first}", {}))
    assert faults(chain.foundation.put(f"/periods/{month}", {})) == [("/month", code)]


def _key(chain: Chain, id_: str) -> object:
    from uuid import UUID

    return id_ if chain.city.store.is_sqlite else UUID(id_)


def _age(chain: Chain, lot: str, day: str) -> None:
    """Let a lot's date pass, behind the back of the ledger's triggers."""
    number = int(lot.split("-")[1])
    with chain.city.store._writer.begin() as connection:
        if chain.city.store.is_sqlite:
            connection.execute(text("DROP TRIGGER lot_no_update"))
        else:
            connection.execute(text("ALTER TABLE lot DISABLE TRIGGER ALL"))
        connection.execute(text(f"UPDATE lot SET expires_on = '{day}' WHERE id = {number}"))
