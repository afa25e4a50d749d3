"""What an entry of the catalogue of the desk's screens is, and the stage that it is shown on."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import httpx
from builders import City
from chain_builders import NORTH, Chain
from desks import Desk
from playwright.sync_api import Page
from served import Service

from models.access import Role

LOCALES = {"zh": "zh-CN", "en": "en-GB"}


@dataclass
class StagedCity:
    """A staged city for the desk: what screens need in it they make themselves, once."""

    service: Service
    language: str

    @cached_property
    def _client(self) -> httpx.Client:
        return httpx.Client(base_url=self.service.url, timeout=30)

    @cached_property
    def chain(self) -> Chain:
        """The city's people, who act over HTTP."""
        name = self.say("张伟", "Zhang Wei")
        return Chain(City(self._client, self.service.store, name))  # type: ignore[arg-type]  # as a TestClient

    def say(self, zh: str, en: str) -> str:
        """Return the words of the look's language."""
        return zh if self.language == "zh" else en

    def close(self) -> None:
        """Let the connections go."""
        self._client.close()

    def once(self, name: str, make: Callable[[Chain], Any]) -> Any:
        """Return what was made under a name, by making it the first time."""
        made: dict[str, Any] = self.__dict__.setdefault("_made", {})
        if name not in made:
            made[name] = make(self.chain)
        return made[name]


class DeskStage:
    """A desk in one language, in a staged city."""

    def __init__(self, city: StagedCity, desk: Desk) -> None:
        self.city = city
        self.desk = desk
        self.page: Page = desk.page
        self.language = city.language
        self._sits: tuple[Role, str | None] | None = None

    def say(self, zh: str, en: str) -> str:
        """Return the words of the look's language."""
        return self.city.say(zh, en)

    def sit(self, role: Role, place: str | None = None) -> None:
        """Be somebody with that role; who sits there already stays."""
        if self._sits == (role, place):
            return
        self.desk.sit(role, place, self.say("李梅", "Li Mei"))
        self.page.evaluate("language => localStorage.setItem('jiujin.language', language)", self.language)
        self._sits = (role, place)

    def manager(self, address: str) -> None:
        """See a page as the manager of a station."""
        self.sit(Role.STATION_MANAGER, NORTH)
        self.desk.see(address)

    def foundation(self, address: str) -> None:
        """See a page as the foundation's staff."""
        self.sit(Role.FOUNDATION)
        self.desk.see(address)

    def admin(self, address: str) -> None:
        """See a page as an administrator."""
        self.sit(Role.ADMIN)
        self.desk.see(address)

    def see(self, zh: str, en: str) -> None:
        """Wait until these words are in sight."""
        self.page.get_by_text(self.say(zh, en)).first.wait_for()

    def rows(self) -> None:
        """Wait until the page's list has a line."""
        self.page.locator("main tbody tr").first.wait_for()

    def press(self, zh: str, en: str, *, exact: bool = False, first: bool = False) -> None:
        """Press the button with that name, or the first of several."""
        button = self.page.get_by_role("button", name=self.say(zh, en), exact=exact)
        (button.first if first else button).click()

    def send(self) -> None:
        """Send what the open dialog asks."""
        self.page.get_by_role("dialog").locator("button[type=submit]").click()


Show = Callable[[DeskStage], None]


@dataclass(frozen=True)
class DeskScreen:
    """A page of the desk in one state, and how to get there."""

    name: str
    show: Show

    @property
    def group(self) -> str:
        """What the screen is about: the first part of its name."""
        return self.name.split("/")[0]


DESK_SCREENS: list[DeskScreen] = []


def desk_screen(name: str) -> Callable[[Show], Show]:
    """Put a screen of the desk into the catalogue."""

    def enter(show: Show) -> Show:
        DESK_SCREENS.append(DeskScreen(name, show))
        return show

    return enter
