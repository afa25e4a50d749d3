"""Who receives, what is proposed for them and why, and what the public learns of it."""

from typing import Any

import pytest
from builders import coats
from chain_builders import CODES, NORTH, SCHOOL, STORE, WEST, Chain, done, faults, graded, now

from models.access import Role
from models.identifiers import check_character, uuid7
from operations.relief.recipients import is_credit_code


def test_credit_codes_are_checked() -> None:
    assert all(is_credit_code(code) for code in CODES)
    assert is_credit_code("91350100M000100Y43")
    for wrong in ("91350100M000100Y44", "91350100M000100Y4", "9135O100M000100Y43", "", "x" * 18):
        assert not is_credit_code(wrong), wrong
    assert check_character("91350100M000100Y4") == "3"


@pytest.mark.parametrize(
    ("change", "status", "pointer", "code"),
    [
        ({"credit_code": "91350100M000100Y44"}, 422, "/credit_code", "credit_code"),
        ({"division_code": "990000"}, 422, "/division_code", "string_pattern_mismatch"),
        ({"division_code": "890000"}, 422, "/division_code", "unknown_division"),
        ({"name": None}, 422, "", "organisation"),
        ({"kind": "case"}, 422, "", "case"),
    ],
)
def test_a_recipient_that_cannot_be_right_is_refused(
    chain: Chain, change: dict[str, Any], status: int, pointer: str, code: str
) -> None:
    body = {"kind": "organisation", "name": "某校", "credit_code": CODES[0], "division_code": "530000"}

    answer = chain.foundation.put("/recipients/R-1", body | change)

    assert (answer.status_code, faults(answer)) == (status, [(pointer, code)])


def test_one_organisation_or_case_is_one_recipient(chain: Chain) -> None:
    chain.recipient("R-1")
    twin = {"kind": "organisation", "name": "别名", "credit_code": CODES[0], "division_code": "530000"}
    again = chain.foundation.put("/recipients/R-2", twin)
    assert (again.status_code, faults(again)) == (409, [("/credit_code", "recipient_known")])
    case = {"kind": "case", "case_reference": "沪-1", "division_code": "310113"}
    done(chain.foundation.put("/recipients/C-1", case), 200)
    done(chain.foundation.put("/recipients/C-1", case), 200)
    twice = chain.foundation.put("/recipients/C-2", case)
    assert (twice.status_code, faults(twice)) == (409, [("/case_reference", "recipient_known")])
    other = chain.foundation.put("/recipients/R-1", case | {"case_reference": "沪-2"})
    assert (other.status_code, faults(other)) == (409, [("/kind", "kind_changed")])


def test_a_case_is_known_by_its_code_alone(chain: Chain) -> None:
    case = {"kind": "case", "case_reference": "沪低保-2026-77", "division_code": "310113"}
    shown = chain.foundation.put("/recipients/C-1", case)

    assert "沪低保" not in shown.text
    assert shown.json()["name"] is None
    with chain.city.store._reader.connect() as connection:
        for table in ("recipient", "recipient_identity", "act", "audit_entry"):
            assert "沪低保" not in str(connection.exec_driver_sql(f"SELECT * FROM {table}").fetchall())


def test_closed_recipients_and_needs_get_nothing(chain: Chain) -> None:
    lot = chain.stocked(4, 2000)
    chain.recipient()
    need = chain.need({"category": "clothing", "pieces": 4})
    done(chain.foundation.post(f"/needs/{need}/close", {}))
    wanted = {"need": need, "lines": [{"place": NORTH, "lot": lot, "pieces": 1}]}
    refused = chain.foundation.put(f"/allocations/{uuid7()}", wanted)
    assert (refused.status_code, faults(refused)) == (409, [("/need", "need_closed")])
    chain.recipient(status="closed")
    late = {"recipient": SCHOOL, "lines": [{"category": "clothing", "pieces": 1}]}
    answer = chain.foundation.put(f"/needs/{uuid7()}", late)
    assert (answer.status_code, faults(answer)) == (422, [("/recipient", "recipient_closed")])


def test_earmarks_go_first_and_others_earmarks_not_at_all(chain: Chain) -> None:
    plain = chain.stocked(5, 2500)
    ours = _marked(chain, "云南")
    theirs = _marked(chain, "四川")
    chain.recipient(earmarks=["云南"])
    need = chain.need({"category": "clothing", "pieces": 8})

    lines = _proposed(chain, need)

    assert [(line["lot"], line["pieces"]) for line in lines] == [(ours, 4), (plain, 4)]
    assert lines[0]["because"][0] == "earmarked"
    assert theirs not in str(lines)


def test_what_expires_soon_goes_before_what_is_near(chain: Chain) -> None:
    far = _food(chain, WEST, "2027-01-10")
    near = _food(chain, NORTH, "2029-01-01")
    chain.recipient(position={"lat": 31.385, "lon": 121.408})
    need = chain.need({"category": "food", "pieces": 6})

    lines = _proposed(chain, need)

    assert [line["lot"] for line in lines] == [far, near]
    assert lines[0]["because"] == ["expires_first"]
    assert "nearest" in lines[1]["because"]
    assert lines[0]["distance_m"] > lines[1]["distance_m"]


def test_near_goes_before_far_and_the_words_follow_the_language(chain: Chain) -> None:
    west, north = chain.stocked(3, 1500, station=WEST), chain.stocked(3, 1500, station=NORTH)
    chain.recipient(position={"lat": 31.385, "lon": 121.408})
    need = chain.need({"category": "clothing", "pieces": 6})

    assert [line["lot"] for line in _proposed(chain, need)] == [north, west]
    chinese = chain.foundation.get(f"/needs/{need}/proposal", headers={"Accept-Language": "zh"}).json()
    assert chinese["lines"][0]["reason"] == "离受助方最近"


def test_scarce_goods_are_shared_by_what_is_asked_and_how_urgently(chain: Chain) -> None:
    chain.stocked(12, 6000)
    chain.recipient()
    chain.recipient("R-2", 1)
    calm = chain.need({"category": "clothing", "pieces": 12})
    urgent = chain.need({"category": "clothing", "pieces": 12}, recipient="R-2", urgency="high")

    shares = {need: sum(line["pieces"] for line in _proposed(chain, need)) for need in (calm, urgent)}

    assert shares == {calm: 4, urgent: 8}
    assert all("fair_share" in line["because"] for line in _proposed(chain, calm))
    short = done(chain.foundation.get(f"/needs/{calm}/proposal"), 200)["short"]
    assert [line["open_pieces"] for line in short] == [12]


def test_goods_that_do_not_fit_are_neither_proposed_nor_reserved(chain: Chain) -> None:
    men = chain.stocked(3, 1500, wearer="man", size="L")
    chain.stocked(3, 1500, grade="C", wearer="woman", size="M")
    chain.recipient()
    need = chain.need({"category": "clothing", "pieces": 3, "wearer": "woman", "size": "M"})

    assert men not in str(_proposed(chain, need))
    wanted = {"need": need, "lines": [{"place": NORTH, "lot": men, "pieces": 1}]}
    answer = chain.foundation.put(f"/allocations/{uuid7()}", wanted)
    assert (answer.status_code, faults(answer)) == (422, [("/lines/0", "not_asked_for")])
    rags = chain.sort([chain.brought(coats(2, grams=1000))], [graded(2, 1000, grade="RECYCLE")])
    direct = {"recipient": SCHOOL, "place": NORTH, "lines": [{"lot": rags["outputs"][0]["lot"], "pieces": 1}]}
    refused = chain.foundation.put(f"/distributions/{uuid7()}", direct)
    assert (refused.status_code, faults(refused)) == (422, [("/lines/0", "grade_not_given")])


def test_an_allocation_over_two_places_ships_from_each(chain: Chain) -> None:
    here, there = chain.stocked(3, 1500), chain.stocked(3, 1500, station=WEST)
    chain.recipient()
    need = chain.need({"category": "clothing", "pieces": 6})
    lines = [{"place": NORTH, "lot": here, "pieces": 3}, {"place": WEST, "lot": there, "pieces": 3}]
    allocation = done(chain.foundation.put(f"/allocations/{uuid7()}", {"need": need, "lines": lines}))["id"]

    unsaid = chain.foundation.put(f"/distributions/{uuid7()}", {"allocation": allocation})
    assert (unsaid.status_code, faults(unsaid)) == (422, [("/place", "say_the_place")])
    for place in (NORTH, WEST):
        body = {"allocation": allocation, "place": place}
        done(chain.foundation.put(f"/distributions/{uuid7()}", body))

    assert done(chain.foundation.get(f"/allocations/{allocation}"), 200)["status"] == "posted"
    late = chain.foundation.post(f"/allocations/{allocation}/release", {})
    assert (late.status_code, faults(late)) == (409, [("", "allocation_ended")])
    chain.city.assert_sound()


def test_shares_of_a_gift_are_by_weight_along_the_way(chain: Chain) -> None:
    (point,) = chain.points_of(NORTH, 1)
    labels = chain.labels(2)
    gifts = [
        chain.give(point, coats(n, grams=grams), bag=label)
        for n, grams, label in zip((6, 2), (3000, 1000), labels, strict=True)
    ]
    for label in labels:
        done(chain.who(Role.VOLUNTEER, point).put(f"/bags/{label}", {"point": point, "happened_at": now()}))
    chain.receive(labels, pickup=chain.run({point: labels}))
    outputs = [graded(5, 2000), {"category": "clothing", "grade": "RECYCLE", "grams": 1600}]
    run = chain.sort(labels, outputs, loss_grams=400, loss_reason="dust")
    lot = run["outputs"][0]["lot"]
    chain.recipient()
    need = chain.need({"category": "clothing", "pieces": 5})
    shipment = chain.distribution(chain.allocate(need, lot, 5)["id"])
    done(chain.foundation.post(f"/distributions/{shipment}/dispatch", {}))
    chain.deliver(shipment)

    shown = done(chain.city.public().get(f"/trace/{gifts[0]['tracking_code']}"), 200)
    forward = done(chain.foundation.get(f"/intakes/{gifts[1]['id']}/graph"), 200)
    back = done(chain.foundation.get(f"/recipients/{SCHOOL}/graph?detail=true"), 200)

    assert {outcome["outcome"]: outcome["share"] for outcome in shown["outcomes"]} == {
        "distributed": 0.5,
        "at_station": 0.4,
        "lost": 0.1,
    }
    assert [o["district"] for o in shown["outcomes"] if o["outcome"] == "distributed"] == ["Yunnan"]
    assert {end["outcome"]: end["share_grams"] for end in forward["ends"]} == {
        "distributed": 500,
        "at_station": 400,
        "lost": 100,
    }
    assert {origin["intake"]: origin["share_grams"] for origin in back["origins"]} == {
        gifts[0]["id"]: 1500,
        gifts[1]["id"]: 500,
    }
    assert back["points"] == {point: 2000}
    assert done(chain.foundation.get(f"/recipients/{SCHOOL}/graph"), 200)["lots"] == []


@pytest.mark.parametrize(("cases", "district"), [(4, None), (5, "Baoshan")])
def test_a_district_with_few_cases_is_not_named(chain: Chain, cases: int, district: str | None) -> None:
    for n in range(cases):
        body = {"kind": "case", "case_reference": f"沪-{n}", "division_code": "310113"}
        done(chain.foundation.put(f"/recipients/C-{n}", body), 200)
    (point,) = chain.points_of(NORTH, 1)
    (label,) = chain.labels(1)
    gift = chain.give(point, coats(2, grams=1000), bag=label)
    done(chain.who(Role.VOLUNTEER, point).put(f"/bags/{label}", {"point": point, "happened_at": now()}))
    chain.receive([label])
    lot = chain.sort([label], [graded(2, 1000)])["outputs"][0]["lot"]
    need = chain.need({"category": "clothing", "pieces": 2}, recipient="C-0")
    shipment = chain.distribution(chain.allocate(need, lot, 2)["id"])
    done(chain.foundation.post(f"/distributions/{shipment}/dispatch", {}))
    chain.deliver(shipment)

    shown = done(chain.city.public().get(f"/trace/{gift['tracking_code']}"), 200)

    (outcome,) = shown["outcomes"]
    assert outcome["outcome"] == "distributed"
    assert (outcome["district"] or "").split(" ")[0] == (district or "")
    assert shown["steps"][-1]["at"].endswith("T00:00:00.000+08:00")
    assert "C-0" not in str(shown)


def test_who_may_see_a_graph(chain: Chain) -> None:
    lot = chain.stocked(2, 1000)
    assert chain.at(NORTH).get(f"/lots/{lot}/graph").status_code == 200
    assert chain.at(WEST).get(f"/lots/{lot}/graph").status_code == 404
    assert chain.at(NORTH).get(f"/recipients/{SCHOOL}/graph").status_code == 403
    assert chain.foundation.get("/recipients/NOBODY/graph").status_code == 404
    assert chain.foundation.get("/lots/L-1-1/graph").status_code == 422
    assert chain.at(STORE).get(f"/lots/{lot}/graph").status_code == 404


def _proposed(chain: Chain, need: str) -> list[dict[str, Any]]:
    lines: list[dict[str, Any]] = done(chain.foundation.get(f"/needs/{need}/proposal"), 200)["lines"]
    return lines


def _marked(chain: Chain, earmark: str) -> str:
    label = chain.brought(coats(4, grams=2000), earmark=earmark)
    lot: str = chain.sort([label], [graded(4, 2000)])["outputs"][0]["lot"]
    return lot


def _food(chain: Chain, station: str, day: str) -> str:
    given = {"category": "food.rice", "pieces": 3, "grams": 3000, "expires_on": "2029-01-01"}
    label = chain.brought(given, station=station)
    output = given | {"grade": "A", "expires_on": day}
    lot: str = chain.sort([label], [output], station=station)["outputs"][0]["lot"]
    return lot
