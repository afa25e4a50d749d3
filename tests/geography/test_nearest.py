"""The nearest are the nearest on the ellipsoid, in order and in metres, whatever the positions."""

import random

import numpy as np
import pytest
from geopy.distance import geodesic
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.distance import as_arrays, distances_m, geodesic_m, table_m
from geo.nearest import NearestIndex
from geo.positions import Position

CHANCE = random.Random(1500)
POINTS = [Position(CHANCE.uniform(30.6, 31.9), CHANCE.uniform(120.8, 122.0)) for _ in range(1500)]
INDEX = NearestIndex(POINTS)


def geopy_m(a: Position, b: Position) -> float:
    return float(geodesic((a.lat, a.lon), (b.lat, b.lon)).m)


def brute(origin: Position, positions: list[Position], k: int) -> list[tuple[int, float]]:
    measured = distances_m(origin, *as_arrays(positions))
    return [(int(at), float(measured[at])) for at in np.lexsort((np.arange(len(positions)), measured))[:k]]


def test_order_and_metres_equal_brute_force_by_geopy() -> None:
    for _ in range(12):
        origin = Position(CHANCE.uniform(30.6, 31.9), CHANCE.uniform(120.8, 122.0))
        measured = sorted((geopy_m(origin, point), at) for at, point in enumerate(POINTS))[:10]
        found = INDEX.nearest(origin, 10)
        assert [at for at, _ in found] == [at for _, at in measured]
        assert [metres for _, metres in found] == pytest.approx([metres for metres, _ in measured], abs=1e-3)


def test_two_thousand_positions_equal_brute_force() -> None:
    for n in range(2000):
        origin = Position(CHANCE.uniform(30.6, 31.9), CHANCE.uniform(120.8, 122.0))
        found = INDEX.nearest(origin, 10)
        assert [at for at, _ in found] == [at for at, _ in brute(origin, POINTS, 10)]
        if n % 10 == 0:
            assert [m for _, m in found] == pytest.approx(
                [geopy_m(origin, POINTS[at]) for at, _ in found], abs=1e-3
            )


def test_the_nearest_among_the_allowed_equal_brute_force() -> None:
    for share in (0.5, 0.01, 0.0):
        allowed = np.array([CHANCE.random() < share for _ in POINTS])
        origin = Position(31.2, 121.5)
        expected = [at for at, _ in brute(origin, POINTS, 1500) if allowed[at]][:7]
        assert [at for at, _ in INDEX.nearest_where(origin, 7, allowed)] == expected
        assert [at for at, _ in INDEX.nearest_where(origin, 7, lambda at: bool(allowed[at]))] == expected  # noqa: B023


latitudes = st.floats(-90, 90) | st.sampled_from([-90.0, 0.0, 90.0, 31.2])
longitudes = st.floats(-180, 180) | st.sampled_from([-180.0, 0.0, 179.999999, 180.0, 121.5])
anywhere = st.builds(Position, latitudes, longitudes)


@settings(max_examples=300, deadline=None)
@given(st.lists(anywhere, max_size=40), anywhere, st.integers(0, 45))
def test_it_is_exact_anywhere_on_earth(positions: list[Position], origin: Position, k: int) -> None:
    found = NearestIndex(positions).nearest(origin, k)

    expected = brute(origin, positions, k)
    assert len(found) == len(expected)
    assert [m for _, m in found] == pytest.approx([m for _, m in expected], abs=1e-6)


def test_positions_in_one_place_come_in_order() -> None:
    index = NearestIndex([Position(31.2, 121.5)] * 5)

    assert [at for at, _ in index.nearest(Position(31.2, 121.5), 3)] == [0, 1, 2]


def test_an_empty_index_finds_nothing() -> None:
    assert NearestIndex([]).nearest(Position(31.2, 121.5), 3) == []


def test_a_table_is_every_pair() -> None:
    table = table_m(POINTS[:3], POINTS[3:7])

    assert table.shape == (3, 4)
    assert table[2, 1] == pytest.approx(geodesic_m(POINTS[2], POINTS[4]), abs=1e-9)
    assert table_m([], POINTS[:2]).shape == (0, 2)
