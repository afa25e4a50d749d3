"""A donation is recorded once, under the id its phone made, and says where it goes and why."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from builders import OTHER_POINT, POINT, City, coats, donation, quilts
from sqlalchemy import text

from models.identifiers import read_code, uuid7


def test_a_volunteer_logs_a_donation_and_learns_where_it_goes(city: City) -> None:
    answer = city.volunteer().log(donation(coats(3), quilts(1, grams=2400)))

    assert answer.status_code == 201
    body = answer.json()
    assert body["point"] == POINT
    assert body["pieces"] == 4
    assert body["weight_estimated"] is True
    assert body["grams"] == 2400 + 3 * _grams_per_piece(city, "clothing.winter.adult")
    assert body["station"]["code"].startswith("S-")
    assert body["station"]["distance_m"] > 0
    assert "nearest station" in body["station"]["because"]
    assert len(read_code(body["tracking_code"])) == 10
    city.assert_sound()


def test_the_same_again_gives_the_first_answer_and_changes_nothing(city: City) -> None:
    volunteer, intake, body = city.volunteer(), str(uuid7()), donation(coats(3), donor=_donor())
    first = volunteer.log(body, intake)
    before = _counts(city)

    again = volunteer.log(dict(reversed(body.items())), intake)

    assert again.status_code == 200
    assert again.json() == first.json()
    assert _counts(city) == before


def test_another_body_under_the_same_id_is_refused_and_changes_nothing(city: City) -> None:
    volunteer, intake = city.volunteer(), str(uuid7())
    first = volunteer.log(donation(coats(3)), intake).json()
    before = _counts(city)

    refused = volunteer.log(donation(coats(4)), intake)

    assert refused.status_code == 409
    assert refused.json()["code"] == "id_taken"
    assert _counts(city) == before
    assert volunteer.get(f"/intakes/{intake}").json()["pieces"] == first["pieces"]


def test_fifty_at_once_make_one_intake(city: City) -> None:
    volunteer, intake, body = city.volunteer(), str(uuid7()), donation(coats(2), quilts(1))
    with ThreadPoolExecutor(50) as phones:
        answers = list(phones.map(lambda _: volunteer.log(body, intake), range(50)))

    assert sorted(answer.status_code for answer in answers) == [200] * 49 + [201]
    assert len({answer.text for answer in answers}) == 1
    assert _counts(city) == {"intake": 1, "lot": 2, "movement": 2, "balance": 2}
    city.assert_sound()


def test_fifty_different_bodies_at_once_make_one_intake(city: City) -> None:
    volunteer, intake = city.volunteer(), str(uuid7())
    with ThreadPoolExecutor(50) as phones:
        answers = list(phones.map(lambda n: volunteer.log(donation(coats(n + 1)), intake), range(50)))

    assert sorted(answer.status_code for answer in answers) == [201] + [409] * 49
    assert _counts(city) == {"intake": 1, "lot": 1, "movement": 1, "balance": 1}


def test_lines_of_the_same_goods_merge(city: City) -> None:
    body = city.volunteer().log(donation(coats(2, grams=1500), quilts(1), coats(3, grams=2500))).json()

    assert tuple(body["lines"][0][name] for name in ("category", "pieces", "grams")) == (
        "clothing.winter.adult",
        5,
        4000,
    )
    assert len(body["lines"]) == 2


def test_lines_in_different_condition_stay_apart(city: City) -> None:
    body = city.volunteer().log(donation(coats(2, condition="new"), coats(3, condition="good"))).json()

    assert [line["pieces"] for line in body["lines"]] == [2, 3]


def test_a_weight_that_was_measured_is_not_called_estimated(city: City) -> None:
    body = city.volunteer().log(donation(coats(2, grams=1500))).json()

    assert body["weight_estimated"] is False
    assert body["grams"] == 1500


@pytest.mark.parametrize(
    ("condition", "reason"), [("worn", "condition"), ("soiled", "soiled"), ("damaged", "damaged")]
)
def test_unfit_goods_are_recorded_with_their_reason_and_never_enter(
    city: City, condition: str, reason: str
) -> None:
    body = city.volunteer().log(donation(coats(2, condition=condition), quilts(1))).json()

    assert [(entry["category"], entry["pieces"], entry["reason"]) for entry in body["refused"]] == [
        ("clothing.winter.adult", 2, reason)
    ]
    assert body["pieces"] == 1
    assert _counts(city)["movement"] == 1
    city.assert_sound()


def test_goods_the_volunteer_turned_away_are_recorded(city: City) -> None:
    turned_away = [{"category": "clothing.winter.adult", "pieces": 4, "reason": "other"}]
    body = city.volunteer().log(donation(quilts(1), refused=turned_away)).json()

    assert body["refused"][0]["judged_by"] == "volunteer"
    assert body["pieces"] == 1


def test_an_intake_of_nothing_but_refused_goods_moves_nothing(city: City) -> None:
    answer = city.volunteer().log(donation(coats(1, condition="damaged")))

    assert answer.status_code == 201
    assert answer.json()["pieces"] == 0
    assert _counts(city)["movement"] == 0
    city.assert_sound()


def test_a_phone_whose_clock_is_off_is_believed_about_the_goods_and_flagged(city: City) -> None:
    body = city.volunteer().log(donation(coats(1)) | {"happened_at": "2016-11-23T10:00:00+08:00"}).json()

    assert "clock" in body["flags"]
    assert body["happened_at"].startswith("2016-11-23")
    assert body["pieces"] == 1


def test_a_phone_whose_clock_is_right_is_not_flagged(city: City) -> None:
    assert "clock" not in city.volunteer().log(donation(coats(1))).json()["flags"]


def test_a_donor_is_shown_masked_and_stored_sealed(city: City) -> None:
    intake = str(uuid7())
    shown = city.volunteer().log(donation(coats(1), donor=_donor()), intake)

    assert shown.json()["donor"] == {"name": "王**", "phone": "138****5678"}
    stored = city.store.read_now(
        lambda s: bytes(s.execute(text("SELECT sealed FROM donor_contact")).scalar_one())
    )
    assert "王小明".encode() not in stored
    assert b"13812345678" not in stored
    assert "13812345678" not in city.volunteer().get(f"/intakes/{intake}").text


def test_a_donor_without_consent_is_not_stored(city: City) -> None:
    refused = city.volunteer().log(donation(coats(1), donor=_donor() | {"consent": False}))

    assert refused.status_code == 422
    assert refused.json()["errors"][0]["pointer"] == "/donor"
    assert _counts(city)["intake"] == 0


def test_a_volunteer_of_another_point_cannot_record_here(city: City) -> None:
    stranger = city.volunteer(OTHER_POINT)

    assert stranger.log(donation(point=POINT)).status_code == 404
    assert stranger.log(donation(point=OTHER_POINT)).status_code == 201


def test_an_unknown_point_and_category_are_named(city: City) -> None:
    volunteer = city.volunteer()
    unknown = volunteer.log(donation(coats(1), {"category": "clothing.moon", "pieces": 1}))

    assert unknown.status_code == 422
    assert [error["pointer"] for error in unknown.json()["errors"]] == ["/lines/1/category"]
    assert volunteer.log(donation(point="P-9999")).json()["errors"][0]["pointer"] == "/point"


def test_intakes_are_listed_in_windows_without_gap_or_repeat(city: City) -> None:
    volunteer = city.volunteer()
    made = [volunteer.log(donation(coats(n + 1))).json()["id"] for n in range(7)]
    city.volunteer(OTHER_POINT).log(donation(point=OTHER_POINT))

    found, cursor = [], ""
    while cursor is not None:
        answer = volunteer.get(f"/intakes?limit=3{cursor and '&cursor=' + cursor}")
        found += [item["id"] for item in answer.json()["items"]]
        cursor = answer.json()["next_cursor"]
        assert ('rel="next"' in answer.headers.get("link", "")) is (cursor is not None)

    assert found == made


def _donor() -> dict[str, object]:
    return {"name": "王小明", "phone": "13812345678", "consent": True}


def _counts(city: City) -> dict[str, int]:
    return city.store.read_now(
        lambda session: {
            table: session.execute(text(f"SELECT COUNT(*) FROM {table}")).scalar_one()
            for table in ("intake", "lot", "movement", "balance")
        }
    )


def _grams_per_piece(city: City, code: str) -> int:
    items = city.public().get("/categories?limit=100").json()["items"]
    return next(item["grams_per_piece"] for item in items if item["code"] == code)
