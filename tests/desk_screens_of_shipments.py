"""The desk's screens of shipments: scanned together, sent, received, delivered with proof."""

from chain_builders import NORTH, STORE, Chain, done, now
from desk_catalogue import DeskStage, desk_screen
from desk_screens_of_needs import school
from playwright.sync_api import expect

from models.access import Role
from models.identifiers import uuid7


def transfer(stage: DeskStage, name: str, *, sent: bool = False) -> str:
    """Plan a transfer of two lots to the warehouse."""

    def make(chain: Chain) -> str:
        return chain.transfer({chain.stocked(n, n * 500): n for n in (8, 5)}, sent=sent)

    made: str = stage.city.once(name, make)
    return made


def distribution(stage: DeskStage, name: str, *, delivered: bool = False) -> str:
    """Send goods to the school; deliver a part of them."""
    school(stage)

    def make(chain: Chain) -> str:
        lot = chain.stocked(10, 5000)
        number = chain.distribution(
            chain.allocate(chain.need({"category": "clothing", "pieces": 6}), lot, 6)["id"]
        )
        done(chain.at(NORTH).post(f"/distributions/{number}/dispatch", {"happened_at": now()}))
        if delivered:
            where = stage.say("校门口", "At the gate")
            proof = {"code": "4711", "signed_by": stage.say("王老师", "Teacher"), "place": where}
            chain.deliver(number, {"lot": lot, "pieces": 4}, people_reached=30, proof=proof)
        return number

    made: str = stage.city.once(name, make)
    return made


@desk_screen("shipments/filled")
def _(stage: DeskStage) -> None:
    transfer(stage, "planned")
    transfer(stage, "sent", sent=True)
    stage.manager("/desk/shipments")
    stage.page.locator("main tbody tr").nth(1).wait_for()


@desk_screen("shipments/distributions")
def _(stage: DeskStage) -> None:
    distribution(stage, "under way")
    stage.manager("/desk/shipments?kind=distributions")
    stage.rows()


@desk_screen("shipments/none")
def _(stage: DeskStage) -> None:
    stage.manager("/desk/shipments?status=lost")
    stage.see("没有这样的发运", "There is no such shipment")


@desk_screen("shipments/header-wrong")
def _(stage: DeskStage) -> None:
    stage.manager("/desk/shipments/transfers/new")
    stage.press("开始扫码", "Start scanning")
    stage.see("选送到哪里", "Choose where it goes")


@desk_screen("shipments/scanning")
def _(stage: DeskStage) -> None:
    lots = stage.city.once("lots", lambda chain: [chain.stocked(n, n * 500) for n in (7, 3)])
    label = stage.city.once("closed", lambda chain: chain.brought())
    stage.manager("/desk/shipments/transfers/new")
    page = stage.page
    to = page.get_by_role("combobox", name=stage.say("到", "To"), exact=True)
    to.fill("W-01")
    to.press("Enter")
    expect(to).to_have_value(stage.say("救灾物资仓库", "Relief Warehouse"))
    page.get_by_role("button", name=stage.say("开始扫码", "Start scanning")).click()
    for code in (*lots, label, "L-999-K", lots[0]):
        page.get_by_label(stage.say("扫批次码或袋签", "Scan a lot or a bag")).fill(code)
        page.keyboard.press("Enter")
    expect(page.locator("main tbody tr")).to_have_count(2)
    stage.see("没加上的 2 个", "2 not added")


@desk_screen("shipments/planned")
def _(stage: DeskStage) -> None:
    stage.manager(f"/desk/shipments/transfers/{transfer(stage, 'planned')}")
    stage.rows()


@desk_screen("shipments/dispatch")
def _(stage: DeskStage) -> None:
    stage.manager(f"/desk/shipments/transfers/{transfer(stage, 'planned')}")
    stage.press("发出", "Send", exact=True)
    stage.page.get_by_role("dialog").locator("input[data-amount]").first.fill("99")
    stage.see("要在 0 到 8", "Must be between 0 and 8")


@desk_screen("shipments/cancel")
def _(stage: DeskStage) -> None:
    stage.manager(f"/desk/shipments/transfers/{transfer(stage, 'planned')}")
    stage.press("取消", "Cancel", exact=True)
    expect(stage.page.get_by_role("dialog")).to_be_visible()


@desk_screen("shipments/receive")
def _(stage: DeskStage) -> None:
    stage.sit(Role.WAREHOUSE_MANAGER, STORE)
    stage.desk.see(f"/desk/shipments/transfers/{transfer(stage, 'sent', sent=True)}")
    stage.press("收货", "Receive", exact=True)
    stage.page.get_by_role("dialog").locator("input[data-amount]").first.fill("7")
    stage.see("少的不会再来", "What is missing will not come")


@desk_screen("shipments/delivered")
def _(stage: DeskStage) -> None:
    stage.manager(f"/desk/shipments/distributions/{distribution(stage, 'delivered', delivered=True)}")
    stage.see("送达凭证", "Proof of delivery")


@desk_screen("shipments/deliver-wrong")
def _(stage: DeskStage) -> None:
    stage.manager(f"/desk/shipments/distributions/{distribution(stage, 'under way')}")
    stage.press("送达", "Delivered", exact=True)
    stage.send()
    stage.see("填签收单号", "Enter the number of the slip")


@desk_screen("shipments/return-wrong")
def _(stage: DeskStage) -> None:
    stage.manager(f"/desk/shipments/distributions/{distribution(stage, 'under way')}")
    stage.press("退回", "Return", exact=True)
    stage.send()
    stage.see("至少填一批", "Enter the pieces of at least one")


@desk_screen("shipments/foreign")
def _(stage: DeskStage) -> None:
    stage.manager(f"/desk/shipments/transfers/{uuid7()}")
    stage.see("这里没有这一页", "There is no such page")
