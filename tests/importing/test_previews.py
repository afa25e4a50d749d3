"""A places file over the service: what it would do is shown row by row, and exactly that is done."""

import csv
import io
from typing import Any

import pytest
from builders import POINT, City, Somebody, donation
from places_rows import GOOD, as_csv

from geo.geocoding import NoGeocoding
from models.access import SYSTEM, Role
from models.clock import utc_now
from models.import_shapes import PlacesImportIn
from models.imports import COLUMNS
from operations import import_previews
from operations.errors import Conflict
from operations.network import current
from operations.places_files import parse_places
from seeds.loading import read

#: The first point that ships, as the file says it.
KNOWN = next(row for row in parse_places(read("points.csv")) if row.values["code"] == POINT).values


def send(somebody: Somebody, *rows: dict[str, str], **more: Any) -> Any:
    return somebody.post("/imports/points", {"csv": as_csv(*rows), **more})


def test_a_preview_tells_each_row_and_changes_nothing(city: City) -> None:
    admin = city.admin()

    answer = send(
        admin, KNOWN, KNOWN | {"code": "P-0002", "phone": "12349"}, GOOD, GOOD | {"code": "N-2", "lat": ""}
    )

    shown = answer.json()
    assert answer.status_code == 200
    assert not shown["applied"]
    assert [(row["row"], row["code"], row["what"]) for row in shown["rows"]] == [
        (2, POINT, "unchanged"),
        (3, "P-0002", "updated"),
        (4, "N-0001", "created"),
        (5, "N-2", "refused"),
    ]
    assert {"column": "phone", "before": "", "after": "12349"} in shown["rows"][1]["changes"]
    assert (shown["created"], shown["updated"], shown["unchanged"]) == (1, 1, 1)
    (moved,) = shown["moved"]
    assert moved["code"] == "P-0002"
    assert moved["metres"] > 1
    assert [(found["row"], found["code"], found["severity"]) for found in shown["problems"]] == [
        (5, "half_position", "error")
    ]
    assert admin.get("/points/N-0001").status_code == 404
    assert admin.get("/points/P-0002").json()["phone"] == ""


def test_what_was_shown_is_loaded_and_noted_and_the_same_again_changes_nothing(city: City) -> None:
    admin = city.admin()
    rows = (GOOD, KNOWN | {"name_en": "Another name"})
    shown = send(admin, *rows).json()

    done = send(admin, *rows, apply=True, expected=shown["digest"])

    assert done.json() == shown | {"applied": True}
    assert admin.get("/points/N-0001").json()["name"] == GOOD["name"]
    assert admin.get(f"/points/{POINT}").json()["name_en"] == "Another name"
    assert admin.get("/points/N-0001/poster").status_code == 200
    assert [row["what"] for row in send(admin, *rows).json()["rows"]] == ["unchanged", "unchanged"]
    # The digest of what is done already stands for nothing any more.
    assert send(admin, *rows, apply=True, expected=shown["digest"]).status_code == 409


def test_another_file_than_the_one_shown_is_not_loaded(city: City) -> None:
    admin = city.admin()
    shown = send(admin, GOOD).json()

    answer = send(admin, GOOD | {"phone": "12349"}, apply=True, expected=shown["digest"])

    assert answer.status_code == 409
    assert answer.json()["errors"][0]["code"] == "import_changed"
    assert admin.get("/points/N-0001").status_code == 404


def test_nothing_is_loaded_when_the_place_changed_after_the_preview(city: City) -> None:
    admin = city.admin()
    mine = send(admin, KNOWN | {"phone": "1"}).json()
    theirs = send(admin, KNOWN | {"phone": "2"}).json()
    assert send(admin, KNOWN | {"phone": "2"}, apply=True, expected=theirs["digest"]).status_code == 200

    assert send(admin, KNOWN | {"phone": "1"}, apply=True, expected=mine["digest"]).status_code == 409
    assert admin.get(f"/points/{POINT}").json()["phone"] == "2"


def test_nothing_is_loaded_without_a_preview_or_with_a_row_that_cannot_be(city: City) -> None:
    admin = city.admin()
    unseen = send(admin, GOOD, apply=True)
    assert (unseen.status_code, unseen.json()["errors"][0]["code"]) == (422, "needs_preview")

    rows = (GOOD, GOOD | {"code": "N-2", "district": "999999"})
    shown = send(admin, *rows).json()
    refused = send(admin, *rows, apply=True, expected=shown["digest"])

    assert (refused.status_code, refused.json()["errors"][0]["code"]) == (422, "rows_refused")
    assert admin.get("/points/N-0001").status_code == 404


@pytest.mark.parametrize("came", [False, True])
def test_a_point_that_got_goods_after_the_check_is_not_closed(city: City, came: bool) -> None:
    """The check runs before the write: what came in between is seen in the write's own transaction."""
    store, text = city.store, as_csv(KNOWN | {"status": "closed"})
    facts = store.read_now(import_previews.facts_for, NoGeocoding(), by=SYSTEM)
    body = PlacesImportIn(csv=text)
    checked = import_previews.look_through(body, facts)
    shown = store.read_now(import_previews.preview, body, checked, by=SYSTEM)
    if came:
        assert city.volunteer().log(donation()).status_code == 201
    ready = PlacesImportIn(csv=text, apply=True, expected=shown.digest)

    if came:
        with pytest.raises(Conflict):
            store.write_now(import_previews.load, ready, checked, facts, by=SYSTEM, now=utc_now())
    else:
        assert store.write_now(import_previews.load, ready, checked, facts, by=SYSTEM, now=utc_now()).applied
    assert city.public().get(f"/points/{POINT}").json()["status"] == ("open" if came else "closed")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("code,name\nP-1,x\n", "columns_missing"),
        (",".join([*COLUMNS, "colour"]) + "\n", "columns_unknown"),
        (",".join([*COLUMNS, "code"]) + "\n", "columns_twice"),
        ("x", "columns_missing"),
        (",".join(COLUMNS) + '\n"' + "x" * 200_000 + '"\n', "not_a_table"),
    ],
)
def test_what_is_no_places_file_is_refused_in_both_languages(city: City, text: str, code: str) -> None:
    said = set()
    for language in ("zh", "en"):
        answer = city.admin()(
            "POST", "/imports/points", json={"csv": text}, headers={"Accept-Language": language}
        )
        assert answer.status_code == 422
        assert code in [error["code"] for error in answer.json()["errors"]]
        said.add(answer.json()["detail"])
    assert len(said) == 2


def test_problems_are_told_in_the_language_that_is_asked_for(city: City) -> None:
    body = {"csv": as_csv(GOOD | {"capacity_kg": "lots", "kind": "shop", "name": ""})}
    for language in ("zh", "en"):
        found = city.admin()("POST", "/imports/points", json=body, headers={"Accept-Language": language})
        messages = [problem["message"] for problem in found.json()["problems"]]
        assert len(messages) == 3
        for message in messages:
            assert message.isascii() is (language == "en"), message
            assert language == "en" or not any(word.isalpha() and len(word) > 12 for word in message.split())


def test_the_template_is_what_the_import_takes_and_the_columns_are_told(city: City) -> None:
    admin = city.admin()
    template = admin.get("/imports/points/template.csv")
    assert template.content.startswith(b"\xef\xbb\xbf")
    columns = admin.get("/imports/columns").json()
    assert next(csv.reader(io.StringIO(template.content.decode("utf-8-sig")))) == [
        c["column"] for c in columns
    ]
    assert columns[0]["description"].isascii()

    example = {column["column"]: column["example"] for column in columns}
    filled = template.content.decode() + ",".join(f'"{example[name]}"' for name in COLUMNS)
    shown = admin.post("/imports/points", {"csv": filled}).json()
    assert [row["what"] for row in shown["rows"]] == ["created"], shown["problems"]
    needed = next(column["column"] for column in columns if column["needed"])
    lacking = admin.post("/imports/points", {"csv": as_csv(example | {needed: ""})}).json()
    assert lacking["rows"][0]["what"] == "refused"


def test_a_whole_city_is_looked_through_and_loaded(city: City) -> None:
    admin = city.admin()
    rows = [row.values | {"operator": "新的运营方"} for row in parse_places(read("points.csv"))]
    shown = send(admin, *rows).json()
    assert shown["updated"] == len(rows) == 1500

    assert send(admin, *rows, apply=True, expected=shown["digest"]).json()["updated"] == 1500
    assert city.store.read_now(current).sites["P-1500"].out.operator == "新的运营方"


def test_places_are_the_administrators_to_import(city: City) -> None:
    for role in (Role.FOUNDATION, Role.AUDITOR):
        assert send(city.somebody(role), GOOD).status_code == 403
    assert send(city.public(), GOOD).status_code == 401
