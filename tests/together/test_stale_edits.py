"""Two people edit one thing: who comes second is told what stands now, by whom, since when."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from builders import City, Somebody
from chain_builders import NORTH, Chain, done, faults
from edited_things import THINGS, VEHICLE, Thing
from sqlalchemy import create_engine, text
from sqlalchemy.exc import OperationalError
from sqlmodel import Session

from models.access import SYSTEM, Role, TokenIn
from models.clock import utc_now
from models.imports import COLUMNS
from operations import access, stale
from operations.custody import vehicles
from operations.errors import Refusal
from operations.relief import recipients

every_thing = pytest.mark.parametrize("thing", THINGS.values(), ids=THINGS)


def _named(city: City, name: str) -> Somebody:
    body = TokenIn(name=name, role=Role.ADMIN, days=7)
    issued = city.store.write_now(access.issue, body, by=SYSTEM, now=utc_now())
    return Somebody(city.client, issued.token)


def _edit(who: Somebody, thing: Thing, body: dict[str, Any], version: str) -> Any:
    return who("PUT", thing.path, json=body, headers={"If-Match": f'"{version}"'})


def _version(who: Somebody, thing: Thing) -> str:
    """Return the version as a list shows it, or the one resource that no list has."""
    if not thing.listed:
        tag: str = who.get(thing.path).headers["etag"]
        return tag.strip('"')
    found = who.get(thing.listed).json()
    rows = found if isinstance(found, list) else found["items"]
    (version,) = [row["version"] for row in rows if thing.find(row)]
    return version


@every_thing
def test_the_second_of_two_edits_is_refused_with_both_values_who_and_when(city: City, thing: Thing) -> None:
    anna, bo = _named(city, "Anna"), _named(city, "Bo")
    assert anna.put(thing.path, thing.first).is_success
    read = _version(anna, thing)

    assert _edit(bo, thing, thing.one, read).is_success
    late = _edit(anna, thing, thing.other, read)

    pointer, stored, sent = thing.differs
    assert late.status_code == 412
    body = late.json()
    assert body["code"] == "stale"
    assert faults(late) == [(pointer, "changed_meanwhile")]
    assert str(stored) in body["errors"][0]["message"]
    assert str(sent) in body["errors"][0]["message"]
    assert body["conflict"]["fields"] == [{"pointer": pointer, "stored": stored, "sent": sent}]
    assert body["conflict"]["by"] == "Bo"
    assert body["conflict"]["at"].endswith("+08:00")
    assert body["conflict"]["version"] == _version(anna, thing)


@every_thing
def test_an_edit_on_the_version_that_stands_goes_through(city: City, thing: Thing) -> None:
    admin = city.admin()
    first = admin.put(thing.path, thing.first)
    tag = first.headers["etag"].strip('"')

    again = _edit(admin, thing, thing.one, tag)

    assert again.is_success
    assert again.headers["etag"] != first.headers["etag"]
    assert again.headers["etag"] == f'"{_version(admin, thing)}"'


@every_thing
def test_without_if_match_the_last_one_wins_as_before(city: City, thing: Thing) -> None:
    admin = city.admin()
    for body in (thing.first, thing.one, thing.other):
        assert admin.put(thing.path, body).is_success


@every_thing
def test_the_same_edit_sent_twice_is_not_refused_the_second_time(city: City, thing: Thing) -> None:
    admin = city.admin()
    admin.put(thing.path, thing.first)
    read = _version(admin, thing)

    assert _edit(admin, thing, thing.one, read).is_success
    assert _edit(admin, thing, thing.one, read).is_success


def _raced(city: City, twin: City, thing: Thing) -> list[int]:
    """Let two processes edit at the same moment on one version; return what they were answered."""
    here = city.admin()
    there = Somebody(twin.client, here.token)
    assert here.put(thing.path, thing.first).is_success
    read = _version(here, thing)
    with ThreadPoolExecutor(2) as pool:
        edits = [
            pool.submit(_until_not_busy, who, thing, body, read)
            for who, body in ((here, thing.one), (there, thing.other))
        ]
        return sorted(edit.result() for edit in edits)


def _until_not_busy(who: Somebody, thing: Thing, body: dict[str, Any], version: str) -> int:
    """Edit; who stood in another's way is told to come again, and does."""
    while (answer := _edit(who, thing, body, version)).status_code == 503:
        pass
    status: int = answer.status_code
    return status


@every_thing
def test_of_two_parallel_edits_exactly_one_wins(city: City, twin: City, thing: Thing) -> None:
    won, lost = _raced(city, twin, thing)

    assert (won // 100, lost) == (2, 412)


@pytest.mark.parametrize("name", ["recipient", "vehicle"])
def test_without_the_guard_both_edits_win(
    city: City, twin: City, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (recipients, vehicles):
        monkeypatch.setattr(module, "refuse_stale", lambda *_, **__: None)

    assert _raced(city, twin, THINGS[name]) == [200, 200]


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_an_edit_waits_for_the_one_that_is_under_way(database_url: str) -> None:
    """Hold the turn of a thing in one transaction: another must not compare; SQLite has one writer."""
    engine = create_engine(database_url)
    with Session(engine) as first, Session(engine) as second:
        stale.take_turn(first, "recipient", "R-YN-01")
        second.execute(text("SET lock_timeout = '50ms'"))
        stale.take_turn(second, "recipient", "R-YN-02")
        with pytest.raises(OperationalError):
            stale.take_turn(second, "recipient", "R-YN-01")
    engine.dispose()


def test_what_a_case_is_referred_to_by_is_never_shown(city: City) -> None:
    admin = city.admin()
    case = {"kind": "case", "case_reference": "canary-1", "division_code": "310101"}
    read = admin.put("/recipients/R-CASE-01", case).json()["version"]
    admin.put("/recipients/R-CASE-01", case | {"case_reference": "canary-2"})

    headers = {"If-Match": f'"{read}"'}
    body = case | {"case_reference": "canary-3"}
    late = admin("PUT", "/recipients/R-CASE-01", json=body, headers=headers)

    assert late.status_code == 412
    assert late.json()["conflict"]["fields"] == [{"pointer": "/case_reference", "stored": None, "sent": None}]
    assert "canary" not in late.text


def test_nothing_of_a_foreign_vehicle_is_told_to_who_guesses_its_version(chain: Chain) -> None:
    body = VEHICLE | {"home": "S-02"}
    headers = {"If-Match": '"guessed"'}

    late = chain.at("S-02")("PUT", "/vehicles/V-11", json=body, headers=headers)

    assert late.status_code == 412
    assert {field["stored"] for field in late.json()["conflict"]["fields"]} == {None}


def test_a_point_is_edited_in_parts_on_the_version_that_was_read(city: City) -> None:
    anna, bo = _named(city, "Anna"), _named(city, "Bo")
    read = anna.get("/points/P-0001").headers["etag"]
    assert bo.put("/points/P-0001", {"name": "新名"}).is_success

    def edit(body: dict[str, Any], tag: str) -> Any:
        return anna("PUT", "/points/P-0001", json=body, headers={"If-Match": tag})

    position = anna.get("/points/P-0001").json()["position"]
    late = edit({"name": "旧名", "phone": "021-1", **position}, read)

    assert late.status_code == 412
    fields = late.json()["conflict"]["fields"]
    assert {"pointer": "/name", "stored": "新名", "sent": "旧名"} in fields
    assert not {"/lat", "/lon"} & {field["pointer"] for field in fields}
    assert anna.get("/points/P-0001").json()["name"] == "新名"
    assert edit({"phone": "021-1"}, f'"{late.json()["conflict"]["version"]}"').is_success


def test_a_file_of_places_makes_a_version_that_was_read_before_stale(city: City) -> None:
    admin = city.admin()
    read = admin.get("/points/P-0001").headers["etag"]
    assert admin.put("/points/P-0001", {"phone": "021-1"}).is_success
    row = admin.get("/points/P-0001").json()
    cells = ["P-0001", "point", "文件里的名", row["name_en"], row["district"]["code"]]
    cells += [row["subdistrict"]["code"], "", row["address"], row["address_en"]]
    cells += [str(row["position"]["lat"]), str(row["position"]["lon"]), "WGS84", "surveyed", row["operator"]]
    cells += ["021-2", row["opening_hours"], ";".join(row["accepts"]), str(row["capacity_grams"] / 1000)]
    quoted = [f'"{cell}"' for cell in [*cells, "open", ""]]
    csv = f"{','.join(COLUMNS)}\n{','.join(quoted)}\n"
    seen = admin.post("/imports/points", {"csv": csv}).json()
    assert seen["problems"] == []
    assert admin.post("/imports/points", {"csv": csv, "apply": True, "expected": seen["digest"]}).is_success

    late = admin("PUT", "/points/P-0001", json={"phone": "021-3"}, headers={"If-Match": read})

    assert late.status_code == 412
    assert (late.json()["conflict"]["by"], late.json()["conflict"]["at"]) == (None, None)


def test_a_need_is_not_closed_over_what_somebody_reserved_meanwhile(chain: Chain) -> None:
    lot = chain.stocked(10, 5000)
    chain.recipient()
    need = chain.need({"category": "clothing", "pieces": 6})
    shown = chain.foundation.get(f"/needs/{need}")
    assert shown.headers["etag"] == f'"{shown.json()["version"]}"'
    chain.allocate(need, lot, 2)

    def close(version: str) -> Any:
        headers = {"If-Match": f'"{version}"'}
        return chain.foundation("POST", f"/needs/{need}/close", json={"reason": "over"}, headers=headers)

    late = close(shown.json()["version"])
    assert late.status_code == 412
    assert {"pointer": "/lines/0/allocated_pieces", "stored": 2, "sent": None} in late.json()["conflict"][
        "fields"
    ]
    assert chain.foundation.get(f"/needs/{need}").json()["status"] == "open"
    assert close(late.json()["conflict"]["version"]).status_code == 201


def test_a_need_is_closed_on_the_version_that_was_read(chain: Chain) -> None:
    chain.recipient()
    need = chain.need({"category": "clothing", "pieces": 6})
    version = chain.foundation.get(f"/needs/{need}").json()["version"]

    headers = {"If-Match": f'"{version}"'}
    closed = chain.foundation("POST", f"/needs/{need}/close", json={}, headers=headers)

    assert done(closed)["status"] == "closed"


@pytest.mark.parametrize(
    ("header", "status"),
    [
        ("*", 200),
        ('"{version}"', 200),
        ('"other", "{version}"', 200),
        ('W/"{version}"', 412),
        ('"other"', 412),
        ('"*"', 412),
        ("{version}", 422),
        ('"{version}', 422),
    ],
)
def test_if_match_is_read_as_the_standard_says(city: City, header: str, status: int) -> None:
    admin, thing = city.admin(), THINGS["project"]
    version = admin.put(thing.path, thing.first).json()["version"]

    headers = {"If-Match": header.replace("{version}", version)}
    answer = admin("PUT", thing.path, json=thing.one, headers=headers)

    assert answer.status_code == status


def test_what_is_not_there_cannot_be_edited_but_made(city: City) -> None:
    admin, thing = city.admin(), THINGS["project"]

    assert admin("PUT", thing.path, json=thing.first, headers={"If-Match": "*"}).status_code == 412
    assert admin("PUT", thing.path, json=thing.first).status_code == 200


def test_thresholds_are_listed_where_the_caller_may_see_them(chain: Chain) -> None:
    lot = chain.stocked(10, 5000)
    assert lot
    admin = chain.city.admin()
    for place, category in ((NORTH, "clothing"), (NORTH, "bedding"), ("S-02", "clothing")):
        done(admin.put(f"/thresholds/{place}/{category}", {"pieces": 20}), 200)

    own = done(chain.at(NORTH).get("/thresholds"), 200)["items"]
    assert {(row["place"], row["category"], row["available_pieces"]) for row in own} == {
        (NORTH, "clothing", 10),
        (NORTH, "bedding", 0),
    }
    assert chain.at(NORTH).get("/thresholds?place=S-02").status_code == 404
    assert len(done(admin.get("/thresholds"), 200)["items"]) == 3
    first = done(admin.get("/thresholds?limit=2"), 200)
    second = done(admin.get(f"/thresholds?limit=2&cursor={first['next_cursor']}"), 200)
    assert len(first["items"]) == 2
    assert [row["place"] for row in second["items"]] == ["S-02"]
    assert second["next_cursor"] is None


def test_a_guard_refuses_what_differs_and_nothing_else() -> None:
    stored, sent = {"pieces": 1}, {"pieces": 2}
    version = stale.version_of(stored)
    nobody = stale.Changed(None, None)

    stale.refuse_stale(None, stored, sent, lambda: nobody)
    stale.refuse_stale(frozenset({version}), stored, sent, lambda: nobody)
    with pytest.raises(Refusal):
        stale.refuse_stale(frozenset({stale.version_of(sent)}), stored, sent, lambda: nobody)
