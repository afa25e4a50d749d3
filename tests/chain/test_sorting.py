"""Sorting: grams in = grams out + loss, each line saved at once, what is past its date goes nowhere."""

from typing import Any

import pytest
from builders import coats, quilts
from chain_builders import NORTH, WEST, Chain, done, faults, graded

from models.identifiers import uuid7


def test_a_run_makes_graded_lots_and_explains_every_gram(chain: Chain) -> None:
    label = chain.brought(coats(10, grams=6000))
    outputs = [
        graded(6, 3600, wearer="woman", size="L", season="winter"),
        graded(2, 1000, grade="B"),
        {"category": "clothing", "grade": "RECYCLE", "grams": 1200},
    ]

    run = chain.sort([label], outputs, loss_grams=200, loss_reason="moisture")

    assert (run["grams_in"], run["grams_out"], run["loss_grams"], run["remaining_grams"]) == (
        6000,
        5800,
        200,
        0,
    )
    assert run["status"] == "finished"
    items = chain.stock(place=NORTH)["items"]
    assert {(item["grade"], item["pieces"], item["grams"]) for item in items} == {
        ("A", 6, 3600),
        ("B", 2, 1000),
        ("RECYCLE", 0, 1200),
    }
    assert items[0]["wearer"] == "woman"
    chain.city.assert_sound()


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({}, "grams_do_not_balance"),
        ({"loss_grams": 999, "loss_reason": "dust"}, "grams_do_not_balance"),
        ({"loss_grams": 1000}, "loss_reason_needed"),
    ],
)
def test_grams_that_do_not_add_up_are_refused_and_nothing_is_half_done(
    chain: Chain, more: dict[str, Any], code: str
) -> None:
    label = chain.brought(coats(10, grams=6000))
    body = {"station": NORTH, "inputs": [label], "outputs": [graded(8, 5000)]} | more

    answer = chain.at(NORTH).put(f"/sortings/{uuid7()}", body)

    assert answer.status_code == 422
    assert [fault for _, fault in faults(answer)] == [code]
    assert done(chain.at(NORTH).get(f"/bags/{label}"), 200)["status"] == "sealed"
    assert chain.stock(place=NORTH)["totals"]["grams"] == 6000
    chain.city.assert_sound()


def test_more_cannot_come_out_than_went_in(chain: Chain) -> None:
    label = chain.brought(coats(10, grams=6000))
    body = {"station": NORTH, "inputs": [label], "outputs": [graded(10, 6001)], "open": True}

    answer = chain.at(NORTH).put(f"/sortings/{uuid7()}", body)

    assert faults(answer) == [("/outputs", "grams_do_not_balance")]


def test_a_bag_weighed_on_the_table_is_what_the_scale_says(chain: Chain) -> None:
    label = chain.brought(coats(10, grams=6000))

    run = chain.sort([{"bag": label, "grams": 5500}], [graded(10, 5500)])

    assert run["grams_in"] == 5500
    chain.city.assert_sound()


def test_an_unfinished_run_goes_on_tomorrow_and_no_saved_line_is_lost(chain: Chain) -> None:
    label = chain.brought(coats(10, grams=6000))
    run = chain.sort([label], [graded(3, 1500)], open=True)["id"]
    line = {"id": str(uuid7()), "outputs": [graded(4, 2500, grade="B")]}
    sorter = chain.at(NORTH)

    first = sorter.post(f"/sortings/{run}/lines", line)
    again = sorter.post(f"/sortings/{run}/lines", line)

    assert (first.status_code, again.status_code) == (201, 200)
    assert done(sorter.get(f"/sortings/{run}"), 200)["remaining_grams"] == 2000
    assert chain.stock(place=NORTH)["totals"]["in_sorting_grams"] == 2000
    too_heavy = {"id": str(uuid7()), "outputs": [graded(1, 2001)]}
    assert sorter.post(f"/sortings/{run}/lines", too_heavy).status_code == 422
    early = sorter.post(f"/sortings/{run}/finish", {"loss_grams": 100, "loss_reason": "dust"})
    assert early.status_code == 422
    rest = {"loss_grams": 2000, "loss_reason": "moisture"}
    assert done(sorter.post(f"/sortings/{run}/finish", rest))["status"] == "finished"
    closed = sorter.post(f"/sortings/{run}/lines", line | {"id": str(uuid7())})
    assert (closed.status_code, faults(closed)) == (409, [("", "sorting_finished")])
    chain.city.assert_sound()


def test_food_rules_and_expired_goods_block_themselves(chain: Chain) -> None:
    rice = {"category": "food.rice", "pieces": 10, "grams": 50_000, "expires_on": "2029-01-01"}
    label = chain.brought(rice)
    wrong = [
        {"category": "food.rice", "grade": "A", "pieces": 4, "grams": 20_000},
        {"category": "food.rice", "grade": "A", "pieces": 4, "grams": 20_000, "expires_on": "2026-01-01"},
        {"category": "clothing.underwear", "grade": "B", "pieces": 2, "grams": 10_000},
        {"category": "clothing", "grade": "A", "grams": 10},
        {"category": "nonsense", "grade": "A", "pieces": 1, "grams": 10},
    ]
    body = {"station": NORTH, "inputs": [label], "outputs": wrong}

    answer = chain.at(NORTH).put(f"/sortings/{uuid7()}", body)

    assert set(faults(answer)) == {
        ("/outputs/0/expires_on", "expiry_needed"),
        ("/outputs/1/expires_on", "expired"),
        ("/outputs/2/grade", "never_given"),
        ("/outputs/3/pieces", "pieces_needed"),
        ("/outputs/4/category", "unknown_category"),
    }
    good = {"category": "food.rice", "grade": "A", "pieces": 8, "grams": 40_000, "expires_on": "2029-01-01"}
    waste = {"category": "food.rice", "grade": "WASTE", "grams": 10_000, "expires_on": "2026-01-01"}
    chain.sort([label], [good, waste])
    chain.city.assert_sound()


def test_differently_earmarked_gifts_are_not_mixed(chain: Chain) -> None:
    plain = chain.brought(coats(2, grams=1000))
    marked = chain.brought(coats(2, grams=1000), earmark="云南")
    body = {"station": NORTH, "inputs": [plain, marked], "outputs": [graded(4, 2000)]}

    answer = chain.at(NORTH).put(f"/sortings/{uuid7()}", body)

    assert faults(answer) == [("/inputs", "mixed_earmarks")]
    run = chain.sort([marked], [graded(2, 1000)])
    assert run["earmark"] == "云南"


def test_lots_can_be_sorted_again_in_part(chain: Chain) -> None:
    lot = chain.stocked(10, 5000, grade="C")

    run = chain.sort([{"lot": lot, "pieces": 4}], [graded(4, 2000, grade="B")])

    assert run["inputs"][0]["grams"] == 2000
    assert chain.on_hand(lot, NORTH) == 6
    short = {"station": NORTH, "inputs": [{"lot": lot, "pieces": 7}], "outputs": [graded(7, 3500)]}
    answer = chain.at(NORTH).put(f"/sortings/{uuid7()}", short)
    assert (answer.status_code, faults(answer)) == (409, [("/inputs/0/lot", "short")])
    chain.city.assert_sound()


def test_a_bag_is_opened_once_and_only_where_it_is(chain: Chain) -> None:
    (point,) = chain.points_of(NORTH, 1)
    at_point = chain.bag(point, quilts(1, grams=2000))
    label = chain.brought(coats(2, grams=1000))
    body = {"station": NORTH, "inputs": [at_point], "outputs": [graded(1, 2000)]}
    far = chain.at(NORTH).put(f"/sortings/{uuid7()}", body)
    assert (far.status_code, faults(far)) == (409, [("/inputs/0/bag", "bag_not_here")])
    chain.sort([label], [graded(2, 1000)])
    twice = chain.at(NORTH).put(
        f"/sortings/{uuid7()}", {"station": NORTH, "inputs": [label], "outputs": [graded(2, 1000)]}
    )
    assert (twice.status_code, faults(twice)) == (409, [("/inputs/0/bag", "bag_opened")])
    assert chain.at(WEST).put(f"/sortings/{uuid7()}", body).status_code == 404


def test_a_sorted_line_is_set_right_by_a_linked_correction(chain: Chain) -> None:
    label = chain.brought(coats(10, grams=6000))
    run = chain.sort([label], [graded(10, 5800)], loss_grams=200, loss_reason="dust")
    lot = run["outputs"][0]["lot"]
    correct = f"/sortings/{run['id']}/corrections"
    body = {"id": str(uuid7()), "lot": lot, "pieces": 9, "grams": 5500, "reason": "one was torn"}
    sorter = chain.at(NORTH)

    shown = done(sorter.post(correct, body))
    again = sorter.post(correct, body)

    assert again.status_code == 200
    assert (shown["outputs"][0]["pieces"], shown["outputs"][0]["grams"], shown["loss_grams"]) == (
        9,
        5500,
        500,
    )
    assert chain.stock(lot=lot)["items"][0]["grams"] == 5500
    heavy = {"id": str(uuid7()), "lot": lot, "pieces": 9, "grams": 6001, "reason": "x"}
    assert faults(sorter.post(correct, heavy)) == [("/grams", "heavier_than_input")]
    chain.city.assert_sound()


def test_what_is_promised_is_not_corrected_away(chain: Chain) -> None:
    lot = chain.stocked(10, 5000)
    run = done(chain.at(NORTH).get(f"/lots/{lot}/graph"), 200)["edges"][0]["run"]
    chain.recipient()
    chain.allocate(chain.need({"category": "clothing", "pieces": 9}), lot, 9)
    body = {"id": str(uuid7()), "lot": lot, "pieces": 5, "grams": 2500, "reason": "miscount"}

    answer = chain.at(NORTH).post(f"/sortings/{run}/corrections", body)

    assert (answer.status_code, faults(answer)) == (409, [("/lot", "promised")])
