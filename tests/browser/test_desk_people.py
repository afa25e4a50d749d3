"""People and keys: inviting at the desk, joining by the link, taking back what was given."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import httpx
from builders import POINT
from chain_builders import NORTH
from desks import Desk
from inviting import invited
from phones import Phone
from playwright.sync_api import Page, expect
from served import Service
from volunteers import Volunteer

from models.access import Role
from operations.network import current


def asked(service: Service, path: str) -> Any:
    """Return what an administrator is told."""
    headers = {"Authorization": f"Bearer {service.token(Role.ADMIN)}"}
    return httpx.get(f"{service.url}/api/v1{path}", headers=headers).json()


def invite(page: Page, role: str, name: str) -> str:
    """Invite somebody through the dialog that is open, by keyboard; return the link."""
    dialog = page.get_by_role("dialog")
    dialog.get_by_label(role, exact=True).focus()
    page.keyboard.press("Space")
    dialog.get_by_label("名字").fill(name)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="邀请好了")).to_be_focused()
    link = page.locator("main .made code").inner_text()
    expect(page.get_by_role("img", name="加入用的二维码")).to_be_visible()
    return link


def test_an_administrator_invites_a_manager_who_joins_once_and_loses_the_key(
    service: Service, desks: Callable[..., Desk]
) -> None:
    admin = desks()
    page = admin.sit(Role.ADMIN)
    admin.see("/desk/people")
    page.get_by_role("button", name="邀请一个人").focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("站长", exact=True).focus()
    page.keyboard.press("Space")
    dialog.get_by_role("combobox", name="在哪里").fill(NORTH)
    dialog.get_by_role("option").first.wait_for()
    page.keyboard.press("Enter")
    link = invite(page, "站长", "王芳")
    address = urlsplit(link)
    assert (address.path, address.fragment[:2]) == ("/desk/join", "i_")
    page.get_by_role("button", name="复制链接").click()
    assert page.evaluate("navigator.clipboard.readText()") == link
    page.emulate_media(media="print")
    expect(page.get_by_role("img", name="加入用的二维码")).to_be_visible()
    expect(page.get_by_role("heading", name="钥匙", exact=True)).to_be_hidden()
    page.emulate_media(media="screen")

    manager = desks()
    joined = manager.open(f"/desk/join#{address.fragment}")
    expect(joined.get_by_text("邀请您做站长")).to_be_visible()
    assert joined.url == f"{service.url}/desk/join"
    expect(joined.get_by_label("您的名字")).to_have_value("王芳")
    joined.get_by_label("您的名字").press("Enter")
    joined.locator("header .brand").wait_for()
    assert joined.url == f"{service.url}/desk"

    # The administrator hears of it without asking, and shows the secret to nobody any more.
    expect(page.get_by_role("region", name="邀请").get_by_text("已加入")).to_be_visible()
    page.get_by_role("button", name="我已交给对方").click()
    assert address.fragment not in page.content()

    late = desks()
    late.forgive("status of 404")
    late.open(f"/desk/join#{address.fragment}")
    expect(late.page.get_by_role("alert")).to_contain_text("这份邀请已用过、已过期或已撤回")

    keys = page.get_by_role("region", name="钥匙")
    filters = page.get_by_role("region", name="筛选")
    filters.get_by_text("司机", exact=True).click()
    expect(page.get_by_text("没有符合的钥匙。")).to_be_visible()
    filters.get_by_text("站长", exact=True).click()
    expect(keys.get_by_role("row")).to_have_count(2)
    assert page.url.endswith("?role=station_manager")
    row = keys.get_by_role("row").filter(has_text="站长")
    row.get_by_role("button", name="停用").click()
    page.get_by_role("dialog").get_by_role("button", name="停用").click()
    expect(row).to_contain_text("已停用")
    manager.forgive("status of 401")
    joined.reload()
    expect(joined.get_by_role("heading", name="工作台登录")).to_be_visible()


def test_a_manager_gives_what_is_theirs_to_give_and_takes_it_back(
    service: Service, desks: Callable[..., Desk]
) -> None:
    desk = desks()
    page = desk.sit(Role.STATION_MANAGER, NORTH)
    desk.see("/desk/people")
    expect(page.get_by_text("还没有邀请")).to_be_visible()
    expect(page.get_by_role("button", name="直接发钥匙")).to_have_count(0)
    expect(page.get_by_role("heading", name="钥匙", exact=True)).to_have_count(0)
    page.get_by_role("button", name="邀请一个人").click()
    dialog = page.get_by_role("dialog")
    roles = dialog.get_by_role("group", name="角色", exact=True).get_by_role("radio")
    expect(roles).to_have_count(2)

    # A point that another station serves is refused where it was chosen, and nothing is lost.
    network = service.store.read_now(current)
    north = network.sites[NORTH].id
    foreign = next(point.code for point in network.points if network.home_of(point) != north)
    desk.forgive("status of 422")
    dialog.get_by_role("combobox", name="在哪里").fill(foreign)
    dialog.get_by_role("option").first.click()
    dialog.get_by_label("名字").fill("小张")
    page.keyboard.press("Enter")
    expect(dialog.get_by_text(f"{foreign} 不在您的范围内").first).to_be_visible()
    expect(dialog.get_by_label("名字")).to_have_value("小张")

    link = invite(page, "司机", "小张")
    assert urlsplit(link).path == "/join"
    page.get_by_role("region", name="邀请").get_by_role("button", name="撤回").click()
    expect(page.get_by_role("region", name="邀请").get_by_text("已撤回")).to_be_visible()
    (row,) = asked(service, "/invitations")["items"]
    assert (row["role"], row["place"], row["name"], row["status"]) == ("driver", NORTH, "小张", "revoked")


def test_a_link_whose_answer_was_lost_is_made_anew(service: Service, desk: Desk) -> None:
    page = desk.sit(Role.ADMIN)
    desk.see("/desk/people")
    page.get_by_role("button", name="邀请一个人").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_text("审计", exact=True).click()
    desk.forgive("net::ERR_FAILED")

    def lose(route: Any) -> None:
        route.fetch()
        route.abort("failed")

    page.route("**/api/v1/invitations/*", lose, times=1)
    dialog.get_by_role("button", name="生成邀请").click()
    expect(dialog.get_by_role("alert")).to_contain_text("没有连上服务")
    dialog.get_by_role("button", name="生成邀请").click()
    expect(dialog.get_by_role("alert")).to_contain_text("链接没有传到这里")
    dialog.get_by_role("button", name="撤回并重新生成").click()
    expect(page.get_by_role("heading", name="邀请好了")).to_be_visible()

    rows = asked(service, "/invitations")["items"]
    assert sorted(row["status"] for row in rows) == ["open", "revoked"]


def test_a_key_is_shown_once_and_opens_the_desk(desks: Callable[..., Desk]) -> None:
    desk = desks()
    page = desk.sit(Role.ADMIN)
    desk.see("/desk/people")
    page.get_by_role("button", name="直接发钥匙").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_text("基金会", exact=True).click()
    dialog.get_by_role("button", name="生成钥匙").click()
    expect(dialog.get_by_text("填写名字")).to_be_visible()
    dialog.get_by_label("名字").fill("王芳")
    dialog.get_by_role("button", name="生成钥匙").click()
    page.get_by_role("heading", name="钥匙好了").wait_for()
    page.get_by_role("button", name="复制钥匙").click()
    key = page.evaluate("navigator.clipboard.readText()")
    page.reload()
    page.get_by_role("region", name="钥匙").get_by_role("rowheader", name="王芳").wait_for()
    assert key not in page.content()

    other = desks()
    typed = other.open("/desk")
    typed.get_by_label("邀请码或钥匙").fill(key)
    typed.keyboard.press("Enter")
    expect(typed.locator("header .brand")).to_contain_text("基金会")


def test_a_volunteer_takes_an_invitation_up_on_the_phone(service: Service, phone: Phone) -> None:
    secret = invited(service, Role.VOLUNTEER, POINT)
    page = phone.open("/help")
    phone.await_worker()
    with phone.without_reception():
        phone.open(f"/join#{secret}")
        expect(page.get_by_role("alert")).to_contain_text("连上后再试一次, 这份邀请还在")
        assert page.title().startswith("错误:")
    page.get_by_role("button", name="再试一次").tap()
    expect(page.get_by_role("heading", level=2)).to_have_text("邀请您做志愿者")
    expect(page.locator("main")).to_contain_text(POINT)
    page.get_by_label("怎么称呼您").fill(" ")
    page.get_by_role("button", name="开始").tap()
    expect(page.get_by_role("alert")).to_have_text("写上您的名字")
    page.get_by_label("怎么称呼您").fill("王阿姨")
    page.get_by_role("button", name="开始").tap()
    volunteer = Volunteer(phone)
    volunteer.tiles.first.wait_for()
    expect(page.locator("header .where")).to_contain_text(POINT)
    assert page.url == f"{service.url}/"
    (row,) = asked(service, "/invitations")["items"]
    assert (row["status"], row["used_by"]) == ("used", "王阿姨")
    volunteer.log(("衣物", 3))
    volunteer.await_sent()

    phone.forgive("status of 404")
    phone.open(f"/join#{secret}")
    expect(page.get_by_role("alert")).to_contain_text("这份邀请已用过、已过期或已撤回")
    expect(page.get_by_role("button", name="开始")).to_have_count(0)


def test_a_driver_types_the_link_and_sees_the_runs(service: Service, phone: Phone) -> None:
    secret, old = invited(service, Role.DRIVER, NORTH, "王芳"), invited(service, Role.DRIVER, NORTH, ago_h=2)
    phone.forgive("status of 404")
    page = phone.open(f"/join#{old}")
    expect(page.get_by_role("alert")).to_contain_text("已过期")
    page.goto("about:blank")
    phone.open("/join")
    page.get_by_text("我有邀请链接").tap()
    page.get_by_label("邀请码").fill(f"{service.url}/join#{secret}")
    page.get_by_role("button", name="用它加入").tap()
    expect(page.get_by_label("怎么称呼您")).to_have_value("王芳")
    page.get_by_role("button", name="开始").tap()
    expect(page.locator("h1")).to_contain_text("取货")


def test_an_invitation_that_was_opened_on_the_wrong_machine_leads_to_the_right_pages(
    service: Service, phone: Phone, desk: Desk
) -> None:
    page = phone.open(f"/join#{invited(service, Role.FOUNDATION)}")
    page.get_by_role("link", name="在这里打开工作台").tap()
    expect(page.get_by_text("邀请您做基金会")).to_be_visible()

    other = desk.open(f"/desk/join#{invited(service, Role.VOLUNTEER, POINT)}")
    other.get_by_role("link", name="打开手机页面").click()
    expect(other.get_by_role("heading", name="邀请您做志愿者")).to_be_visible()
