"""The 1500 points are where they say they are, and can be written again."""

from collections import Counter
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from opening_hours import OpeningHours
from pyproj import Geod
from scipy.spatial import cKDTree
from shapely import Point

from seeds.facts.points import District, points_from, read_district_file
from seeds.facts.tables import (
    PlaceRow,
    SubdistrictRow,
    by_subdistrict,
    read_committees,
    read_rows,
    read_subdistricts,
    to_csv,
)

DATA = Path(__file__).parents[2] / "seeds" / "data"
WGS84 = Geod(ellps="WGS84")
#: Points and centres are given to six and four decimals, and the nearest centre was found on a plane.
TIE_M = 30.0


@pytest.fixture(scope="module")
def points() -> list[dict[str, str]]:
    return read_rows(DATA / "points.csv")


@pytest.fixture(scope="module")
def stations() -> list[dict[str, str]]:
    return read_rows(DATA / "stations.csv")


@pytest.fixture(scope="module")
def districts() -> dict[str, District]:
    return read_district_file(DATA / "districts.geojson")


@pytest.fixture(scope="module")
def subdistricts() -> list[SubdistrictRow]:
    return read_subdistricts(DATA / "subdistricts.csv")


def test_the_plan_s_numbers_are_met(points: list[dict[str, str]], stations: list[dict[str, str]]) -> None:
    assert [point["code"] for point in points] == [f"P-{n:04}" for n in range(1, 1501)]
    assert {point["kind"] for point in points} == {"point"}
    assert [(place["code"], place["kind"]) for place in stations] == [
        ("S-01", "station"),
        ("S-02", "station"),
        ("S-03", "station"),
        ("S-04", "station"),
        ("W-01", "warehouse"),
    ]


def test_points_and_stations_have_the_columns_of_the_import_file() -> None:
    columns = list(PlaceRow.__dataclass_fields__)
    for name in ("points.csv", "stations.csv"):
        assert (DATA / name).read_text(encoding="utf-8").splitlines()[0].split(",") == columns


def test_every_place_lies_in_its_own_district(
    points: list[dict[str, str]], stations: list[dict[str, str]], districts: dict[str, District]
) -> None:
    strays = [
        place["code"]
        for place in points + stations
        if not districts[place["district"]].boundary.contains(Point(float(place["lon"]), float(place["lat"])))
    ]

    assert strays == []


def test_every_place_is_nearest_to_its_own_sub_district_s_centre(
    points: list[dict[str, str]], stations: list[dict[str, str]], subdistricts: list[SubdistrictRow]
) -> None:
    strays = []
    for place in points + stations:
        own = [s for s in subdistricts if s.district == place["district"]]
        away = {s.code: _metres(place, s) for s in own}
        if away[place["subdistrict"]] > min(away.values()) + TIE_M:
            strays.append(place["code"])

    assert strays == []


def test_no_two_points_are_closer_than_eighty_metres(points: list[dict[str, str]]) -> None:
    positions = np.array([[float(point["lat"]), float(point["lon"])] for point in points])
    pairs = cKDTree(positions).query_pairs(0.005, output_type="ndarray")
    near, far = positions[pairs[:, 0]], positions[pairs[:, 1]]
    metres = WGS84.inv(near[:, 1], near[:, 0], far[:, 1], far[:, 0])[2]

    assert len(metres) > 0
    assert metres.min() >= 80.0


def test_every_sub_district_has_points_by_its_residents(
    points: list[dict[str, str]], subdistricts: list[SubdistrictRow]
) -> None:
    counts = Counter(point["subdistrict"] for point in points)
    city = sum(s.residents for s in subdistricts)

    assert set(counts) == {s.code for s in subdistricts}
    assert max(abs(counts[s.code] - 1500 * s.residents / city) for s in subdistricts) <= 1.0


def test_a_point_is_named_for_a_real_committee_of_its_sub_district(points: list[dict[str, str]]) -> None:
    committees = {c.code: c for c in read_committees(DATA / "committees.csv")}

    for point in points:
        committee = committees[point["committee"]]
        assert committee.subdistrict == point["subdistrict"] == point["committee"][:9]
        assert point["subdistrict"].startswith(point["district"])
        assert committee.name in point["address"]
    assert len({point["committee"] for point in points}) == 1500


def test_names_are_unique_within_a_sub_district(points: list[dict[str, str]]) -> None:
    for name in ("name", "name_en"):
        counts = Counter((point["subdistrict"], point[name]) for point in points)
        assert [key for key, count in counts.items() if count > 1] == []


def test_every_place_speaks_both_languages(
    points: list[dict[str, str]], stations: list[dict[str, str]]
) -> None:
    for place in points + stations:
        for chinese, english in (("name", "name_en"), ("address", "address_en")):
            assert _is_chinese(place[chinese])
            assert place[english]
            assert not _is_chinese(place[english])


def test_every_stated_opening_hours_can_be_read(
    points: list[dict[str, str]], stations: list[dict[str, str]]
) -> None:
    expressions = {place["opening_hours"] for place in points + stations}

    assert len(expressions) >= 15
    assert "" not in expressions
    for expression in expressions:
        OpeningHours(expression)


def test_every_accepted_category_exists_and_clothing_is_taken_everywhere(
    points: list[dict[str, str]], stations: list[dict[str, str]]
) -> None:
    known = {row["code"] for row in read_rows(DATA / "categories.csv")}
    accepts = [set(place["accepts"].split(";")) for place in points + stations]

    assert set().union(*accepts) <= known
    assert all("clothing" in kinds for kinds in accepts)
    assert len({frozenset(kinds) for kinds in accepts}) > 50


def test_not_every_station_handles_everything(stations: list[dict[str, str]]) -> None:
    handled = [set(s["accepts"].split(";")) for s in stations if s["kind"] == "station"]
    everything = set().union(*handled)

    assert any("food" not in kinds for kinds in handled)
    assert any("medical" not in kinds for kinds in handled)
    assert everything in handled


def test_positions_own_up_to_being_invented_and_telephones_are_not_invented(
    points: list[dict[str, str]], stations: list[dict[str, str]]
) -> None:
    assert {place["position_source"] for place in points + stations} == {"synthetic"}
    assert {place["datum"] for place in points + stations} == {"WGS84"}
    assert {place["phone"] for place in points + stations} == {""}


def test_room_is_as_big_as_such_places_have(
    points: list[dict[str, str]], stations: list[dict[str, str]]
) -> None:
    assert all(60 <= int(point["capacity_kg"]) <= 400 for point in points)
    assert all(400_000 <= int(s["capacity_kg"]) <= 900_000 for s in stations if s["kind"] == "station")
    assert [int(s["capacity_kg"]) for s in stations if s["kind"] == "warehouse"] == [5_000_000]


def test_the_points_can_be_written_again_byte_for_byte() -> None:
    assert to_csv(PlaceRow, points_from(DATA)).encode() == (DATA / "points.csv").read_bytes()


def test_committees_are_grouped_in_order_of_code() -> None:
    committees = read_committees(DATA / "committees.csv")

    assert all(a.code < b.code for a, b in pairwise(committees))
    assert sum(len(group) for group in by_subdistrict(committees).values()) == len(committees)


def _metres(place: dict[str, str], centre: SubdistrictRow) -> float:
    return float(WGS84.inv(float(place["lon"]), float(place["lat"]), centre.lon, centre.lat)[2])


def _is_chinese(text: str) -> bool:
    return any("一" <= character <= "鿿" for character in text)
