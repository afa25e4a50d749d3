"""The wire between a phone and the service: what went over it, and how slow it is."""

from typing import Any
from urllib.parse import urlsplit

from phones import Phone

_FORGET = """async () => {
    for (const kept of await navigator.serviceWorker.getRegistrations()) await kept.unregister();
    for (const name of await caches.keys()) await caches.delete(name);
    const opening = indexedDB.open("jiujin");
    const database = await new Promise((done) => (opening.onsuccess = () => done(opening.result)));
    const cleared = database.transaction("kits", "readwrite");
    cleared.objectStore("kits").clear();
    await new Promise((done) => (cleared.oncomplete = done));
    database.close();
}"""


class Wire:
    """Counts the bytes of every answer that a page gets, headers included, as they are sent."""

    def __init__(self, phone: Phone) -> None:
        self.by_path: dict[str, int] = {}
        self._paths: dict[str, str] = {}
        self._session = phone.context.new_cdp_session(phone.page)
        self._session.send("Network.enable")
        self._session.send("Network.setCacheDisabled", {"cacheDisabled": True})
        self._session.on("Network.requestWillBeSent", self._asks)
        self._session.on("Network.loadingFinished", self._got)

    def slow_down(self, *, latency_ms: float, bytes_per_s: float, cpu: float) -> None:
        """Make the network and the processor as slow as that."""
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
        self._paths[event["requestId"]] = urlsplit(event["request"]["url"]).path

    def _got(self, event: dict[str, Any]) -> None:
        path = self._paths.get(event["requestId"], "?")
        self.by_path[path] = self.by_path.get(path, 0) + int(event["encodedDataLength"])


def forget_pages(phone: Phone) -> None:
    """Take everything from a phone that spares it a request: worker, files, what the service told."""
    phone.page.evaluate(_FORGET)
    phone.open("/about")
