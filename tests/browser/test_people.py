"""Who holds the phone: joining from the poster, handing over, language and size."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from builders import POINT
from phones import Phone
from played import intakes_of
from playwright.sync_api import expect
from served import Service
from volunteers import Volunteer

from models.access import Role


@pytest.fixture
def poster(service: Service) -> str:
    """The code on the point's poster."""
    headers = {"Authorization": f"Bearer {service.token(Role.ADMIN)}"}
    code: str = httpx.get(f"{service.url}/api/v1/points/{POINT}/poster", headers=headers).json()["code"]
    return code


def test_joining_takes_the_scan_of_the_poster_and_one_tap(
    service: Service, phone: Phone, poster: str
) -> None:
    page = phone.open(f"/J/{poster}")
    expect(page.get_by_role("heading", level=2).first).to_contain_text(POINT)
    page.get_by_role("button", name="开始").tap()
    volunteer = Volunteer(phone)
    volunteer.tiles.first.wait_for()
    phone.await_worker()
    logged = volunteer.log(("衣物", 3))
    volunteer.await_sent()

    assert [intake["id"] for intake in intakes_of(service)] == [logged]


def test_a_wrong_poster_code_says_what_to_do(phone: Phone) -> None:
    phone.forgive("404|422")
    page = phone.open("/j/000000")
    expect(page.get_by_role("alert")).to_contain_text("找不到这个点, 请看海报上的 6 位码")
    assert page.title().startswith("错误:")
    page.get_by_label("海报上的 6 位码").fill("12")
    page.get_by_role("button", name="找这个点").tap()
    expect(page.get_by_role("alert")).to_contain_text("码有 6 位")


def test_a_phone_that_knows_the_goods_joins_without_reception(
    service: Service, phone: Phone, poster: str
) -> None:
    volunteer = Volunteer(phone)
    volunteer.join(service.token(Role.VOLUNTEER, POINT))
    phone.await_worker()
    phone.open("/me").get_by_role("button", name="退出").tap()
    phone.page.wait_for_url("**/join")
    with phone.without_reception():
        page = phone.open(f"/j/{poster}")
        expect(page.get_by_role("alert")).to_contain_text("没有网络。先开始记, 有网自动加入。")
        page.get_by_label("怎么称呼您").fill("小张")
        page.get_by_role("button", name="开始").tap()
        volunteer.tiles.first.wait_for()
        logged = volunteer.log(("衣物", 3))
    volunteer.await_sent()

    (intake,) = intakes_of(service)
    assert (intake["id"], intake["point"]) == (logged, POINT)


def test_handing_over_takes_two_taps_and_shows_nothing_of_the_one_before(
    service: Service, phone: Phone, poster: str
) -> None:
    page = phone.open(f"/j/{poster}")
    page.get_by_label("怎么称呼您").fill("李阿姨")
    page.get_by_role("button", name="开始").tap()
    volunteer = Volunteer(phone)
    volunteer.tiles.first.wait_for()
    phone.await_worker()
    with phone.without_reception():
        first = volunteer.log(("衣物", 3))
        taps = volunteer.taps
        phone.open("/")
        volunteer.tap(page.locator("header .where"))
        volunteer.tap(page.get_by_role("button", name="交给下一位"))
        assert volunteer.taps - taps == 2
        volunteer.tiles.first.wait_for()
        for address in ("/", "/outbox", "/me", f"/receipt/{first}"):
            phone.open(address)
            page.locator("h1").wait_for()
            assert "李阿姨" not in page.content()
            assert "衣物 3" not in page.content()
        second = volunteer.log(("大米", 1))
    volunteer.await_sent()

    intakes = {intake["id"]: intake for intake in intakes_of(service)}
    assert set(intakes) == {first, second}
    assert all(entry["id"] != first for entry in volunteer.kept())
    assert "李阿姨" not in str(phone.read_database("jiujin"))


def test_handing_over_with_something_unsaved_asks_first(phone: Phone, poster: str) -> None:
    page = phone.open(f"/j/{poster}")
    page.get_by_role("button", name="开始").tap()
    volunteer = Volunteer(phone)
    volunteer.tiles.first.wait_for()
    volunteer.tap_tile("衣物")
    page.locator("header .where").tap()
    page.get_by_role("button", name="交给下一位").tap()
    expect(page.get_by_role("alert")).to_contain_text("有一笔还没保存")
    page.get_by_role("link", name="先去保存").tap()
    expect(volunteer.tiles.filter(has_text="衣物").locator(".count")).to_have_text("1")


def test_language_and_size_change_at_one_tap_and_nothing_entered_is_lost(
    service: Service, phone: Phone
) -> None:
    volunteer = Volunteer(phone)
    volunteer.join(service.token(Role.VOLUNTEER, POINT))
    page = phone.page
    volunteer.tap_tile("衣物")
    page.get_by_text("捐赠人 (可不填)").tap()
    page.get_by_label("称呼", exact=True).fill("王")
    page.get_by_role("button", name="English").tap()
    expect(page.get_by_role("button", name="Save for receipt")).to_be_visible()
    expect(page.get_by_label("Name", exact=True)).to_have_value("王")
    assert page.evaluate("document.documentElement.lang") == "en"
    page.get_by_role("button", name="Larger text").tap()
    assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "24px"
    page.reload()
    expect(volunteer.tiles.filter(has_text="Clothing").locator(".count")).to_have_text("1")
    assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "24px"


def test_a_full_point_asks_for_the_van_in_two_taps_without_reception(service: Service, phone: Phone) -> None:
    volunteer = Volunteer(phone)
    volunteer.join(service.token(Role.VOLUNTEER, POINT))
    phone.await_worker()
    with phone.without_reception():
        phone.open("/")
        volunteer.tap(phone.page.get_by_role("button", name="满了, 请来收"))
        volunteer.tap(phone.page.get_by_role("button", name="箱子满了"))
        assert volunteer.taps == 2
        expect(phone.page.get_by_text("已请站里来收")).to_be_visible()
    volunteer.await_sent()

    headers = {"Authorization": f"Bearer {service.token(Role.ADMIN)}"}
    due = httpx.get(f"{service.url}/api/v1/pickups/due", headers=headers).json()["items"]
    assert [(row["point"]["code"], row["requests"]) for row in due] == [(POINT, ["full"])]


def test_a_donor_before_a_closed_door_finds_the_nearest_others(
    phones: Callable[..., Phone], poster: str
) -> None:
    phone = phones(geolocation={"latitude": 31.23, "longitude": 121.47}, permissions=["geolocation"])
    page = phone.open(f"/j/{poster}")
    page.get_by_role("link", name="关着门? 找附近的").tap()
    expect(page.locator("main li")).to_have_count(9)
    page.get_by_role("button", name="按我的位置找").tap()
    expect(page.locator("main li")).to_have_count(10)
    expect(page.locator("main li").first.get_by_role("link", name="地图")).to_have_attribute(
        "href", re.compile("^https://uri.amap.com/marker")
    )
    page.get_by_label("按名字、拼音或编号找").fill("no such place")
    page.get_by_role("button", name="找", exact=True).tap()
    expect(page.get_by_text("没有找到")).to_be_visible()


def test_a_clock_that_is_a_week_off_is_said_on_every_page(service: Service, phone: Phone) -> None:
    phone.context.clock.set_system_time(datetime.now(UTC) - timedelta(days=7))
    volunteer = Volunteer(phone)
    volunteer.join(service.token(Role.VOLUNTEER, POINT))
    expect(phone.page.get_by_text("手机时间差了 7 天, 请改正")).to_be_visible()
    # What was told already is not told again, but what time it is, is.
    phone.open("/outbox")
    expect(phone.page.get_by_text("手机时间差了 7 天, 请改正")).to_be_visible()
