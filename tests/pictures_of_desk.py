"""Pictures of the desk's pages, in both languages, on a small and on a large screen."""

from collections.abc import Callable
from contextlib import AbstractContextManager, closing
from itertools import groupby, product
from pathlib import Path

from desk_catalogue import LOCALES, DeskScreen, DeskStage, StagedCity
from desks import LOOKS, Desk
from playwright.sync_api import Browser, Page
from rich.progress import Progress
from served import Service

#: The windows that pictures show, by their width.
WINDOWS = {"1280": {"width": 1280, "height": 800}, "1920": {"width": 1920, "height": 1080}}
#: Language and width of each picture.
DESK_LOOKS = tuple(product(LOCALES, WINDOWS))


def draw_desk(
    browser: Browser,
    served: Callable[[], AbstractContextManager[Service]],
    screens: list[DeskScreen],
    folder: Path,
) -> None:
    """Draw pages of the desk; each group has a city of its own in each language, as in the tests."""
    with Progress() as bar:
        task = bar.add_task("desk", total=len(screens) * len(LOCALES))
        for _, entries in groupby(sorted(screens, key=lambda one: one.group), key=lambda one: one.group):
            group = list(entries)
            for language in LOCALES:
                with served() as service, closing(StagedCity(service, language)) as city:
                    context = browser.new_context(**(LOOKS | {"locale": LOCALES[language]}))
                    stage = DeskStage(city, Desk(context, service))
                    for one in group:
                        one.show(stage)
                        _take(stage.page, one, language, folder)
                        bar.advance(task)
                    context.close()


def desk_file(one: DeskScreen, look: tuple[str, str]) -> str:
    """Return what the picture of a page in one look is called."""
    return f"desk-{one.name.replace('/', '-')}.{'.'.join(look)}.png"


def _take(page: Page, one: DeskScreen, language: str, folder: Path) -> None:
    """Take a picture in each window: of the whole page, but of a dialog only what is seen."""
    for width, window in WINDOWS.items():
        page.set_viewport_size(window)  # type: ignore[arg-type]
        page.evaluate("scrollTo(0, 0)")
        # What was pressed is lit for a moment, and a chart takes its new width.
        page.wait_for_timeout(300)
        whole = page.locator("dialog[open]").count() == 0
        page.screenshot(path=folder / desk_file(one, (language, width)), full_page=whole)
    page.set_viewport_size(WINDOWS["1280"])  # type: ignore[arg-type]
