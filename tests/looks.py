"""What is wrong with how a screen looks and is used; each fault as a sentence."""

import re
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Page
from screens import Screen
from stages import SMALL

_HERE = Path(__file__).parent
_ASK = (_HERE / "looks.js").read_text(encoding="utf-8")
_AXE = _HERE.parent / "web" / "node_modules" / "axe-core" / "axe.min.js"
_DOUBLE = """() => {
    const { style } = document.documentElement;
    style.fontSize = `${2 * parseFloat(getComputedStyle(document.documentElement).fontSize)}px`;
}"""
#: The smallest phone there is, and a page of 640 px magnified to twice its size.
NARROW = {"width": 320, "height": 640}
LANGS = {"zh": "zh-Hans", "en": "en"}
_WRONG = {"zh": "错误: ", "en": "Error: "}
_HAN = re.compile(r"[\u4e00-\u9fff]+")
_LATIN = re.compile(r"[A-Za-z]{2,}")
#: Our name, what is called so in Chinese too, keys, units, and the beginning of an invitation.
_SAME_IN_CHINESE = {
    "Jiujin",
    "Ctrl",
    "API",
    "XLSX",
    "HXL",
    "PNG",
    "SVG",
    "QR",
    "JSON",
    "CSV",
    "OpenAPI",
    "PDF",
    "SHA",
    "Excel",
    "UTC",
    "WGS",
    "jj",
    "kg",
    "kB",
    "MB",
    "GB",
    "TB",
}
#: Codes of places, papers, gifts and labels; categories by their code, as the service names them.
_CODE = re.compile(r"\b[0-9A-Z]{3,4}(?:-[0-9A-Z]{3,4}){1,2}\b|\b[A-Z]+-[0-9-]+\b|\b[a-z]+\.[a-z.-]+\b")


def faults(page: Page, screen: Screen, language: str, size: str) -> list[str]:
    """Return everything that is wrong with a screen that is shown; the page stays where it is."""
    found = [*_said(page, screen, language), *page.evaluate(f"{_ASK}.small({str(size == 'large').lower()})")]
    found += page.evaluate(f"[...{_ASK}.hidden(), ...{_ASK}.blank()]")
    if not page.evaluate("'axe' in window"):
        page.evaluate(_AXE.read_text(encoding="utf-8"))
    # In a window as long as the page: what may lie under the dock is asked above, one by one.
    height = page.evaluate("document.documentElement.scrollHeight")
    page.set_viewport_size({**SMALL, "height": max(SMALL["height"], height)})
    found += page.evaluate(f"{_ASK}.axe()")
    page.set_viewport_size(SMALL)
    found += [f"at 320 px {fault}" for fault in _fits(page, NARROW)]
    page.evaluate(_DOUBLE)
    found += [f"in text of twice the size {fault}" for fault in _wide(page, SMALL)]
    page.evaluate("document.documentElement.style.fontSize = ''")
    return [f"{screen.name} ({language}, {size}): {fault}" for fault in found]


def desk_faults(page: Page, name: str, language: str) -> list[str]:
    """Return everything that is wrong with a page of the desk; it stays where it is."""
    about = page.evaluate(f"{_ASK}.about()")
    found = [] if about["lang"] == LANGS[language] else [f"says that its language is {about['lang']}"]
    if len(about["heads"]) != 1 or not about["heads"][0]:
        found.append(f"has the headings {about['heads']}")
    if "·" not in about["title"]:
        found.append(f"does not say in {about['title']!r} where one is")
    for text in page.evaluate(f"{_ASK}.words()"):
        found += [f"says {word!r} in {text[:60]!r}" for word in foreign(text, language)]
    if not page.evaluate("'axe' in window"):
        page.evaluate(_AXE.read_text(encoding="utf-8"))
    found += page.evaluate(f"{_ASK}.blank()")
    # What has been scrolled behind the bar on top is no smaller for it.
    page.evaluate("scrollTo(0, 0)")
    found += page.evaluate(f"{_ASK}.axe()")
    window = page.viewport_size or {"width": 1280, "height": 800}
    found += _wide(page, window)
    # As in a window of 1280 px that is magnified to twice its size.
    half = {"width": 640, "height": 400}
    page.set_viewport_size(half)  # type: ignore[arg-type]
    found += [f"at 640 px {fault}" for fault in _wide(page, half)]
    page.set_viewport_size(window)  # type: ignore[arg-type]
    return [f"{name} ({language}): {fault}" for fault in found]


def _fits(page: Page, window: dict[str, int]) -> list[str]:
    page.set_viewport_size(window)  # type: ignore[arg-type]
    found = [*_wide(page, window), *page.evaluate(f"{_ASK}.hidden()")]
    page.set_viewport_size(SMALL)
    return found


def _wide(page: Page, window: dict[str, int]) -> list[str]:
    found: list[str] = page.evaluate(f"[...{_ASK}.tooWide({window['width']}), ...{_ASK}.cut()]")
    return found


def _said(page: Page, screen: Screen, language: str) -> Iterator[str]:
    about = page.evaluate(f"{_ASK}.about()")
    if about["lang"] != LANGS[language]:
        yield f"says that its language is {about['lang']}"
    if len(about["heads"]) != 1 or not about["heads"][0]:
        yield f"has the headings {about['heads']}"
    if about["title"].startswith(_WRONG[language]) is not screen.wrong:
        yield f"is called {about['title']!r}"
    if "·" not in about["title"]:
        yield f"does not say in {about['title']!r} where one is"
    if about["unnamed"]:
        yield "has a sheet without a name"
    for text in page.evaluate(f"{_ASK}.words()"):
        yield from (f"says {word!r} in {text[:60]!r}" for word in foreign(text, language))


def foreign(text: str, language: str) -> list[str]:
    """Return the words of a text that are of the other language."""
    if language == "en":
        return _HAN.findall(text)
    return [word for word in _LATIN.findall(_CODE.sub(" ", text)) if word not in _SAME_IN_CHINESE]
