"""Phones with a real browser, which write down everything that goes wrong in it."""

import os
import re
import shutil
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Playwright, Request, WebError

#: What a browser would do for itself is none of the test's business, and asks hosts that are not there.
FLAGS = [
    "--disable-gpu",
    "--disable-background-networking",
    "--no-first-run",
    "--disable-component-update",
    "--disable-sync",
]
LOOKS: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "device_scale_factor": 3,
    "is_mobile": True,
    "has_touch": True,
    "locale": "zh-CN",
    "timezone_id": "Asia/Shanghai",
    "service_workers": "allow",
}
PATIENCE_MS = 10_000
#: What the browser says of a request without reception.
_NO_RECEPTION = "net::ERR_INTERNET_DISCONNECTED"
_QUICK = "chromium-headless-shell"
_NO_BROWSER = (
    "There is no Chromium, and tests of pages are not skipped. Install Debian's package chromium "
    "(and fonts-noto-cjk), or name a Chromium or Chrome in JIUJIN_CHROMIUM."
)

_WORKER_READY = """async () => {
    await navigator.serviceWorker.register("/sw.js", { updateViaCache: "none" });
    await navigator.serviceWorker.ready;
    if (navigator.serviceWorker.controller === null)
        await new Promise((done) => (navigator.serviceWorker.oncontrollerchange = done));
}"""
_WORKER_NEWEST = """async () => {
    const registration = await navigator.serviceWorker.ready;
    await registration.update();
    const coming = registration.installing ?? registration.waiting ?? registration.active;
    while (coming.state !== "activated")
        await new Promise((done) => coming.addEventListener("statechange", done, { once: true }));
}"""
_READ_DATABASE = """async (name) => {
    const asked = (request) => new Promise((done, failed) => {
        request.onsuccess = () => done(request.result);
        request.onerror = () => failed(request.error);
    });
    // To open one that is not there would make it.
    if (!(await indexedDB.databases()).some((known) => known.name === name)) return null;
    const database = await asked(indexedDB.open(name));
    const held = {};
    for (const store of database.objectStoreNames)
        held[store] = await asked(database.transaction(store).objectStore(store).getAll());
    database.close();
    return held;
}"""


class NoChromium(AssertionError):
    """No browser was found; the sentence says how to get one."""


def find_chromium(own: str | None) -> str:
    """Return the browser to start; `own`: where Playwright would have put one. Raises NoChromium."""
    named = os.environ.get("JIUJIN_CHROMIUM")
    if named:
        if shutil.which(named) is None:
            raise NoChromium(f"JIUJIN_CHROMIUM names {named}, which cannot be run. {_NO_BROWSER}")
        return named
    for known in ("/usr/bin/chromium", "chromium", "google-chrome", own):
        found = shutil.which(known) if known else None
        if found is not None:
            return found
    raise NoChromium(_NO_BROWSER)


def find_quick(whole: str) -> str:
    """Return the browser for pages that need not outlive it; `whole`: the one that keeps what they wrote.

    Debian's chromium-headless-shell is the same release without windows of its own: a new phone takes it
    half the time. It writes nothing to disk that a killed one would find again.
    """
    return whole if os.environ.get("JIUJIN_CHROMIUM") else shutil.which(_QUICK) or whole


class Phone:
    """A phone with one page open, and what went wrong in it."""

    def __init__(self, context: BrowserContext, url: str) -> None:
        self.context = context
        self.url = url
        self.faults: list[str] = []
        self._forgiven: list[str] = []
        context.set_default_timeout(PATIENCE_MS)
        context.on("console", self._heard)
        context.on("weberror", self._failed)
        context.on("request", self._asked)
        self.page: Page = context.pages[0] if context.pages else context.new_page()

    def open(self, address: str = "/") -> Page:
        """Go to a page of the service."""
        self.page.goto(self.url + address)
        return self.page

    def await_worker(self) -> None:
        """Wait until the service worker keeps the pages and answers for them."""
        self.page.evaluate(_WORKER_READY)

    def await_release(self) -> None:
        """Ask for a newer worker, and wait until the newest there is has taken over."""
        self.page.evaluate(_WORKER_NEWEST)

    @contextmanager
    def without_reception(self) -> Iterator[None]:
        """Take the network away; that requests fail meanwhile is no fault."""
        self.forgive(_NO_RECEPTION)
        self.context.set_offline(True)
        yield
        self.context.set_offline(False)

    def forgive(self, pattern: str) -> None:
        """Take faults whose words match for what the test is about."""
        self._forgiven.append(pattern)

    def read_database(self, name: str) -> dict[str, list[Any]] | None:
        """Return everything in an IndexedDB by store, or None when there is none of that name."""
        held: dict[str, list[Any]] | None = self.page.evaluate(_READ_DATABASE, name)
        return held

    def unforgiven(self) -> list[str]:
        """Return the faults that nobody has foreseen."""
        return [
            fault for fault in self.faults if not any(re.search(pattern, fault) for pattern in self._forgiven)
        ]

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.faults.append(f"console: {message.text} ({message.location.get('url', '')})")

    def _failed(self, error: WebError) -> None:
        self.faults.append(f"error: {error.error}")

    def _asked(self, request: Request) -> None:
        asked, ours = urlsplit(request.url), urlsplit(self.url)
        if asked.scheme not in ("data", "blob") and asked.netloc != ours.netloc:
            self.faults.append(f"foreign: {request.url}")


def new_phone(browser: Browser, url: str, **looks: Any) -> Phone:
    """Return a phone that has never been to the service."""
    return Phone(browser.new_context(**(LOOKS | looks)), url)


@contextmanager
def watched_phones(browser: Browser, url: str) -> Iterator[Callable[..., Phone]]:
    """Yield what makes phones; when they are put away, fails with everything that went wrong in them."""
    made: list[Phone] = []

    def make(**looks: Any) -> Phone:
        made.append(new_phone(browser, url, **looks))
        return made[-1]

    try:
        yield make
    finally:
        for phone in made:
            phone.context.close()
    fail_with_faults(made)


class KeptPhone:
    """A phone that keeps what it knows in a folder; its browser can be killed and started again."""

    def __init__(self, playwright: Playwright, executable: str, folder: Path, url: str) -> None:
        self._playwright = playwright
        self._executable = executable
        self._folder = folder
        self._url = url
        self.phone: Phone | None = None
        self._started: list[Phone] = []

    def start(self) -> Phone:
        """Start the browser with what the folder holds."""
        context = self._playwright.chromium.launch_persistent_context(
            str(self._folder), executable_path=self._executable, args=FLAGS, **LOOKS
        )
        self.phone = Phone(context, self._url)
        self._started.append(self.phone)
        return self.phone

    def kill(self) -> None:
        """Kill the browser as a phone does that runs out of power: nothing is written on the way."""
        assert self.phone is not None
        context, self.phone = self.phone.context, None
        with context.expect_event("close"):
            os.kill(_process_of(self._folder), signal.SIGKILL)

    def stop(self) -> None:
        """Close the browser in good order, if it is open; fails with everything that went wrong."""
        if self.phone is not None:
            self.phone.context.close()
        fail_with_faults(self._started)


def fail_with_faults(phones: Sequence[Phone]) -> None:
    """Fail with everything that went wrong in some phones and that nobody has foreseen."""
    faults = [fault for phone in phones for fault in phone.unforgiven()]
    assert not faults, "\n".join(faults)


def _process_of(folder: Path) -> int:
    """Return the process id of the browser that we started with that folder, not of its children."""
    wanted = f"--user-data-dir={folder}".encode()
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            words = (entry / "cmdline").read_bytes().split(b"\0")
        except OSError:
            continue  # it ended while we looked
        if wanted in words and not any(word.startswith(b"--type=") for word in words):
            return int(entry.name)
    raise AssertionError("the browser is not running")
