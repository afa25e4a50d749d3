"""A page draws the flows that the PDF draws: one computation, what came back apart from it."""

from typing import Any

import pytest
from builders import City
from chain_builders import NORTH, SCHOOL, WEST, Chain, done, faults
from report_builders import pages_of, report_of, squeezed

from models.access import Role
from models.clock import utc_now
from models.identifiers import uuid7
from operations.rendering.words import kilograms
from operations.reports.flow import flows
from operations.reports.tables import Column, Edge, Holds, Words


@pytest.fixture
def lived(chain: Chain) -> City:
    """A city in which goods went all the way, and some came back."""
    shipment, lot, _ = chain.sent(6)
    chain.deliver(shipment, {"lot": lot, "pieces": 4}, people_reached=3)
    body = {
        "id": str(uuid7()),
        "happened_at": utc_now().isoformat(),
        "reason": "not_needed",
        "lines": [{"lot": lot, "pieces": 3}],
    }
    done(chain.foundation.post(f"/distributions/{shipment}/return", body))
    return chain.city


def by_ends(flowing: list[dict[str, Any]]) -> dict[tuple[str, str], tuple[int, int]]:
    return {(flow["source"], flow["target"]): (flow["pieces"], flow["grams"]) for flow in flowing}


def test_links_are_the_rows_of_the_report_and_what_came_back_is_apart(lived: City) -> None:
    foundation = lived.somebody(Role.FOUNDATION)
    rows = done(foundation.get("/reports/flow"), 200)["rows"]
    found = done(foundation.get("/reports/flow/flows"), 200)

    forward = [row for row in rows if row["stage"] != "returned"]
    back = [row for row in rows if row["stage"] == "returned"]
    assert back
    assert by_ends(found["links"]) == by_ends(forward)
    assert by_ends(found["loops"]) == by_ends(back)
    assert {loop["because"] for loop in found["loops"]} == {"returned"}
    assert found["unit"] == "grams"


def test_nodes_are_called_and_told_apart_and_none_is_idle(lived: City) -> None:
    found = done(lived.somebody(Role.FOUNDATION).get("/reports/flow/flows"), 200)
    nodes = {node["id"]: node for node in found["nodes"]}

    assert nodes.keys() == {end for flow in found["links"] for end in (flow["source"], flow["target"])}
    assert nodes[NORTH]["kind"] == "station"
    assert nodes["organisation"] == {"id": "organisation", "name": "Organisations", "kind": "recipient_kind"}
    assert {node["kind"] for node in found["nodes"]} == {"district", "station", "recipient_kind"}


def test_the_pdf_draws_the_same_ends_with_the_same_amounts(lived: City) -> None:
    foundation = lived.somebody(Role.FOUNDATION)
    found = done(foundation.get("/reports/flow/flows"), 200)
    pages = squeezed("".join(pages_of(foundation.get("/reports/flow?format=pdf").content)))

    for node in found["nodes"]:
        came = sum(link["grams"] for link in found["links"] if link["target"] == node["id"])
        went = sum(link["grams"] for link in found["links"] if link["source"] == node["id"])
        assert squeezed(node["name"]) + kilograms(max(came, went)) in pages, node


def test_what_two_places_sent_each_other_is_set_off_and_two_of_one_name_stay_two() -> None:
    named = [Column(name, Words(name, name), Holds.TEXT) for name in ("stage", "stage_name", "source")]
    named += [
        Column(name, Words(name, name), Holds.TEXT) for name in ("source_name", "target", "target_name")
    ]
    amounts = [Column("pieces", Words("", ""), Holds.PIECES), Column("grams", Words("", ""), Holds.GRAMS)]
    rows = [
        ("transferred", "", "S-01", "Depot", "W-01", "Store", 10, 1000),
        ("transferred", "", "W-01", "Store", "S-01", "Depot", 4, 300),
        ("transferred", "", "S-02", "Depot", "W-01", "Store", 1, 50),
    ]

    found = flows(report_of([*named, *amounts], rows))

    assert list(found.edges) == [Edge("S-01", "W-01", 700, 6), Edge("S-02", "W-01", 50, 1)]
    assert found.ends["S-01"] == found.ends["S-02"]


def test_a_report_without_flows_says_so(city: City) -> None:
    foundation = city.somebody(Role.FOUNDATION)

    assert faults(foundation.get("/reports/intake/flows")) == [("", "no_flows")]
    assert foundation.get("/reports/nothing/flows").status_code == 404
    assert done(foundation.get("/reports/flow/flows"), 200)["links"] == []
    told = {entry["name"]: entry["has_flows"] for entry in foundation.get("/reports").json()}
    assert [name for name, has in told.items() if has] == ["flow"]


def test_people_of_a_place_see_the_flows_of_their_own(lived: City) -> None:
    mine = done(lived.somebody(Role.STATION_MANAGER, NORTH).get("/reports/flow/flows"), 200)
    others = lived.somebody(Role.STATION_MANAGER, WEST)

    assert mine["filters"] == {"station": NORTH}
    assert len(mine["links"]) > 1
    assert done(others.get("/reports/flow/flows"), 200)["links"] == []
    assert others.get(f"/reports/flow/flows?station={NORTH}").status_code == 404
    assert SCHOOL not in str(mine)
