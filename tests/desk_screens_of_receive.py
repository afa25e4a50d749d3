"""The desk's screens of receiving: the bench and the receipts."""

from benches import loaded
from builders import coats
from chain_builders import NORTH, Chain
from desk_catalogue import DeskStage, desk_screen
from playwright.sync_api import expect

from models.access import Role

FOREIGN = "8800-17"


def _vehicle(chain: Chain) -> list[str]:
    return loaded(chain, 6)[1]


def _received(chain: Chain) -> str:
    run, labels = loaded(chain, 4)
    (point,) = chain.points_of(NORTH, 1)
    extra = chain.bag(point, coats(3, grams=1500))
    entries = [{"label": labels[0], "grams": 900}, {"label": labels[1], "damaged": True}, labels[2], extra]
    entries.append({"label": FOREIGN, "pieces": 4})
    name: str = chain.receive(entries, pickup=run)["id"]
    return name


def _bench(stage: DeskStage) -> None:
    """Sit at the bench with a vehicle on its way and an empty list."""
    stage.city.once("received", _received)
    stage.city.once("vehicle", _vehicle)
    stage.manager("/desk/receive")
    _empty(stage)
    stage.page.get_by_role("radio").first.wait_for()


def _empty(stage: DeskStage) -> None:
    stage.page.evaluate(
        "Object.keys(localStorage).filter((key) => key.startsWith('jiujin.desk.receive'))"
        ".forEach((key) => localStorage.removeItem(key))"
    )
    stage.desk.see("/desk/receive")


def _scan(stage: DeskStage, *codes: str) -> None:
    for n, code in enumerate(codes):
        stage.desk.scan(code)
        stage.page.get_by_label(stage.say("扫到的", "Scanned"), exact=True).locator("li[data-kind]").nth(
            n
        ).wait_for()


@desk_screen("receive/empty")
def _(stage: DeskStage) -> None:
    stage.manager("/desk/receive")
    stage.see("还没有收货单", "There is no receipt yet")


@desk_screen("receive/ready")
def _(stage: DeskStage) -> None:
    _bench(stage)
    stage.see("可以扫了", "Ready to scan")


@desk_screen("receive/scanning")
def _(stage: DeskStage) -> None:
    _bench(stage)
    labels = stage.city.once("vehicle", _vehicle)
    _scan(stage, *labels[:4], labels[3], FOREIGN + "0")
    stage.page.locator(".last[data-kind=unknown]").wait_for()
    stage.page.keyboard.press("F4")
    stage.see("记为破损", "noted as damaged")


@desk_screen("receive/unknown")
def _(stage: DeskStage) -> None:
    stage.page.keyboard.press("F7")
    expect(stage.page.get_by_role("dialog")).to_be_visible()


@desk_screen("receive/finish")
def _(stage: DeskStage) -> None:
    stage.page.keyboard.press("Escape")
    stage.page.keyboard.press("F9")
    stage.see("袋没到", "are not here")


@desk_screen("receive/same-person")
def _(stage: DeskStage) -> None:
    stage.page.keyboard.type(stage.say("李梅", "Li Mei"), delay=70)
    stage.page.keyboard.press("Enter")
    stage.page.get_by_role("dialog").get_by_role("alert").wait_for()


@desk_screen("receive/everywhere")
def _(stage: DeskStage) -> None:
    stage.city.once("received", _received)
    stage.admin("/desk/receive")
    stage.rows()


@desk_screen("receive/receipt")
def _(stage: DeskStage) -> None:
    name = stage.city.once("received", _received)
    stage.manager(f"/desk/receive/{name}")
    stage.rows()


@desk_screen("receive/foreign")
def _(stage: DeskStage) -> None:
    name = stage.city.once("received", _received)
    stage.sit(Role.STATION_MANAGER, "S-02")
    stage.desk.see(f"/desk/receive/{name}")
    stage.page.get_by_role("alert").wait_for()
