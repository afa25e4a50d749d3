"""One point is changed from the desk, with the checks of the import; the rest of it stays."""

from typing import Any

import pytest
from builders import POINT, City, donation
from sqlalchemy import text

from models.access import Role


def test_what_is_sent_changes_and_the_rest_stays(city: City) -> None:
    admin, public = city.admin(), city.public()
    before = public.get(f"/points/{POINT}").json()
    body = {
        "opening_hours": "Mo-Fr 08:00-12:00",
        "phone": "12349",
        "accepts": ["clothing"],
        "capacity_kg": 250.5,
    }

    changed = admin.put(f"/points/{POINT}", body)

    assert changed.status_code == 200, changed.text
    after = public.get(f"/points/{POINT}").json()
    assert after == changed.json()
    different = {name for name in after if after[name] != before[name]} - {"changed_at"}
    assert different == {"opening_hours", "phone", "accepts", "capacity_grams"}
    assert (after["phone"], after["accepts"], after["capacity_grams"]) == ("12349", ["clothing"], 250_500)
    asked = "SELECT detail FROM audit_entry WHERE action = 'place.edit' AND subject = :code"
    notes = city.store.read_now(lambda session: session.execute(text(asked), {"code": POINT}).scalars().all())
    assert notes == ["accepts capacity_kg opening_hours phone"]


def test_nothing_that_stays_is_touched(city: City) -> None:
    before = city.public().get(f"/points/{POINT}").json()

    assert city.admin().put(f"/points/{POINT}", {}).json() == before


def test_a_pin_on_the_map_moves_a_point(city: City) -> None:
    before = city.public().get(f"/points/{POINT}").json()["position"]
    lat = round(before["lat"] + 0.0005, 8)

    changed = city.admin().put(f"/points/{POINT}", {"lat": lat, "lon": before["lon"]}).json()

    assert changed["position"] == {"lat": pytest.approx(lat), "lon": before["lon"]}
    assert changed["position_source"] == "surveyed"


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"opening_hours": "whenever"}, "/opening_hours"),
        ({"accepts": ["moon"]}, "/accepts"),
        ({"lat": 31.2}, "/lat"),
        ({"lat": 91, "lon": 121.4}, "/lat"),
        ({"status": "gone"}, "/status"),
        ({"code": "P-2"}, "/code"),
        ({"name": ""}, "/name"),
    ],
)
def test_what_does_not_fit_is_named_in_both_languages(city: City, body: Any, pointer: str) -> None:
    said = set()
    for language in ("zh", "en"):
        refused = city.admin()("PUT", f"/points/{POINT}", json=body, headers={"Accept-Language": language})
        assert refused.status_code == 422, refused.text
        assert pointer in [error["pointer"] for error in refused.json()["errors"]]
        said.add(refused.json()["detail"])
    assert len(said) == 2


def test_a_point_that_holds_goods_is_not_closed_and_an_empty_one_is(city: City) -> None:
    assert city.volunteer().log(donation()).status_code == 201

    refused = city.admin().put(f"/points/{POINT}", {"status": "closed"})

    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/status")
    assert city.admin().put("/points/P-0002", {"status": "closed"}).json()["status"] == "closed"


def test_points_are_the_administrators_to_change(city: City) -> None:
    assert city.somebody(Role.FOUNDATION).put(f"/points/{POINT}", {}).status_code == 403
    for unknown in ("P-9999", "S-01"):
        assert city.admin().put(f"/points/{unknown}", {}).status_code == 404
