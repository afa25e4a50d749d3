"""A mistake is answered by a linked later fact; the first record stays as it was."""

from typing import Any

import pytest
from builders import OTHER_POINT, POINT, City, Somebody, coats, donation, quilts
from chain_builders import Chain, done, faults, graded

from models.access import Role
from models.identifiers import uuid7


@pytest.fixture
def volunteer(city: City) -> Somebody:
    return city.volunteer()


@pytest.fixture
def intake(volunteer: Somebody) -> dict[str, Any]:
    body: dict[str, Any] = volunteer.log(donation(coats(5, grams=4000), quilts(2, grams=5000))).json()
    return body


def test_a_miscount_is_corrected_and_the_first_record_stays(
    city: City, volunteer: Somebody, intake: dict[str, Any]
) -> None:
    answer = volunteer.post(f"/intakes/{intake['id']}/corrections", _correction(coats(3, grams=2400)))

    assert answer.status_code == 201
    assert (answer.json()["pieces"], answer.json()["grams"]) == (-2, -1600)
    now = volunteer.get(f"/intakes/{intake['id']}").json()
    assert (now["pieces"], now["grams"]) == (7, 9000)
    assert (now["pieces_now"], now["grams_now"]) == (5, 7400)
    city.assert_sound()


@pytest.mark.parametrize(
    ("pieces", "grams", "difference"),
    [(9, 7000, (4, 3000)), (3, 5000, (-2, 1000)), (0, 0, (-5, -4000)), (10, None, (5, 4000))],
)
def test_more_less_mixed_none_and_in_proportion(
    city: City,
    volunteer: Somebody,
    intake: dict[str, Any],
    pieces: int,
    grams: int | None,
    difference: tuple[int, int],
) -> None:
    line = coats(pieces) if grams is None else coats(pieces, grams=grams)
    answer = volunteer.post(f"/intakes/{intake['id']}/corrections", _correction(line)).json()

    assert (answer["pieces"], answer["grams"]) == difference
    city.assert_sound()


def test_a_wrong_category_moves_to_the_right_one(
    city: City, volunteer: Somebody, intake: dict[str, Any]
) -> None:
    lines = [coats(0), {"category": "shoes", "pieces": 5}]
    answer = volunteer.post(
        f"/intakes/{intake['id']}/corrections", _correction(*lines, reason="wrong_category")
    )

    assert answer.status_code == 201
    assert volunteer.get(f"/intakes/{intake['id']}").json()["pieces_now"] == 7
    city.assert_sound()


def test_the_same_correction_again_is_the_same_fact(
    city: City, volunteer: Somebody, intake: dict[str, Any]
) -> None:
    body = _correction(coats(3))
    path = f"/intakes/{intake['id']}/corrections"
    first = volunteer.post(path, body)

    again = volunteer.post(path, body)

    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json() == first.json()
    assert volunteer.post(path, body | {"reason": "duplicate"}).status_code == 409
    city.assert_sound()


def test_a_line_that_was_never_there_cannot_be_taken_back(
    volunteer: Somebody, intake: dict[str, Any]
) -> None:
    answer = volunteer.post(
        f"/intakes/{intake['id']}/corrections", _correction({"category": "shoes", "pieces": 0})
    )

    assert answer.status_code == 422
    assert answer.json()["errors"][0] | {"message": ""} == {
        "pointer": "/lines/0",
        "code": "no_such_line",
        "message": "",
    }


def test_a_correction_that_changes_nothing_is_refused(volunteer: Somebody, intake: dict[str, Any]) -> None:
    answer = volunteer.post(f"/intakes/{intake['id']}/corrections", _correction(coats(5, grams=4000)))

    assert answer.status_code == 422


def test_what_was_sorted_cannot_be_corrected_any_more(chain: Chain) -> None:
    (label,) = chain.labels(1)
    gift = chain.give(POINT, coats(3, grams=2000), quilts(2, grams=4000), bag=label)
    volunteer = chain.who(Role.VOLUNTEER, POINT)
    done(volunteer.put(f"/bags/{label}", {"point": POINT}))
    station = gift["station"]["code"]
    chain.receive([label], station)
    chain.sort([label], [graded(5, 6000)], station=station)

    answer = volunteer.post(f"/intakes/{gift['id']}/corrections", _correction(coats(1), quilts(0)))

    assert answer.status_code == 409
    assert faults(answer) == [("/lines/0", "already_sorted"), ("/lines/1", "already_sorted")]
    assert volunteer.get(f"/intakes/{gift['id']}").json()["corrections"] == []


def test_a_stranger_cannot_correct(city: City, intake: dict[str, Any]) -> None:
    stranger = city.volunteer(OTHER_POINT)

    assert stranger.post(f"/intakes/{intake['id']}/corrections", _correction(coats(1))).status_code == 404


def _correction(*lines: dict[str, Any], reason: str = "miscount") -> dict[str, Any]:
    return {"id": str(uuid7()), "reason": reason, "lines": list(lines)}
