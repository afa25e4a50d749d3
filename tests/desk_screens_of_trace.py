"""The desk's screens of what a code is, where it is, where it came from and went."""

from dataclasses import dataclass
from typing import Any

from builders import coats, quilts
from chain_builders import NORTH, STORE, Chain, done, graded, now
from desk_catalogue import DeskStage, desk_screen
from playwright.sync_api import expect

from models.access import Role
from models.identifiers import uuid7


@dataclass(frozen=True)
class Travelled:
    """Goods that came a long way: a gift with a donor, its bag, the lot that it became in part."""

    gift: dict[str, Any]
    label: str
    lot: str


def travelled(chain: Chain) -> Travelled:
    """Bring two bags, sort them together, send a part to the warehouse, give some."""
    point, other = chain.points_of(NORTH, 2)
    labels = chain.labels(2)
    donor = {"name": "360", "phone": "13800001234", "consent": True}
    turned = [{"category": "clothing.winter.adult", "pieces": 1, "reason": "soiled"}]
    gift = chain.give(point, coats(6, grams=3000), quilts(2), bag=labels[0], donor=donor, refused=turned)
    chain.give(other, coats(2, grams=1000), bag=labels[1])
    for place, label in zip((point, other), labels, strict=True):
        body = {"point": place, "happened_at": now()}
        done(chain.who(Role.VOLUNTEER, place).put(f"/bags/{label}", body))
    chain.receive(labels, pickup=chain.run({point: labels[:1], other: labels[1:]}))
    rags = {"category": "clothing", "grade": "RECYCLE", "grams": 600}
    run = chain.sort(labels, [graded(7, 3000), rags], loss_grams=gift["grams"] - 2600, loss_reason="dust")
    lot = run["outputs"][0]["lot"]
    transfer = str(uuid7())
    plan = {"from": NORTH, "to": STORE, "lines": [{"lot": lot, "pieces": 2}]}
    done(chain.at(NORTH).put(f"/transfers/{transfer}", plan))
    done(chain.at(NORTH).post(f"/transfers/{transfer}/dispatch", {"happened_at": now()}))
    done(chain.at(STORE).post(f"/transfers/{transfer}/receive", {"happened_at": now()}))
    chain.recipient(name="360")
    need = chain.need({"category": "clothing", "pieces": 1})
    shipment = chain.distribution(chain.allocate(need, lot, 1)["id"])
    done(chain.foundation.post(f"/distributions/{shipment}/dispatch", {"happened_at": now()}))
    chain.deliver(shipment)
    return Travelled(gift, labels[0], lot)


def waiting_gift(chain: Chain) -> dict[str, Any]:
    """Log a gift that waits at its point."""
    return chain.give(chain.points_of(NORTH, 1)[0], coats(3), quilts(1))


@desk_screen("trace/find")
def _(stage: DeskStage) -> None:
    stage.manager("/desk/find")
    expect(stage.page.get_by_role("textbox", name=stage.say("编号", "Code"), exact=True)).to_be_focused()


@desk_screen("trace/unknown")
def _(stage: DeskStage) -> None:
    stage.manager("/desk/find?code=P-9999")
    stage.see("没有找到", "was not found")


@desk_screen("trace/bag")
def _(stage: DeskStage) -> None:
    stage.manager(f"/desk/bag/{stage.city.once('travelled', travelled).label}")
    stage.see("里面的捐赠", "Donations in it")


@desk_screen("trace/label")
def _(stage: DeskStage) -> None:
    (label,) = stage.city.once("blank", lambda chain: chain.labels(1))
    stage.manager(f"/desk/bag/{label}")
    stage.see("还没有封过袋子", "no bag was sealed")


@desk_screen("trace/intake")
def _(stage: DeskStage) -> None:
    gift = stage.city.once("travelled", travelled).gift
    stage.foundation(f"/desk/intake/{gift['id']}")
    stage.see("来龙去脉, 表格", "The way as a table")


@desk_screen("trace/correct-wrong")
def _(stage: DeskStage) -> None:
    gift = stage.city.once("waiting", waiting_gift)
    stage.manager(f"/desk/intake/{gift['id']}")
    stage.press("更正", "Correct", exact=True)
    stage.send()
    stage.see("至少改一行", "Change at least one line")


@desk_screen("trace/lot")
def _(stage: DeskStage) -> None:
    stage.foundation(f"/desk/lot/{stage.city.once('travelled', travelled).lot}")
    stage.see("来龙去脉, 表格", "The way as a table")
    stage.page.locator(".box.subject").wait_for()


@desk_screen("trace/foreign-lot")
def _(stage: DeskStage) -> None:
    lot = stage.city.once("travelled", travelled).lot
    stage.sit(Role.STATION_MANAGER, "S-02")
    stage.desk.see(f"/desk/lot/{lot}")
    stage.see("这里没有这一页", "There is no such page")
