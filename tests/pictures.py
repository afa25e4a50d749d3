"""Draw every screen of both catalogues, the phone's and the desk's, in every look: `make screens`."""

import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from html import escape
from itertools import groupby
from pathlib import Path

from desk_screens import DESK_SCREENS
from phones import FLAGS, find_chromium
from pictures_of_desk import DESK_LOOKS, desk_file, draw_desk
from pictures_of_phone import PHONE_LOOKS, draw_phone, phone_file
from playwright.sync_api import sync_playwright
from screens import SCREENS
from served import Service
from stages import HELP_PHONE

from app.commands.serving import configure_logging
from app.migrating import migrate
from app.settings import Settings
from models.engines import sqlite_path
from models.store import Store
from models.vault import Vault
from seeds.loading import seed

FOLDER = Path("build") / "screens"
#: What names of the desk's screens begin with here, beside those of the phone.
DESK = "desk/"
_KEY = bytes(range(32))
_STYLE = (
    "body{font:16px system-ui}div{display:flex;gap:12px;overflow-x:auto}"
    "img{border:1px solid #999;align-self:start;width:270px}.desk img{width:560px}"
)


def main(wanted: list[str]) -> None:
    """Draw the screens whose names begin with one of those that are wanted; all when none is named."""

    def is_wanted(name: str) -> bool:
        return not wanted or name.startswith(tuple(wanted))

    configure_logging("error")
    FOLDER.mkdir(parents=True, exist_ok=True)
    phone = [one for one in SCREENS if is_wanted(one.name)]
    desk = [one for one in DESK_SCREENS if is_wanted(DESK + one.name)]
    with sync_playwright() as playwright, Cities() as cities:
        executable = find_chromium(playwright.chromium.executable_path)
        browser = playwright.chromium.launch(executable_path=executable, args=FLAGS)
        if phone:
            with cities.served() as service:
                draw_phone(browser, service, phone, FOLDER)
        draw_desk(browser, cities.served, desk, FOLDER)
        browser.close()
    (FOLDER / "index.html").write_text("\n".join(_sheet()), encoding="utf-8")


class Cities:
    """Services with the seeded network, which is seeded once; they go when the pictures are drawn."""

    def __enter__(self) -> "Cities":
        """Seed the network to copy from."""
        self._folder = tempfile.TemporaryDirectory()
        settings = self._settings("seeded")
        migrate(settings.database)
        store = Store(settings.database, Vault(_KEY), readers=1)
        seed(store)
        store.close()
        self._seeded = sqlite_path(settings.database).read_bytes()
        self._made = 0
        return self

    def __exit__(self, *_: object) -> None:
        """Remove everything."""
        self._folder.cleanup()

    @contextmanager
    def served(self) -> Iterator[Service]:
        """Yield a service of a city in which nothing has happened yet."""
        self._made += 1
        settings = self._settings(str(self._made))
        sqlite_path(settings.database).write_bytes(self._seeded)
        service = Service(settings)
        service.start()
        yield service
        service.stop()

    def _settings(self, name: str) -> Settings:
        folder = Path(self._folder.name) / name
        folder.mkdir()
        return Settings(data_dir=folder, secret_key=_KEY.hex(), help_phone=HELP_PHONE)


def _sheet() -> Iterator[str]:
    """Yield a page that shows what is drawn, group by group, the looks of a screen side by side."""
    yield "<!doctype html><meta charset=utf-8><title>Screens</title>"
    yield f"<style>{_STYLE}</style><h1>Phone</h1>"
    for group, screens in groupby(SCREENS, key=lambda one: one.group):
        yield f"<h2>{escape(group)}</h2>"
        for one in screens:
            yield _row(one.name, (phone_file(one, look) for look in PHONE_LOOKS), "phone")
    yield "<h1>Desk</h1>"
    for group, pages in groupby(DESK_SCREENS, key=lambda one: one.group):
        yield f"<h2>{escape(group)}</h2>"
        for page in pages:
            yield _row(DESK + page.name, (desk_file(page, look) for look in DESK_LOOKS), "desk")


def _row(name: str, files: Iterable[str], kind: str) -> str:
    """Return the looks of one screen, each of which opens in its own size; none when none is drawn."""
    drawn = [file for file in files if (FOLDER / file).exists()]
    shown = [
        f'<a href="{file}"><img src="{file}" alt="{file}" loading="lazy"></a>' for file in map(escape, drawn)
    ]
    return f'<h3>{escape(name)}</h3><div class="{kind}">{"".join(shown)}</div>' if drawn else ""


if __name__ == "__main__":
    main(sys.argv[1:])
