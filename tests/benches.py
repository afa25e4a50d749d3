"""What benches are tested with: a vehicle full of bags, and what a desk was heard and seen to do."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
from builders import City, coats
from chain_builders import NORTH, Chain, done, now
from playwright.sync_api import Page
from served import Service

from models.access import Role

#: Notes what is asked of the loudspeaker, and every touch of a pointer.
_HEARING = """
window.__heard = [];
window.__pointers = 0;
for (const kind of ["pointerdown", "mousedown", "touchstart", "click"])
    addEventListener(kind, (event) => { if (event.detail !== 0) window.__pointers++; }, true);
class Oscillator {
    frequency = { value: 0 };
    connect(next) { return next; }
    start(at) { window.__heard.push([this.frequency.value, at]); }
    stop() {}
}
class Gain {
    gain = { setValueAtTime() {}, linearRampToValueAtTime() {} };
    connect(next) { return next; }
}
window.AudioContext = class {
    state = "running";
    currentTime = 0;
    destination = {};
    async resume() {}
    createOscillator() { return new Oscillator(); }
    createGain() { return new Gain(); }
};
"""
#: By which notes each tone is known.
TONES = {(1320.0,): "ok", (440.0, 440.0): "again", (220.0,): "wrong", (660.0, 1320.0): "mind"}


def listen_to(page: Page) -> None:
    """Have a page note its tones and whether anybody touched a pointer, from the next load on."""
    page.add_init_script(_HEARING)


def heard(page: Page) -> str:
    """Return the tone that was asked for since this was asked last."""
    notes = page.evaluate("() => window.__heard.splice(0).map(([hertz]) => hertz)")
    return TONES.get(tuple(notes), f"no tone: {notes}")


def pointers(page: Page) -> int:
    """Return how often a pointer was used."""
    count: int = page.evaluate("() => window.__pointers")
    return count


@contextmanager
def chain_at(service: Service) -> Iterator[Chain]:
    """Yield the city's people, who act over HTTP at a running service."""
    with httpx.Client(base_url=service.url, timeout=30) as client:
        yield Chain(City(client, service.store, "张伟"))  # type: ignore[arg-type]  # as a TestClient


def loaded(chain: Chain, count: int, station: str = NORTH) -> tuple[str, list[str]]:
    """Fill bags at a point and load them into the station's vehicle; return the run and the labels."""
    (point,) = chain.points_of(station, 1)
    volunteer = chain.who(Role.VOLUNTEER, point)
    labels = chain.labels(count)
    for label in labels:
        chain.give(point, coats(2, grams=1000), bag=label)
        done(volunteer.put(f"/bags/{label}", {"point": point, "happened_at": now()}))
    return chain.run({point: labels}, station), labels


def receipts_at(chain: Chain, station: str = NORTH) -> list[dict[str, Any]]:
    """Return the receipts of a station as they were recorded, the newest first."""
    rows = done(chain.at(station).get("/receipts"), 200)["items"]
    return [done(chain.at(station).get(f"/receipts/{row['id']}"), 200) for row in rows]


def rice(pieces: int, **more: Any) -> dict[str, Any]:
    """Return a line of rice, whose date nobody has read yet."""
    return {"category": "food.rice", "pieces": pieces, **more}
