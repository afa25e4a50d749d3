"""Points are found near a position, by name, pinyin and code, by what they take and when."""

import json
import random
from datetime import datetime

import pytest
from builders import City
from geopy.distance import geodesic

from models.clock import SHANGHAI
from operations.hours import is_open_at
from operations.network import Network, current
from seeds.loading import district_facts


@pytest.fixture
def network(city: City) -> Network:
    return city.store.read_now(current)


def test_the_network_counts_itself(city: City) -> None:
    counts = city.public().get("/network").json()

    assert (counts["points"], counts["stations"], counts["warehouses"]) == (1500, 4, 1)
    assert len(counts["districts"]) == 16
    assert sum(district["points"] for district in counts["districts"]) == 1500
    assert "synthetic" in counts["positions"]


def test_near_equals_brute_force_by_geopy_in_order_and_metres(city: City, network: Network) -> None:
    chance = random.Random(7)
    for _ in range(5):
        lat, lon = chance.uniform(30.7, 31.8), chance.uniform(120.9, 121.95)
        measured = sorted(
            (geodesic((lat, lon), (p.position.lat, p.position.lon)).m, p.code) for p in network.points
        )
        items = city.public().get(f"/points?near={lat:.6f},{lon:.6f}&limit=20").json()["items"]
        measured_again = sorted(
            (geodesic((float(f"{lat:.6f}"), float(f"{lon:.6f}")), (p.position.lat, p.position.lon)).m, p.code)
            for p in network.points
        )[:20]
        assert [item["code"] for item in items] == [code for _, code in measured_again]
        assert [item["distance_m"] for item in items] == pytest.approx(
            [m for m, _ in measured_again], abs=1e-3
        )
        assert len(measured) == 1500


def test_near_goes_on_where_the_window_ended(city: City) -> None:
    first = city.public().get("/points?near=31.23,121.47&limit=100").json()
    found, cursor = [], ""
    while len(found) < 100:
        page = city.public().get(f"/points?near=31.23,121.47&limit=30{cursor and '&cursor=' + cursor}").json()
        found += [item["code"] for item in page["items"]]
        cursor = page["next_cursor"]

    assert found[:100] == [item["code"] for item in first["items"]]


def test_near_takes_a_position_in_another_datum(city: City) -> None:
    from geo.positions import Datum, Position, from_wgs84

    lat, lon = from_wgs84(Position(31.23, 121.47), Datum.GCJ02)
    plain = city.public().get("/points?near=31.23,121.47&limit=5").json()["items"]
    shifted = city.public().get(f"/points?near={lat:.9f},{lon:.9f}&datum=GCJ02&limit=5").json()["items"]

    assert [item["code"] for item in shifted] == [item["code"] for item in plain]
    assert shifted[0]["distance_m"] == pytest.approx(plain[0]["distance_m"], abs=0.01)


def test_a_point_is_found_by_name_code_pinyin_and_initials(city: City, network: Network) -> None:
    point = network.points[100].out
    words = network.points[100].search.split(" ")
    for q in (point.name, point.code, point.code.lower(), words[2], words[3], point.name[:2]):
        found = [
            item["code"]
            for item in city.public().get("/points", params={"q": q, "limit": 100}).json()["items"]
        ]
        assert point.code in found, q


def test_a_search_that_fits_nothing_is_empty(city: City) -> None:
    assert city.public().get("/points?q=xyzzy").json() == {"items": [], "next_cursor": None}


def test_a_district_holds_its_points(city: City, network: Network) -> None:
    code = network.districts[4].code
    items = city.public().get(f"/points?district={code}&limit=100").json()["items"]

    assert items
    assert all(item["district"]["code"] == code for item in items)


def test_what_a_point_takes_decides(city: City, network: Network) -> None:
    takers = {point.code for point in network.points if "bedding" in point.handles}
    found, cursor = set(), ""
    while cursor is not None:
        page = city.public().get(f"/points?accepts=bedding&limit=100{cursor and '&cursor=' + cursor}").json()
        found |= {item["code"] for item in page["items"]}
        cursor = page["next_cursor"]

    assert found == takers


def test_when_a_point_is_open_decides(city: City, network: Network) -> None:
    moment = datetime(2026, 11, 25, 22, 30, tzinfo=SHANGHAI)
    expected = [p.code for p in network.points if is_open_at(p.out.opening_hours, moment)][:20]
    answer = city.public().get("/points", params={"open_at": moment.isoformat()}).json()["items"]

    assert [item["code"] for item in answer] == expected
    assert len(expected) < 1500


def test_points_are_found_by_the_station_that_they_go_to_and_by_their_state(
    city: City, network: Network
) -> None:
    admin, home = city.admin(), network.sites["S-02"].id
    expected = [point.code for point in network.points if network.home_of(point) == home]
    assert admin.put(f"/points/{expected[1]}", {"status": "suspended"}).is_success
    assert admin.put(f"/points/{expected[2]}", {"status": "closed"}).is_success

    def found(**asked: str) -> list[str]:
        rows = city.public().get("/points", params={"limit": "100", **asked}).json()["items"]
        return [row["code"] for row in rows]

    every = [code for code in expected if code != expected[2]]
    assert found(station="S-02") == every[:100]
    assert found(station="S-02", status="suspended") == [expected[1]]
    assert found(station="S-02", status="closed") == [expected[2]]
    assert found(station="S-01", status="closed") == []
    layer = city.public().get("/points.geojson").json()["features"]
    assert [one["id"] for one in layer if one["properties"]["station"] == "S-02"] == expected


def test_the_map_layer_holds_the_points_of_its_box(city: City) -> None:
    answer = city.public().get("/points.geojson?bbox=121.4,31.1,121.6,31.3")
    layer = answer.json()

    assert answer.headers["content-type"] == "application/geo+json"
    assert layer["type"] == "FeatureCollection"
    assert layer["features"]
    for feature in layer["features"]:
        lon, lat = feature["geometry"]["coordinates"]
        assert 121.4 <= lon <= 121.6
        assert 31.1 <= lat <= 31.3
    assert len(city.public().get("/points.geojson").json()["features"]) == 1500


def test_the_service_areas_hold_the_points_nearest_to_their_station(city: City, network: Network) -> None:
    import shapely

    layer = city.public().get("/stations.geojson").json()
    areas = {f["id"]: shapely.from_geojson(json.dumps(f["geometry"])) for f in layer["features"]}

    assert set(areas) == {"S-01", "S-02", "S-03", "S-04"}
    for point in network.points[::25]:
        nearest, second = network.ways[point.id][:2]
        if second.metres - nearest.metres > 50:
            here = shapely.Point(point.position.lon, point.position.lat)
            assert areas[network.by_id[nearest.station_id].code].contains(here)


def test_single_places_and_those_that_are_none(city: City) -> None:
    public = city.public()

    assert public.get("/points/P-0001").json()["kind"] == "point"
    assert public.get("/stations/S-01").json()["kind"] == "station"
    assert public.get("/warehouse").json()["kind"] == "warehouse"
    assert public.get("/points/S-01").status_code == 404
    assert public.get("/stations/P-0001").status_code == 404
    assert len(public.get("/stations").json()["items"]) == 4


def test_the_districts_that_ship_are_sixteen() -> None:
    assert len(district_facts()) == 16
