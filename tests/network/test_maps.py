"""The map: its districts, its rates, and tiles from nowhere but where the setting says."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import shapely
from builders import City
from chain_builders import done, faults
from fastapi.testclient import TestClient

from app.main import equip
from app.settings import BadSettings, Settings
from models.access import Role
from routers.shell import POLICY, policy_for

TILES = "https://tiles.example.org:8443/{z}/{x}/{y}.png?key=k"


def features(answer: Any) -> dict[str, dict[str, Any]]:
    """Return the features of a layer by id."""
    return {feature["id"]: feature for feature in done(answer, 200)["features"]}


def test_districts_come_with_their_residents_and_their_land(city: City) -> None:
    found = features(city.public().get("/districts.geojson"))
    counted = {d["code"]: d for d in city.public().get("/network").json()["districts"]}

    assert len(found) == 16
    assert found.keys() == counted.keys()
    for code, feature in found.items():
        assert feature["properties"] == {
            name: counted[code][name] for name in ("code", "name", "name_en", "residents")
        }
        assert shapely.geometry.shape(feature["geometry"]).is_valid
    people_square = shapely.Point(121.4737, 31.2304)
    assert shapely.geometry.shape(found["310101"]["geometry"]).contains(people_square)


def test_a_layer_that_is_known_is_not_sent_again_and_travels_compressed(city: City) -> None:
    whole = city.public().get("/districts.geojson", headers={"Accept-Encoding": "identity"})
    packed = city.public().get("/districts.geojson", headers={"Accept-Encoding": "gzip"})
    tag = {"If-None-Match": whole.headers["etag"]}

    assert whole.headers["content-type"] == "application/geo+json"
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.json() == whole.json()
    again = city.public().get("/districts.geojson", headers=tag)
    assert (again.status_code, again.content) == (304, b"")
    assert city.public().get("/districts.geojson", headers={"If-None-Match": '"x"'}).status_code == 200


@pytest.mark.parametrize("by", ["district", "subdistrict"])
def test_rates_of_the_map_are_those_of_the_report(city: City, by: str) -> None:
    foundation = city.somebody(Role.FOUNDATION)
    found = features(foundation.get(f"/coverage.geojson?by={by}"))
    rows = {row[by]: row for row in done(foundation.get(f"/reports/coverage?by={by}"), 200)["rows"]}

    assert found.keys() == rows.keys()
    for code, row in rows.items():
        about = found[code]["properties"]
        for name in ("residents", "points", "residents_per_point", "share_500m", "share_1km", "mean_m"):
            assert about[name] == row[name], (code, name)
        assert about["points_per_100k"] == round(100_000 * row["points"] / row["residents"], 2)


def test_a_sub_district_is_a_point_within_its_district(city: City) -> None:
    districts = {
        code: shapely.geometry.shape(feature["geometry"]).buffer(0.02)
        for code, feature in features(city.public().get("/districts.geojson")).items()
    }
    found = features(city.somebody(Role.AUDITOR).get("/coverage.geojson?by=subdistrict"))

    assert len(found) == 215
    for code, feature in found.items():
        assert feature["geometry"]["type"] == "Point"
        near = [
            at
            for at, area in districts.items()
            if area.intersects(shapely.geometry.shape(feature["geometry"]))
        ]
        assert code[:6] in near, code


def test_rates_can_be_those_of_points_that_take_a_category(city: City) -> None:
    foundation = city.somebody(Role.FOUNDATION)
    every = features(foundation.get("/coverage.geojson"))
    food = features(foundation.get("/coverage.geojson?accepts=food"))

    assert all(food[at]["properties"]["points"] <= every[at]["properties"]["points"] for at in every)
    assert sum(at["properties"]["points"] for at in food.values()) < 1500
    assert faults(foundation.get("/coverage.geojson?accepts=gold")) == [("/accepts", "unknown_category")]
    assert foundation.get("/coverage.geojson?by=street").status_code == 422


def test_rates_are_for_those_who_may_ask_the_report(city: City) -> None:
    assert city.public().get("/coverage.geojson").status_code == 401
    assert city.somebody(Role.STATION_MANAGER, "S-01").get("/coverage.geojson").status_code == 403


def test_without_tiles_the_map_has_its_box_and_the_policy_is_as_narrow_as_ever(city: City) -> None:
    told = done(city.public().get("/map"), 200)

    assert (told["tiles"], told["attribution"]) == ("", "")
    west, south, east, north = told["bounds"]
    for feature in features(city.public().get("/points.geojson")).values():
        lon, lat = feature["geometry"]["coordinates"]
        assert west <= lon <= east
        assert south <= lat <= north
    assert policy_for("") == POLICY


@pytest.fixture
def tiled(city: City, settings: Settings, tmp_path: Path) -> Iterator[TestClient]:  # noqa: ARG001
    """The service with tiles from elsewhere."""
    app: Any = city.client.app
    given = settings.model_copy(update={"map_tiles": TILES, "map_attribution": "© Example"})
    city.store.close()
    equip(app, given)
    with TestClient(app) as client:
        yield client


def test_tiles_are_told_and_their_origin_alone_is_let_in(tiled: TestClient) -> None:
    told = tiled.get("/api/v1/map").json()
    allowed = dict(
        directive.strip().partition(" ")[::2]
        for directive in tiled.get("/sw.js").headers["content-security-policy"].split(";")
    )
    usual = dict(directive.strip().partition(" ")[::2] for directive in POLICY.split(";"))

    assert (told["tiles"], told["attribution"]) == (TILES, "© Example")
    assert allowed.pop("img-src") == usual.pop("img-src") + " https://tiles.example.org:8443"
    assert allowed == usual


@pytest.mark.parametrize(
    "template",
    [
        "https://tiles.example.org/",
        "https://{s}.example.org/{z}/{x}/{y}.png",
        "https://tiles.example.org; script-src */{z}/{x}/{y}.png",
        "https://*.example.org/{z}/{x}/{y}.png",
        "//tiles.example.org/{z}/{x}/{y}.png",
        "javascript:{z}{x}{y}",
    ],
)
def test_a_template_that_could_widen_the_policy_is_refused(
    monkeypatch: pytest.MonkeyPatch, template: str
) -> None:
    monkeypatch.setenv("JIUJIN_MAP_TILES", template)
    with pytest.raises(BadSettings, match="JIUJIN_MAP_TILES"):
        Settings.read()

    monkeypatch.setenv("JIUJIN_MAP_TILES", TILES)
    assert Settings.read().map_tiles == TILES
