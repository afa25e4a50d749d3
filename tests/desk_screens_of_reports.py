"""The desk's screens of reports, their files and links."""

from datetime import timedelta

from builders import coats, quilts
from chain_builders import NORTH, Chain, done, graded
from desk_catalogue import DeskStage, desk_screen
from playwright.sync_api import expect

from models.access import Role
from models.clock import utc_now
from models.identifiers import uuid7

#: A period that has what the city has lived through, whatever today is.
LONG = "from=2026-01-01"
#: A month in which nothing was recorded.
BEFORE = "from=2020-05-01&to=2020-05-31"


def _lived(chain: Chain) -> str:
    """Let gifts of two months come in, one go all the way; return its tracking code."""
    point = chain.points_of(NORTH, 1)[0]
    for days in (70, 40, 10):
        before = (utc_now() - timedelta(days=days)).isoformat()
        chain.give(point, coats(3 + days // 10, grams=4000 + 10 * days), happened_at=before)
    gift = chain.give(point, quilts(2, grams=4200))
    code: str = gift["tracking_code"]
    shipment, lot, _ = chain.sent(6)
    chain.deliver(shipment, {"lot": lot, "pieces": 4}, people_reached=3)
    label = chain.brought(quilts(6, grams=9000))
    chain.sort([label], [graded(6, 9000, category="bedding.quilt")])
    return code


def _shared(chain: Chain) -> None:
    link = {"report": "distribution", "question": {"by": "category"}, "days": 30}
    done(chain.foundation.put(f"/shares/{uuid7()}", link))
    ended = str(uuid7())
    named = {"report": "stock", "title": "2026"}
    done(chain.foundation.put(f"/shares/{ended}", named))
    assert chain.foundation("DELETE", f"/shares/{ended}").status_code == 204


def _report(stage: DeskStage, address: str) -> None:
    """See a report of a city that has lived, once its chart is drawn."""
    stage.city.once("lived", _lived)
    stage.foundation(f"/desk/reports/{address}")
    stage.page.locator("main [role=img] svg").wait_for()


@desk_screen("reports/gallery-of-nothing")
def _(stage: DeskStage) -> None:
    stage.foundation("/desk/reports")
    stage.see("还没有数据", "No data yet")


@desk_screen("reports/gallery")
def _(stage: DeskStage) -> None:
    stage.city.once("lived", _lived)
    stage.sit(Role.STATION_MANAGER, NORTH)
    stage.desk.see("/desk/reports")
    stage.page.locator("main h2").nth(3).wait_for()


@desk_screen("reports/by-category")
def _(stage: DeskStage) -> None:
    _report(stage, f"distribution?{LONG}&by=category")


@desk_screen("reports/along-time")
def _(stage: DeskStage) -> None:
    _report(stage, f"intake?{LONG}&chart=line")


@desk_screen("reports/heat")
def _(stage: DeskStage) -> None:
    _report(stage, f"intake?{LONG}&chart=heat")


@desk_screen("reports/table-beside")
def _(stage: DeskStage) -> None:
    _report(stage, f"intake?{LONG}&by=category")
    stage.press("看成表格", "As a table")
    expect(stage.page.locator("main table")).to_have_count(2)


@desk_screen("reports/flow")
def _(stage: DeskStage) -> None:
    _report(stage, f"flow?{LONG}")


@desk_screen("reports/conservation")
def _(stage: DeskStage) -> None:
    _report(stage, f"conservation?{LONG}")


@desk_screen("reports/stock")
def _(stage: DeskStage) -> None:
    _report(stage, "stock")


@desk_screen("reports/indicators")
def _(stage: DeskStage) -> None:
    stage.city.once("lived", _lived)
    stage.foundation(f"/desk/reports/indicators?{LONG}")
    stage.rows()


@desk_screen("reports/coverage")
def _(stage: DeskStage) -> None:
    _report(stage, "coverage")


@desk_screen("reports/empty-month")
def _(stage: DeskStage) -> None:
    stage.city.once("lived", _lived)
    stage.foundation(f"/desk/reports/distribution?{BEFORE}")
    stage.see("有数据的月份", "Months with data")


@desk_screen("reports/too-narrow")
def _(stage: DeskStage) -> None:
    stage.city.once("lived", _lived)
    stage.foundation(f"/desk/reports/distribution?{LONG}&category=food")
    stage.see("筛选太窄", "The filters are too narrow")


@desk_screen("reports/refused")
def _(stage: DeskStage) -> None:
    stage.foundation("/desk/reports/intake?from=2026-02-01&to=2026-01-01")
    stage.page.get_by_role("alert").wait_for()


@desk_screen("reports/nowhere")
def _(stage: DeskStage) -> None:
    stage.foundation("/desk/reports/nonsense")
    stage.see("这里没有这一页", "There is no such page")


@desk_screen("reports/share")
def _(stage: DeskStage) -> None:
    _report(stage, f"distribution?{LONG}&by=category")
    stage.press("分享链接", "Share link")
    expect(stage.page.get_by_role("dialog")).to_be_visible()


@desk_screen("reports/shared")
def _(stage: DeskStage) -> None:
    stage.press("生成链接", "Make the link")
    stage.see("只显示这一次", "shown only this once")


@desk_screen("reports/files")
def _(stage: DeskStage) -> None:
    _report(stage, f"distribution?{LONG}&by=category")
    stage.press("大文件", "Large files")
    stage.press("开始制作", "Start")
    stage.page.locator("progress").wait_for()


@desk_screen("reports/statement-nothing-asked")
def _(stage: DeskStage) -> None:
    stage.foundation("/desk/reports/donors")
    stage.page.locator("main button[type=submit]").click()
    stage.see("请填追踪码", "Enter a tracking code")


@desk_screen("reports/statement")
def _(stage: DeskStage) -> None:
    code = stage.city.once("lived", _lived)
    stage.foundation("/desk/reports/donors")
    stage.page.locator("main input").first.fill(code)
    stage.page.keyboard.press("Enter")
    stage.rows()


@desk_screen("reports/statement-of-nobody")
def _(stage: DeskStage) -> None:
    stage.foundation("/desk/reports/donors")
    stage.page.locator("main input").first.fill("138 0000")
    stage.page.keyboard.press("Enter")
    stage.page.get_by_role("alert").wait_for()


@desk_screen("shares/none")
def _(stage: DeskStage) -> None:
    stage.foundation("/desk/shares")
    stage.see("还没有分享过", "No report has been shared")


@desk_screen("shares/filled")
def _(stage: DeskStage) -> None:
    stage.city.once("shared", _shared)
    stage.foundation("/desk/shares")
    stage.page.locator("main tbody tr").nth(1).wait_for()


@desk_screen("shares/revoke")
def _(stage: DeskStage) -> None:
    stage.press("撤销", "Revoke", first=True)
    expect(stage.page.get_by_role("dialog")).to_be_visible()
