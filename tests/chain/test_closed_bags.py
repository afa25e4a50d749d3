"""Goods leave a closed bag by the sorting table alone: nothing else may take them out of it."""

from typing import Any

from builders import coats
from chain_builders import NORTH, SCHOOL, STORE, Chain, done, faults, graded, now

from models.identifiers import uuid7


def test_goods_in_a_closed_bag_are_not_claimed(chain: Chain) -> None:
    label, lot = _brought(chain)
    chain.recipient()
    need = chain.need({"category": "clothing", "pieces": 2})
    manager, foundation = chain.at(NORTH), chain.foundation
    line = {"lot": lot, "pieces": 2}
    asked: list[tuple[Any, str, dict[str, Any]]] = [
        (manager, "transfers", {"from": NORTH, "to": STORE, "lines": [line]}),
        (foundation, "distributions", {"recipient": SCHOOL, "place": NORTH, "lines": [line]}),
        (foundation, "allocations", {"need": need, "lines": [line | {"place": NORTH}]}),
        (
            manager,
            "disposals",
            {"place": NORTH, "kind": "recycling", "lines": [line], "reason": "mould"},
        ),
    ]
    for who, kind, body in asked:
        answer = who.put(f"/{kind}/{uuid7()}", body)
        assert (answer.status_code, faults(answer)) == (422, [("/lines/0/lot", "in_closed_bag")]), kind
        assert label in answer.json()["errors"][0]["message"].replace("-", "")

    assert chain.stock(lot=lot, place=NORTH)["items"][0]["reserved_pieces"] == 0


def test_every_lot_in_a_closed_bag_is_named(chain: Chain) -> None:
    _, closed = _brought(chain)
    _, other = _brought(chain)
    free = chain.stocked(4, 2000)
    lines = [{"lot": lot, "pieces": 1} for lot in (closed, free, other)]

    answer = chain.at(NORTH).put(f"/transfers/{uuid7()}", {"from": NORTH, "to": STORE, "lines": lines})

    assert faults(answer) == [("/lines/0/lot", "in_closed_bag"), ("/lines/2/lot", "in_closed_bag")]
    chain.city.assert_sound()


def test_a_closed_bag_is_sorted_as_a_bag(chain: Chain) -> None:
    label, lot = _brought(chain)
    body = {"station": NORTH, "inputs": [{"lot": lot}], "outputs": [graded(4, 2000)]}

    answer = chain.at(NORTH).put(f"/sortings/{uuid7()}", body)

    assert (answer.status_code, faults(answer)) == (422, [("/inputs/0/lot", "in_closed_bag")])
    chain.sort([label], [graded(4, 2000)])
    chain.city.assert_sound()


def test_a_closed_bag_can_be_set_apart(chain: Chain) -> None:
    _, lot = _brought(chain)
    body = {"place": NORTH, "reason": "wet", "lines": [{"lot": lot, "pieces": 4}]}

    done(chain.at(NORTH).put(f"/holds/{uuid7()}", body))

    assert chain.stock(lot=lot, place=NORTH)["items"][0]["held_pieces"] == 4
    chain.city.assert_sound()


def test_loose_goods_and_what_came_out_of_a_bag_are_shipped(chain: Chain) -> None:
    lot = chain.stocked(4, 2000)
    transfer = str(uuid7())
    body = {"from": NORTH, "to": STORE, "lines": [{"lot": lot, "pieces": 4}]}
    done(chain.at(NORTH).put(f"/transfers/{transfer}", body))
    done(chain.at(NORTH).post(f"/transfers/{transfer}/dispatch", {}))
    done(chain.at(STORE).post(f"/transfers/{transfer}/receive", {"happened_at": now()}))

    assert chain.on_hand(lot, STORE) == 4
    chain.city.assert_sound()


def _brought(chain: Chain) -> tuple[str, str]:
    """Bring a closed bag of four coats to a station; return its label and its lot."""
    before = {item["lot"] for item in chain.stock(place=NORTH)["items"]}
    label = chain.brought(coats(4, grams=2000))
    (lot,) = {item["lot"] for item in chain.stock(place=NORTH)["items"]} - before
    return label, lot
