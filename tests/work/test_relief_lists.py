"""Lists of relief are narrowed to what somebody works on: how urgent, what is wanting, for whom."""

from typing import Any

from chain_builders import NORTH, SCHOOL, Chain, done, faults

from models.identifiers import uuid7


def ids(chain: Chain, path: str, **asked: Any) -> list[str]:
    rows = done(chain.foundation.get(path, params=asked), 200)["items"]
    return [row.get("id", row.get("code")) for row in rows]


def test_needs_are_found_by_urgency_and_by_what_is_wanting(chain: Chain) -> None:
    lot = chain.stocked(10, 5000)
    chain.recipient()
    calm = chain.need({"category": "clothing", "pieces": 4})
    urgent = chain.need({"category": "clothing", "pieces": 3}, urgency="emergency")
    chain.allocate(calm, lot, 4)

    for asked, found in (
        ({"urgency": "normal"}, [calm]),
        ({"urgency": "emergency"}, [urgent]),
        ({"urgency": "high"}, []),
        ({"wanting": "true"}, [urgent]),
        ({"wanting": "false"}, [calm]),
        ({}, [calm, urgent]),
        ({"urgency": "normal", "wanting": "true"}, []),
    ):
        assert ids(chain, "/needs", **asked) == found, asked
    chain.allocate(urgent, lot, 2)
    assert ids(chain, "/needs", wanting="true") == [urgent]
    assert faults(chain.foundation.get("/needs?urgency=mild")) == [("/urgency", "enum")]


def test_allocations_and_distributions_are_found_by_their_need(chain: Chain) -> None:
    lot = chain.stocked(10, 5000)
    chain.recipient()
    chain.recipient("R-2", 1)
    one, other = (
        chain.need({"category": "clothing", "pieces": 5}, recipient=code) for code in (SCHOOL, "R-2")
    )
    mine, its = (chain.allocate(need, lot, 2)["id"] for need in (one, other))
    sent = chain.distribution(mine)
    direct = str(uuid7())
    body = {"recipient": SCHOOL, "place": NORTH, "lines": [{"lot": lot, "pieces": 1}]}
    done(chain.foundation.put(f"/distributions/{direct}", body))

    assert ids(chain, "/allocations", need=one) == [mine]
    assert ids(chain, "/allocations", need=other) == [its]
    assert ids(chain, "/distributions", need=one) == [sent]
    assert ids(chain, "/distributions", need=other) == []
    assert ids(chain, "/distributions", recipient=SCHOOL) == [direct, sent]
    assert ids(chain, "/distributions", recipient="R-2") == []
    assert chain.foundation.get(f"/transfers?need={one}").status_code == 422


def test_recipients_are_found_by_a_part_of_name_or_code(chain: Chain) -> None:
    chain.recipient(name="盈江县 Hope 小学")
    chain.recipient("R-SC-01", 1, name="凉山完小", status="closed")
    case = {"kind": "case", "case_reference": "希望", "division_code": "310113"}
    done(chain.foundation.put("/recipients/C-100%25", case), 200)

    for asked, found in (
        ({"q": "小学"}, [SCHOOL]),
        ({"q": "hope"}, [SCHOOL]),
        ({"q": "r-"}, ["R-SC-01", SCHOOL]),
        ({"q": "希望"}, []),
        ({"q": "%"}, ["C-100%"]),
        ({"status": "active"}, ["C-100%", SCHOOL]),
        ({"q": "完小", "status": "active"}, []),
    ):
        assert ids(chain, "/recipients", **asked) == found, asked
    assert ids(chain, "/recipients", limit=1) == ["C-100%"]
