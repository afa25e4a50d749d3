"""The pages of the desk as they are listed, and what a page says to the service."""

import re
import time
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page, Request, Response

from models.identifiers import uuid7

DESK = Path("web/src/desk")
PATIENCE_S = 20
_PAGE = re.compile(
    r'"(?P<address>/desk[^"]*)": \{\s*screen: "(?P<screen>\w+)",\s*needs: "(?P<needs>\w+)"'
    r'(?:,\s*\.\.\.menu\("\w+", "[\w-]+", "(?P<name>\w+)"\))?'
)


@dataclass(frozen=True)
class Listed:
    """A page as web/src/desk/pages.ts lists it."""

    address: str
    screen: str
    needs: str
    name: str | None

    @property
    def is_built(self) -> bool:
        """Tell whether its screen is there."""
        return (DESK / "screens" / f"{self.screen}.svelte").exists()

    @property
    def example(self) -> str:
        """Return an address of the page; of what it would show there is none."""
        return re.sub(r"\{\w+\}", str(uuid7()), self.address)


class Talk:
    """What a page asks the API, and what was refused; the stream of news never ends and is left out."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._open: set[Request] = set()
        self.refused: list[str] = []
        self.answers: list[Response] = []
        page.on("request", self._asked)
        page.on("response", self._answered)
        page.on("requestfinished", self._ended)
        page.on("requestfailed", self._ended)

    def await_answers(self) -> None:
        """Wait until everything that the page asked was answered."""
        until = time.monotonic() + PATIENCE_S
        while self._open:
            assert time.monotonic() < until, [asked.url for asked in self._open]
            self._page.wait_for_timeout(20)

    def _asked(self, request: Request) -> None:
        if "/api/v1/" in request.url and "/api/v1/events" not in request.url:
            self._open.add(request)

    def _ended(self, request: Request) -> None:
        self._open.discard(request)

    def _answered(self, answer: Response) -> None:
        if answer.request in self._open:
            self.answers.append(answer)
        if answer.status >= 400:
            self.refused.append(f"{answer.status} {answer.request.method} {answer.url}")


def listed() -> list[Listed]:
    """Return every page of the desk, in the order of the menu."""
    text = (DESK / "pages.ts").read_text(encoding="utf-8")
    pages = [Listed(**found.groupdict()) for found in _PAGE.finditer(text)]
    assert len(pages) == text.count('screen: "')
    return pages
