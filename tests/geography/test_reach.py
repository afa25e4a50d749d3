"""Everybody is counted once, a wider circle holds no fewer, a nearer point serves no fewer; geopy agrees."""

import numpy as np
import pytest
from geopy.distance import geodesic
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.distance import as_arrays
from geo.nearest import NearestIndex
from geo.positions import Position
from geo.reach import NOBODY, RADII_M, Reach

#: A town's worth of land: 4 km by 4 km, so that circles of 500 m and 1 km matter.
POSITIONS = st.builds(
    Position,
    st.floats(31.20, 31.24).map(lambda lat: round(lat, 5)),
    st.floats(121.45, 121.49).map(lambda lon: round(lon, 5)),
)
HOMES = st.lists(POSITIONS, min_size=1, max_size=25)
POINTS = st.lists(POSITIONS, min_size=1, max_size=12)
RESIDENTS = st.integers(1, 300_000)


def metres_to(points: list[Position], homes: list[Position]) -> np.ndarray:
    return NearestIndex(points).metres_from(*as_arrays(homes))


@settings(max_examples=60, deadline=None)
@given(POINTS, HOMES, RESIDENTS)
def test_reach_is_what_geopy_finds_by_trying_every_pair(
    points: list[Position], homes: list[Position], residents: int
) -> None:
    ways = [min(geodesic((h.lat, h.lon), (p.lat, p.lon)).meters for p in points) for h in homes]
    found = metres_to(points, homes)
    reach = Reach.of(residents, found)

    assert found == pytest.approx(ways, abs=1e-6)
    assert reach.mean_m == pytest.approx(sum(ways) / len(ways))
    for radius, within in zip(RADII_M, reach.within, strict=True):
        if min(abs(way - radius) for way in ways) > 1e-6:
            assert within == pytest.approx(residents * sum(w <= radius for w in ways) / len(ways), abs=0.5)


@settings(max_examples=60, deadline=None)
@given(POINTS, HOMES, RESIDENTS, st.data())
def test_a_point_that_is_added_or_moves_to_a_home_serves_nobody_there_less(
    points: list[Position], homes: list[Position], residents: int, data: st.DataObject
) -> None:
    before = Reach.of(residents, metres_to(points, homes))
    home = data.draw(st.sampled_from(homes))
    added = Reach.of(residents, metres_to([*points, home], homes))
    alone = [home]
    moved = Reach.of(residents, metres_to(_nearer(points, home), alone))
    stayed = Reach.of(residents, metres_to(points, alone))

    assert all(now >= then for now, then in zip(added.within, before.within, strict=True))
    assert all(now >= then for now, then in zip(moved.within, stayed.within, strict=True))
    assert (moved.mean_m or 0) <= (stayed.mean_m or 0) + 1e-6
    assert before.within[0] <= before.within[1] <= residents


def _nearer(points: list[Position], home: Position) -> list[Position]:
    """Move every point half the way to a home."""
    return [Position((p.lat + home.lat) / 2, (p.lon + home.lon) / 2) for p in points]


@given(st.lists(st.tuples(RESIDENTS, HOMES), min_size=1, max_size=5), POINTS)
@settings(max_examples=40, deadline=None)
def test_areas_add_up_and_everybody_is_counted_once(
    areas: list[tuple[int, list[Position]]], points: list[Position]
) -> None:
    whole = sum((Reach.of(people, metres_to(points, homes)) for people, homes in areas), NOBODY)

    assert whole.residents == whole.located == sum(people for people, _ in areas)
    assert whole.shares is not None
    assert 0 <= whole.shares[0] <= whole.shares[1] <= 1


def test_without_points_nobody_has_one_and_without_homes_nothing_is_known() -> None:
    home = [Position(31.2, 121.5)]
    alone, unknown = Reach.of(1000, metres_to([], home)), Reach.of(1000, np.empty(0))

    assert (alone.shares, alone.mean_m) == ([0, 0], None)
    assert (unknown.residents, unknown.located, unknown.shares, unknown.mean_m) == (1000, 0, None, None)
    assert (alone + Reach.of(0, metres_to([], home))).within == (0, 0)
    assert (alone + unknown).shares == [0, 0]


def test_many_points_in_a_row_do_not_mislead_the_chord() -> None:
    """Chords rank like geodesics only nearly: far away, more than the first few must be looked at."""
    chance = np.random.default_rng(11)
    points = [Position(float(lat), 0.0) for lat in chance.uniform(-80, 80, 400)]
    homes = [Position(float(lat), 179.9) for lat in chance.uniform(-80, 80, 40)]
    index = NearestIndex(points)

    found = index.metres_from(*as_arrays(homes))

    assert found.tolist() == [index.nearest(home, 1)[0][1] for home in homes]
    first = [geodesic((h.lat, h.lon), (p.lat, p.lon)).meters for h in homes[:1] for p in points]
    assert found[0] == pytest.approx(min(first), abs=1e-3)
