"""An invitation lets one person in, once, in the role and at the place that it names."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
import zxingcpp
from builders import POINT, City, Somebody, donation
from PIL import Image, ImageDraw

from models.access import PUBLIC, JoinIn, Role
from models.clock import utc_now
from models.identifiers import uuid7
from operations import invitations
from operations.errors import NotFound
from operations.network import current
from operations.rendering.qr_svg import qr_svg


def invite(by: Somebody, role: str = "driver", place: str | None = "S-01", **more: Any) -> Any:
    return by.put(f"/invitations/{uuid7()}", {"role": role, "place": place, **more})


def join(city: City, code: str, name: str = "王师傅") -> Any:
    return city.public().post("/join", {"code": code, "name": name})


def rows(by: Somebody) -> list[Any]:
    found: list[Any] = by.get("/invitations").json()["items"]
    return found


def points_of(city: City, station: str) -> list[str]:
    network = city.store.read_now(current)
    home = network.sites[station].id
    return [point.code for point in network.points if network.home_of(point) == home]


def test_who_is_invited_joins_once_in_that_role_and_place(city: City) -> None:
    admin = city.admin()
    made = invite(admin, name="王").json()
    assert made["url"] == f"http://testserver/join#{made['code']}"
    seen = city.public().post("/join/invited", {"code": made["code"]}).json()
    assert (seen["role"], seen["place"]["code"], seen["name"]) == ("driver", "S-01", "王")

    joined = join(city, made["code"])

    assert joined.status_code == 201
    assert (joined.json()["role"], joined.json()["place"]) == ("driver", "S-01")
    assert Somebody(city.client, joined.json()["token"]).get("/kit").json()["name"] == "王师傅"
    (row,) = rows(admin)
    assert (row["status"], row["used_by"], row["place"]) == ("used", "王师傅", "S-01")
    assert made["code"] not in admin.get("/invitations").text
    assert join(city, made["code"]).status_code == 404
    assert city.public().post("/join/invited", {"code": made["code"]}).status_code == 404


def test_a_poster_still_lets_volunteers_in(city: City) -> None:
    code = city.admin().get(f"/points/{POINT}/poster").json()["code"]

    token = join(city, code).json()["token"]

    assert Somebody(city.client, token).log(donation()).status_code == 201


def test_the_secret_is_shown_once_and_the_same_call_makes_one_invitation(city: City) -> None:
    admin, address = city.admin(), f"/invitations/{uuid7()}"
    body = {"role": "auditor", "days": 30}
    first = admin.put(address, body).json()
    again = admin.put(address, body).json()

    assert first["url"].startswith("http://testserver/desk/join#i_")
    assert (again["code"], again["url"], again["qr_svg"]) == (None, None, None)
    assert again["id"] == first["id"]
    assert len(rows(admin)) == 1
    assert admin.put(address, body | {"role": "admin"}).status_code == 409


def test_two_who_come_at_once_do_not_both_get_in(city: City) -> None:
    code = invite(city.admin()).json()["code"]

    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(lambda _: join(city, code).status_code, range(8)))

    assert sorted(answers) == [201, *[404] * 7]


def test_an_invitation_that_was_taken_back_or_is_too_old_lets_nobody_in(city: City) -> None:
    admin = city.admin()
    back, old = invite(admin).json(), invite(admin, expires_in_hours=1).json()

    assert admin("DELETE", f"/invitations/{back['id']}").status_code == 204
    assert join(city, back["code"]).status_code == 404
    body, later = JoinIn(code=old["code"], name="x"), utc_now() + timedelta(hours=1)
    with pytest.raises(NotFound):
        city.store.write_now(invitations.join, body, by=PUBLIC, now=later)
    assert join(city, old["code"]).status_code == 201
    assert admin("DELETE", f"/invitations/{old['id']}").status_code == 409
    assert {row["status"] for row in rows(admin)} == {"revoked", "used"}


def test_what_an_ex_manager_invited_to_lets_nobody_in(city: City) -> None:
    admin, manager = city.admin(), city.somebody(Role.STATION_MANAGER, "S-01")
    code = invite(manager).json()["code"]
    newest = admin.get("/tokens").json()["items"][0]
    assert newest["role"] == "station_manager"

    admin("DELETE", f"/tokens/{newest['id']}")

    assert join(city, code).status_code == 404


def test_managers_invite_drivers_and_volunteers_to_their_own_places_only(city: City) -> None:
    manager = city.somebody(Role.STATION_MANAGER, "S-01")
    own, foreign = points_of(city, "S-01")[0], points_of(city, "S-02")[0]

    assert invite(manager, "volunteer", own).status_code == 200
    assert invite(manager, "driver", "S-01").status_code == 200
    for role, place, pointer in (
        ("volunteer", foreign, "/place"),
        ("driver", "S-02", "/place"),
        ("station_manager", "S-01", "/role"),
        ("admin", None, "/role"),
    ):
        refused = invite(manager, role, place)
        assert refused.status_code == 422, role
        assert refused.json()["errors"][0]["pointer"] == pointer
    assert invite(city.volunteer(), "volunteer", POINT).status_code == 403
    assert invite(city.admin(), "admin", None).status_code == 200


def test_managers_see_and_take_back_what_is_theirs(city: City) -> None:
    admin, manager = city.admin(), city.somebody(Role.STATION_MANAGER, "S-01")
    mine = invite(admin, "volunteer", points_of(city, "S-01")[0]).json()["id"]
    theirs = invite(admin, "driver", "S-02").json()["id"]

    assert [row["id"] for row in rows(manager)] == [mine]
    assert [row["id"] for row in rows(admin)] == [theirs, mine]
    first = admin.get("/invitations?limit=1").json()
    rest = admin.get(f"/invitations?limit=1&cursor={first['next_cursor']}").json()
    assert [row["id"] for row in (*first["items"], *rest["items"])] == [theirs, mine]
    assert manager("DELETE", f"/invitations/{theirs}").status_code == 404
    assert manager("DELETE", f"/invitations/{mine}").status_code == 204


def test_guessing_is_slowed_down(city: City) -> None:
    answers = [
        city.public().post("/join/invited", {"code": f"i_{number:022}"}).status_code for number in range(21)
    ]
    assert (answers[0], answers[-1]) == (404, 429)


def test_the_qr_says_the_address() -> None:
    text = "https://jiujin.example.org/join#i_9vJ0c2bq1mX4kTzR8sLw3A"
    svg = qr_svg(text)
    size = int(svg.split('viewBox="0 0 ')[1].split()[0])
    image = Image.new("L", (size * 4, size * 4), 255)
    draw = ImageDraw.Draw(image)
    for step in svg.split(' d="')[2].split("M")[1:]:
        x, y = (int(part) for part in step.split("h")[0].split())
        draw.rectangle((x * 4, y * 4, x * 4 + 3, y * 4 + 3), fill=0)

    (found,) = zxingcpp.read_barcodes(image)

    assert found.text == text
