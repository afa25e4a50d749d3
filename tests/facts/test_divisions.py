"""Districts and sub-districts: complete, in WGS-84, with the census shared out exactly."""

import json
from itertools import combinations
from pathlib import Path

import pytest
from coord_convert.transform import wgs2gcj
from hypothesis import given
from hypothesis import strategies as st
from shapely import Point, get_coordinates
from shapely.geometry import shape

from seeds.facts.census import CENSUS_2020, shares, shares_of_at_least_one
from seeds.facts.land import from_plane, habitable, in_plane, to_plane
from seeds.facts.names import committee_in_english, pinyin, subdistrict_in_english
from seeds.facts.points import District, read_district_file
from seeds.facts.polygons import decode_ring, read_boundaries
from seeds.facts.tables import SubdistrictRow, read_subdistricts

DATA = Path(__file__).parents[2] / "seeds" / "data"
RESIDENTS = 24_870_895


@pytest.fixture(scope="module")
def districts() -> dict[str, District]:
    return read_district_file(DATA / "districts.geojson")


@pytest.fixture(scope="module")
def subdistricts() -> list[SubdistrictRow]:
    return read_subdistricts(DATA / "subdistricts.csv")


def test_sixteen_districts_carry_the_census() -> None:
    features = json.loads((DATA / "districts.geojson").read_text(encoding="utf-8"))["features"]
    about = [feature["properties"] for feature in features]

    assert len(about) == 16
    assert sum(entry["residents"] for entry in about) == RESIDENTS
    assert {entry["code"]: entry["residents"] for entry in about} == {
        code: census.residents for code, census in CENSUS_2020.items()
    }
    assert all(entry["name"] and entry["name_en"] and entry["source"] for entry in about)


def test_boundaries_are_valid_and_keep_to_themselves(districts: dict[str, District]) -> None:
    assert all(district.boundary.is_valid for district in districts.values())
    for one, other in combinations(districts.values(), 2):
        shared = in_plane(one.boundary.intersection(other.boundary)).area
        assert shared < 5_000, (one.name, other.name)


def test_the_boundary_file_is_small_and_rounded() -> None:
    text = (DATA / "districts.geojson").read_text(encoding="utf-8")

    assert len(text.encode()) < 400_000
    for feature in json.loads(text)["features"]:
        numbers = get_coordinates(shape(feature["geometry"])).ravel().tolist()
        assert all(round(number, 6) == number for number in numbers)


def test_boundaries_are_in_wgs_84_and_no_longer_in_gcj_02(districts: dict[str, District]) -> None:
    # Lupu Bridge spans the Huangpu, whose middle is Pudong's boundary.
    bridge = Point(to_plane(121.4753, 31.1914))
    shifted = Point(to_plane(*wgs2gcj(121.4753, 31.1914)))
    river = in_plane(districts["310115"].boundary).boundary

    assert river.distance(bridge) < 100
    assert river.distance(shifted) > 250


def test_215_sub_districts_share_out_their_district_s_residents_exactly(
    subdistricts: list[SubdistrictRow],
) -> None:
    assert len({s.code for s in subdistricts}) == 215
    kinds = [s.kind for s in subdistricts]
    assert (kinds.count("subdistrict"), kinds.count("town"), kinds.count("township")) == (107, 106, 2)
    for code, census in CENSUS_2020.items():
        assert sum(s.residents for s in subdistricts if s.district == code) == census.residents
    assert all(s.residents > 0 and s.code.startswith(s.district) for s in subdistricts)


def test_every_centre_is_on_land_in_its_own_district(
    districts: dict[str, District], subdistricts: list[SubdistrictRow]
) -> None:
    land = habitable({code: district.boundary for code, district in districts.items()})

    assert [
        s.name for s in subdistricts if not land[s.district].contains(Point(to_plane(s.lon, s.lat)))
    ] == []


@pytest.mark.parametrize(
    ("name", "english"),
    [
        ("曹杨新村街道", "Caoyangxincun Subdistrict"),
        ("长宁路街道", "Changninglu Subdistrict"),
        ("长兴镇", "Changxing Town"),
        ("莘庄镇", "Xinzhuang Town"),
        ("朱泾镇", "Zhujing Town"),
        ("泖港镇", "Maogang Town"),
        ("漕河泾街道", "Caohejing Subdistrict"),
        ("重固镇", "Zhonggu Town"),
        ("庄行镇", "Zhuanghang Town"),
        ("静安寺街道", "Jing'ansi Subdistrict"),
        ("吕巷镇", "Lüxiang Town"),
        ("庙镇", "Miaozhen Town"),
        ("横沙乡", "Hengsha Township"),
    ],
)
def test_names_are_read_as_people_there_read_them(name: str, english: str) -> None:
    assert subdistrict_in_english(name) == english


@pytest.mark.parametrize(
    ("stem", "english"),
    [
        ("牡丹", "Mudan"),
        ("共和村", "Gonghe Village"),
        ("七宝村", "Qibao Village"),
        ("平吉六村", "Pingji No. 6 Village"),
        ("莲溪第四", "Lianxi No. 4"),
        ("田林十四村第二", "Tianlin No. 14 Village No. 2"),
        ("田林八、九、十村", "Tianlin No. 8, 9, 10 Village"),
        ("东安一村北", "Dong'an No. 1 Village North"),
        ("临汾路三八零弄", "Linfen Road Lane 380"),
        ("水产村（方泰）", "Shuichan Village (Fangtai)"),
        ("第一", "No. 1"),
    ],
)
def test_numbers_in_committees_names_become_figures(stem: str, english: str) -> None:
    assert committee_in_english(stem) == english


def test_every_sub_district_is_written_as_it_is_read(subdistricts: list[SubdistrictRow]) -> None:
    assert [s.name for s in subdistricts if s.name_en != subdistrict_in_english(s.name)] == []
    assert pinyin("石门二路") == "Shimen'erlu"


@given(st.integers(0, 10**6), st.lists(st.integers(1, 10**4), min_size=1, max_size=40))
def test_shares_add_up_and_are_fair_to_one(total: int, weights: list[int]) -> None:
    parts = shares(total, weights)

    assert sum(parts) == total
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part * sum(weights) - total * weight) < sum(weights)


def test_nobody_goes_empty_when_everybody_gets_at_least_one() -> None:
    assert shares_of_at_least_one(10, [1000, 1, 1]) == [8, 1, 1]
    with pytest.raises(ValueError, match="one each"):
        shares_of_at_least_one(2, [1, 1, 1])


def test_a_packed_ring_is_unpacked() -> None:
    # Zigzag: "B" (66 - 64 = 2) is one step on, "A" (1) one step back, "@" none.
    assert decode_ring("@@B@@A", (1024, 2048)) == [
        (1.0, 2.0),
        (1 + 1 / 1024, 2.0),
        (1 + 1 / 1024, 2 - 1 / 1024),
    ]


def test_a_boundary_file_is_read_by_name_and_moved_to_wgs_84(tmp_path: Path) -> None:
    ring = {"type": "Polygon", "coordinates": ["@@B@@B"], "encodeOffsets": [[124373, 31970]]}
    feature = {"type": "Feature", "geometry": ring, "properties": {"name": "某区"}}
    path = tmp_path / "map.json"
    path.write_text(json.dumps({"features": [feature]}), encoding="utf-8")

    west, south, *_ = read_boundaries(path)["某区"].bounds

    assert 0.004 < 124373 / 1024 - west < 0.005
    assert -0.0025 < 31970 / 1024 - south < -0.0015


def test_the_plane_leads_back_to_where_it_came_from() -> None:
    lon, lat = from_plane(*to_plane(121.9, 30.7))

    assert lon == pytest.approx(121.9, abs=1e-12)
    assert lat == pytest.approx(30.7, abs=1e-12)
