"""The desk's screens of stock and of stocktakes."""

from builders import coats
from chain_builders import NORTH, Chain, done, graded
from desk_catalogue import DeskStage, desk_screen
from playwright.sync_api import expect

from models.access import Role
from models.clock import SHANGHAI, utc_now
from models.identifiers import uuid7


def _sorted(chain: Chain) -> str:
    label = chain.brought(coats(12, grams=6000))
    lot: str = chain.sort([label], [graded(12, 6000)])["outputs"][0]["lot"]
    return lot


def _disposal(chain: Chain, reason: str) -> None:
    label = chain.brought(coats(4, grams=2000))
    lot = chain.sort([label], [graded(4, 2000)])["outputs"][0]["lot"]
    body = {"place": NORTH, "kind": "recycling", "lines": [{"lot": lot, "pieces": 1}], "reason": reason}
    done(chain.at(NORTH).put(f"/disposals/{uuid7()}", body))


def _count(chain: Chain) -> str:
    number = str(uuid7())
    done(chain.at(NORTH).put(f"/stocktakes/{number}", {"place": NORTH, "blind": False}))
    return number


@desk_screen("stock/filled")
def _(stage: DeskStage) -> None:
    stage.city.once("lot", _sorted)
    stage.city.once("disposal", lambda chain: _disposal(chain, stage.say("霉变", "mould")))
    stage.manager("/desk/stock")
    stage.see("处置待批", "Disposals to decide")


@desk_screen("stock/everywhere")
def _(stage: DeskStage) -> None:
    stage.admin("/desk/stock?grade=A")
    stage.rows()


@desk_screen("stock/too-narrow")
def _(stage: DeskStage) -> None:
    stage.manager("/desk/stock?expiry=expired")
    stage.see("筛选太窄", "The filters are too narrow")


@desk_screen("stock/adjust-wrong")
def _(stage: DeskStage) -> None:
    stage.city.once("lot", _sorted)
    stage.manager("/desk/stock")
    stage.press("盘盈盘亏", "Adjust", first=True)
    stage.send()
    stage.see("件数要在", "Pieces must be")


@desk_screen("stock/past")
def _(stage: DeskStage) -> None:
    stage.city.once("lot", _sorted)
    stage.manager(f"/desk/stock?as_of={utc_now().astimezone(SHANGHAI).date()}")
    stage.rows()


@desk_screen("stock/dispose")
def _(stage: DeskStage) -> None:
    stage.city.once("lot", _sorted)
    stage.manager("/desk/stock")
    stage.press("处置", "Dispose", first=True)
    expect(stage.page.get_by_role("dialog")).to_be_visible()


@desk_screen("stock/release")
def _(stage: DeskStage) -> None:
    lot = stage.city.once("lot", _sorted)

    def hold(chain: Chain) -> None:
        body = {"place": NORTH, "lines": [{"lot": lot, "pieces": 2}], "reason": "wet"}
        done(chain.at(NORTH).put(f"/holds/{uuid7()}", body))

    stage.city.once("hold", hold)
    stage.manager("/desk/stock")
    stage.press("解除隔离", "Release")
    dialog = stage.page.get_by_role("dialog")
    expect(dialog.locator("tbody tr")).to_have_count(1)
    stage.send()
    stage.see("写明为什么可以用", "Say why they may be used")


@desk_screen("stock/thresholds")
def _(stage: DeskStage) -> None:
    def threshold(chain: Chain) -> None:
        for category, pieces in (("clothing", 5), ("bedding", 40)):
            done(chain.at(NORTH).put(f"/thresholds/{NORTH}/{category}", {"pieces": pieces}), 200)

    stage.city.once("lot", _sorted)
    stage.city.once("threshold", threshold)
    stage.manager("/desk/stock")
    stage.see("差 40 件", "40 wanting")


@desk_screen("stock/threshold-stale")
def _(stage: DeskStage) -> None:
    stage.manager("/desk/stock")
    stage.press("改下限", "Change the minimum", first=True)
    dialog = stage.page.get_by_role("dialog")
    dialog.get_by_label(stage.say("下限", "Minimum"), exact=True).fill("60")

    def meanwhile(chain: Chain) -> None:
        done(chain.at(NORTH).put(f"/thresholds/{NORTH}/bedding", {"pieces": 50}), 200)
        done(chain.at(NORTH).put(f"/thresholds/{NORTH}/clothing", {"pieces": 6}), 200)

    stage.city.once("meanwhile", meanwhile)
    stage.send()
    stage.see("别人刚刚改过", "Somebody changed this just now")


@desk_screen("stock/threshold-new")
def _(stage: DeskStage) -> None:
    stage.manager("/desk/stock")
    stage.press("设下限", "Set a minimum")
    stage.send()
    stage.see("选一个品类", "Choose a category")


@desk_screen("counts/empty")
def _(stage: DeskStage) -> None:
    stage.sit(Role.WAREHOUSE_MANAGER, "W-01")
    stage.desk.see("/desk/counts")
    stage.see("还没有盘点", "There is no stocktake yet")


@desk_screen("counts/start")
def _(stage: DeskStage) -> None:
    stage.city.once("lot", _sorted)
    stage.city.once("count", _count)
    stage.manager("/desk/counts")
    stage.rows()
    stage.press("开始盘点", "Start a stocktake")
    expect(stage.page.get_by_role("dialog")).to_be_visible()


@desk_screen("counts/counting")
def _(stage: DeskStage) -> None:
    stage.city.once("lot", _sorted)
    number = stage.city.once("count", _count)
    stage.manager(f"/desk/counts/{number}")
    stage.rows()
