"""Browsers, and the service they visit: SQLite unless a test asks for both engines.

`@pytest.mark.parametrize("database_url", ENGINES, indirect=True)` asks for both.
"""

import functools
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from databases import own_database
from desks import Desk, watched_desks
from phones import FLAGS, KeptPhone, Phone, find_chromium, find_quick, watched_phones
from playwright.sync_api import Browser, Playwright, sync_playwright
from served import Service

from app.settings import Settings

HERE = Path(__file__).parent


@dataclass
class Held:
    """What is started once for all tests of pages that a worker runs one after the other."""

    stack: ExitStack = field(default_factory=ExitStack)

    @functools.cached_property
    def playwright(self) -> Playwright:
        return self.stack.enter_context(sync_playwright())

    @functools.cached_property
    def chromium(self) -> str:
        return find_chromium(self.playwright.chromium.executable_path)

    @functools.cached_property
    def browser(self) -> Browser:
        quick = find_quick(self.chromium)
        browser = self.playwright.chromium.launch(executable_path=quick, args=FLAGS)
        self.stack.callback(browser.close)
        return browser


_held = Held()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(nextitem: pytest.Item | None) -> Iterator[None]:
    """Close the browser after the last of our tests: while it is open, no other can run an event loop."""
    global _held  # noqa: PLW0603
    yield
    if nextitem is None or HERE not in nextitem.path.parents:
        _held.stack.close()
        _held = Held()


@pytest.fixture
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A seeded database of the test's own: what a page shows does not depend on the engine."""
    with own_database(getattr(request, "param", "sqlite"), request, tmp_path) as url:
        yield url


@pytest.fixture
def service(settings: Settings) -> Iterator[Service]:
    """The real service, at `service.url`."""
    service = Service(settings)
    service.start()
    yield service
    service.stop()


@pytest.fixture
def browser() -> Browser:
    """The browser; it stays open for the next test."""
    return _held.browser


@pytest.fixture
def phones(service: Service, browser: Browser) -> Iterator[Callable[..., Phone]]:
    """Make phones that visit the service; one in which something went wrong fails the test."""
    with watched_phones(browser, service.url) as make:
        yield make


@pytest.fixture
def phone(phones: Callable[..., Phone]) -> Phone:
    """A phone that has never been to the service."""
    return phones()


@pytest.fixture
def desks(service: Service, browser: Browser) -> Iterator[Callable[..., Desk]]:
    """Make desks at the service; one in which something went wrong fails the test."""
    with watched_desks(browser, service) as make:
        yield make


@pytest.fixture
def desk(desks: Callable[..., Desk]) -> Desk:
    """A desk where nobody has signed in."""
    return desks()


@pytest.fixture
def kept_phone(service: Service, tmp_path: Path) -> Iterator[KeptPhone]:
    """A phone that can be killed and started again; it must be started first."""
    kept = KeptPhone(_held.playwright, _held.chromium, tmp_path / "phone", service.url)
    yield kept
    kept.stop()
