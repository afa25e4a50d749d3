"""Goods go to the nearest suitable station, and the reasons are kept."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.assignment import Candidate, NoCandidates, Obstacle, Passed, Reason, assign

FOOD = frozenset({"food"})
ALL = frozenset({"food", "clothing"})


def station(code: str, metres: float, **other: object) -> Candidate:
    facts: dict[str, object] = {"open": True, "categories": ALL, "room_grams": 1000} | other
    return Candidate(code, metres, **facts)  # type: ignore[arg-type]


def test_the_nearest_is_taken_when_it_suits() -> None:
    found = assign([station("B", 20), station("A", 10)], FOOD, 5)

    assert (found.code, found.reason, found.passed) == ("A", Reason.NEAREST, ())
    assert [other.code for other in found.alternatives] == ["B"]


@pytest.mark.parametrize(
    ("fault", "obstacle"),
    [
        ({"open": False}, Obstacle.CLOSED),
        ({"categories": frozenset({"clothing"})}, Obstacle.CATEGORY),
        ({"room_grams": 4}, Obstacle.FULL),
    ],
)
def test_a_nearer_one_that_does_not_suit_is_passed_over(fault: dict[str, object], obstacle: Obstacle) -> None:
    found = assign([station("A", 10, **fault), station("B", 20)], FOOD, 5)

    assert (found.code, found.reason) == ("B", Reason.NEAREST_SUITABLE)
    assert found.passed == (Passed("A", obstacle),)


def test_a_pin_wins_over_distance_and_fullness() -> None:
    found = assign([station("A", 10), station("B", 20, room_grams=0)], FOOD, 5, pinned="B")

    assert (found.code, found.reason) == ("B", Reason.PINNED)


def test_a_pin_to_a_closed_station_gives_way() -> None:
    found = assign([station("A", 10), station("B", 20, open=False)], FOOD, 5, pinned="B")

    assert (found.code, found.reason) == ("A", Reason.NEAREST_SUITABLE)
    assert found.passed == (Passed("B", Obstacle.CLOSED),)


@pytest.mark.parametrize(
    ("stations", "taken"),
    [
        ([station("A", 10, open=False), station("B", 20, room_grams=0), station("C", 30, room_grams=0)], "B"),
        ([station("A", 10, open=False), station("B", 20, categories=frozenset())], "A"),
        (
            [station("A", 10, open=False, categories=frozenset()), station("B", 20, categories=frozenset())],
            "B",
        ),
        ([station("A", 10, open=False, categories=frozenset())], "A"),
    ],
)
def test_when_none_suits_the_least_unsuitable_is_taken_and_said_so(
    stations: list[Candidate], taken: str
) -> None:
    found = assign(stations, FOOD, 5)

    assert (found.code, found.reason) == (taken, Reason.NONE_SUITABLE)


def test_ties_go_to_the_lower_code() -> None:
    assert assign([station("B", 10), station("A", 10)], FOOD, 5).code == "A"


def test_without_stations_there_is_no_answer() -> None:
    with pytest.raises(NoCandidates):
        assign([], FOOD, 5)


stations = st.lists(
    st.builds(
        Candidate,
        st.text("ABCDEFGH", min_size=1, max_size=3),
        st.floats(0, 1e5),
        st.booleans(),
        st.sampled_from([ALL, FOOD, frozenset()]),
        st.integers(0, 10),
    ),
    min_size=1,
    max_size=6,
    unique_by=lambda candidate: candidate.code,
)


@given(stations, st.integers(0, 10), st.sampled_from(["A", "B", None]))
def test_no_suitable_station_is_nearer_than_the_chosen_one(
    candidates: list[Candidate], grams: int, pinned: str | None
) -> None:
    found = assign(candidates, FOOD, grams, pinned)

    suitable = [c for c in candidates if c.open and c.categories >= FOOD and c.room_grams >= grams]
    if found.reason in (Reason.NEAREST, Reason.NEAREST_SUITABLE):
        assert found.distance_m == min(c.distance_m for c in suitable)
    if found.reason is Reason.NONE_SUITABLE:
        assert not suitable
    assert {c.code for c in candidates} == {found.code, *(c.code for c in found.alternatives)}
