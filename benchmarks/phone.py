"""The logging page on a slow phone with bad reception: bytes, and seconds until a tile can be tapped.

Slow 3G is WebPageTest's: 400 kbit/s, 400 ms a round trip; the processor is slowed four times. The limit
beside it is what the line alone takes: a round trip for the page, one for its files, and their bytes.
"""

import os
import shutil
from pathlib import Path
from statistics import median
from typing import Any

from playwright.sync_api import Browser, sync_playwright

from app.commands.serving import prepare
from app.settings import Settings, secret_key
from benchmarks.http import people, serving
from benchmarks.watching import seconds_until_usable
from benchmarks.wire import Wire, forget_pages
from models.access import SYSTEM
from models.store import Store
from models.vault import Vault
from operations import access

LATENCY_MS = 400.0
BYTES_PER_S = 50_000.0
CPU = 4.0
ROUNDS = 5
TILE = "main .tiles button"
LOOKS: dict[str, Any] = {
    "viewport": {"width": 360, "height": 740},
    "is_mobile": True,
    "has_touch": True,
    "locale": "zh-CN",
}


def measure_phone(folder: Path) -> dict[str, Any]:
    """Load the logging page again and again; return seconds and bytes, and the seconds of the line alone."""
    settings = Settings(data_dir=folder)
    prepare(settings)
    (point,), token = people(settings)
    poster = _poster(settings, point)
    chromium = os.environ.get("JIUJIN_CHROMIUM") or shutil.which("chromium")
    with serving(settings) as port, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium)
        url = f"http://localhost:{port}"
        found: dict[str, Any] = {}
        for case in ("first", "first_with_goods", "again"):
            rounds = [_load(browser, url, token, case) for _ in range(ROUNDS)]
            seconds, size = median(one[0] for one in rounds), rounds[0][1]
            found |= {f"{case}_usable_s": seconds, f"{case}_bytes": size}
        newcomers = [_arrive(browser, url, poster) for _ in range(ROUNDS)]
        found |= {"newcomer_usable_s": median(one[0] for one in newcomers), "newcomer_bytes": newcomers[0][1]}
        browser.close()
    found["first_line_alone_s"] = 2 * LATENCY_MS / 1000 + found["first_with_goods_bytes"] / BYTES_PER_S
    found["first_with_goods_to_line_alone"] = found["first_with_goods_usable_s"] / found["first_line_alone_s"]
    return found


def _load(browser: Browser, url: str, token: str, case: str) -> tuple[float, int]:
    """Return seconds until a tile is there, and the bytes that everything took, for one of the cases.

    `first`: nothing of the page is on the phone. `first_with_goods`: the list of goods still is, as after
    the browser dropped its files. `again`: the worker has the page.
    """
    context = browser.new_context(**LOOKS)
    page = context.new_page()
    page.goto(f"{url}/join#{token}")
    page.locator(TILE).first.wait_for()
    page.evaluate("async () => void (await navigator.serviceWorker.ready)")
    page.wait_for_load_state("networkidle")
    if case != "again":
        forget_pages(page, all_that_was_told=case == "first")
    page.goto("about:blank")
    wire = Wire(page)
    if case != "again":
        wire.without_cache()
    wire.slow_down(latency_ms=LATENCY_MS, bytes_per_s=BYTES_PER_S, cpu=CPU)
    seconds = seconds_until_usable(page, url, TILE)
    page.wait_for_load_state("networkidle")
    size = wire.bytes()
    context.close()
    return seconds, size


def _arrive(browser: Browser, url: str, poster: str) -> tuple[float, int]:
    """Return seconds until somebody who never was here can tap 开始 after scanning a poster; and bytes."""
    context = browser.new_context(**LOOKS)
    page = context.new_page()
    wire = Wire(page)
    wire.slow_down(latency_ms=LATENCY_MS, bytes_per_s=BYTES_PER_S, cpu=CPU)
    seconds = seconds_until_usable(page, f"{url}/J/{poster}", "main form button[type=submit]")
    page.wait_for_load_state("networkidle")
    size = wire.bytes()
    context.close()
    return seconds, size


def _poster(settings: Settings, point: str) -> str:
    store = Store(settings.database, Vault(secret_key(settings)))
    code: str = store.read_now(access.poster, point, by=SYSTEM).code
    store.close()
    return code


if __name__ == "__main__":
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        for name, value in measure_phone(Path(folder)).items():
            print(f"{name}: {value:.2f}" if isinstance(value, float) else f"{name}: {value}")
