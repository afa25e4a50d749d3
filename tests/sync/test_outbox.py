"""A phone's outbox: one answer an entry, in order, and a bad entry never blocks the rest."""

from typing import Any

from builders import OTHER_POINT, City, coats, donation

from models.identifiers import uuid7


def put(body: Any, intake: str | None = None) -> dict[str, Any]:
    return {"method": "PUT", "path": f"/intakes/{intake or uuid7()}", "body": body}


def test_one_bad_entry_among_five_hundred_blocks_nothing(city: City) -> None:
    entries = [put(donation(coats(1))) for _ in range(500)]
    entries[250]["body"] = donation({"category": "clothing.moon", "pieces": 1})

    results = city.volunteer().post("/sync", {"operations": entries}).json()["results"]

    statuses = [result["status"] for result in results]
    assert statuses == [201] * 250 + [422] + [201] * 249
    assert results[250]["body"]["errors"][0]["code"] == "unknown_category"
    assert [result["body"]["id"] for result in results[:250]] == [
        entry["path"][9:] for entry in entries[:250]
    ]
    city.assert_sound()


def test_every_kind_of_poison_gets_its_own_reason(city: City) -> None:
    good = put(donation())
    poison = [
        None,
        7,
        "x",
        [],
        {},
        {"method": "DELETE", "path": "/tokens/1"},
        {"method": "GET", "path": "/intakes"},
        {"method": "PUT"},
        {"method": "PUT", "path": 5},
        {"method": "PUT", "path": "/intakes/../tokens"},
        {"method": "PUT", "path": "/nowhere/5", "body": {}},
        {"method": "POST", "path": "/sync", "body": {"operations": []}},
        {"method": "POST", "path": "/api/v1/sync/", "body": {"operations": []}},
        {"method": "PUT", "path": "/intakes/%2e%2e/x", "body": {}},
        {"method": "PUT", "path": "/intakes/5", "body": donation()},
        {"method": "PUT", "path": f"/intakes/{uuid7()}"},
        put(donation(point=OTHER_POINT)),
        put([1, 2]),
        put("text"),
    ]
    results = city.volunteer().post("/sync", {"operations": [*poison, good]}).json()["results"]

    assert all(400 <= result["status"] < 500 for result in results[:-1])
    assert all(result["body"]["title"] for result in results[:-1])
    assert results[-1]["status"] == 201


def test_entries_that_build_on_each_other_keep_their_order(city: City) -> None:
    intake, three = str(uuid7()), donation(coats(3))
    correction = {"id": str(uuid7()), "reason": "miscount", "lines": [coats(1)]}
    entries = [
        {"method": "POST", "path": f"/intakes/{intake}/corrections", "body": correction},
        put(three, intake),
        {"method": "POST", "path": f"/intakes/{intake}/corrections", "body": correction},
        put(three, intake),
        put(donation(coats(4)), intake),
    ]
    results = city.volunteer().post("/sync", {"operations": entries}).json()["results"]

    assert [result["status"] for result in results] == [404, 201, 201, 200, 409]
    city.assert_sound()


def test_sending_the_whole_outbox_again_changes_nothing(city: City) -> None:
    volunteer = city.volunteer()
    outbox = {"operations": [put(donation(coats(n + 1))) for n in range(20)]}
    first = volunteer.post("/sync", outbox).json()["results"]

    again = volunteer.post("/sync", outbox).json()["results"]

    assert [result["status"] for result in again] == [200] * 20
    assert [result["body"] for result in again] == [result["body"] for result in first]


def test_an_outbox_cannot_do_what_its_owner_may_not(city: City) -> None:
    entry = {"method": "POST", "path": "/tokens", "body": {"name": "me", "role": "admin"}}

    (result,) = city.volunteer().post("/sync", {"operations": [entry]}).json()["results"]

    assert result["status"] == 403
    assert city.public().post("/sync", {"operations": []}).status_code == 401
