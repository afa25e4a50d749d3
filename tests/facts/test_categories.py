"""The categories form a tree, carry their rules as data and explain every refusal in both languages."""

from pathlib import Path

import pytest

from seeds.facts.tables import read_rows

DATA = Path(__file__).parents[2] / "seeds" / "data"
YES_NO = {"yes", "no"}
#: What anything may be counted in; any other unit is a thing of its own.
ANYTHING = {"piece", "pair", "set", "pack", "box", "carton", "bag", "bottle", "can"}


@pytest.fixture(scope="module")
def categories() -> dict[str, dict[str, str]]:
    rows = read_rows(DATA / "categories.csv")
    assert len({row["code"] for row in rows}) == len(rows)
    return {row["code"]: row for row in rows}


def test_there_are_enough_kinds_and_few_enough_for_one_page(categories: dict[str, dict[str, str]]) -> None:
    assert 40 <= len(categories) <= 100


def test_a_category_s_parent_is_its_code_without_the_last_part(
    categories: dict[str, dict[str, str]],
) -> None:
    for code, row in categories.items():
        assert row["parent"] == (code.rpartition(".")[0])
        assert row["parent"] in categories or row["parent"] == ""


def test_clothing_is_told_apart_by_season_and_wearer(categories: dict[str, dict[str, str]]) -> None:
    for season in ("winter", "spring-autumn", "summer"):
        for wearer in ("adult", "adult.men", "adult.women", "child", "infant"):
            assert f"clothing.{season}.{wearer}" in categories


def test_rules_are_well_formed(categories: dict[str, dict[str, str]]) -> None:
    for row in categories.values():
        assert {row["accepted"], row["must_be_clean"], row["needs_expiry"]} <= YES_NO
        assert row["min_condition"] in {"new", "good", "fair", "worn", ""}
        assert int(row["grams_per_piece"]) > 0
        assert 0 <= int(row["min_shelf_days"] or 0) <= 730
        assert 0 <= int(row["min_shelf_percent"] or 0) <= 100


@pytest.mark.parametrize(
    "code", ["clothing.underwear", "clothing.socks", "medical.medicine", "bedding.pillow", "food.fresh"]
)
def test_what_no_point_takes_is_refused(categories: dict[str, dict[str, str]], code: str) -> None:
    assert categories[code]["accepted"] == "no"


@pytest.mark.parametrize("code", ["clothing.winter.adult", "bedding", "shoes", "medical.mask", "relief.tent"])
def test_what_is_wanted_is_accepted(categories: dict[str, dict[str, str]], code: str) -> None:
    assert categories[code]["accepted"] == "yes"


def test_food_that_is_taken_must_say_when_it_expires(categories: dict[str, dict[str, str]]) -> None:
    food = [row for code, row in categories.items() if code.startswith("food") and row["accepted"] == "yes"]

    assert len(food) >= 8
    assert all(row["needs_expiry"] == "yes" and int(row["min_shelf_days"]) >= 90 for row in food)


def test_everything_is_said_in_both_languages(categories: dict[str, dict[str, str]]) -> None:
    for row in categories.values():
        assert all(_is_chinese(row[column]) for column in ("name", "unit_zh", "reason_zh"))
        for column in ("name_en", "unit", "reason_en"):
            assert row[column]
            assert not _is_chinese(row[column])


def test_things_are_counted_in_what_they_are(categories: dict[str, dict[str, str]]) -> None:
    for row in categories.values():
        assert row["unit"] in ANYTHING or row["unit"] in row["name_en"].lower(), row["code"]


def _is_chinese(text: str) -> bool:
    return any("一" <= character <= "鿿" for character in text)
