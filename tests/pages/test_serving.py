"""The phone's pages arrive small, safe, fresh when they must be, and nothing else is given away."""

import gzip
import json
import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from typer.testing import CliRunner

from app import built
from app.cli import cli
from app.main import create_app
from app.settings import Settings
from routers.shell import DESK_PAGES, ICONS, JOINING, PHONE_PAGES, POLICY, PageFiles, _tag

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> TestClient:
    """The service without a database: files need none."""
    assert built.are_built(), built.NOT_BUILT
    folder = tmp_path_factory.mktemp("pages")
    app = create_app(Settings(data_dir=folder, secret_key=bytes(range(32)).hex()))
    app.state.store.close()
    return TestClient(app, raise_server_exceptions=False, headers={"Accept-Encoding": "identity"})


@pytest.fixture
def folder(client: TestClient, tmp_path: Path) -> Iterator[Path]:
    """A folder of pages of the test's own, served instead of the built ones."""
    copy = tmp_path / "served" / "pages"
    shutil.copytree(built.PAGES, copy)
    client.app.state.pages = PageFiles(copy)  # type: ignore[attr-defined]
    yield copy
    client.app.state.pages = PageFiles(built.PAGES)  # type: ignore[attr-defined]


def files() -> list[str]:
    """Return the addresses that the worker keeps."""
    text = (built.PAGES / "sw.js").read_text(encoding="utf-8")
    (found,) = re.findall(r"const FILES = (\[.*?\]);", text)
    return list(json.loads(found))


def test_the_addresses_are_those_that_the_worker_knows() -> None:
    known = json.loads((ROOT / "web" / "src" / "phone" / "pages.json").read_text(encoding="utf-8"))

    assert list(PHONE_PAGES) == known


def test_every_address_of_the_desk_shows_the_desk(client: TestClient) -> None:
    known = json.loads((ROOT / "web" / "src" / "desk" / "pages.json").read_text(encoding="utf-8"))
    page = (built.PAGES / "desk.html").read_text(encoding="utf-8")

    assert list(DESK_PAGES) == known
    for address in DESK_PAGES:
        answer = client.get(re.sub(r"\{\w+\}", "X1", address))
        assert (answer.status_code, answer.text) == (200, page), address
        assert answer.headers["cache-control"] == "no-cache"
    nowhere = client.get("/desk/nowhere/at/all")
    assert (nowhere.status_code, nowhere.text) == (404, client.get("/desk").text)
    assert nowhere.headers["content-security-policy"] == POLICY
    known = client.get("/desk/nowhere/at/all", headers={"If-None-Match": nowhere.headers["etag"]})
    assert (known.status_code, known.text) == (304, "")
    assert client.get("/desk.html").status_code == 404


def test_every_address_of_the_phone_shows_the_page(client: TestClient) -> None:
    page = (built.PAGES / "index.html").read_text(encoding="utf-8")
    joining = (built.PAGES / "join.html").read_text(encoding="utf-8")

    for address in PHONE_PAGES:
        answer = client.get(re.sub(r"\{\w+\}", "X1", address))
        assert (answer.status_code, answer.text) == (200, joining if address in JOINING else page), address
        assert answer.headers["content-type"] == "text/html; charset=utf-8"
        assert answer.headers["cache-control"] == "no-cache"


@pytest.mark.parametrize(
    "address",
    [
        "/nowhere",
        "/scan/",
        "/run/1/2/3",
        "/api/v1/nowhere",
        "/api/v2/points",
        "/index.html",
        "/join.html",
        "/assets/none.js",
    ],
)
def test_an_address_that_is_none_is_a_problem_and_not_the_page(client: TestClient, address: str) -> None:
    answer = client.get(address, headers={"Accept": "text/html"})

    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["cache-control"] == "no-store"


def test_every_file_that_the_page_needs_is_there(client: TestClient) -> None:
    assert len(files()) > 3
    for address in files():
        answer = client.get(address)
        assert answer.status_code == 200, address
        loads = address in ("/", "/sw.js")
        policy = POLICY if loads else "default-src 'none'; frame-ancestors 'none'"
        part = address.startswith("/assets/")
        assert answer.headers.get("content-security-policy") == (None if part else policy), address
        assert answer.headers["x-content-type-options"] == "nosniff"


def test_scripts_and_styles_come_with_no_more_than_they_need(client: TestClient) -> None:
    (script,) = [address for address in files() if "/assets/boot-" in address]

    assert set(client.get(script, headers={"Accept-Encoding": "br"}).headers) == {
        "content-type",
        "content-encoding",
        "content-length",
        "cache-control",
        "etag",
        "vary",
        "x-content-type-options",
    }
    missing = client.get("/assets/none.js").headers
    assert missing["content-security-policy"] == "default-src 'none'; frame-ancestors 'none'"
    assert missing["x-request-id"]


def test_newcomers_are_told_at_once_what_their_first_screen_needs(client: TestClient) -> None:
    named = re.findall(r'<link rel="(?:modulepreload|preload)"[^>]*href="([^"]+)"', client.get("/J/X").text)

    assert any("/join-" in address for address in named)
    assert not any("/log-" in address for address in named)
    assert "/Join-" not in client.get("/").text
    for address in named:
        assert client.get(address).status_code == 200, address


def test_what_lies_beside_the_page_is_what_is_served(client: TestClient) -> None:
    whole = (path for path in built.PAGES.iterdir() if path.is_file())
    names = {path.name for path in whole if path.suffix not in (".br", ".gz")}

    assert names == {"index.html", "join.html", "desk.html", "sw.js", *ICONS}
    for name in ICONS:
        answer = client.get(f"/{name}")
        assert answer.content == (built.PAGES / name).read_bytes()
        assert answer.headers["cache-control"] == "public, max-age=86400"
    assert client.get("/app.webmanifest").headers["content-type"] == "application/manifest+json"


def test_hashed_files_stay_for_ever_and_the_worker_is_asked_for_each_time(client: TestClient) -> None:
    scripts = [address for address in files() if re.fullmatch(r"/assets/.*-[\w-]{8}\.js", address)]

    assert scripts
    for address in scripts:
        answer = client.get(address)
        assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
        assert answer.headers["content-type"] == "text/javascript; charset=utf-8"
    assert client.get("/sw.js").headers["cache-control"] == "no-cache"


def test_the_page_may_load_only_our_own_and_use_camera_and_position(client: TestClient) -> None:
    headers = client.get("/").headers

    for part in (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "connect-src 'self'",
        "manifest-src 'self'",
        "worker-src 'self' blob:",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    ):
        assert part in headers["content-security-policy"].split("; ")
    assert "http" not in headers["content-security-policy"]
    assert headers["permissions-policy"].startswith("camera=(self), geolocation=(self)")
    assert headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    ("asked", "coding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip", "gzip"),
        ("br;q=0, GZIP;q=0.5", "gzip"),
        ("br; q=0.0, gzip;q=0", None),
        ("identity", None),
        ("", None),
    ],
)
def test_a_file_comes_in_the_smallest_form_the_browser_takes(
    client: TestClient, asked: str, coding: str | None
) -> None:
    with client.stream("GET", "/sw.js", headers={"Accept-Encoding": asked}) as answer:
        raw = b"".join(answer.iter_raw())

    assert answer.headers.get("content-encoding") == coding
    assert answer.headers["vary"] == "Accept-Encoding"
    ending = {"br": ".br", "gzip": ".gz", None: ""}[coding]
    assert raw == (built.PAGES / f"sw.js{ending}").read_bytes()
    assert answer.headers["content-type"] == "text/javascript; charset=utf-8"


def test_the_compressed_file_is_the_file() -> None:
    compressed = list(built.PAGES.rglob("*.gz"))

    assert len(compressed) > 3
    for path in compressed:
        assert gzip.decompress(path.read_bytes()) == path.with_suffix("").read_bytes()
        assert path.with_suffix(".br").stat().st_size < path.stat().st_size


def test_head_answers_as_get_without_the_file(client: TestClient) -> None:
    for address in ("/", "/sw.js", "/icon.svg", files()[-1]):
        asked, head = client.get(address), client.head(address)
        assert (head.status_code, head.content) == (200, b"")
        for name in ("etag", "content-length", "content-type", "cache-control", "content-security-policy"):
            assert head.headers[name] == asked.headers[name]


def test_a_page_that_the_browser_has_is_not_sent_again(client: TestClient) -> None:
    for address in ("/", "/sw.js", "/icon.svg"):
        first = client.get(address)
        again = client.get(address, headers={"If-None-Match": first.headers["etag"]})

        assert (again.status_code, again.content) == (304, b"")
        # A browser takes these over from a 304: the page would lose what it may load.
        for name in ("content-security-policy", "cache-control", "vary", "etag"):
            assert again.headers[name] == first.headers[name]
        assert again.headers.get("permissions-policy") == first.headers.get("permissions-policy")


def test_a_page_is_never_held_for_the_same_because_of_its_time(client: TestClient) -> None:
    answer = client.get("/", headers={"If-Modified-Since": "Fri, 01 Jan 2100 00:00:00 GMT"})

    assert answer.status_code == 200
    assert "last-modified" not in answer.headers


def test_each_form_of_a_file_has_a_tag_of_its_own(client: TestClient) -> None:
    tags = {
        client.head("/", headers={"Accept-Encoding": coding}).headers["etag"]
        for coding in ("br", "gzip", "identity")
    }

    assert len(tags) == 3


def test_a_release_is_noticed_even_when_time_and_size_of_its_files_are_the_same(
    client: TestClient, folder: Path
) -> None:
    page = folder / "index.html"
    before = page.stat()
    tag = client.get("/").headers["etag"]
    page.write_bytes(page.read_bytes().replace(b"Jiujin", b"nijuiJ"))
    os.utime(page, ns=(before.st_atime_ns, before.st_mtime_ns))
    _tag.cache_clear()  # as in the process of the next release

    answer = client.get("/", headers={"If-None-Match": tag})

    assert answer.status_code == 200
    assert "nijuiJ" in answer.text


@pytest.mark.parametrize(
    "address",
    [
        "/assets/..%2f..%2fsecret.js",
        "/assets/%2e%2e%2f%2e%2e%2fsecret.js",
        "/assets/..%5c..%5csecret.js",
        "/assets/%2fetc%2fpasswd.js",
        "/assets/link.js",
        "/assets/%00.js",
        "/assets/",
        "/assets/%2e%2e",
        "/assets/" + "x" * 300 + ".js",
        "/sw.js.br",
        "/assets/notes.txt",
    ],
)
def test_nothing_outside_the_folder_and_nothing_of_another_kind_is_given_away(
    client: TestClient, folder: Path, address: str
) -> None:
    (folder.parent / "secret.js").write_text("secret")
    (folder / "assets" / "notes.txt").write_text("secret")
    (folder / "assets" / "link.js").symlink_to(folder.parent / "secret.js")

    answer = client.get(address)

    assert "secret" not in answer.text
    assert answer.status_code == 404


def test_a_file_of_the_folder_is_found_by_the_same_way(client: TestClient, folder: Path) -> None:
    (folder / "assets" / "public.js").write_text("secret")

    assert client.get("/assets/public.js").text == "secret"


def test_pages_are_read_and_not_written(client: TestClient) -> None:
    for address in ("/", "/sw.js", "/icon.svg", "/assets/x.js"):
        assert client.post(address).status_code == 405


@pytest.fixture
def unbuilt(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(built, "PAGES", tmp_path / "none")
    monkeypatch.setenv("JIUJIN_DATA_DIR", str(tmp_path))


@pytest.mark.usefixtures("unbuilt")
def test_without_pages_the_service_does_not_start_and_says_what_builds_them() -> None:
    done = CliRunner().invoke(cli, ["serve"])

    assert done.exit_code == 2
    assert "make run" in done.stderr


@pytest.mark.usefixtures("unbuilt")
def test_the_doctor_finds_pages_that_are_not_built() -> None:
    shown = CliRunner().invoke(cli, ["doctor"], env={"COLUMNS": "200"}).output

    assert re.search(r"pages\W+failing\W+The pages are not built", shown)


def test_the_doctor_finds_pages_that_are_built(tmp_path: Path) -> None:
    environment = {"COLUMNS": "200", "JIUJIN_DATA_DIR": str(tmp_path)}
    shown = CliRunner().invoke(cli, ["doctor"], env=environment).output

    assert re.search(r"pages\W+ok\W+built", shown)
