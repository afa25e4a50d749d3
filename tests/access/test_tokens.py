"""Who may: tokens are random, stored hashed, bound to a place, and dead the moment they are revoked."""

import threading
from typing import Any

import pytest
from builders import POINT, City, Somebody, donation
from sqlalchemy import text

from models import tokens
from models.access import SYSTEM, Role
from models.clock import utc_now
from operations import access


def test_a_token_is_shown_once_and_only_its_hash_is_kept(city: City) -> None:
    answer = city.admin().post("/tokens", {"name": "王", "role": "volunteer", "place": POINT})

    secret = answer.json()["token"]
    assert answer.status_code == 201
    rows = city.store.read_now(lambda session: session.execute(text("SELECT hash FROM access_token")).all())
    assert not any(secret.encode() in bytes(row.hash) for row in rows)
    assert access.hash_secret(secret) in [bytes(row.hash) for row in rows]
    assert secret not in city.admin().get("/tokens?limit=100").text


def test_tokens_carry_at_least_128_random_bits_and_differ(city: City) -> None:
    secrets = {city.volunteer().token or "" for _ in range(20)}

    assert len(secrets) == 20
    assert all(len(secret.removeprefix("jj_")) >= 22 for secret in secrets)


@pytest.mark.parametrize(
    "header", ["Bearer", "Bearer ", "Basic abc", "Bearer jj_unknown", "bearer", "Bearer \x80", "Token x"]
)
def test_a_token_that_is_none_is_refused_everywhere(city: City, header: str) -> None:
    for path in ("/intakes", "/points", "/network"):
        answer = city.public().get(path, headers={"Authorization": header.encode("latin-1")})
        assert answer.status_code == 401
        assert answer.headers["www-authenticate"] == "Bearer"


def test_an_expired_token_is_refused(city: City) -> None:
    volunteer = city.volunteer()
    city.store.write_now(_expire, by=SYSTEM, now=utc_now())

    assert volunteer.log(donation()).status_code == 401


def _expire(session: Any, *, by: Any, now: Any) -> None:  # noqa: ARG001
    session.execute(text("UPDATE access_token SET expires_at = '2001-01-01T00:00:00.000000Z'"))


def test_a_revoked_token_is_dead_at_once_also_where_it_was_known(city: City) -> None:
    admin, volunteer = city.admin(), city.volunteer()
    assert volunteer.log(donation()).status_code == 201

    _revoke(admin)

    assert volunteer.log(donation()).status_code == 401
    assert volunteer.get("/intakes").status_code == 401


def test_without_the_check_inside_the_transaction_a_revoked_token_would_live_on(
    city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    admin, volunteer = city.admin(), city.volunteer()
    assert volunteer.log(donation()).status_code == 201
    _revoke(admin)

    for module in ("models.store", "models.tokens"):
        monkeypatch.setattr(f"{module}.dead_tokens", lambda *_: set())

    assert tokens.dead_tokens(None, {1}) == set()  # type: ignore[arg-type]
    assert volunteer.log(donation()).status_code == 201


def test_nothing_is_accepted_after_the_revocation_was_answered(city: City) -> None:
    admin, volunteer = city.admin(), city.volunteer()
    statuses: list[tuple[bool, int]] = []
    revoked = threading.Event()

    def keep_logging() -> None:
        for _ in range(60):
            after = revoked.is_set()
            statuses.append((after, volunteer.log(donation()).status_code))

    phone = threading.Thread(target=keep_logging)
    phone.start()
    while not statuses:
        pass
    _revoke(admin)
    revoked.set()
    phone.join()

    assert [status for after, status in statuses if after and status != 401] == []
    assert any(status == 201 for _, status in statuses)


def test_roles_are_bound_to_the_right_kind_of_place(city: City) -> None:
    admin = city.admin()
    for body in (
        {"name": "x", "role": "volunteer"},
        {"name": "x", "role": "volunteer", "place": "S-01"},
        {"name": "x", "role": "station_manager", "place": POINT},
        {"name": "x", "role": "warehouse_manager", "place": "S-01"},
        {"name": "x", "role": "foundation", "place": POINT},
    ):
        answer = admin.post("/tokens", body)
        assert answer.status_code == 422
        assert answer.json()["errors"][0]["pointer"] == "/place"
    assert admin.post("/tokens", {"name": "x", "role": "station_manager", "place": "S-01"}).status_code == 201


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMIN])
def test_only_administrators_issue_tokens(city: City, role: Role) -> None:
    places = {
        Role.VOLUNTEER: POINT,
        Role.DRIVER: "S-01",
        Role.STATION_MANAGER: "S-01",
        Role.WAREHOUSE_MANAGER: "W-01",
    }
    somebody = city.somebody(role, places.get(role))

    answer = somebody.post("/tokens", {"name": "me", "role": "admin"})

    assert answer.status_code == 403
    assert answer.json()["code"] == "forbidden"


def _revoke(admin: Somebody) -> None:
    rows = admin.get("/tokens?limit=100").json()["items"]
    number = next(row["id"] for row in rows if row["role"] == "volunteer" and row["revoked_at"] is None)
    assert admin("DELETE", f"/tokens/{number}").status_code == 204


def test_tokens_are_found_by_role_and_by_place(city: City) -> None:
    admin = city.admin()
    for role, place in ((Role.VOLUNTEER, POINT), (Role.DRIVER, "S-01"), (Role.STATION_MANAGER, "S-01")):
        city.somebody(role, place)

    def found(asked: str) -> list[tuple[str, str]]:
        items = admin.get(f"/tokens?{asked}").json()["items"]
        return [(item["role"], item["place"]) for item in items]

    assert found("role=driver") == [("driver", "S-01")]
    assert found("place=S-01") == [("station_manager", "S-01"), ("driver", "S-01")]
    assert found(f"role=volunteer&place={POINT}") == [("volunteer", POINT)]
    assert found(f"role=driver&place={POINT}") == found("place=P-9999") == []
    assert admin.get("/tokens?role=king").status_code == 422
    assert "driver" in admin.get("/tokens?role=driver&format=csv").text
