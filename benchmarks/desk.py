"""The desk's pages in a simulated city, in a real browser: seconds until somebody can work with them.

`python -m benchmarks.desk FOLDER` measures a city that is there already, such as that of
`jiujin demo --points 1500`. The limit beside each page is one that asks for nothing but who is signed in.
"""

import json
import os
import shutil
import sys
import tempfile
from datetime import datetime
from pathlib import Path
from statistics import median
from typing import Any

from playwright.sync_api import Browser, BrowserContext, sync_playwright
from sqlalchemy import func, select
from sqlmodel import col

from app.closing import close_now
from app.settings import Settings, secret_key
from benchmarks.board import PEOPLE, lived_in
from benchmarks.http import serving
from benchmarks.watching import seconds_until_usable
from models.clock import SHANGHAI
from models.ledger import Movement
from models.store import Store
from models.vault import Vault

ROUNDS = 7
LOOKS: dict[str, Any] = {"viewport": {"width": 1280, "height": 800}, "locale": "zh-CN"}
#: What must be there before a page can be worked with.
PAGES = {
    "nowhere": ("/desk/nowhere", "main h1"),
    "board": ("/desk", "main .figures a, main .figures strong"),
    "stock": ("/desk/stock", "main tbody tr"),
    "stock_then": ("/desk/stock?as_of={then}", "main tbody tr"),
}


def measure_desk(folder: Path) -> dict[str, Any]:
    """Open each page again and again as each of the people; return seconds, and their ratio."""
    settings, tokens = lived_in(folder)
    then = _middle(settings)
    chromium = os.environ.get("JIUJIN_CHROMIUM") or shutil.which("chromium")
    found: dict[str, Any] = {}
    with serving(settings) as port, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium)
        for who in PEOPLE:
            context = _signed_in(browser, f"http://localhost:{port}", tokens[who])
            for name, (path, target) in PAGES.items():
                address = f"http://localhost:{port}{path.format(then=then)}"
                rounds = [_seconds(context, address, target) for _ in range(ROUNDS)]
                found[f"{who}_{name}_s"] = median(rounds)
            context.close()
        browser.close()
    for who in PEOPLE:
        found[f"{who}_board_to_nowhere"] = found[f"{who}_board_s"] / found[f"{who}_nowhere_s"]
    return found


def _middle(settings: Settings) -> str:
    """Write stock down as a running service does; return the day in the middle of what was recorded."""
    store = Store(settings.database, Vault(secret_key(settings)))
    close_now(store)
    ends = select(func.min(col(Movement.recorded_at)), func.max(col(Movement.recorded_at)))
    first, last = store.read_now(lambda session: session.execute(ends).one())
    store.close()
    middle: datetime = first + (last - first) / 2
    return middle.astimezone(SHANGHAI).date().isoformat()


def _signed_in(browser: Browser, url: str, token: str) -> BrowserContext:
    context = browser.new_context(**LOOKS)
    page = context.new_page()
    page.goto(f"{url}/desk/join#{token}")
    page.locator("header .brand").wait_for()
    page.close()
    return context


def _seconds(context: BrowserContext, address: str, target: str) -> float:
    page = context.new_page()
    seconds = seconds_until_usable(page, address, target)
    page.close()
    return seconds


def main() -> None:
    if sys.argv[1:]:
        print(json.dumps(measure_desk(Path(sys.argv[1])), indent=2))
        return
    with tempfile.TemporaryDirectory() as folder:
        print(json.dumps(measure_desk(Path(folder)), indent=2))


if __name__ == "__main__":
    main()
