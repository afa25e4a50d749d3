"""A donor's code shows what became of the gift, and nothing about anybody."""

from builders import City, coats, donation

from models.identifiers import draw_code, uuid7


def test_a_code_shows_where_the_gift_is(city: City) -> None:
    intake = (
        city.volunteer()
        .log(
            donation(coats(3, grams=2000), donor={"name": "王小明", "phone": "13812345678", "consent": True})
        )
        .json()
    )

    answer = city.public().get(f"/trace/{intake['tracking_code']}")

    body = answer.json()
    assert body["status"] == "received"
    assert [step["place_kind"] for step in body["steps"]] == ["point"]
    assert body["outcomes"][0] | {"district": ""} == {
        "outcome": "at_point",
        "district": "",
        "share": 1.0,
        "pieces": 3,
        "grams": 2000,
    }
    for secret in ("王", "13812345678", "138****5678", intake["id"]):
        assert secret not in answer.text


def test_a_code_is_read_however_it_is_typed(city: City) -> None:
    code = city.volunteer().log(donation()).json()["tracking_code"]
    for typed in (
        code.lower(),
        code.replace("-", ""),
        code.replace("-", " "),
        code.replace("1", "I").replace("0", "O"),
    ):
        assert city.public().get(f"/trace/{typed}").status_code == 200


def test_a_mistyped_code_is_told_apart_from_an_unknown_one(city: City) -> None:
    unknown = draw_code()
    mistyped = unknown[:-1] + ("0" if unknown[-1] != "0" else "1")

    assert city.public().get(f"/trace/{unknown}").status_code == 404
    refused = city.public().get(f"/trace/{mistyped}")
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["code"] == "code_check"


def test_a_gift_that_was_withdrawn_says_so(city: City) -> None:
    volunteer = city.volunteer()
    intake = volunteer.log(donation(coats(3))).json()
    correction = {"id": str(uuid7()), "reason": "not_received", "lines": [coats(0)]}
    volunteer.post(f"/intakes/{intake['id']}/corrections", correction)

    body = city.public().get(f"/trace/{intake['tracking_code']}").json()

    assert (body["status"], body["outcomes"]) == ("withdrawn", [])


def test_guessing_codes_is_slowed_down_and_looking_at_ones_own_is_not(city: City) -> None:
    own = city.volunteer().log(donation()).json()["tracking_code"]
    assert {city.public().get(f"/trace/{own}").status_code for _ in range(60)} == {200}

    statuses = [city.public().get(f"/trace/{draw_code()}").status_code for _ in range(35)]

    assert statuses == [404] * 30 + [429] * 5


def test_a_receipts_id_shows_the_same_as_its_code(city: City) -> None:
    intake_id = str(uuid7())
    code = city.volunteer().log(donation(), intake_id).json()["tracking_code"]
    by_code = city.public().get(f"/trace/{code}").json()

    for typed in (
        intake_id,
        intake_id.upper(),
        intake_id.replace("-", ""),
        intake_id.replace("-", "").upper(),
    ):
        answer = city.public().get(f"/trace/{typed}")
        assert answer.status_code == 200
        assert answer.json() == by_code


def test_a_receipt_that_no_phone_has_sent_yet_says_so(city: City) -> None:
    unsent = city.public().get(f"/trace/{uuid7()}")

    assert unsent.status_code == 404
    assert unsent.json()["errors"] == [
        {
            "pointer": "/tracking_code",
            "code": "not_sent_yet",
            "message": "The volunteer's phone has not sent it yet; look again later",
        }
    ]
    # What has not an id's form is a code, and a wrong one.
    assert city.public().get(f"/trace/{str(uuid7())[:-1]}").json()["errors"][0]["code"] == "code_length"
    assert city.public().get(f"/trace/{'g' * 32}").json()["errors"][0]["code"] == "code_length"


def test_ids_are_no_way_around_the_limit(city: City) -> None:
    statuses = [city.public().get(f"/trace/{uuid7()}").status_code for _ in range(35)]

    assert statuses == [404] * 30 + [429] * 5
    assert city.public().get(f"/trace/{draw_code()}").status_code == 429
