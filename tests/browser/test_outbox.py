"""The outbox: five honest states, and one thing to do about each problem."""

import json
import re

import httpx
import pytest
from builders import POINT
from phones import Phone
from played import intakes_of
from playwright.sync_api import expect
from served import Service
from volunteers import Volunteer

from models.access import Role

TOO_OLD = "1990-01-01"


@pytest.fixture
def token(service: Service) -> str:
    """A volunteer's token."""
    return service.token(Role.VOLUNTEER, POINT)


@pytest.fixture
def volunteer(phone: Phone, token: str) -> Volunteer:
    """A volunteer who has joined, on a phone that keeps the pages."""
    volunteer = Volunteer(phone)
    volunteer.join(token)
    phone.await_worker()
    return volunteer


def _log_what_is_refused(volunteer: Volunteer) -> str:
    """Log rice that was best before a day that the service takes for a mistake."""
    page = volunteer.phone.open("/")
    volunteer.tap_tile("大米")
    page.get_by_role("button", name="细节: 大米").tap()
    page.get_by_label("到期日 (食品请填)").fill(TOO_OLD)
    page.get_by_role("button", name="好", exact=True).tap()
    return volunteer.save()


def test_what_is_refused_says_why_and_blocks_nobody(service: Service, volunteer: Volunteer) -> None:
    phone = volunteer.phone
    with phone.without_reception():
        first, poison, last = (
            volunteer.log(("衣物", 3)),
            _log_what_is_refused(volunteer),
            volunteer.log(("鞋", 1)),
        )
    page = phone.open("/outbox")
    card = page.locator(f"#entry-{poison}")
    expect(card).to_contain_text("需处理")
    expect(card.locator(".wrong")).to_contain_text(re.compile(r"日|期"))

    assert [intake["id"] for intake in intakes_of(service)] == [first, last]
    assert volunteer.states() == ["sent", "attention", "sent"]
    expect(page.locator("nav .badge")).to_have_text("1")


def test_what_was_refused_is_mended_and_sent(service: Service, volunteer: Volunteer) -> None:
    poison = _log_what_is_refused(volunteer)
    page = volunteer.phone.open("/outbox")
    page.locator(f"#entry-{poison}").get_by_text("改好再发").tap()
    expect(volunteer.tiles.filter(has_text="大米").locator(".count")).to_have_text("1")
    page.get_by_role("button", name="细节: 大米").tap()
    page.get_by_label("到期日 (食品请填)").fill("2027-06-30")
    page.get_by_role("button", name="好", exact=True).tap()
    volunteer.save()
    volunteer.await_sent()

    (intake,) = intakes_of(service)
    assert intake["lines"][0]["expires_on"] == "2027-06-30"


def test_what_was_refused_is_deleted_only_when_one_is_sure(volunteer: Volunteer) -> None:
    poison = _log_what_is_refused(volunteer)
    page = volunteer.phone.open("/outbox")
    card = page.locator(f"#entry-{poison}")
    card.get_by_text("删掉这条").tap()
    card.get_by_text("取消").tap()
    assert len(volunteer.kept()) == 1
    card.get_by_text("删掉这条").tap()
    card.get_by_text("确定删掉").tap()
    expect(card).to_have_count(0)
    assert volunteer.kept() == []


def test_undo_without_reception_leaves_nothing_and_gives_the_lines_back(
    service: Service, volunteer: Volunteer
) -> None:
    phone = volunteer.phone
    with phone.without_reception():
        phone.page.evaluate("dispatchEvent(new Event('offline'))")
        volunteer.tap_tile("衣物")
        volunteer.tap_amount(5)
        volunteer.save()
        phone.page.get_by_role("button", name="撤销").tap()
        expect(volunteer.tiles.filter(has_text="衣物").locator(".count")).to_have_text("5")
        assert volunteer.kept() == []
    phone.page.wait_for_timeout(500)
    assert intakes_of(service) == []


def test_undo_after_sending_takes_the_gift_out_of_the_ledger(service: Service, volunteer: Volunteer) -> None:
    logged = volunteer.log(("衣物", 3), ("大米", 1))
    volunteer.await_sent()
    volunteer.phone.page.get_by_role("button", name="撤销").tap()
    expect(volunteer.phone.page.get_by_text("已撤销", exact=True)).to_be_visible()
    volunteer.await_sent()

    (intake,) = intakes_of(service)
    assert (intake["pieces_now"], intake["grams_now"]) == (0, 0)
    assert [correction["reason"] for correction in intake["corrections"]] == ["not_received"]
    donor = volunteer.phone.open(f"/t/{logged}")
    expect(donor.get_by_text("撤回").or_(donor.get_by_text("撤销")).first).to_be_visible()


def test_a_correction_takes_three_taps_and_follows_its_donation(
    service: Service, volunteer: Volunteer
) -> None:
    volunteer.log(("衣物", 3), ("大米", 1))
    volunteer.await_sent()
    page = volunteer.phone.page
    with volunteer.phone.without_reception():
        before = volunteer.taps
        volunteer.tap(page.get_by_role("button", name="改", exact=True))
        volunteer.tap(page.get_by_role("button", name="衣物 设为 10"))
        volunteer.tap(page.get_by_role("button", name="数错了"))
        assert volunteer.taps - before == 3
        expect(page.get_by_text("衣物 10 件 · 大米 1 袋")).to_be_visible()
    volunteer.await_sent()

    (intake,) = intakes_of(service)
    assert intake["pieces_now"] == 11
    assert intake["corrections"][0]["reason"] == "miscount"


def test_the_copy_of_the_queue_is_what_the_service_takes(
    service: Service, volunteer: Volunteer, token: str
) -> None:
    phone = volunteer.phone
    with phone.without_reception():
        logged = [volunteer.log(("衣物", 3)), volunteer.log(("大米", 1))]
        page = phone.open("/outbox")
        with page.expect_download() as download:
            page.get_by_role("button", name="导出备份").tap()
        copy = json.loads(download.value.path().read_text(encoding="utf-8"))
        headers = {"Authorization": f"Bearer {token}"}
        answer = httpx.post(service.url + "/api/v1/sync", json=copy, headers=headers).json()
        assert [result["status"] for result in answer["results"]] == [201, 201]
    volunteer.await_sent()

    assert [intake["id"] for intake in intakes_of(service)] == logged


def test_nothing_is_sent_while_the_volunteer_holds_it(service: Service, volunteer: Volunteer) -> None:
    page = volunteer.phone.open("/outbox")
    page.get_by_label("先不发").check()
    volunteer.log(("衣物", 3))
    volunteer.phone.open("/outbox")
    page.wait_for_timeout(1000)
    assert volunteer.states() == ["waiting"]
    assert intakes_of(service) == []

    page.get_by_role("button", name="现在发送").tap()
    volunteer.await_sent(5)
    assert len(intakes_of(service)) == 1


def test_a_dead_token_keeps_everything_until_one_has_joined_again(
    service: Service, volunteer: Volunteer
) -> None:
    admin = {"Authorization": f"Bearer {service.token(Role.ADMIN)}"}
    with httpx.Client(base_url=service.url + "/api/v1", headers=admin) as client:
        tokens = client.get("/tokens").json()["items"]
        volunteers = next(row["id"] for row in tokens if row["role"] == "volunteer")
        client.delete(f"/tokens/{volunteers}").raise_for_status()
        poster = client.get(f"/points/{POINT}/poster").json()["code"]
    volunteer.phone.forgive("401")
    logged = volunteer.log(("衣物", 3))
    page = volunteer.phone.page
    page.get_by_role("link", name="重新加入").tap()
    page.get_by_label("海报上的 6 位码").fill(poster.lower())
    page.get_by_role("button", name="找这个点").tap()
    page.get_by_role("button", name="开始").tap()
    volunteer.tiles.first.wait_for()
    page.goto(service.url + "/outbox")
    page.get_by_role("button", name="用我的身份发送").tap()
    volunteer.await_sent()

    assert [intake["id"] for intake in intakes_of(service)] == [logged]
