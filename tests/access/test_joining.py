"""A volunteer joins from the poster without a password; a guesser gets nowhere."""

from builders import OTHER_POINT, POINT, City, Somebody, donation

from models.identifiers import draw_code


def test_the_poster_lets_a_volunteer_in(city: City) -> None:
    code = city.admin().get(f"/points/{POINT}/poster").json()["code"]

    joined = city.public().post("/join", {"code": f" {code.lower()} ", "name": "小李"})

    assert joined.status_code == 201
    assert (joined.json()["role"], joined.json()["place"]) == ("volunteer", POINT)
    assert Somebody(city.client, joined.json()["token"]).log(donation()).status_code == 201


def test_a_new_poster_shuts_the_old_one_out(city: City) -> None:
    admin = city.admin()
    old = admin.get(f"/points/{POINT}/poster").json()["code"]
    new = admin.post(f"/points/{POINT}/poster", {}).json()["code"]

    assert city.public().post("/join", {"code": old, "name": "x"}).status_code == 404
    assert city.public().post("/join", {"code": new, "name": "x"}).status_code == 201


def test_a_mistyped_code_is_told_apart_from_an_unknown_one(city: City) -> None:
    unknown = draw_code(6)
    mistyped = unknown[:-1] + ("0" if unknown[-1] != "0" else "1")

    assert city.public().post("/join", {"code": unknown, "name": "x"}).status_code == 404
    refused = city.public().post("/join", {"code": mistyped, "name": "x"})
    assert refused.status_code == 422
    assert refused.json()["errors"][0] == {
        "pointer": "/code",
        "code": "code_check",
        "message": f"The check character is wrong: one character of {mistyped} is mistyped",
    }


def test_guessing_is_slowed_down(city: City) -> None:
    statuses = [
        city.public().post("/join", {"code": draw_code(6), "name": "x"}).status_code for _ in range(25)
    ]

    assert statuses[:20] == [404] * 20
    assert statuses[20:] == [429] * 5
    assert int(city.public().post("/join", {"code": "x", "name": "x"}).headers["retry-after"]) >= 1


def test_posters_are_not_for_volunteers(city: City) -> None:
    assert city.volunteer().get(f"/points/{POINT}/poster").status_code == 403
    assert city.public().get(f"/points/{POINT}/poster").status_code == 401


def test_what_is_foreign_is_as_if_it_did_not_exist(city: City) -> None:
    owner, stranger = city.volunteer(), city.volunteer(OTHER_POINT)
    intake = owner.log(donation()).json()["id"]

    absent = stranger.get("/intakes/01926b5e-7c1a-7e30-9d51-0a7b3c2d1e4f")
    foreign = stranger.get(f"/intakes/{intake}")

    assert foreign.status_code == absent.status_code == 404
    assert {**foreign.json(), "request_id": ""} == {**absent.json(), "request_id": ""}
    assert stranger.get("/intakes").json()["items"] == []
    assert owner.get(f"/intakes/{intake}").status_code == 200


def test_a_station_sees_what_comes_to_it_and_nothing_else(city: City) -> None:
    from models.access import Role

    intake = city.volunteer().log(donation()).json()
    own = intake["station"]["code"]
    other = next(f"S-0{n}" for n in range(1, 5) if f"S-0{n}" != own)

    assert city.somebody(Role.STATION_MANAGER, own).get(f"/intakes/{intake['id']}").status_code == 200
    assert city.somebody(Role.STATION_MANAGER, other).get(f"/intakes/{intake['id']}").status_code == 404
    for role in (Role.FOUNDATION, Role.AUDITOR):
        assert city.somebody(role).get(f"/intakes/{intake['id']}").status_code == 200


def test_the_poster_shows_its_point_before_anybody_joins(city: City) -> None:
    code = city.admin().get(f"/points/{POINT}/poster").json()["code"]

    shown = city.public().get(f"/join/{code[:3].lower()} {code[3:]}")

    assert shown.status_code == 200
    assert shown.json() == city.public().get(f"/points/{POINT}").json()


def test_a_preview_refuses_what_joining_refuses(city: City) -> None:
    admin = city.admin()
    old = admin.get(f"/points/{POINT}/poster").json()["code"]
    admin.post(f"/points/{POINT}/poster", {})
    unknown = draw_code(6)
    mistyped = unknown[:-1] + ("0" if unknown[-1] != "0" else "1")

    for code in (old, unknown, mistyped, "12345"):
        preview = city.public().get(f"/join/{code}")
        joined = city.public().post("/join", {"code": code, "name": "x"})
        assert preview.status_code == joined.status_code
        assert preview.json()["errors"] == joined.json()["errors"]
        assert preview.json()["errors"][0]["pointer"] == "/code"


def test_a_page_may_look_often_and_a_guesser_may_not(city: City) -> None:
    code = city.admin().get(f"/points/{POINT}/poster").json()["code"]
    assert {city.public().get(f"/join/{code}").status_code for _ in range(30)} == {200}

    statuses = [city.public().get(f"/join/{draw_code(6)}").status_code for _ in range(25)]

    assert statuses == [404] * 20 + [429] * 5
    assert city.public().post("/join", {"code": draw_code(6), "name": "x"}).status_code == 429
