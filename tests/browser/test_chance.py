"""Chance cuts the network, kills the phone and reloads: nothing may be lost, nothing doubled."""

import os
import random

import pytest
from builders import POINT
from phones import KeptPhone
from played import intakes_of
from playwright.sync_api import Error, Route
from served import Service
from volunteers import Volunteer

from models.access import Role

#: One in every test run; `make soak` asks for two hundred.
RUNS = 200 if "JIUJIN_SOAK" in os.environ else 1
STEPS = 10
TILES = {
    "衣物": "clothing",
    "棉被": "bedding.quilt",
    "大米": "food.rice",
    "鞋": "shoes",
    "玩具": "toys",
    "奶粉": "food.milk-powder",
}
Goods = dict[str, int]
#: What requests say when the network is gone under them.
CUTS = "ERR_CONNECTION_REFUSED|ERR_CONNECTION_RESET|ERR_INTERNET_DISCONNECTED|ERR_FAILED|ERR_EMPTY_RESPONSE"


class Trial:
    """A volunteer to whom everything happens, and what they have been shown a receipt for."""

    def __init__(self, service: Service, kept: KeptPhone, chance: random.Random) -> None:
        self.service, self.kept, self.chance = service, kept, chance
        self.receipts: dict[str, Goods] = {}
        self.away = False
        self._begin()
        self.volunteer.join(service.token(Role.VOLUNTEER, POINT))
        self.volunteer.phone.await_worker()

    def _begin(self) -> None:
        phone = self.kept.start()
        phone.forgive(CUTS)
        phone.context.route("**/api/v1/sync", self._lose_some)
        self.volunteer = Volunteer(phone)

    def _lose_some(self, route: Route) -> None:
        """Lose some requests on the way there, and some answers on the way back."""
        fate = self.chance.random()
        try:
            if fate < 0.25:
                route.abort("connectionreset")
            elif fate < 0.5:
                route.fetch()
                route.abort("connectionreset")
            else:
                route.continue_()
        except Error:
            return  # the phone was killed, or the service is away: that is one more way to lose it

    def log(self) -> None:
        """Log one to three things."""
        tiles = self.chance.sample(list(TILES), self.chance.randint(1, 3))
        lines = [(tile, self.chance.choice([1, 2, 3, 5, 10])) for tile in tiles]
        self.receipts[self.volunteer.log(*lines)] = {TILES[tile]: pieces for tile, pieces in lines}

    def begin_and_be_killed(self) -> None:
        """Be killed with a donation half entered; it is still there afterwards, and is saved then."""
        self.volunteer.phone.open("/")
        tile = self.chance.choice(list(TILES))
        self.volunteer.tap_tile(tile)
        self.volunteer.phone.page.wait_for_timeout(self.chance.randint(0, 200))
        self.kill()
        self.volunteer.phone.open("/")
        self.volunteer.tiles.first.wait_for()
        if self.volunteer.phone.page.locator(".tiles .count").count():
            self.receipts[self.volunteer.save()] = {TILES[tile]: 1}

    def save_and_be_killed(self) -> None:
        """Be killed at about the moment of saving: it is saved, or it is still a draft."""
        self.volunteer.phone.open("/")
        tile = self.chance.choice(list(TILES))
        self.volunteer.tap_tile(tile)
        self.volunteer.phone.page.wait_for_timeout(100)
        before = len(self.volunteer.kept())
        self.volunteer.phone.page.locator("#save").tap()
        self.volunteer.phone.page.wait_for_timeout(self.chance.randint(0, 60))
        self.kill()
        self.volunteer.phone.open("/")
        self.volunteer.tiles.first.wait_for()
        drafted = self.volunteer.phone.page.locator(".tiles .count").count()
        kept = self.volunteer.kept()
        assert (len(kept) == before + 1) != bool(drafted), "saved and cleared together, or neither"
        if drafted:
            self.receipts[self.volunteer.save()] = {TILES[tile]: 1}
        else:
            self.receipts[kept[-1]["id"]] = {TILES[tile]: 1}

    def kill(self) -> None:
        """Kill the browser and start it again."""
        self.kept.kill()
        self._begin()

    def reload(self) -> None:
        """Reload whatever page is open."""
        self.volunteer.phone.open(self.chance.choice(["/", "/outbox", "/help"]))
        self.volunteer.phone.page.reload()

    def cut(self) -> None:
        """Take the service away, or bring it back."""
        if self.away:
            self.service.start()
        else:
            self.service.stop()
        self.away = not self.away

    def end(self) -> None:
        """Bring everything back and wait until the outbox is empty."""
        if self.away:
            self.cut()
        self.volunteer.phone.context.unroute_all(behavior="ignoreErrors")
        self.volunteer.phone.open("/outbox")
        self.volunteer.await_sent()


@pytest.mark.parametrize("seed", range(RUNS))
def test_nothing_is_lost_and_nothing_doubled(service: Service, kept_phone: KeptPhone, seed: int) -> None:
    chance = random.Random(seed)
    trial = Trial(service, kept_phone, chance)
    acts = [trial.log, trial.log, trial.kill, trial.reload, trial.cut, trial.save_and_be_killed]
    for act in chance.choices([*acts, trial.begin_and_be_killed], k=STEPS):
        act()
    trial.end()

    recorded = {
        intake["id"]: {line["category"]: line["pieces"] for line in intake["lines"]}
        for intake in intakes_of(service)
    }
    assert recorded == trial.receipts
