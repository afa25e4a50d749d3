"""The rules of the house, checked: sizes, names, policies, words, contracts, settings, logs."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from builders import City, donation
from fastapi import APIRouter, FastAPI

from app.settings import BadSettings, Settings, secret_key
from operations import errors
from operations.errors import Fault, Refusal
from operations.invariants import INVARIANTS
from routers.policies import PolicedRoute, Unpoliced, public, require_policies
from routers.problems import STATUS
from routers.wording import SENTENCES, VALIDATION, sentence

ROOT = Path(__file__).parents[2]
PACKAGES = ("app", "routers", "operations", "models", "geo", "seeds", "benchmarks")
SOURCES = [file for package in PACKAGES for file in sorted((ROOT / package).rglob("*.py"))]


def refusals(base: type[Refusal] = Refusal) -> Iterator[type[Refusal]]:
    for cls in base.__subclasses__():
        yield cls
        yield from refusals(cls)


@pytest.mark.parametrize("file", SOURCES, ids=lambda file: str(file.relative_to(ROOT)))
def test_files_and_functions_are_small_and_named_well(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert text.count("\n") <= 300
    assert file.stem not in {"utils", "helpers", "common", "manager", "base"}
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert (node.end_lineno or 0) - node.lineno < 40, node.name


def test_every_refusal_has_a_status_words_and_a_place_in_the_tree() -> None:
    drawn = errors.__doc__ or ""
    for cls in refusals():
        assert cls.code in STATUS, cls
        assert cls.code in SENTENCES, cls
        assert cls.__name__ in drawn, cls


def test_every_fault_that_the_code_names_has_words() -> None:
    named = set()
    for package in ("operations", "routers"):
        for file in (ROOT / package).rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if (
                    isinstance(node, ast.Call)
                    and getattr(node.func, "id", "") == Fault.__name__
                    and len(node.args) > 1
                ):
                    code = node.args[1]
                    if isinstance(code, ast.Constant):
                        named.add(code.value)
    assert len(named) > 15
    assert named <= set(SENTENCES), named - set(SENTENCES)


def test_every_sentence_exists_in_both_languages() -> None:
    for code, (zh, en) in {**SENTENCES, **VALIDATION}.items():
        assert any("\u4e00" <= character <= "\u9fff" for character in zh), code
        assert en.isascii(), code
        assert "invalid" not in en.lower(), code
    assert sentence("unknown_point", "en", {"value": "P-9"}) == "There is no point with code P-9"
    assert "…" in sentence("unknown_point", "zh")


def test_a_route_without_a_policy_stops_the_start() -> None:
    app, router = FastAPI(openapi_url=None), APIRouter(route_class=PolicedRoute)

    @router.get("/naked")
    async def naked() -> None: ...

    @router.get("/open")
    @public
    async def is_open() -> None: ...

    app.include_router(router)
    with pytest.raises(Unpoliced, match="/naked"):
        require_policies(app)


def test_a_route_with_a_policy_starts() -> None:
    app, router = FastAPI(openapi_url=None), APIRouter(route_class=PolicedRoute)

    @router.get("/open")
    @public
    async def is_open() -> None: ...

    app.include_router(router)
    require_policies(app)


def test_the_import_contracts_hold() -> None:
    found = subprocess.run(
        [Path(sys.executable).parent / "lint-imports"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert found.returncode == 0, found.stdout


def test_all_bad_settings_are_reported_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JIUJIN_PORT", "99999")
    monkeypatch.setenv("JIUJIN_DATABASE_URL", "mysql://somewhere/x")
    monkeypatch.setenv("JIUJIN_SECRET_KEY", "changeme")
    monkeypatch.setenv("JIUJIN_LOG_LEVEL", "loud")

    with pytest.raises(BadSettings) as found:
        Settings.read()

    text = "\n".join(found.value.problems)
    for name in ("JIUJIN_PORT", "JIUJIN_DATABASE_URL", "JIUJIN_SECRET_KEY", "JIUJIN_LOG_LEVEL"):
        assert name in text


@pytest.mark.parametrize("key", ["00" * 32, "ab" * 32, "x" * 64, "12"])
def test_a_placeholder_is_no_secret_key(key: str) -> None:
    with pytest.raises(ValueError, match="random hexadecimal"):
        Settings(secret_key=key)


def test_the_key_file_is_made_once_and_for_its_owner_alone(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path)

    assert secret_key(settings) == secret_key(settings)
    assert (tmp_path / "secret.key").stat().st_mode & 0o777 == 0o600


def test_answers_carry_what_keeps_browsers_safe(city: City) -> None:
    for path in ("/network", "/nowhere", "/points?near=x"):
        headers = city.public().get(path).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["cache-control"] == "no-store"
        assert "default-src 'none'" in headers["content-security-policy"]
        assert headers["x-request-id"]


def test_a_request_id_is_kept_when_it_is_decent_and_made_when_not(city: City) -> None:
    assert (
        city.public().get("/network", headers={"X-Request-ID": "phone-0042"}).headers["x-request-id"]
        == "phone-0042"
    )
    assert (
        city.public().get("/network", headers={"X-Request-ID": "a b\x01"}).headers["x-request-id"]
        != "a b\x01"
    )


def test_the_language_follows_accept_language(city: City) -> None:
    for header, language in (
        ("en", "en"),
        ("zh-CN", "zh"),
        ("fr", "zh"),
        ("zh;q=0.1, en;q=0.9", "en"),
        ("", "zh"),
        ("en;q=x", "zh"),
    ):
        title = city.public().get("/nowhere", headers={"Accept-Language": header}).json()["title"]
        assert title.isascii() is (language == "en"), header


def test_metrics_count_routes_and_hold_no_values(city: City) -> None:
    code = city.volunteer().log(donation(note="canary-7431")).json()["tracking_code"]
    city.public().get(f"/trace/{code}")

    text = city.public().get("/metrics").text

    assert 'jiujin_requests_total{method="PUT"' in text
    assert code not in text
    assert "canary" not in text


def test_pages_are_readable_in_both_languages(city: City) -> None:
    for language, words in (("zh", "捐赠接收点"), ("en", "Donation points")):
        page = city.client.get("/about", headers={"Accept-Language": language})
        assert page.status_code == 200
        assert words in page.text
        assert "1,500" in page.text
    assert "/docs/assets/swagger-ui-bundle.js" in city.client.get("/docs").text
    assert city.client.get("/docs/assets/swagger-ui.css").status_code == 200


def test_invariants_say_what_they_promise() -> None:
    assert len({invariant.name for invariant in INVARIANTS}) == len(INVARIANTS) >= 10
    assert all(invariant.promise.endswith(".") for invariant in INVARIANTS)
