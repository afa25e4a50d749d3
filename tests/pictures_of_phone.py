"""Pictures of the phone's screens, in both languages and sizes of text."""

from itertools import product
from pathlib import Path

from phones import new_phone
from playwright.sync_api import Browser, Page
from rich.progress import track
from screens import Screen
from served import Service
from stages import LANGUAGES, LOCALES, SIZES, SMALL, Scene, Stage, play

#: Language and size of text of each picture.
PHONE_LOOKS = tuple(product(LANGUAGES, SIZES))


def draw_phone(browser: Browser, service: Service, screens: list[Screen], folder: Path) -> None:
    """Draw screens of the phone, in a city where things have happened."""
    scene = play(service)
    for language in LANGUAGES:
        _draw(browser, service, scene, language, screens, folder)


def phone_file(one: Screen, look: tuple[str, str]) -> str:
    """Return what the picture of a screen in one look is called."""
    return f"{one.name.replace('/', '-')}.{'.'.join(look)}.png"


def _draw(
    browser: Browser, service: Service, scene: Scene, language: str, screens: list[Screen], folder: Path
) -> None:
    phone = new_phone(browser, service.url, viewport=SMALL, device_scale_factor=1.5, locale=LOCALES[language])
    stage = Stage(service, scene, phone, language)
    for one in track(screens, f"phone {language}"):
        one.show(stage)
        for size in SIZES[: 1 if one.drawn else 2]:
            stage.resize(size)
            _take(phone.page, folder / phone_file(one, (language, size)))
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
