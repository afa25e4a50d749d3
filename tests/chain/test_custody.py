"""From the bag at the point to the station: sealed, collected, received; both counts kept."""

from datetime import timedelta
from typing import Any

import pypdfium2
import zxingcpp
from builders import coats, donation, quilts
from chain_builders import NORTH, WEST, Chain, done, faults, graded, now
from sqlalchemy import text

from models.access import Role
from models.clock import utc_now
from models.identifiers import uuid7
from operations.custody import due
from operations.custody.label_sheets import label_sheets


def test_a_bag_goes_from_hand_to_hand_and_a_scan_says_who_had_it_last(chain: Chain) -> None:
    label = chain.brought(coats(3, grams=2000))

    bag = done(chain.at(NORTH).get(f"/bags/{label}"), 200)

    assert (bag["status"], bag["place"]["code"], bag["pieces"], bag["grams"]) == ("sealed", NORTH, 3, 2000)
    hops = [(hop["from_place"]["kind"], hop["to_place"]["kind"], hop["act"]) for hop in bag["history"]]
    assert hops == [("point", "vehicle", "collect"), ("vehicle", "station", "receive_bags")]
    scanned = done(chain.at(NORTH).get(f"/scan/{label.lower()}"), 200)
    assert (scanned["what"], scanned["place"]["code"], scanned["last_by"]) == ("bag", NORTH, "somebody")
    chain.city.assert_sound()


def test_every_kind_of_code_can_be_scanned(chain: Chain) -> None:
    (point,) = chain.points_of(NORTH, 1)
    intake = chain.give(point)
    lot = chain.stocked(4, 2000)
    (unused,) = chain.labels(1)
    for code, what, status in (
        (intake["tracking_code"], "intake", "in_custody"),
        (f"HTTPS://EXAMPLE.ORG/T/{intake['id'].upper()}", "intake", "in_custody"),
        (lot, "lot", "in_stock"),
        (point, "place", "open"),
        (unused, "label", "unused"),
        (f"HTTPS://EXAMPLE.ORG/B/{unused}", "label", "unused"),
    ):
        scanned = done(chain.at(NORTH).get(f"/scan/{code.rsplit('/', 1)[-1]}"), 200)
        assert (scanned["what"], scanned["status"]) == (what, status), code
    wrong = unused[:-1] + ("0" if unused[-1] != "0" else "1")
    assert chain.at(NORTH).get(f"/scan/{wrong}").status_code == 422
    assert chain.at(NORTH).get("/scan/nothing-of-ours").status_code == 404


def test_a_label_is_never_used_twice_and_a_retired_one_says_what_it_was(chain: Chain) -> None:
    label = chain.brought(coats(3, grams=2000))
    chain.sort([label], [graded(3, 2000)])
    (point,) = chain.points_of(NORTH, 1)
    volunteer = chain.who(Role.VOLUNTEER, point)
    chain.give(point, bag=label)

    again = volunteer.put(f"/bags/{label}", {"point": point, "happened_at": now()})
    assert again.status_code == 409
    assert done(chain.at(NORTH).get(f"/bags/{label}"), 200)["status"] == "opened"

    spoiled, other = chain.labels(2)
    assert volunteer.post(f"/labels/{spoiled}/retire", {"reason": "torn"}).status_code == 204
    assert done(volunteer.get(f"/bags/{spoiled}"), 200)["retired_reason"] == "torn"
    chain.give(point, bag=spoiled)
    refused = volunteer.put(f"/bags/{spoiled}", {"point": point})
    assert (refused.status_code, faults(refused)) == (409, [("/label", "label_retired")])
    assert volunteer.post(f"/labels/{label}/retire", {"reason": "x"}).status_code == 409
    assert done(volunteer.get(f"/bags/{other}"), 200)["status"] == "unused"


def test_a_label_that_was_never_printed_is_refused_and_a_foreign_tag_is_flagged(chain: Chain) -> None:
    from models.identifiers import LABEL_LENGTH, draw_code

    (point,) = chain.points_of(NORTH, 1)
    volunteer = chain.who(Role.VOLUNTEER, point)
    intake = chain.give(point)
    body = {"point": point, "intakes": [intake["tracking_code"]]}

    assert volunteer.put(f"/bags/{draw_code(LABEL_LENGTH)}", body).status_code == 409
    assert done(volunteer.put("/bags/IKEA-17", body))["flags"] == ["foreign_label"]
    twice = volunteer.put("/bags/IKEA-18", body)
    assert (twice.status_code, faults(twice)) == (422, [("/intakes/0", "in_another_bag")])
    empty = volunteer.put("/bags/IKEA-19", {"point": point})
    assert (empty.status_code, faults(empty)) == (422, [("/intakes", "nothing_in_bag")])


def test_sheets_can_be_scanned(chain: Chain) -> None:
    batch = str(uuid7())
    codes = [
        label.replace("-", "")
        for label in done(chain.foundation.put(f"/labels/{batch}", {"count": 25}))["labels"]
    ]

    answer = chain.foundation.get(f"/labels/{batch}/sheets.pdf")

    assert answer.headers["content-type"] == "application/pdf"
    sheets = pypdfium2.PdfDocument(answer.content)
    assert len(sheets) == 2
    read = [entry for page in sheets for entry in zxingcpp.read_barcodes(page.render(scale=6).to_pil())]
    by_format = {kind: {e.text for e in read if e.format == kind} for kind in {e.format for e in read}}
    assert by_format[zxingcpp.BarcodeFormat.Code128] == set(codes)
    qr = by_format[zxingcpp.BarcodeFormat.QRCode]
    assert {entry.rsplit("/", 1)[-1] for entry in qr} == set(codes)
    assert all(entry == entry.upper() and entry.startswith("HTTP") for entry in qr)
    assert codes[0][:4] in sheets[0].get_textpage().get_text_range()


def test_the_address_on_a_label_leads_somewhere(chain: Chain) -> None:
    (label,) = chain.labels(1)
    for language, words in (("zh", "捐赠物资"), ("en", "donated goods")):
        for address in (f"/B/{label}", f"/b/{label.lower()}"):
            page = chain.city.client.get(address, headers={"Accept-Language": language})
            assert page.status_code == 200
            assert words in page.text
            assert f"{label[:4]}-{label[4:8]}-{label[8:]}" in page.text
    script = chain.city.client.get("/b/<script>alert(1)", headers={"Accept-Language": "en"})
    assert "<script>" not in script.text


def test_the_same_sheet_twice_is_the_same_bytes() -> None:
    assert label_sheets(["1WDEQ48DJB11"], "http://x") == label_sheets(["1WDEQ48DJB11"], "http://x")


def test_a_weighed_bag_corrects_the_estimate_and_the_station_expects_that(chain: Chain) -> None:
    (point,) = chain.points_of(NORTH, 1)
    (label,) = chain.labels(1)
    chain.give(point, coats(3), quilts(1), bag=label)
    body = {"point": point, "happened_at": now(), "grams": 5000}

    assert done(chain.who(Role.VOLUNTEER, point).put(f"/bags/{label}", body))["grams"] == 5000
    chain.city.assert_sound()


def test_points_are_due_by_fill_age_and_request(chain: Chain) -> None:
    first, second, third, fourth = chain.points_of(NORTH, 4)
    chain.give(first, coats(1, grams=1000))
    chain.give(second, coats(100, grams=100_000))
    with chain.city.store._writer.begin() as connection:
        connection.execute(text("UPDATE place SET capacity_grams = 120000 WHERE code = :c"), {"c": second})
        connection.execute(text("UPDATE revision SET token = token + 1"))
    done(chain.who(Role.VOLUNTEER, third).post(f"/points/{third}/pickup-requests", {"id": str(uuid7())}))
    chain.give(fourth, coats(1), happened_at=(utc_now() - timedelta(days=8)).isoformat())

    found = done(chain.at(NORTH).get("/pickups/due"), 200)["items"]

    assert {row["point"]["code"]: row["because"] for row in found} == {
        second: ["fill"],
        third: ["request"],
        fourth: ["age"],
    }
    assert len(done(chain.at(NORTH).get("/pickups/due?all=true"), 200)["items"]) == 4
    assert done(chain.at(WEST).get("/pickups/due?all=true"), 200)["items"] == []
    run = done(chain.driver().put(f"/pickups/{uuid7()}", {"station": NORTH}))
    assert {stop["point"]["code"] for stop in run["stops"]} == {second, third, fourth}
    planned = done(chain.at(NORTH).get("/pickups/due"), 200)["items"]
    assert {row["planned_in"] for row in planned} == {run["id"]}


def test_due_windows_add_up(chain: Chain) -> None:
    for point in chain.points_of(NORTH, 5):
        done(chain.who(Role.VOLUNTEER, point).post(f"/points/{point}/pickup-requests", {"id": str(uuid7())}))
    seen, cursor = [], ""
    while cursor is not None:
        window = done(chain.at(NORTH).get(f"/pickups/due?limit=2{cursor}"), 200)
        seen += [row["point"]["code"] for row in window["items"]]
        cursor = f"&cursor={window['next_cursor']}" if window["next_cursor"] else None  # type: ignore[assignment]
    assert sorted(seen) == sorted(chain.points_of(NORTH, 5))


def test_collecting_answers_the_request_and_a_reason_does_not(chain: Chain) -> None:
    (point,) = chain.points_of(NORTH, 1)
    done(chain.who(Role.VOLUNTEER, point).post(f"/points/{point}/pickup-requests", {"id": str(uuid7())}))
    run, driver = str(uuid7()), chain.driver()
    done(driver.put(f"/pickups/{run}", {"station": NORTH, "stops": [point]}))
    closed = {"point": point, "happened_at": now(), "cannot": "closed"}
    assert done(driver.post(f"/pickups/{run}/collect", closed))["outcome"] == "closed"
    assert len(done(chain.at(NORTH).get("/pickups/due"), 200)["items"]) == 1

    label = chain.bag(point)
    done(driver.post(f"/pickups/{run}/collect", {"point": point, "happened_at": now(), "bags": [label]}))

    assert done(chain.at(NORTH).get("/pickups/due"), 200)["items"] == []
    done(driver.post(f"/pickups/{run}/finish", {}))
    late = driver.post(f"/pickups/{run}/collect", {"point": point, "happened_at": now(), "cannot": "other"})
    assert (late.status_code, faults(late)) == (409, [("", "run_finished")])


def test_a_bag_nobody_announced_is_logged_by_who_finds_it(chain: Chain) -> None:
    (point,) = chain.points_of(NORTH, 1)
    (label,) = chain.labels(1)
    run, driver = str(uuid7()), chain.driver()
    done(driver.put(f"/pickups/{run}", {"station": NORTH, "stops": [point]}))
    entry = {"label": label, "category": "clothing", "grams": 6200}

    shown = done(
        driver.post(f"/pickups/{run}/collect", {"point": point, "happened_at": now(), "unannounced": [entry]})
    )

    assert [(bag["announced"], bag["grams"]) for bag in shown["bags"]] == [(False, 6200)]
    assert done(driver.get(f"/bags/{label}"), 200)["flags"] == ["unannounced"]
    intakes = done(chain.foundation.get(f"/intakes?point={point}"), 200)["items"]
    assert intakes[0]["flags"] == ["unannounced"]
    chain.city.assert_sound()


def test_expected_arrived_missing_surplus_unknown_and_damaged(chain: Chain) -> None:
    point, other = chain.points_of(NORTH, 2)
    bags = [chain.bag(point, coats(4, grams=4000)) for _ in range(3)]
    run = chain.run({point: bags})
    unplanned = chain.bag(other, coats(2, grams=1500))
    (unknown,) = chain.labels(1)
    entries: list[Any] = [
        {"label": bags[0], "grams": 3800},
        {"label": bags[1], "damaged": True},
        unplanned,
        {"label": unknown, "grams": 2500, "category": "bedding", "pieces": 1},
    ]

    got = chain.receive(entries, pickup=run)

    assert (got["expected"], got["arrived"]) == (3, 4)
    bare = {
        key: [label.replace("-", "") for label in got[key]]
        for key in ("missing", "surplus", "unknown", "damaged")
    }
    assert bare == {"missing": [bags[2]], "surplus": [unplanned], "unknown": [unknown], "damaged": [bags[1]]}
    assert (got["expected_grams"], got["grams"]) == (13_500, 3800 + 4000 + 1500 + 2500)
    assert done(chain.at(NORTH).get(f"/receipts/{got['id']}"), 200) == got
    assert done(chain.at(NORTH).get(f"/bags/{bags[2]}"), 200)["status"] == "missing"
    kinds = [alert["kind"] for alert in done(chain.at(NORTH).get("/alerts"), 200)]
    assert "bag_missing" in kinds
    chain.city.assert_sound()

    healed = chain.receive([bags[2]])

    assert healed["surplus"] == [got["missing"][0]]
    assert done(chain.at(NORTH).get(f"/bags/{bags[2]}"), 200)["place"]["code"] == NORTH
    assert "bag_missing" not in [a["kind"] for a in done(chain.at(NORTH).get("/alerts"), 200)]
    chain.city.assert_sound()


def test_a_bag_that_comes_to_another_station_is_accepted_there(chain: Chain) -> None:
    (point,) = chain.points_of(NORTH, 1)
    label = chain.bag(point, coats(4, grams=4000))
    run = chain.run({point: [label]})

    got = done(
        chain.city.admin().put(f"/receipts/{uuid7()}", {"station": WEST, "pickup": run, "bags": [label]})
    )

    assert got["arrived"] == 1
    assert done(chain.at(WEST).get(f"/bags/{label}"), 200)["place"]["code"] == WEST
    assert done(chain.at(WEST).get("/stock"), 200)["totals"]["grams"] == 4000
    chain.city.assert_sound()


def test_large_and_organisational_gifts_take_two_named_people(chain: Chain) -> None:
    (point,) = chain.points_of(NORTH, 1)
    large = chain.bag(point, quilts(50, grams=120_000))
    company = chain.bag(point, coats(2), donor={"name": "某公司", "consent": True, "organisation": True})
    run = chain.run({point: [large, company]})
    body = {"station": NORTH, "pickup": run, "bags": [large, company]}

    alone = chain.at(NORTH).put(f"/receipts/{uuid7()}", body)
    oneself = chain.at(NORTH).put(f"/receipts/{uuid7()}", body | {"witness": "somebody"})
    two = chain.receive([large, company], pickup=run, witness="王见证")

    assert (alone.status_code, faults(alone)) == (422, [("/witness", "witness_needed")])
    assert (oneself.status_code, faults(oneself)) == (422, [("/witness", "same_person")])
    assert two["witnessed"] is True


def test_a_run_that_does_not_come_back_shows_up(chain: Chain) -> None:
    (point,) = chain.points_of(NORTH, 1)
    label = chain.bag(point, coats(4, grams=4000))
    run = chain.run({point: [label]}, due_by=(utc_now() + timedelta(hours=1)).isoformat())
    open_run = str(uuid7())
    late = {"station": NORTH, "stops": [point], "due_by": (utc_now() - timedelta(hours=1)).isoformat()}
    assert done(chain.driver().put(f"/pickups/{open_run}", late | {"vehicle": "V-12"}))["overdue"] is True

    overdue = done(chain.at(NORTH).get("/pickups?overdue=true"), 200)["items"]
    alerts = done(chain.at(NORTH).get("/alerts"), 200)

    assert [entry["id"] for entry in overdue] == [open_run]
    assert {(alert["kind"], alert["subject"]) for alert in alerts} == {
        ("pickup_overdue", open_run),
        ("vehicle_loaded", "V-11"),
    }
    assert done(chain.at(NORTH).get(f"/pickups/{run}"), 200)["grams"] == 4000
    vehicles = {entry["code"]: entry["grams"] for entry in done(chain.at(NORTH).get("/vehicles"), 200)}
    assert vehicles == {"V-11": 4000, "V-12": 0}


def test_a_run_says_when_it_is_more_than_its_vehicle_takes(chain: Chain) -> None:
    (point,) = chain.points_of(NORTH, 1)
    small = {"name": "小车", "home": NORTH, "capacity_grams": 3000}
    done(chain.at(NORTH).put("/vehicles/V-19", small), 200)
    label = chain.bag(point, coats(4, grams=4000))

    plan = {"station": NORTH, "vehicle": "V-19", "stops": [point]}
    run = done(chain.driver().put(f"/pickups/{uuid7()}", plan))
    assert (run["expected_grams"], run["over_capacity"]) == (4000, True)
    body = {"point": point, "happened_at": now(), "bags": [label]}
    assert done(chain.driver().post(f"/pickups/{run['id']}/collect", body))["grams"] == 4000


def test_a_manager_takes_no_vehicle_of_another_station(chain: Chain) -> None:
    west = next(row for row in done(chain.at("S-02").get("/vehicles"), 200) if row["home"] == "S-02")
    body = {name: west[name] for name in ("name", "name_en", "capacity_grams")}

    taken = chain.at(NORTH).put(f"/vehicles/{west['code']}", body | {"home": NORTH})

    assert taken.status_code == 404
    assert west in done(chain.at("S-02").get("/vehicles"), 200)
    assert (
        done(chain.city.admin().put(f"/vehicles/{west['code']}", body | {"home": NORTH}), 200)["home"]
        == NORTH
    )


def test_what_is_wrong_with_a_run_is_said_all_at_once(chain: Chain) -> None:
    (point,) = chain.points_of(NORTH, 1)
    stops = {"station": NORTH, "stops": [point, "P-9999", point]}

    answer = chain.driver().put(f"/pickups/{uuid7()}", stops)
    elsewhere = chain.driver().put(f"/pickups/{uuid7()}", {"station": NORTH, "vehicle": "V-21"})

    assert faults(answer) == [("/stops/1", "unknown_point"), ("/stops/2", "stop_twice")]
    assert faults(elsewhere) == [("/vehicle", "vehicle_elsewhere")]
    assert chain.driver(WEST).put(f"/pickups/{uuid7()}", {"station": NORTH}).status_code == 404


def test_what_was_collected_cannot_be_collected_again(chain: Chain) -> None:
    (point,) = chain.points_of(NORTH, 1)
    label = chain.bag(point)
    run = str(uuid7())
    done(chain.driver().put(f"/pickups/{run}", {"station": NORTH, "stops": [point]}))
    body = {"point": point, "happened_at": now(), "bags": [label]}
    first = chain.driver().post(f"/pickups/{run}/collect", body)
    same = chain.driver().post(f"/pickups/{run}/collect", body)
    again = chain.driver().post(f"/pickups/{run}/collect", body | {"happened_at": now()})

    assert (first.status_code, same.status_code, again.status_code) == (201, 200, 409)
    assert first.json() == same.json()
    assert faults(again) == [("/bags/0", "bag_collected")]


def test_a_wrong_weight_is_corrected_wherever_the_goods_are(chain: Chain) -> None:
    (point,) = chain.points_of(NORTH, 1)
    (label,) = chain.labels(1)
    intake = chain.give(point, coats(10, grams=50_000), bag=label)
    done(chain.who(Role.VOLUNTEER, point).put(f"/bags/{label}", {"point": point, "happened_at": now()}))
    run = chain.run({point: [label]})
    correction = {"id": str(uuid7()), "reason": "misweighed", "lines": [coats(10, grams=5000)]}

    done(chain.who(Role.VOLUNTEER, point).post(f"/intakes/{intake['id']}/corrections", correction))

    assert done(chain.at(NORTH).get(f"/pickups/{run}"), 200)["grams"] == 5000
    chain.receive([label], pickup=run)
    assert chain.stock(place=NORTH)["totals"]["grams"] == 5000
    chain.sort([label], [graded(10, 5000)])
    late = {"id": str(uuid7()), "reason": "misweighed", "lines": [coats(9, grams=5000)]}
    refused = chain.who(Role.VOLUNTEER, point).post(f"/intakes/{intake['id']}/corrections", late)
    assert (refused.status_code, faults(refused)) == (409, [("/lines/0", "already_sorted")])
    chain.city.assert_sound()


def test_a_gift_brought_to_the_station_stays_there(chain: Chain) -> None:
    got = done(chain.at(NORTH).log(donation(coats(3, grams=1500), point=NORTH)))

    assert (got["station"]["code"], got["station"]["distance_m"]) == (NORTH, 0)
    assert chain.stock(place=NORTH)["totals"]["grams"] == 1500
    assert chain.at(WEST).log(donation(point=NORTH)).status_code == 404
    chain.city.assert_sound()


def test_pressing_points_come_first() -> None:
    def row(**more: Any) -> Any:
        from types import SimpleNamespace

        return SimpleNamespace(**{"fill": 0.0, "days_waiting": 0.0, "requests": []} | more)

    assert due.urgency(row(fill=0.6)) == 1
    assert due.urgency(row(fill=1.2)) > due.urgency(row(days_waiting=10))
    assert due.urgency(row(requests=["full"], fill=0.6)) > due.urgency(row(fill=1.1))
