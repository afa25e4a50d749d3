"""A desk that is worked by keys alone, for tests of relief."""

from playwright.sync_api import Locator, Page, expect

#: More keys than any page needs from one control to another.
_KEYS = 80


def tab_to(target: Locator) -> None:
    """Go by the Tab key to a control, as somebody without a mouse does."""
    page = target.page
    target.wait_for()
    for _ in range(_KEYS):
        if target.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the Tab key does not come to {target}")


def press(target: Locator) -> None:
    """Go to a button by keys and press it."""
    tab_to(target)
    target.page.keyboard.press("Enter")


def write(target: Locator, text: str) -> None:
    """Go to a field by keys and write into it, instead of what is there; slower than any scanner."""
    tab_to(target)
    target.page.keyboard.press("Control+a")
    target.page.keyboard.type(text, delay=60)


def pick(target: Locator, text: str) -> None:
    """Choose by keys what a field finds for a text."""
    write(target, text)
    found = target.page.locator("li[role=option][aria-selected=true]:visible")
    expect(found).to_contain_text(text)
    target.page.keyboard.press("Enter")


def button(page: Page, name: str) -> Locator:
    """Return the button of that name."""
    return page.get_by_role("button", name=name, exact=True)


def field(page: Page, name: str) -> Locator:
    """Return the field of that name."""
    return page.get_by_label(name, exact=True)
