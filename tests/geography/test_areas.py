"""Districts hold their positions, service areas hold what is nearest, circles hold what is in reach."""

import random

import pytest
import shapely

from geo.coverage import radius_area, service_areas
from geo.distance import geodesic_m
from geo.districts import Districts
from geo.positions import Position

WEST = shapely.box(121.0, 31.0, 121.5, 31.5)
EAST = shapely.box(121.5, 31.0, 122.0, 31.5)
DISTRICTS = Districts({"310102": EAST, "310101": WEST})


def test_a_position_lies_in_its_district() -> None:
    assert DISTRICTS.district_of(Position(31.2, 121.2)) == "310101"
    assert DISTRICTS.district_of(Position(31.2, 121.8)) == "310102"
    assert DISTRICTS.district_of(Position(30.0, 121.8)) is None


def test_a_border_belongs_to_the_lower_code() -> None:
    assert DISTRICTS.district_of(Position(31.2, 121.5)) == "310101"
    assert DISTRICTS.contains("310102", Position(31.2, 121.5))


def test_the_distance_to_a_district_is_that_to_its_border() -> None:
    outside = Position(31.25, 121.6)

    assert DISTRICTS.distance_to_m("310101", outside) == pytest.approx(
        geodesic_m(outside, Position(31.25, 121.5)), rel=1e-3
    )
    assert DISTRICTS.distance_to_m("310102", outside) == 0


def test_districts_are_read_from_geojson() -> None:
    text = shapely.to_geojson(WEST)
    found = Districts.from_geojson(
        f'{{"features": [{{"properties": {{"code": "310101"}}, "geometry": {text}}}]}}'
    )

    assert found.codes == ["310101"]
    assert found.geometry("310101").equals(WEST)


def test_a_service_area_holds_what_is_nearest_to_its_site() -> None:
    chance = random.Random(4)
    sites = {f"S-{n}": Position(chance.uniform(31.0, 31.5), chance.uniform(121.0, 122.0)) for n in range(6)}
    areas = service_areas(sites, shapely.union(WEST, EAST))

    for _ in range(500):
        at = Position(chance.uniform(31.01, 31.49), chance.uniform(121.01, 121.99))
        ranked = sorted((geodesic_m(at, position), code) for code, position in sites.items())
        if ranked[1][0] - ranked[0][0] > 20:
            assert areas[ranked[0][1]].contains(shapely.Point(at.lon, at.lat))


def test_sites_in_one_place_share_their_area_and_one_site_has_it_all() -> None:
    here = Position(31.2, 121.2)
    shared = service_areas({"B": here, "A": here, "C": Position(31.4, 121.4)}, WEST)

    assert not shared["A"].is_empty
    assert shared["B"].is_empty
    assert service_areas({"A": here}, WEST)["A"].equals(WEST)
    assert service_areas({}, WEST) == {}


def test_a_circle_holds_what_is_within_its_radius() -> None:
    centre = Position(31.2, 121.5)
    circle = radius_area(centre, 500)

    for lon, lat in circle.exterior.coords:
        assert geodesic_m(centre, Position(lat, lon)) == pytest.approx(500, abs=0.01)
