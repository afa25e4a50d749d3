"""Whatever is wrong, the answer names it, in both languages, and nothing is stored."""

from typing import Any

import pytest
from builders import City
from sqlalchemy import text
from wrong_bodies import GOOD, NOT_A_UUID, PARAMETERS, RAW, dumped, field_cases, structure_cases

from models.identifiers import uuid7

PROBLEM = {"type", "title", "status", "detail", "code", "errors", "request_id"}


def test_there_are_at_least_three_hundred() -> None:
    assert len(field_cases()) + len(structure_cases()) + len(RAW) + len(PARAMETERS) + len(NOT_A_UUID) >= 300


def test_the_body_the_wrong_ones_are_made_from_is_right(city: City) -> None:
    assert city.volunteer().log(GOOD).status_code == 201


def test_every_wrong_field_is_named_in_both_languages(city: City) -> None:
    _all_refused(city, [*field_cases(), *structure_cases()])


def test_what_is_not_json_is_refused(city: City) -> None:
    volunteer = city.volunteer()
    for raw in RAW:
        answer = volunteer(
            "PUT", f"/intakes/{uuid7()}", content=raw, headers={"Content-Type": "application/json"}
        )
        assert 400 <= answer.status_code < 500, raw[:40]
        assert answer.headers["content-type"] == "application/problem+json"
        assert set(answer.json()) == PROBLEM
    _nothing_stored(city)


def test_another_content_type_is_refused(city: City) -> None:
    for kind in ("text/plain", "application/x-www-form-urlencoded", "application/xml", ""):
        headers = {"Content-Type": kind}
        answer = city.volunteer()("PUT", f"/intakes/{uuid7()}", content=dumped(GOOD), headers=headers)
        assert answer.status_code == 422
    _nothing_stored(city)


def test_wrong_ids_are_named(city: City) -> None:
    volunteer = city.volunteer()
    for wrong in NOT_A_UUID:
        answer = volunteer.put(f"/intakes/{wrong}", GOOD)
        assert answer.status_code in (404, 405, 422), wrong
        assert set(answer.json()) == PROBLEM
    _nothing_stored(city)


def test_every_wrong_parameter_is_named_in_both_languages(city: City) -> None:
    somebody = city.admin()
    for path, pointer in PARAMETERS:
        titles = set()
        for language in ("zh", "en"):
            answer = somebody.get(path, headers={"Accept-Language": language})
            assert answer.status_code == 422, (path, answer.text)
            body = answer.json()
            assert pointer in [error["pointer"] for error in body["errors"]], (path, body)
            titles.add(body["title"])
        assert len(titles) == 2


@pytest.mark.parametrize("size", [2_000_001, 5_000_000])
def test_a_body_that_is_too_large_is_refused_before_it_is_read(city: City, size: int) -> None:
    answer = city.volunteer()(
        "PUT", f"/intakes/{uuid7()}", content=b" " * size, headers={"Content-Type": "application/json"}
    )

    assert answer.status_code == 413
    assert set(answer.json()) == PROBLEM


def test_unknown_addresses_and_methods_are_problems_too(city: City) -> None:
    for method, path, status in (
        ("GET", "/nowhere", 404),
        ("POST", "/points", 405),
        ("DELETE", "/intakes", 405),
        ("PATCH", "/network", 405),
        ("GET", "/points/../../etc/passwd", 404),
        ("GET", "/points/%2e%2e%2f", 404),
        ("GET", "/Points", 404),
        ("GET", "/points/", 404),
    ):
        answer = city.public()(method, path)
        assert answer.status_code == status, (method, path, answer.text)
        assert set(answer.json()) == PROBLEM
        assert answer.headers["x-request-id"] == answer.json()["request_id"]


def _all_refused(city: City, cases: list[tuple[str, Any]]) -> None:
    volunteer = city.volunteer()
    for pointer, body in cases:
        messages = set()
        for language in ("zh", "en"):
            headers = {"Content-Type": "application/json", "Accept-Language": language}
            answer = volunteer("PUT", f"/intakes/{uuid7()}", content=dumped(body), headers=headers)
            assert answer.status_code == 422, (pointer, body, answer.text)
            assert answer.headers["content-type"] == "application/problem+json"
            problem = answer.json()
            assert set(problem) == PROBLEM
            found = {error["pointer"]: error["message"] for error in problem["errors"]}
            assert pointer in found, (pointer, body, problem)
            messages.add(found[pointer])
        assert len(messages) == 2, (pointer, messages)
    _nothing_stored(city)


def _nothing_stored(city: City) -> None:
    count = city.store.read_now(
        lambda session: session.execute(text("SELECT COUNT(*) FROM intake")).scalar_one()
    )
    assert count == 0
