"""A volunteer at a phone: what they tap, counted, and what the phone then keeps."""

import time
from typing import Any

from phones import Phone
from playwright.sync_api import Locator

NAME = "jiujin"
#: How long what waits may take once there is reception again, seconds.
DRAINED_S = 30


class Volunteer:
    """Somebody who logs donations; every tap is counted."""

    def __init__(self, phone: Phone) -> None:
        self.phone = phone
        self.taps = 0

    def join(self, token: str) -> None:
        """Come with a token, as an invitation link brings it, and wait until the tiles are there."""
        self.phone.open(f"/join#{token}")
        self.tiles.first.wait_for()

    @property
    def tiles(self) -> Locator:
        """The tiles of the logging page."""
        return self.phone.page.locator("main .tiles button")

    def tap(self, what: Locator) -> None:
        """Tap something."""
        what.tap()
        self.taps += 1

    def tap_tile(self, name: str) -> None:
        """Tap the tile with this name."""
        self.tap(self.tiles.filter(has_text=name).first)

    def tap_amount(self, pieces: int) -> None:
        """Tap a quick amount."""
        self.tap(self.phone.page.locator(".strip .quick", has_text=str(pieces)).first)

    def save(self) -> str:
        """Save, and return the id of the receipt that is shown."""
        self.tap(self.phone.page.locator("#save"))
        self.phone.page.wait_for_url("**/receipt/*")
        self.phone.page.get_by_role("img").wait_for()
        return self.phone.page.url.rsplit("/", 1)[1]

    def log(self, *lines: tuple[str, int]) -> str:
        """Log a donation of named things, with quick amounts where there is one, and return its id."""
        self.phone.open("/")
        for name, pieces in lines:
            self.tap_tile(name)
            for _ in range(pieces - 1 if pieces not in (3, 5, 10) else 0):
                self.tap_tile(name)
            if pieces in (3, 5, 10):
                self.tap_amount(pieces)
        return self.save()

    def kept(self) -> list[dict[str, Any]]:
        """Return the phone's outbox, oldest first."""
        held = self.phone.read_database(NAME)
        return sorted(held["entries"], key=lambda entry: entry["seq"]) if held else []

    def states(self) -> list[str]:
        """Return how far each entry has come."""
        return [entry["state"] for entry in self.kept()]

    def await_sent(self, seconds: float = DRAINED_S) -> None:
        """Wait until everything arrived; fails after some seconds."""
        until = time.monotonic() + seconds
        while set(self.states()) - {"sent"}:
            assert time.monotonic() < until, self.kept()
            self.phone.page.wait_for_timeout(100)
