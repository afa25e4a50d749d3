"""Who am I: name, role, place, until when, and what I may do, as the routes themselves say it."""

from typing import Any

import pytest
from builders import POINT, City

from models.access import Role

PLACES = {
    Role.VOLUNTEER: POINT,
    Role.DRIVER: "S-01",
    Role.STATION_MANAGER: "S-01",
    Role.WAREHOUSE_MANAGER: "W-01",
}


def test_somebody_sees_who_they_are(city: City) -> None:
    manager = city.somebody(Role.STATION_MANAGER, "S-01")

    me = manager.get("/me").json()

    assert (me["name"], me["role"], me["language"]) == ("somebody", "station_manager", "en")
    assert me["place"] == city.public().get("/stations/S-01").json()
    assert me["expires_at"].endswith("+08:00")


def test_those_of_the_whole_network_have_no_place(city: City) -> None:
    assert city.somebody(Role.FOUNDATION).get("/me").json()["place"] is None


def test_nobody_is_nobody(city: City) -> None:
    assert city.public().get("/me").status_code == 401


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("role", Role)
def test_what_a_role_may_is_what_the_routes_say(city: City, role: Role) -> None:
    app: Any = city.client.app
    operations = [entry for path in app.openapi()["paths"].values() for entry in path.values()]
    expected = {
        entry["operationId"] for entry in operations if role.value in entry.get("x-roles", [role.value])
    }

    may = city.somebody(role, PLACES.get(role)).get("/me").json()["may"]

    assert set(may) == expected
    assert may == sorted(may)
    assert ("sort_goods" in may) is (role in (Role.STATION_MANAGER, Role.ADMIN))
