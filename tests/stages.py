"""A stage for the catalogue of screens: the real service with goods on their way, and a phone.

Nothing is mocked. The network may be cut, and what the phone keeps may be older than the service.
"""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import httpx
from builders import POINT, City, coats
from chain_builders import NORTH, Chain, done, graded, now
from papers_builders import Papers
from phones import Phone
from playwright.sync_api import Locator, Page, expect
from served import Service
from volunteers import NAME, Volunteer

from models.access import SYSTEM, Role, TokenIn
from models.bag_shapes import LabelsIn
from models.clock import utc_now
from models.identifiers import draw_code, uuid7
from operations import access
from operations.custody import labels

#: The telephone that volunteers of the staged city call: of the numbers that nobody has.
HELP_PHONE = "021-5555 0101"
LANGUAGES = ("zh", "en")
SIZES = ("standard", "large")
LOCALES = {"zh": "zh-CN", "en": "en-GB"}
SMALL = {"width": 360, "height": 740}

#: Forgets all that the phone kept, from a page of ours that opens no store.
_FORGET = """async (language) => {
    for (const { name } of await indexedDB.databases())
        await new Promise((done, failed) => {
            const asked = indexedDB.deleteDatabase(name);
            asked.onsuccess = done;
            asked.onerror = asked.onblocked = failed;
        });
    localStorage.setItem("jiujin.language", language);
    localStorage.removeItem("jiujin.size");
}"""
#: Makes the phone's list of things older than the service: what it calls toys is called otherwise there.
_OUTDATE = """async ([name, was, is]) => {
    const asked = (request) => new Promise((done, failed) => {
        request.onsuccess = () => done(request.result);
        request.onerror = () => failed(request.error);
    });
    const database = await asked(indexedDB.open(name));
    const kits = database.transaction("kits", "readwrite").objectStore("kits");
    for (const told of await asked(kits.getAll()))
        await asked(kits.put(JSON.parse(JSON.stringify(told).replaceAll(`"${was}"`, `"${is}"`))));
    database.close();
}"""


@dataclass(frozen=True)
class Scene:
    """What has happened in the staged city, by the codes that lead to it."""

    poster: str
    received: str
    partly: str
    delivered: str
    label: str
    disclosure: str
    shared: str
    shared_flows: str
    waiting: str
    run: str
    stop: str


def play(service: Service) -> Scene:
    """Let a city live a little, over HTTP: gifts at a point, on the road, handed over; a paper published."""
    with httpx.Client(base_url=service.url, timeout=30) as client:
        chain = Chain(City(client, service.store))  # type: ignore[arg-type]  # speaks as a TestClient does
        received = chain.give(POINT, coats(3, grams=2050))["tracking_code"]
        label = chain.brought(coats(10, grams=5000))
        (partly,) = done(chain.at(NORTH).get(f"/bags/{label}"), 200)["intakes"]
        lot = chain.sort([label], [graded(10, 5000)])["outputs"][0]["lot"]
        chain.recipient()
        chain.deliver(_sent(chain, lot, 4), {"lot": lot, "pieces": 4})
        other = chain.brought(coats(6, grams=3000))
        (delivered,) = done(chain.at(NORTH).get(f"/bags/{other}"), 200)["intakes"]
        lot = chain.sort([other], [graded(6, 3000)])["outputs"][0]["lot"]
        chain.deliver(_sent(chain, lot, 6), {"lot": lot, "pieces": 6})
        papers = Papers(chain)
        papers.project()
        papers.give(8)
        disclosure = papers.publish()["number"]
        shared, flows = _shared(chain, "intake", by="category"), _shared(chain, "flow")
        poster = done(chain.city.admin().get(f"/points/{POINT}/poster"), 200)["code"]
        waiting = chain.bag(POINT, coats(3, grams=2050))
        stop, later = chain.points_of(NORTH, 2)
        for _ in range(3):
            chain.bag(stop, coats(2))
        run = str(uuid7())
        done(chain.driver().put(f"/pickups/{run}", {"station": NORTH, "stops": [stop, later]}))
    return Scene(poster, received, partly, delivered, label, disclosure, shared, flows, waiting, run, stop)


def _shared(chain: Chain, report: str, **question: str) -> str:
    link = done(chain.foundation.put(f"/shares/{uuid7()}", {"report": report, "question": question}))
    return str(link["url"]).rsplit("/", 1)[1]


def _sent(chain: Chain, lot: str, pieces: int) -> str:
    need = chain.need({"category": "clothing", "pieces": pieces})
    shipment = chain.distribution(chain.allocate(need, lot, pieces)["id"])
    done(chain.foundation.post(f"/distributions/{shipment}/dispatch", {"happened_at": now()}))
    return shipment


class Stage:
    """A phone in one language, and what people do at it on the way to a screen."""

    def __init__(self, service: Service, scene: Scene, phone: Phone, language: str) -> None:
        self.service = service
        self.scene = scene
        self.phone = phone
        self.page: Page = phone.page
        self.language = language
        self._volunteer = Volunteer(phone)
        phone.open("/help")
        phone.await_worker()
        # That a cut network is noticed is what the screens are about.
        phone.forgive("net::ERR_(INTERNET_DISCONNECTED|FAILED)")
        phone.forgive("status of 4(01|04|22)")

    def say(self, zh: str, en: str) -> str:
        """Return the words of the look's language."""
        return zh if self.language == "zh" else en

    @cached_property
    def _names(self) -> dict[str, str]:
        with httpx.Client(base_url=self.service.url) as client:
            items = client.get("/api/v1/categories", params={"limit": 100}).json()["items"]
        return {item["code"]: item["name" if self.language == "zh" else "name_en"] for item in items}

    def name(self, category: str) -> str:
        """Return what the pages call a category."""
        return self._names[category]

    def resize(self, size: str) -> None:
        """Change the size of text where one is, by the button that every page of the phone has."""
        # Through the page, because a sheet keeps fingers from what is below it.
        button = "document.querySelector('header .size')"
        self.page.evaluate(f"document.documentElement.dataset.size === '{size}' || {button}?.click()")

    def anew(self) -> None:
        """Take up the phone as if it had never been here, but for the pages that its worker keeps."""
        self.phone.context.unroute_all()
        # Forget first: what waits would be sent with the first reception.
        self.phone.open("/icon.svg").evaluate(_FORGET, self.language)
        self.phone.context.set_offline(False)

    def stranger(self, address: str) -> None:
        """Open a page on a phone that nobody has joined with."""
        self.anew()
        self.phone.open(address)
        self.page.locator("main h1").wait_for(state="attached")

    def volunteer(self, address: str | None = None) -> None:
        """Join as a volunteer of the point, and open a page."""
        self.anew()
        body = TokenIn(name=self.say("李梅", "Li Mei"), role=Role.VOLUNTEER, place=POINT, days=7)
        issued = self.service.store.write_now(access.issue, body, by=SYSTEM, now=utc_now())
        self._volunteer.join(issued.token or "")
        if address is not None:
            self.open(address)

    def driver(self, address: str) -> None:
        """Join as a driver of the station, and open a page."""
        self.anew()
        body = TokenIn(name=self.say("李师傅", "Driver Li"), role=Role.DRIVER, place=NORTH, days=7)
        issued = self.service.store.write_now(access.issue, body, by=SYSTEM, now=utc_now())
        self.phone.open(f"/join#{issued.token}")
        self.page.locator("main a[href^='/run/']").first.wait_for()
        self.open(address)

    def blank_label(self) -> str:
        """Return a label that was printed and is on no bag."""
        body = LabelsIn(count=1)
        printed = self.service.store.write_now(labels.print_labels, uuid7(), body, by=SYSTEM, now=utc_now())
        label: str = json.loads(printed.answer)["labels"][0]
        return label.replace("-", "")

    def neighbour(self) -> None:
        """Join by the poster, as most do."""
        self.stranger(f"/j/{self.scene.poster}")
        self.press("开始", "Start")
        self._volunteer.tiles.first.wait_for()

    def open(self, address: str) -> None:
        """Go to a page of the phone, and wait until it is there."""
        self.phone.open(address)
        self.page.locator("main h1").wait_for(state="attached")

    def go(self, path: str) -> None:
        """Follow a link of the page."""
        self.page.locator(f"a[href='{path}']").first.tap()
        self.page.wait_for_url(f"**{path}")

    def press(self, zh: str, en: str) -> None:
        """Press the button with these words."""
        self.button(zh, en).tap()

    def button(self, zh: str, en: str) -> Locator:
        """Return the button that begins with these words."""
        return self.page.get_by_role("button", name=self.say(zh, en)).first

    def see(self, zh: str, en: str) -> None:
        """Wait until these words are in sight."""
        expect(self.page.get_by_text(self.say(zh, en)).first).to_be_visible()

    def fill(self, field: str, text: str) -> None:
        """Write into the field with that id."""
        self.page.locator(f"#{field}").fill(text)

    def unfold(self, zh: str, en: str) -> None:
        """Open what is folded under these words."""
        self.page.locator("summary", has_text=self.say(zh, en)).tap()

    def tap(self, category: str, pieces: int = 1) -> None:
        """Tap a tile, and a quick amount when there is more than one piece."""
        name = self.page.locator(".name", has_text=re.compile(f"^{re.escape(self.name(category))}$"))
        self._volunteer.tiles.filter(has=name).tap()
        if pieces > 1:
            self._volunteer.tap_amount(pieces)

    def give(self) -> None:
        """Tap what a donor brought: clothes, a quilt, rice."""
        self.tap("clothing", 3)
        self.tap("bedding.quilt")
        self.tap("food.rice", 5)

    def save(self) -> str:
        """Save what was tapped, and return the receipt's id."""
        return self._volunteer.save()

    def await_states(self, *states: str) -> None:
        """Wait until the outbox has these states, oldest first."""
        self.await_truth(lambda: self._volunteer.states() == list(states))

    def await_truth(self, is_true: Callable[[], bool]) -> None:
        """Wait until something is so; fails with the outbox after ten seconds."""
        for _ in range(200):
            if is_true():
                return
            self.page.wait_for_timeout(50)
        raise AssertionError(self._volunteer.kept())

    def cut(self) -> None:
        """Take the network away."""
        self.phone.context.set_offline(True)

    def mend(self) -> None:
        """Give the network back."""
        self.phone.context.set_offline(False)

    def lose_requests(self) -> None:
        """Lose every request on the way: the phone believes that it has reception."""
        self.phone.context.route("**/api/v1/**", lambda route: route.abort("failed"))

    def outdate(self, was: str, called: str) -> None:
        """Let the phone know a category under a code that the service has not."""
        self.page.evaluate(_OUTDATE, [NAME, was, called])
        self.page.reload()
        self._volunteer.tiles.first.wait_for()

    def revoke_token(self) -> None:
        """Revoke the token of whoever holds the phone."""
        held: Any = self.phone.read_database(NAME)
        token = held["people"][-1]["token"]
        revoke(self.service, token)

    def pick_from_everything(self, category: str) -> None:
        """Find a thing in the list of everything, and tap it."""
        self.press("更多物品", "More things")
        self.fill("find", self.name(category))
        self.page.locator("dialog .tiles button").first.tap()

    def await_kept(self, store: str) -> None:
        """Wait until the phone keeps something in one of its stores."""
        self.await_truth(lambda: bool((self.phone.read_database(NAME) or {}).get(store)))

    def draw(self, path: str) -> None:
        """Open a page that the server draws."""
        self.phone.context.set_offline(False)
        self.phone.open(f"{path}?lang={self.language}")

    def unsent_id(self) -> str:
        """Return the id of a receipt that no phone has sent."""
        return str(uuid7())

    def unknown_code(self) -> str:
        """Return a whole tracking code that no gift has."""
        return draw_code()


def revoke(service: Service, token: str) -> None:
    """Revoke a token, as an administrator does."""
    known = service.store.read_now(access.find, access.hash_secret(token))
    assert known is not None
    assert known.caller.token_id is not None
    service.store.write_now(access.revoke, known.caller.token_id, by=SYSTEM, now=utc_now())
