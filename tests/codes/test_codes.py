"""Codes that people read, type and scan: mistakes are noticed, friendly ones are mended."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.identifiers import ALPHABET, CodeFault, Miscoded, check_character, draw_code, read_code, show_code

bodies = st.text(ALPHABET, min_size=9, max_size=9)


@given(bodies, st.integers(0, 9), st.sampled_from(ALPHABET))
def test_every_single_wrong_character_is_noticed(body: str, at: int, wrong: str) -> None:
    code = body + check_character(body)
    mistyped = code[:at] + wrong + code[at + 1 :]
    if mistyped != code:
        with pytest.raises(Miscoded) as found:
            read_code(mistyped)
        assert found.value.fault is CodeFault.CHECK


@given(bodies, st.integers(0, 8), st.integers(1, 2))
def test_every_swap_of_neighbours_and_next_neighbours_is_noticed(body: str, at: int, distance: int) -> None:
    code = list(body + check_character(body))
    other = min(at + distance, 9)
    code[at], code[other] = code[other], code[at]
    swapped = "".join(code)
    if swapped != body + check_character(body):
        with pytest.raises(Miscoded):
            read_code(swapped)


@given(bodies, st.randoms(use_true_random=False))
def test_what_people_type_for_a_code_is_read_as_the_code(body: str, chance: random.Random) -> None:
    code = body + check_character(body)
    typed = show_code(code).replace("1", "I").replace("0", "o").replace("5", "S").replace("2", "z")
    typed = "".join(chance.choice([c, c.lower(), f"{c} "]) for c in typed)

    assert read_code(typed) == code
    assert read_code("".join(chr(ord(c) + 0xFEE0) for c in code)) == code


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ("", CodeFault.LENGTH),
        ("ABC", CodeFault.LENGTH),
        ("V" * 10, CodeFault.CHARACTER),
        ("é" * 10, CodeFault.CHARACTER),
    ],
)
def test_what_is_wrong_is_told(typed: str, fault: CodeFault) -> None:
    with pytest.raises(Miscoded) as found:
        read_code(typed)
    assert found.value.fault is fault


def test_drawn_codes_are_right_and_do_not_repeat() -> None:
    drawn = [draw_code() for _ in range(20_000)]

    assert len(set(drawn)) == len(drawn)
    assert all(read_code(code) == code for code in drawn[:1000])
    assert set("".join(drawn)) == set(ALPHABET)


def test_the_check_character_is_that_of_gb_32100() -> None:
    """A published 统一社会信用代码: weights 3^i mod 31 over seventeen characters give its eighteenth."""
    assert check_character("91350100M000100Y4") == "3"
