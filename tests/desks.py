"""Desks with a real browser: somebody signed in with a role, a keyboard, and a scanner that types."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from phones import Phone, fail_with_faults
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Route
from served import Service

from models.access import SYSTEM, Role, TokenIn
from models.clock import utc_now
from operations import access

#: How long a scanner takes for a key.
SCANNER_S = 0.005
LOOKS: dict[str, Any] = {
    "viewport": {"width": 1280, "height": 800},
    "locale": "zh-CN",
    "timezone_id": "Asia/Shanghai",
    "accept_downloads": True,
    "permissions": ["clipboard-read", "clipboard-write"],
}


class Desk(Phone):
    """A desk with one page open, and what went wrong in it."""

    def __init__(self, context: BrowserContext, service: Service) -> None:
        super().__init__(context, service.url)
        self._service = service

    def sit(self, role: Role, place: str | None = None, name: str = "李梅") -> Page:
        """Sign in by a link, as somebody new with that role, and wait until the desk is there."""
        body = TokenIn(name=name, role=role, place=place, days=7)
        issued = self._service.store.write_now(access.issue, body, by=SYSTEM, now=utc_now())
        self.page.goto("about:blank")
        self.open(f"/desk/join#{issued.token}")
        self.page.locator("header .brand").wait_for()
        return self.page

    def see(self, address: str) -> Locator:
        """Go to a page of the desk, and return its heading once it is there."""
        self.open(address)
        head = self.page.locator("main h1")
        head.wait_for()
        return head

    def hold(self, address: str) -> Callable[[], None]:
        """Keep the answers of an address from the page; returns what lets them come."""
        held: list[Route] | None = []

        def keep(route: Route) -> None:
            if held is None:
                route.continue_()
            else:
                held.append(route)

        def let_go() -> None:
            nonlocal held
            waiting, held = held or [], None
            for route in waiting:
                route.continue_()

        self.page.route(address, keep)
        return let_go

    def scan(self, code: str) -> None:
        """Scan a code with a scanner that types, wherever the focus is."""
        # Each key says itself when it was typed: a busy machine must not make a scanner as slow as fingers.
        keys = [*((character, character) for character in code), ("Enter", "\r")]
        session = self.context.new_cdp_session(self.page)
        began = time.time()
        for n, (key, text) in enumerate(keys):
            at = {"key": key, "timestamp": began + n * SCANNER_S}
            session.send("Input.dispatchKeyEvent", {"type": "keyDown", "text": text, **at})
            session.send("Input.dispatchKeyEvent", {"type": "keyUp", **at})
        session.detach()


@contextmanager
def watched_desks(browser: Browser, service: Service) -> Iterator[Callable[..., Desk]]:
    """Yield what makes desks; when they are put away, fails with everything that went wrong in them."""
    made: list[Desk] = []

    def make(**looks: Any) -> Desk:
        made.append(Desk(browser.new_context(**(LOOKS | looks)), service))
        return made[-1]

    try:
        yield make
    finally:
        for desk in made:
            desk.context.close()
    fail_with_faults(made)
