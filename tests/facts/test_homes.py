"""Where residents are taken to live: on land, in their own sub-district, the same every time."""

import json
from pathlib import Path

import numpy as np
import pytest
from shapely import MultiPoint, contains_xy
from shapely.geometry import shape

from seeds.facts.homes import HOMES, homes_from
from seeds.facts.land import inhabited, to_plane
from seeds.facts.points import read_district_file
from seeds.facts.tables import by_subdistrict, read_committees, read_subdistricts

DATA = Path(__file__).parents[2] / "seeds" / "data"
#: Positions are given to a metre, so a few on the edge of the land lie just beyond it.
EDGE_M = 2.0


@pytest.fixture(scope="module")
def homes() -> dict[str, np.ndarray]:
    features = json.loads((DATA / "homes.geojson").read_text(encoding="utf-8"))["features"]
    assert all(isinstance(shape(feature["geometry"]), MultiPoint) for feature in features)
    return {f["properties"]["code"]: np.array(f["geometry"]["coordinates"]) for f in features}


def test_every_sub_district_has_as_many_homes(homes: dict[str, np.ndarray]) -> None:
    codes = [subdistrict.code for subdistrict in read_subdistricts(DATA / "subdistricts.csv")]

    assert list(homes) == codes
    assert {len(at) for at in homes.values()} == {HOMES}


def test_homes_are_on_land_of_their_district_and_nearest_to_their_centre(
    homes: dict[str, np.ndarray],
) -> None:
    land = inhabited({c: d.boundary for c, d in read_district_file(DATA / "districts.geojson").items()})
    centres = {
        s.code: (s.district, to_plane(s.lon, s.lat)) for s in read_subdistricts(DATA / "subdistricts.csv")
    }
    for code, at in homes.items():
        district, centre = centres[code]
        plane = np.array([to_plane(lon, lat) for lon, lat in at])
        others = np.array([other for d, other in centres.values() if d == district])
        away = np.hypot(*(plane[:, None, :] - others[None, :, :]).transpose(2, 0, 1))
        assert (np.hypot(*(plane - centre).T) <= away.min(axis=1) + EDGE_M).all(), code
        assert contains_xy(land[district].buffer(EDGE_M), plane).all(), code


def test_nobody_lives_in_the_huangpu() -> None:
    land = inhabited({c: d.boundary for c, d in read_district_file(DATA / "districts.geojson").items()})
    bund, river, lujiazui = (121.4855, 31.2390), (121.4925, 31.2395), (121.5010, 31.2395)

    assert [
        any(contains_xy(area, *to_plane(*at)) for area in land.values()) for at in (bund, river, lujiazui)
    ] == [
        True,
        False,
        True,
    ]


def test_townspeople_gather_and_villagers_spread(homes: dict[str, np.ndarray]) -> None:
    """In wide reaches, the share of villages decides how far from the centre people live."""
    committees = by_subdistrict(read_committees(DATA / "committees.csv"))
    spread: list[tuple[float, float]] = []
    for s in read_subdistricts(DATA / "subdistricts.csv"):
        plane = np.array([to_plane(lon, lat) for lon, lat in homes[s.code]])
        width = float(np.ptp(plane, axis=0).max())
        if width > 8_000:
            away = np.hypot(*(plane - to_plane(s.lon, s.lat)).T)
            villages = sum(c.is_village for c in committees[s.code]) / len(committees[s.code])
            spread.append((villages, float(np.median(away)) / width))
    assert len(spread) > 20
    shares, relative = np.array(spread).T
    assert np.corrcoef(shares, relative)[0, 1] > 0.4


def test_the_homes_can_be_written_again_byte_for_byte() -> None:
    assert homes_from(DATA).encode() == (DATA / "homes.geojson").read_bytes()
