"""The wire between a page and the service: what goes over it, and how slow it can be made."""

from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Page

_FORGET = """async (all) => {
    for (const kept of await navigator.serviceWorker.getRegistrations()) await kept.unregister();
    for (const name of await caches.keys()) await caches.delete(name);
    if (!all) return;
    const opening = indexedDB.open("jiujin");
    const database = await new Promise((done) => (opening.onsuccess = () => done(opening.result)));
    const cleared = database.transaction("kits", "readwrite");
    cleared.objectStore("kits").clear();
    await new Promise((done) => (cleared.oncomplete = done));
    database.close();
}"""


class Wire:
    """Counts what a page asks for, and the bytes of every answer, headers included, as they are sent."""

    def __init__(self, page: Page) -> None:
        self.by_path: dict[str, int] = {}
        #: When each path was asked for, and when its answer was whole, in seconds of one clock.
        self.began: dict[str, list[float]] = {}
        self.ended: dict[str, float] = {}
        self._paths: dict[str, str] = {}
        self._session = page.context.new_cdp_session(page)
        self._session.send("Network.enable")
        self._session.on("Network.requestWillBeSent", self._asks)
        self._session.on("Network.loadingFinished", self._got)

    def without_cache(self) -> None:
        """Let nothing come from the browser's own cache."""
        self._session.send("Network.setCacheDisabled", {"cacheDisabled": True})

    def slow_down(self, *, latency_ms: float, bytes_per_s: float, cpu: float) -> None:
        """Make each answer come that late, the line carry that much, the processor as many times slower."""
        limits = {"offline": False, "latency": latency_ms}
        rates = {"downloadThroughput": bytes_per_s, "uploadThroughput": bytes_per_s}
        self._session.send("Network.emulateNetworkConditions", limits | rates)
        self._session.send("Emulation.setCPUThrottlingRate", {"rate": cpu})

    def asked(self) -> set[str]:
        """Return the paths that were answered."""
        return set(self.by_path)

    def bytes(self) -> int:
        """Return the bytes of all answers."""
        return sum(self.by_path.values())

    def _asks(self, event: dict[str, Any]) -> None:
        path = urlsplit(event["request"]["url"]).path
        self._paths[event["requestId"]] = path
        self.began.setdefault(path, []).append(event["timestamp"])

    def _got(self, event: dict[str, Any]) -> None:
        path = self._paths.get(event["requestId"], "?")
        self.ended[path] = event["timestamp"]
        self.by_path[path] = self.by_path.get(path, 0) + int(event["encodedDataLength"])


def forget_pages(page: Page, *, all_that_was_told: bool) -> None:
    """Take the worker and its files from a phone; with `all_that_was_told` the list of goods as well."""
    page.evaluate(_FORGET, all_that_was_told)
