"""What is watched from within a page: when a tap on something would reach it."""

import json

from playwright.sync_api import Page

_WATCH = """(target) => {
    const look = () => {
        const found = document.querySelector(target);
        const box = found?.getBoundingClientRect();
        const at = box && document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
        if (found && !found.disabled && found.contains(at)) performance.mark("usable");
        else requestAnimationFrame(look);
    };
    look();
}"""


def seconds_until_usable(page: Page, url: str, target: str) -> float:
    """Return seconds from asking for a page until a tap on the target would reach it.

    The page itself watches, frame by frame: Playwright looks ever more rarely, at last twice a second.
    """
    page.add_init_script(f"({_WATCH})({json.dumps(target)})")
    page.goto(url, wait_until="commit")
    while (usable := page.evaluate("performance.getEntriesByName('usable')[0]?.startTime")) is None:
        page.wait_for_timeout(100)
    return float(usable) / 1000
