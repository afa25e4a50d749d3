"""Whatever is given to whom: fewer than five cases are never shown apart, and no sum gives them away."""

from collections.abc import Callable

from hypothesis import given, settings
from hypothesis import strategies as st

from operations.disclosure.suppression import Given, Group, grouped
from operations.tracing.outcomes import K_ANONYMITY

gifts = st.builds(
    Given,
    month=st.sampled_from(["2026-01", "2026-02", "2026-03"]),
    category=st.sampled_from(["bedding", "clothing", "shoes"]),
    area=st.sampled_from(["310101", "310104", "530000"]),
    recipient=st.sampled_from([f"R-{n}" for n in range(12)]),
    is_case=st.just(value=False),
    pieces=st.integers(1, 50),
    grams=st.integers(1, 9000),
)
KEYS: dict[str, Callable[[Given], str]] = {
    "month": lambda one: one.month,
    "category": lambda one: one.category,
    "area": lambda one: one.area,
}


def told(found: list[Given], organisations: int) -> list[Given]:
    """Make the first recipients organisations and all others cases."""
    return [
        Given(
            **{name: getattr(one, name) for name in Given.__slots__}
            | {"is_case": int(one.recipient[2:]) >= organisations}
        )
        for one in found
    ]


@settings(max_examples=400)
@given(st.lists(gifts, max_size=40), st.integers(0, 12), st.sampled_from(sorted(KEYS)))
def test_no_group_of_fewer_than_five_cases_is_shown_apart(
    found: list[Given], organisations: int, word: str
) -> None:
    given_ = told(found, organisations)
    cases = {one.recipient for one in given_ if one.is_case}
    others = {one.recipient for one in given_ if not one.is_case}
    shown = grouped(given_, KEYS[word])

    if shown is None:
        # Only when even the sum of everything would point at them.
        assert not others
        assert 0 < len(cases) < K_ANONYMITY
        return
    groups = [*shown.named.values(), *([shown.rest] if shown.rest else [])]
    for group in shown.named.values():
        assert len(group.cases) == 0 or len(group.cases) >= K_ANONYMITY
    assert not any(group.points_at_somebody for group in groups)
    assert sum(group.pieces for group in groups) == sum(one.pieces for one in given_)
    assert sum(group.grams for group in groups) == sum(one.grams for one in given_)
    assert set().union(*(group.cases for group in groups)) == cases
    for key, group in shown.named.items():
        of_key = [one for one in given_ if KEYS[word](one) == key]
        assert group.grams in (
            sum(one.grams for one in of_key),
            sum(one.grams for one in of_key if not one.is_case),
        )


def test_a_group_points_at_somebody_only_when_it_is_a_few_cases_and_nothing_else() -> None:
    few, many = {"a", "b", "c", "d"}, {"a", "b", "c", "d", "e"}

    assert Group(1, 1, set(), few).points_at_somebody
    assert not Group(1, 1, set(), many).points_at_somebody
    assert not Group(1, 1, {"school"}, few).points_at_somebody
    assert not Group().points_at_somebody


def test_goods_for_few_cases_stand_with_others_and_without_a_place() -> None:
    def one(area: str, recipient: str, grams: int, *, is_case: bool) -> Given:
        return Given("2026-01", "bedding", area, recipient, is_case, 1, grams)

    school = one("530000", "school", 500, is_case=False)
    village = [one("310104", f"case-{n}", 10, is_case=True) for n in range(5)]
    lonely = one("310101", "alone", 7, is_case=True)

    shown = grouped([school, *village, lonely], lambda one: one.area)
    assert shown is not None
    assert set(shown.named) == {"530000"}  # the smaller of the two hides the lonely one
    assert shown.rest is not None
    assert (shown.rest.grams, len(shown.rest.cases)) == (57, 6)
    assert grouped([lonely], lambda one: one.area) is None
