"""What every test of a page stands on, whatever the page shows."""

import re
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import phones as phones_module
import pytest
from builders import POINT
from databases import ENGINES
from phones import KeptPhone, NoChromium, Phone, find_chromium, find_quick, watched_phones
from playwright.sync_api import Browser, Error, Page
from served import Service

from app.built import PAGES
from models.access import Role

_WRITE = """async (words) => {
    const asked = (request) => new Promise((done) => (request.onsuccess = () => done(request.result)));
    const opening = indexedDB.open("notes", 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore("lines", { autoIncrement: true });
    const database = await asked(opening);
    const written = database.transaction("lines", "readwrite", { durability: "strict" });
    written.objectStore("lines").add(words);
    await new Promise((done) => (written.oncomplete = done));
    database.close();
}"""


def test_the_page_arrives_and_is_a_phones(service: Service, phone: Phone) -> None:
    page = phone.open("/scan")

    assert page.evaluate("isSecureContext")
    assert page.evaluate("[innerWidth, navigator.language, navigator.maxTouchPoints > 0]") == [
        390,
        "zh-CN",
        True,
    ]
    assert page.evaluate("Intl.DateTimeFormat().resolvedOptions().timeZone") == "Asia/Shanghai"
    assert _name(page) == "就近 Jiujin"
    assert page.evaluate("async () => (await fetch('/api/v1/network')).status") == 200
    assert service.store is not None


def test_the_page_opens_without_reception_after_one_visit(phone: Phone) -> None:
    phone.open("/")
    phone.await_worker()

    with phone.without_reception():
        for address in ("/", "/run/7", "/receipt/1"):
            assert _name(phone.open(address)) == "就近 Jiujin"
        assert phone.page.reload() is not None


def test_the_page_does_not_open_without_reception_before_the_first_visit(phone: Phone) -> None:
    with phone.without_reception(), pytest.raises(Error, match="ERR_INTERNET_DISCONNECTED"):
        phone.open("/")


def test_the_page_opens_while_the_service_is_away_and_hears_when_it_is_back(
    service: Service, phone: Phone
) -> None:
    phone.open("/")
    phone.await_worker()
    phone.forgive("ERR_CONNECTION_REFUSED")
    asks = "async () => fetch('/health/live').then((answer) => answer.status, () => 0)"

    service.stop()
    assert phone.open("/").evaluate(asks) == 0
    service.start()
    assert phone.page.evaluate(asks) == 200


def test_a_new_release_replaces_the_page(service: Service, phone: Phone, tmp_path: Path) -> None:
    phone.open("/")
    phone.await_worker()
    service.release(tmp_path / "release", "release two")
    phone.await_release()

    phone.page.reload()
    assert _name(phone.page) == "release two"
    with phone.without_reception():
        assert _name(phone.open("/me")) == "release two"


def test_an_open_page_still_has_the_files_of_the_release_it_came_from(
    service: Service, phone: Phone, tmp_path: Path
) -> None:
    phone.open("/")
    phone.await_worker()
    script = phone.page.evaluate("document.querySelector('script[src]').getAttribute('src')")
    service.release(tmp_path / "release", "release two")
    phone.await_release()
    # Past the browser's own cache, which keeps nothing for sure.
    ask = "async (address) => (await fetch(address, { cache: 'reload' })).status"
    phone.forgive("404")

    assert phone.page.evaluate(ask, script) == 200
    assert phone.page.evaluate(ask, "/assets/of-no-release.js") == 404


def test_without_a_new_release_the_page_stays(service: Service, phone: Phone) -> None:
    phone.open("/")
    phone.await_worker()
    service.serve_pages(PAGES)
    phone.await_release()

    phone.page.reload()
    assert _name(phone.page) == "就近 Jiujin"
    assert len(phone.page.evaluate("caches.keys()")) == 1


def test_a_killed_phone_still_has_what_it_wrote_and_the_page(service: Service, kept_phone: KeptPhone) -> None:
    phone = kept_phone.start()
    phone.open("/")
    phone.await_worker()
    assert phone.read_database("notes") is None
    phone.page.evaluate(_WRITE, "three coats")
    kept_phone.kill()
    service.stop()

    phone = kept_phone.start()
    phone.forgive("ERR_CONNECTION_REFUSED")
    phone.open("/")

    assert phone.read_database("notes") == {"lines": ["three coats"]}


def test_two_phones_share_nothing(phones: Callable[..., Phone]) -> None:
    one, other = phones(), phones(locale="en-GB")
    one.open("/")
    other.open("/")
    one.page.evaluate(_WRITE, "three coats")

    assert other.read_database("notes") is None
    assert other.page.evaluate("navigator.language") == "en-GB"


@pytest.mark.parametrize("database_url", ENGINES, indirect=True)
def test_the_service_behind_the_page_is_the_real_one(service: Service, phone: Phone) -> None:
    headers = {"Authorization": f"Bearer {service.token(Role.VOLUNTEER, POINT)}"}
    ask = "async (headers) => (await fetch('/api/v1/intakes', { headers })).json()"

    assert phone.open("/").evaluate(ask, headers)["items"] == []


_APPEND = "document.body.append(Object.assign(document.createElement('script'), {}))"
_POLICY = "Content Security Policy"
_WRONG = {
    "an error nobody caught": ("setTimeout(() => { throw new Error('oh') })", "error: .*oh"),
    "a promise nobody caught": ("void Promise.reject(new Error('oh'))", "error: .*oh"),
    "an error that is told": ("console.error('oh')", "console: oh"),
    "a script from elsewhere": (_APPEND.replace("{}", "{ src: 'http://127.0.0.1:9/x.js' }"), _POLICY),
    "a script in the page": (_APPEND.replace("{}", "{ text: 'window.ran = true' }"), _POLICY),
    "code made of words": ("void setTimeout('window.ran = true')", _POLICY),
    "words sent elsewhere": ("fetch('http://127.0.0.1:9/').catch(() => 0)", _POLICY),
    "a page of elsewhere": ("void open('http://127.0.0.1:9/')", "foreign: http://127.0.0.1:9/"),
}


@pytest.mark.parametrize("case", _WRONG)
def test_what_goes_wrong_in_a_page_fails_the_test(service: Service, browser: Browser, case: str) -> None:
    script, noticed = _WRONG[case]

    with pytest.raises(AssertionError, match=noticed):
        _run_in_a_page(browser, service.url, script, noticed)


def test_what_was_foreseen_does_not(service: Service, browser: Browser) -> None:
    _run_in_a_page(browser, service.url, "console.error('oh')", "oh", forgiven=["console: oh"])


def test_what_goes_wrong_in_a_kept_phone_fails_the_test_though_it_was_killed(
    kept_phone: KeptPhone,
) -> None:
    phone = kept_phone.start()
    phone.open("/").evaluate("console.error('oh')")
    _wait_for(phone, "oh")
    kept_phone.kill()

    with pytest.raises(AssertionError, match="console: oh"):
        kept_phone.stop()
    phone.forgive("oh")


def _name(page: Page) -> str:
    """Return the name that the release on a page gives itself."""
    name: str = page.evaluate("document.querySelector('meta[name=application-name]').content")
    return name


def _run_in_a_page(
    browser: Browser, url: str, script: str, awaited: str, forgiven: Sequence[str] = ()
) -> None:
    with watched_phones(browser, url) as phones:
        phone = phones()
        for pattern in forgiven:
            phone.forgive(pattern)
        phone.open("/").evaluate(script)
        _wait_for(phone, awaited)


def _wait_for(phone: Phone, words: str) -> None:
    until = time.monotonic() + 10
    while not any(re.search(words, fault) for fault in phone.faults):
        assert time.monotonic() < until, phone.faults
        phone.page.wait_for_timeout(10)


def test_without_a_browser_the_tests_fail_and_say_how_to_get_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("JIUJIN_CHROMIUM", raising=False)
    monkeypatch.setattr(phones_module.shutil, "which", lambda _: None)

    with pytest.raises(NoChromium, match="Debian's package chromium"):
        find_chromium("/nowhere/chrome")


def test_a_browser_that_is_named_is_taken_and_no_other(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    own = tmp_path / "chrome"
    own.touch(0o755)
    monkeypatch.setenv("JIUJIN_CHROMIUM", str(own))
    assert find_chromium(None) == str(own)

    own.unlink()
    with pytest.raises(NoChromium, match="JIUJIN_CHROMIUM names"):
        find_chromium(None)


def test_playwrights_own_browser_is_the_last_choice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("JIUJIN_CHROMIUM", raising=False)
    there: dict[str, str] = {"google-chrome": "/opt/google-chrome", "/own/chrome": "/own/chrome"}
    monkeypatch.setattr(phones_module.shutil, "which", there.get)

    assert find_chromium("/own/chrome") == "/opt/google-chrome"
    del there["google-chrome"]
    assert find_chromium("/own/chrome") == "/own/chrome"


def test_the_quick_browser_is_taken_where_there_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("JIUJIN_CHROMIUM", raising=False)
    there: dict[str, str] = {"chromium-headless-shell": "/usr/bin/chromium-headless-shell"}
    monkeypatch.setattr(phones_module.shutil, "which", there.get)

    assert find_quick("/usr/bin/chromium") == "/usr/bin/chromium-headless-shell"
    monkeypatch.setenv("JIUJIN_CHROMIUM", "/own/chrome")
    assert find_quick("/own/chrome") == "/own/chrome"
    monkeypatch.delenv("JIUJIN_CHROMIUM")
    there.clear()
    assert find_quick("/usr/bin/chromium") == "/usr/bin/chromium"
