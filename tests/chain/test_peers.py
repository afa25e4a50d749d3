"""What the suites of eight peers pin down, and ours: the ones that stand in no other file.

The others of the list: test_shipping.py (reclaim, smaller instead of big, every short line, met needs,
deleted transfers, merged lines, pressed twice, partial dispatch, other quantities, all lost),
test_stock.py (counts, promises, past stock, that place), tests/ledger (rows that cannot be edited).
"""

from typing import Any

import pytest
from chain_builders import NORTH, STORE, WEST, Chain, done, faults

from geo.geocoding import NoGeocoding
from models.access import SYSTEM, Role
from models.clock import utc_now
from models.identifiers import uuid7
from models.imports import GoodRow
from operations import ledger
from operations.import_checks import Checked, check_rows
from operations.importing import facts_for, import_places
from operations.places_files import parse_places
from seeds.loading import read


def test_if_the_movement_cannot_be_written_neither_place_changes(
    chain: Chain, monkeypatch: pytest.MonkeyPatch
) -> None:
    lot, transfer = chain.stocked(10, 5000), str(uuid7())
    body = {"from": NORTH, "to": STORE, "lines": [{"lot": lot, "pieces": 4}]}
    done(chain.at(NORTH).put(f"/transfers/{transfer}", body))
    real = ledger.add_rows

    def fail(*arguments: Any) -> None:
        real(*arguments)
        raise RuntimeError("the disk says no")

    monkeypatch.setattr(ledger, "add_rows", fail)
    assert chain.at(NORTH).post(f"/transfers/{transfer}/dispatch", {}).status_code == 500
    monkeypatch.undo()

    shown = done(chain.at(NORTH).get(f"/transfers/{transfer}"), 200)
    assert (shown["status"], shown["lines"][0]["sent_pieces"]) == ("planned", 0)
    assert (chain.on_hand(lot, NORTH), chain.on_hand(lot, "TRANSIT")) == (10, 0)
    assert chain.stock(lot=lot)["items"][0]["reserved_pieces"] == 4
    chain.city.assert_sound()


def test_a_document_is_not_moved_to_another_place(chain: Chain) -> None:
    lot, transfer = chain.stocked(10, 5000), str(uuid7())
    body = {"from": NORTH, "to": STORE, "lines": [{"lot": lot, "pieces": 4}]}
    done(chain.at(NORTH).put(f"/transfers/{transfer}", body))

    answer = chain.at(NORTH).put(f"/transfers/{transfer}", body | {"to": WEST})

    assert (answer.status_code, answer.json()["code"]) == (409, "id_taken")
    assert done(chain.at(NORTH).get(f"/transfers/{transfer}"), 200)["to_place"]["code"] == STORE


def test_only_the_latest_of_two_counts_applies_and_a_second_of_the_same_lot_is_refused(chain: Chain) -> None:
    lot, first, second = chain.stocked(10, 5000), str(uuid7()), str(uuid7())
    at, moment = chain.at(NORTH), utc_now().isoformat()
    for count, pieces in ((first, 9), (second, 7)):
        body = {"place": NORTH, "happened_at": moment, "lines": [{"lot": lot, "pieces": pieces}]}
        done(at.put(f"/stocktakes/{count}", body))
    again = {"id": str(uuid7()), "lines": [{"lot": lot, "pieces": 8}]}
    done(at.post(f"/stocktakes/{first}/count", again))
    done(chain.city.admin().post(f"/stocktakes/{first}/finalize", {"happened_at": moment}))

    other = chain.city.admin().post(f"/stocktakes/{second}/finalize", {"happened_at": moment})

    assert (other.status_code, faults(other)) == (409, [("", "moved_since")])
    assert chain.on_hand(lot, NORTH) == 8


def test_a_point_that_holds_goods_is_not_closed_and_an_empty_one_is_and_back(chain: Chain) -> None:
    (point,) = chain.points_of(NORTH, 1)
    label = chain.bag(point)
    closed = _row(point, "closed")

    held = _check(chain, closed)
    assert [(problem.column, problem.code) for problem in held.problems if problem.severity == "error"] == [
        ("status", "holds_goods")
    ]
    chain.receive([label])
    for status, shown in (("closed", 0), ("open", 1)):
        good = _check(chain, _row(point, status))
        assert [problem for problem in good.problems if problem.severity == "error"] == []
        _load(chain, good.rows)
        listed = done(chain.city.public().get(f"/points?q={point}"), 200)["items"]
        assert len(listed) == shown


def test_lists_hold_open_points_only_and_closed_ones_when_asked(chain: Chain) -> None:
    (point,) = chain.points_of(NORTH, 1)
    _load(chain, _check(chain, _row(point, "closed")).rows)
    public = chain.city.public()
    at = done(public.get(f"/points/{point}"), 200)["position"]

    near = f"/points?near={at['lat']},{at['lon']}&limit=1"
    assert done(public.get(near), 200)["items"][0]["code"] != point
    assert done(public.get(f"{near}&closed=true"), 200)["items"][0]["code"] == point
    assert chain.who(Role.VOLUNTEER, point)


def _row(code: str, status: str) -> str:
    """Return a file that gives a point of the network another status."""
    head, *lines = read("points.csv").splitlines()
    columns = head.split(",")
    (line,) = [line for line in lines if line.startswith(f"{code},")]
    (row,) = parse_places(f"{head}\n{line}\n")
    return ",".join(columns) + "\n" + ",".join(f'"{(row.values | {"status": status})[c]}"' for c in columns)


def _check(chain: Chain, text: str) -> Checked:
    return check_rows(parse_places(text), chain.city.store.read_now(facts_for, NoGeocoding()))


def _load(chain: Chain, rows: list[GoodRow]) -> None:
    chain.city.store.write_now(import_places, rows, by=SYSTEM, now=utc_now())
