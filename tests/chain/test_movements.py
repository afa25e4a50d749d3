"""The way of goods step by step: grams that add up on each, and the whole history of a lot."""

from collections import defaultdict
from typing import Any

import pytest
from builders import coats
from chain_builders import NORTH, STORE, WEST, Chain, done, faults, graded, now

from models.access import Role
from models.identifiers import uuid7


def _travelled(chain: Chain) -> tuple[str, dict[str, Any]]:
    """Bring two bags, sort them with a loss, send a part on, give some; return the lot and the first gift."""
    (point,) = chain.points_of(NORTH, 1)
    gifts = []
    for pieces in (6, 2):
        (label,) = chain.labels(1)
        gifts.append((chain.give(point, coats(pieces, grams=pieces * 500), bag=label), label))
    labels = [label for _, label in gifts]
    for label in labels:
        body = {"point": point, "happened_at": now()}
        done(chain.who(Role.VOLUNTEER, point).put(f"/bags/{label}", body))
    chain.receive(labels, pickup=chain.run({point: labels}))
    outputs = [graded(5, 2000), {"category": "clothing", "grade": "RECYCLE", "grams": 1600}]
    lot = chain.sort(labels, outputs, loss_grams=400, loss_reason="dust")["outputs"][0]["lot"]
    transfer = str(uuid7())
    plan = {"from": NORTH, "to": STORE, "lines": [{"lot": lot, "pieces": 2}]}
    done(chain.at(NORTH).put(f"/transfers/{transfer}", plan))
    done(chain.at(NORTH).post(f"/transfers/{transfer}/dispatch", {"happened_at": now()}))
    done(chain.at(STORE).post(f"/transfers/{transfer}/receive", {"happened_at": now()}))
    chain.recipient()
    need = chain.need({"category": "clothing", "pieces": 1})
    shipment = chain.distribution(chain.allocate(need, lot, 1)["id"])
    done(chain.foundation.post(f"/distributions/{shipment}/dispatch", {}))
    chain.deliver(shipment)
    return lot, gifts[0][0]


def _sums(graph: dict[str, Any]) -> tuple[dict[str, int], dict[str, int]]:
    """Return what flows into each node of a graph, and out of it."""
    into: dict[str, int] = defaultdict(int)
    out: dict[str, int] = defaultdict(int)
    for flow in graph["flows"]:
        out[flow["source"]] += flow["share_grams"]
        into[flow["target"]] += flow["share_grams"]
    return into, out


def test_what_flows_into_a_step_of_the_way_flows_out_of_it(chain: Chain) -> None:
    lot, gift = _travelled(chain)
    graph = done(chain.foundation.get(f"/intakes/{gift['id']}/graph"), 200)

    into, out = _sums(graph)

    assert out[f"intake:{gift['id']}"] == graph["grams"] == 3000
    for n, end in enumerate(graph["ends"]):
        assert into[f"end:{n}"] == pytest.approx(end["share_grams"], abs=3)
    for one in graph["lots"]:
        assert into[f"lot:{one['lot']}"] == pytest.approx(one["share_grams"], abs=1)
    for node in set(into) & set(out):
        assert into[node] == pytest.approx(out[node], abs=3)
    assert {flow["target"] for flow in graph["flows"] if flow["source"] == f"lot:{lot}"} == {
        f"end:{n}"
        for n, end in enumerate(graph["ends"])
        if end["recipient"] or (end["place"] and end["place"]["code"] in (NORTH, STORE))
    }


def test_the_way_back_begins_with_the_gifts(chain: Chain) -> None:
    lot, gift = _travelled(chain)
    graph = done(chain.foundation.get(f"/lots/{lot}/graph?direction=back"), 200)

    into, out = _sums(graph)

    assert into[f"lot:{lot}"] == graph["grams"] == 2000
    gave = {origin["intake"]: origin["share_grams"] for origin in graph["origins"]}
    assert gave[gift["id"]] == 1500
    assert {node: grams for node, grams in out.items() if node.startswith("intake:")} == {
        f"intake:{intake}": grams for intake, grams in gave.items()
    }
    assert done(chain.foundation.get("/recipients/R-YN-01/graph"), 200)["flows"] == []


def test_a_lot_has_its_whole_history_with_the_papers_it_stands_in(chain: Chain) -> None:
    lot, _ = _travelled(chain)

    rows = done(chain.foundation.get(f"/movements?lot={lot}&limit=100"), 200)["items"]

    assert [row["kind"] for row in rows] == ["deliver", "dispatch", "arrive", "dispatch", "sort_out"]
    assert [row["seq"] for row in rows] == sorted((row["seq"] for row in rows), reverse=True)
    assert [row["path"].split("/")[2:4] for row in rows[:-1]] == [
        ["shipments", "distribution"],
        ["shipments", "distribution"],
        ["shipments", "transfer"],
        ["shipments", "transfer"],
    ]
    assert rows[-1]["path"].startswith("/desk/sort/")
    assert all(row["by"] and row["lot"] == lot for row in rows)
    given = done(chain.foundation.get("/movements?limit=100"), 200)["items"]
    first = next(row for row in given if row["kind"] == "intake")
    assert first["path"].startswith("/desk/intake/")


def test_movements_are_read_in_windows_and_within_ones_own_places(chain: Chain) -> None:
    lot, _ = _travelled(chain)
    page = done(chain.at(NORTH).get(f"/movements?lot={lot}&limit=2"), 200)
    assert len(page["items"]) == 2
    rest = done(chain.at(NORTH).get(f"/movements?lot={lot}&limit=100&cursor={page['next_cursor']}"), 200)
    assert len(rest["items"]) == 3
    assert rest["next_cursor"] is None

    assert chain.at(WEST).get(f"/movements?lot={lot}").status_code == 404
    assert done(chain.at(WEST).get("/movements"), 200)["items"] == []
    here = done(chain.at(STORE).get("/movements?limit=100"), 200)["items"]
    assert {row["kind"] for row in here} == {"arrive"}
    assert faults(chain.foundation.get("/movements?cursor=nonsense")) == [("/cursor", "cursor")]
    assert chain.driver().get("/movements").status_code == 403
