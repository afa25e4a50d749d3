"""Draw every screen of the catalogue, in both languages and sizes of text: `make screens`."""

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from itertools import groupby
from pathlib import Path

from phones import FLAGS, find_chromium, new_phone
from playwright.sync_api import Browser, Page, sync_playwright
from rich.progress import track
from screens import SCREENS, Screen
from served import Service
from stages import HELP_PHONE, LANGUAGES, LOCALES, SIZES, SMALL, Scene, Stage, play

from app.commands.serving import configure_logging
from app.migrating import migrate
from app.settings import Settings
from models.store import Store
from models.vault import Vault
from seeds.loading import seed

FOLDER = Path("build") / "screens"
_KEY = bytes(range(32))


def main(wanted: list[str]) -> None:
    """Draw the screens whose names begin with one of those that are wanted; all when none is named."""
    chosen = [one for one in SCREENS if not wanted or one.name.startswith(tuple(wanted))]
    FOLDER.mkdir(parents=True, exist_ok=True)
    with _city() as service, sync_playwright() as playwright:
        scene = play(service)
        executable = find_chromium(playwright.chromium.executable_path)
        browser = playwright.chromium.launch(executable_path=executable, args=FLAGS)
        for language in LANGUAGES:
            _draw(browser, service, scene, language, chosen)
        browser.close()
    (FOLDER / "index.html").write_text(_sheet(), encoding="utf-8")


@contextmanager
def _city() -> Iterator[Service]:
    """Yield a service with the seeded network, which goes when the pictures are drawn."""
    configure_logging("error")
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data_dir=Path(folder), secret_key=_KEY.hex(), help_phone=HELP_PHONE)
        migrate(settings.database)
        store = Store(settings.database, Vault(_KEY), readers=1)
        seed(store)
        store.close()
        service = Service(settings)
        service.start()
        yield service
        service.stop()


def _draw(browser: Browser, service: Service, scene: Scene, language: str, chosen: list[Screen]) -> None:
    phone = new_phone(browser, service.url, viewport=SMALL, device_scale_factor=1.5, locale=LOCALES[language])
    stage = Stage(service, scene, phone, language)
    for one in track(chosen, language):
        one.show(stage)
        for size in SIZES[: 1 if one.drawn else 2]:
            stage.resize(size)
            _take(phone.page, FOLDER / _file(one, language, size))
    phone.context.close()


def _take(page: Page, path: Path) -> None:
    """Take a picture of a page as on a phone that is long enough for it; a sheet fills an ordinary one."""
    page.evaluate("scrollTo(0, 0)")
    if page.locator("dialog[open]").count() == 0:
        height = page.evaluate("document.documentElement.scrollHeight")
        page.set_viewport_size({**SMALL, "height": max(SMALL["height"], height)})
    # What was tapped is lit for a moment.
    page.wait_for_timeout(300)
    page.screenshot(path=path)
    page.set_viewport_size(SMALL)


def _file(one: Screen, language: str, size: str) -> str:
    return f"{one.name.replace('/', '-')}.{language}.{size}.png"


def _sheet() -> str:
    """Return a page that shows what is drawn, group by group, the four looks of a screen side by side."""
    parts = ["<!doctype html><meta charset=utf-8><title>Screens</title>"]
    parts.append("<style>body{font:16px system-ui}div{display:flex;gap:12px;overflow-x:auto}")
    parts.append("img{width:270px;border:1px solid #999;align-self:start}</style>")
    for group, screens in groupby(SCREENS, key=lambda one: one.group):
        parts.append(f"<h2>{escape(group)}</h2>")
        for one in screens:
            files = [_file(one, language, size) for language in LANGUAGES for size in SIZES]
            shown = [f'<img src="{name}" alt="{name}">' for name in files if (FOLDER / name).exists()]
            parts.append(f"<h3>{escape(one.name)}</h3><div>{''.join(shown)}</div>")
    return "\n".join(parts)


if __name__ == "__main__":
    main(sys.argv[1:])
