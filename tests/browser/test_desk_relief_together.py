"""Two people at one need, recipient, shipment: each sees what the other did, and overwrites nothing."""

from collections.abc import Callable, Iterator
from contextlib import closing

import pytest
from chain_builders import NORTH, SCHOOL, STORE, Chain, done
from desk_catalogue import StagedCity
from desks import Desk
from playwright.sync_api import Page, expect
from relief_desk import button, field
from served import Service

from models.access import Role
from models.identifiers import uuid7

NAME = "盈江小学"


@pytest.fixture
def chain(service: Service) -> Iterator[Chain]:
    """The city's people, who act over HTTP."""
    with closing(StagedCity(service, "zh")) as city:
        yield city.chain


@pytest.fixture
def two(desks: Callable[..., Desk]) -> tuple[Desk, Desk]:
    """The desks of two people."""
    one, other = desks(), desks()
    for desk in (one, other):
        desk.forgive("status of 4(09|12)")
    return one, other


def _at(desk: Desk, role: Role, place: str | None, name: str, address: str) -> Page:
    page = desk.sit(role, place, name)
    desk.see(address)
    # What others do is heard from now on.
    expect(page.get_by_title("实时", exact=True)).to_be_visible()
    return page


def test_two_at_one_need(two: tuple[Desk, Desk], chain: Chain) -> None:
    lot = chain.stocked(10, 5000)
    chain.recipient(name=NAME)
    number = chain.need({"category": "clothing", "pieces": 8})
    address = f"/desk/needs/{number}"
    ana = _at(two[0], Role.FOUNDATION, None, "安娜", address)
    bo = _at(two[1], Role.FOUNDATION, None, "博", address)
    amount = f"预留件数: {lot}, 北部整理站"
    expect(field(ana, amount)).to_have_value("8")
    field(bo, amount).fill("7")
    button(bo, "关闭需求").click()
    closing_ = bo.get_by_role("dialog")

    field(ana, amount).fill("3")
    button(ana, "预留 3 件").click()
    expect(ana.locator("p.note.good")).to_have_text("已预留 3 件")

    # The second sees it by itself, and keeps what they typed.
    expect(bo.get_by_text("别人刚刚动过这项需求或库存")).to_be_visible()
    expect(field(bo, amount)).to_have_value("7")
    expect(bo.locator("td").filter(has_text="安娜")).to_have_count(1)
    closing_.get_by_role("button", name="关闭需求", exact=True).click()
    clash = closing_.get_by_role("alert")
    expect(clash).to_contain_text("安娜")
    row = clash.get_by_role("row").filter(has_text="已预留: 衣物")
    expect(row.get_by_role("cell").first).to_have_text("3")
    assert done(chain.foundation.get(f"/needs/{number}"), 200)["status"] == "open"

    # Seven of the five that are wanting: both numbers are said.
    closing_.get_by_role("button", name="取消", exact=True).click()
    button(bo, "预留 7 件").click()
    expect(bo.locator("td .wrong")).to_contain_text("只差 5 件, 不需要 7 件")
    assert chain.stock(lot=lot)["items"][0]["reserved_pieces"] == 3


def test_two_at_one_recipient(two: tuple[Desk, Desk], chain: Chain) -> None:
    chain.recipient(name=NAME)
    address = f"/desk/recipients/{SCHOOL}"
    ana = _at(two[0], Role.FOUNDATION, None, "安娜", address)
    bo = _at(two[1], Role.ADMIN, None, "博", address)
    for page in (ana, bo):
        button(page, "修改").click()
    field(ana, "名称").fill("盈江中心小学")
    ana.get_by_role("dialog").get_by_role("button", name="保存").click()
    expect(bo.locator("h1")).to_have_text("盈江中心小学")

    dialog = bo.get_by_role("dialog")
    dialog.get_by_label("名称", exact=True).fill("盈江完全小学")
    dialog.get_by_role("button", name="保存").click()

    clash = dialog.get_by_role("alert")
    cells = clash.get_by_role("row").filter(has_text="名称").get_by_role("cell")
    expect(cells).to_have_text(["盈江中心小学", "盈江完全小学"])
    expect(clash).to_contain_text("安娜")
    expect(dialog.get_by_role("button", name="保存")).to_be_disabled()
    assert done(chain.foundation.get(f"/recipients/{SCHOOL}"), 200)["name"] == "盈江中心小学"
    clash.get_by_role("button").click()
    expect(dialog.get_by_label("名称", exact=True)).to_have_value("盈江中心小学")
    dialog.get_by_label("名称", exact=True).fill("盈江一小")
    dialog.get_by_role("button", name="保存").click()
    expect(bo.locator("h1")).to_have_text("盈江一小")


def test_two_at_one_shipment(two: tuple[Desk, Desk], chain: Chain) -> None:
    lot = chain.stocked(10, 5000)
    number = str(uuid7())
    body = {"from": NORTH, "to": STORE, "lines": [{"lot": lot, "pieces": 10}]}
    done(chain.at(NORTH).put(f"/transfers/{number}", body))
    address = f"/desk/shipments/transfers/{number}"
    ana = _at(two[0], Role.STATION_MANAGER, NORTH, "安娜", address)
    bo = _at(two[1], Role.STATION_MANAGER, NORTH, "博", address)
    for page in (ana, bo):
        button(page, "发出").click()
    amount = f"{lot} 的件数"
    ana.get_by_label(amount).fill("6")
    ana.get_by_role("dialog").get_by_role("button", name="发出", exact=True).click()
    expect(ana.locator("p.note.good")).to_have_text("已发出")

    # Ten that bo counted, four that are left: both stand side by side, and ten are not sent.
    dialog = bo.get_by_role("dialog")
    expect(dialog.get_by_text("别人刚刚动过这张单")).to_be_visible()
    expect(dialog.get_by_label(amount)).to_have_value("10")
    expect(dialog.get_by_role("cell", name="4", exact=True)).to_be_visible()
    expect(dialog.locator("td .wrong")).to_contain_text("0 到 4")
    dialog.get_by_role("button", name="发出", exact=True).click()
    dialog.get_by_label(amount).fill("4")
    dialog.get_by_role("button", name="发出", exact=True).click()
    expect(bo.locator("p.note.good")).to_have_text("已发出")
    expect(ana.locator("p.what")).to_contain_text("在途")

    shown = done(chain.at(NORTH).get(f"/transfers/{number}"), 200)
    assert (shown["status"], shown["lines"][0]["sent_pieces"]) == ("dispatched", 10)
    chain.city.assert_sound()


def test_a_step_that_somebody_took_already_is_refused_with_how_it_stands(
    two: tuple[Desk, Desk], chain: Chain
) -> None:
    shipment = chain.sent(10)[0]
    address = f"/desk/shipments/distributions/{shipment}"
    ana = _at(two[0], Role.STATION_MANAGER, NORTH, "安娜", address)
    # Bo hears of nothing.
    two[1].page.route("**/api/v1/events*", lambda route: route.abort())
    two[1].forgive("ERR_FAILED")
    bo = two[1].sit(Role.FOUNDATION, None, "博")
    two[1].see(address)
    for page in (ana, bo):
        button(page, "送达").click()
        page.get_by_label("签收单号").fill("QS-1")
    ana.get_by_role("dialog").get_by_label("的件数").fill("6")
    ana.get_by_role("dialog").get_by_role("button", name="送达", exact=True).click()
    expect(ana.locator("p.what")).to_contain_text("部分已到")

    dialog = bo.get_by_role("dialog")
    dialog.get_by_role("button", name="送达", exact=True).click()

    # Ten that bo entered, and the four that are under way: both are said, and nothing was changed.
    expect(dialog.get_by_role("cell", name="4", exact=True)).to_be_visible()
    expect(dialog.get_by_role("alert")).to_have_count(1)
    expect(dialog.get_by_role("alert")).to_contain_text("没有改动任何内容")
    expect(dialog.locator("td .wrong")).to_contain_text("4 件")
    expect(dialog.get_by_label("的件数")).to_have_value("10")
    expect(dialog.get_by_label("签收单号")).to_have_value("QS-1")
    assert len(done(chain.foundation.get(f"/distributions/{shipment}"), 200)["deliveries"]) == 1
    dialog.get_by_label("的件数").fill("4")
    dialog.get_by_role("button", name="送达", exact=True).click()
    expect(bo.locator("p.what")).to_contain_text("已完成")
