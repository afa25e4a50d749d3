"""The desk's screens of the board."""

from datetime import timedelta

from builders import coats
from chain_builders import NORTH, Chain, done
from desk_catalogue import DeskStage, desk_screen

from models.access import Role
from models.clock import SHANGHAI, utc_now
from models.identifiers import uuid7


def busy(chain: Chain) -> None:
    """Leave something of each kind to do at the northern station."""
    chain.lose()
    lot = chain.stocked(10, 5000)
    rags = {"place": NORTH, "kind": "recycling", "lines": [{"lot": lot, "pieces": 1}], "reason": "…"}
    done(chain.at(NORTH).put(f"/disposals/{uuid7()}", rags))
    chain.stocked(5, 25_000, category="food.rice", expires_on=_soon())
    chain.transfer({lot: 3})
    chain.transfer({lot: 3}, sent=False)
    done(chain.at(NORTH).put(f"/thresholds/{NORTH}/bedding", {"pieces": 9}), 200)
    chain.recipient(name="360", n=0)
    chain.need({"category": "clothing", "pieces": 50})
    chain.need({"category": "food.rice", "pieces": 2}, urgency="emergency")
    chain.bag(chain.points_of(NORTH, 1)[0], coats(4))


def _soon() -> str:
    return str((utc_now() + timedelta(days=20)).astimezone(SHANGHAI).date())


@desk_screen("board/first-steps")
def _(stage: DeskStage) -> None:
    stage.admin("/desk")
    stage.see("开始使用前", "Before you begin")
    stage.see("这里还没有数据", "There are no data here yet")


@desk_screen("board/station")
def _(stage: DeskStage) -> None:
    stage.city.once("busy", busy)
    stage.manager("/desk")
    stage.page.locator("main ol li").first.wait_for()
    stage.page.locator("main details summary").first.click()


@desk_screen("board/everywhere")
def _(stage: DeskStage) -> None:
    stage.city.once("busy", busy)
    stage.foundation("/desk")
    stage.press("显示全部", "Show all")


@desk_screen("board/foreign")
def _(stage: DeskStage) -> None:
    stage.sit(Role.STATION_MANAGER, NORTH)
    stage.desk.see("/desk?place=S-02")
    stage.see("这里没有这一页", "There is no such page")


@desk_screen("board/offline")
def _(stage: DeskStage) -> None:
    stage.city.once("busy", busy)
    stage.manager("/desk")
    stage.page.locator("main ol li").first.wait_for()
    with stage.desk.without_reception():
        stage.see("没有连上服务", "The service cannot be reached")
