"""What a volunteer logs is on the phone at once, and arrives once, whatever happens on the way."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from builders import POINT
from databases import ENGINES
from phones import KeptPhone, Phone
from played import intakes_of
from playwright.sync_api import expect
from served import Service
from volunteers import Volunteer

from models.access import Role

THREE = (("衣物", 3), ("棉被", 1), ("大米", 5))
#: The name that the release on a page gives itself.
NAMED = "meta[name=application-name]"


@pytest.fixture
def volunteer(service: Service, phone: Phone) -> Volunteer:
    """A volunteer who has joined, on a phone that keeps the pages."""
    volunteer = Volunteer(phone)
    volunteer.join(service.token(Role.VOLUNTEER, POINT))
    phone.await_worker()
    return volunteer


def test_three_lines_take_at_most_eight_taps_without_reception(
    service: Service, volunteer: Volunteer
) -> None:
    phone = volunteer.phone
    with phone.without_reception():
        phone.open("/")
        volunteer.tap_tile("衣物")
        volunteer.tap_amount(3)
        volunteer.tap_tile("棉被")
        volunteer.tap_amount(10)
        volunteer.tap_tile("大米")
        volunteer.tap_amount(5)
        volunteer.save()

        assert volunteer.taps <= 8
        expect(phone.page.get_by_text("没有网络, 已存本机, 有网自动发送")).to_be_visible()
        expect(phone.page.get_by_text("衣物 3 件 · 棉被 10 条 · 大米 5 袋")).to_be_visible()
        assert volunteer.states() == ["waiting"]

    volunteer.await_sent()
    (intake,) = intakes_of(service)
    assert {line["category"]: line["pieces"] for line in intake["lines"]} == {
        "clothing": 3,
        "bedding.quilt": 10,
        "food.rice": 5,
    }


def test_the_receipts_code_leads_the_donor_to_what_becomes_of_it(volunteer: Volunteer) -> None:
    phone = volunteer.phone
    with phone.without_reception():
        logged = volunteer.log(*THREE)
        before = phone.page.locator("svg[role=img] path").get_attribute("d")
    volunteer.await_sent()

    expect(phone.page.get_by_text(re.compile(r"^[0-9A-Z]{3}-[0-9A-Z]{3}-[0-9A-Z]{4}$"))).to_be_visible()
    assert phone.page.locator("svg[role=img] path").get_attribute("d") == before
    donor = phone.open("/T/" + logged.replace("-", "").upper())
    expect(donor.locator("h1")).to_be_visible()
    assert "志愿者手机还没上传" not in donor.content()


def test_a_half_logged_donation_survives_reload_and_kill(service: Service, kept_phone: KeptPhone) -> None:
    volunteer = Volunteer(kept_phone.start())
    volunteer.join(service.token(Role.VOLUNTEER, POINT))
    volunteer.phone.await_worker()
    volunteer.tap_tile("衣物")
    volunteer.tap_amount(3)
    volunteer.phone.page.get_by_text("捐赠人 (可不填)").tap()
    volunteer.phone.page.get_by_label("称呼", exact=True).fill("王阿姨")
    volunteer.phone.page.wait_for_timeout(300)
    kept_phone.kill()

    volunteer = Volunteer(kept_phone.start())
    volunteer.phone.open("/")
    expect(volunteer.tiles.filter(has_text="衣物").locator(".count")).to_have_text("3")
    expect(volunteer.phone.page.get_by_label("称呼", exact=True)).to_have_value("王阿姨")
    volunteer.phone.page.reload()
    expect(volunteer.tiles.filter(has_text="衣物").locator(".count")).to_have_text("3")


def test_what_waits_survives_kill_a_new_release_and_a_wrong_clock(
    service: Service, kept_phone: KeptPhone, tmp_path: Path
) -> None:
    volunteer = Volunteer(kept_phone.start())
    volunteer.join(service.token(Role.VOLUNTEER, POINT))
    volunteer.phone.await_worker()
    volunteer.phone.forgive("ERR_CONNECTION_REFUSED")
    service.stop()
    logged = [volunteer.log(*THREE), volunteer.log(("衣物", 5))]
    kept_phone.kill()

    volunteer = Volunteer(kept_phone.start())
    volunteer.phone.forgive("ERR_CONNECTION_REFUSED")
    volunteer.phone.context.clock.set_system_time(datetime.now(UTC) + timedelta(days=7))
    logged.append(volunteer.log(("大米", 10)))
    assert len(volunteer.kept()) == 3
    service.release(tmp_path / "release", "二版")
    service.start()
    volunteer.phone.open("/outbox")
    # Nobody is in the middle of a word, so the page takes the new release by itself, whatever waits.
    volunteer.phone.page.locator(f"{NAMED}[content='二版']").wait_for(state="attached", timeout=20_000)
    volunteer.phone.page.wait_for_load_state()
    volunteer.await_sent()

    assert sorted(intake["id"] for intake in intakes_of(service)) == sorted(logged)
    assert [entry["id"] for entry in volunteer.kept()] == logged
    late = next(intake for intake in intakes_of(service) if intake["id"] == logged[2])
    assert "clock" in late["flags"]


def test_an_answer_that_was_lost_is_asked_for_again_and_nothing_is_doubled(
    service: Service, volunteer: Volunteer
) -> None:
    phone = volunteer.phone
    cut = {"left": 2}

    def cut_after_sending(route) -> None:  # noqa: ANN001
        answer = route.fetch()
        assert answer.status == 200
        if cut["left"]:
            cut["left"] -= 1
            route.abort("connectionreset")
        else:
            route.fulfill(response=answer)

    phone.forgive("ERR_CONNECTION_RESET")
    phone.context.route("**/api/v1/sync", cut_after_sending)
    logged = volunteer.log(*THREE)
    while cut["left"]:
        phone.page.wait_for_timeout(200)
        phone.open("/outbox")
    volunteer.await_sent()

    assert [intake["id"] for intake in intakes_of(service)] == [logged]


def test_two_taps_on_save_save_once(service: Service, volunteer: Volunteer) -> None:
    volunteer.phone.open("/")
    volunteer.tap_tile("衣物")
    volunteer.phone.page.evaluate("for (let n = 0; n < 3; n++) document.getElementById('save').click()")
    volunteer.phone.page.wait_for_url("**/receipt/*")
    volunteer.await_sent()

    assert len(intakes_of(service)) == 1


def test_a_donor_leaves_the_phone_once_the_service_has_them(service: Service, volunteer: Volunteer) -> None:
    phone = volunteer.phone
    with phone.without_reception():
        phone.open("/")
        volunteer.tap_tile("衣物")
        phone.page.get_by_text("捐赠人 (可不填)").tap()
        phone.page.get_by_label("称呼", exact=True).fill("王阿姨")
        phone.page.get_by_label("手机号", exact=True).fill("１３８ 0013-8000")
        phone.page.get_by_label("捐赠人同意").check()
        volunteer.save()
        assert "王阿姨" in str(phone.read_database("jiujin"))
    volunteer.await_sent()

    held = str(phone.read_database("jiujin"))
    assert "王阿姨" not in held
    assert "13800138000" not in held
    assert intakes_of(service)[0]["donor"] is not None


def test_a_full_phone_says_so_and_loses_nothing(service: Service, volunteer: Volunteer) -> None:
    phone = volunteer.phone
    phone.open("/")
    volunteer.tap_tile("衣物")
    phone.page.evaluate("""() => {
        const add = IDBObjectStore.prototype.add;
        window.restore = () => { IDBObjectStore.prototype.add = add; };
        IDBObjectStore.prototype.add = () => { throw new DOMException("full", "QuotaExceededError"); };
    }""")
    phone.page.locator("#save").tap()
    expect(phone.page.get_by_text("手机存储满了")).to_be_visible()
    expect(volunteer.tiles.filter(has_text="衣物").locator(".count")).to_have_text("1")
    assert volunteer.kept() == []

    phone.page.evaluate("window.restore()")
    volunteer.save()
    volunteer.await_sent()
    assert len(intakes_of(service)) == 1


@pytest.mark.parametrize("database_url", ENGINES, indirect=True)
def test_two_phones_at_one_point_agree_with_the_service(
    service: Service, phones: Callable[..., Phone]
) -> None:
    volunteers = [Volunteer(phones()), Volunteer(phones())]
    logged: list[str] = []
    for volunteer in volunteers:
        volunteer.join(service.token(Role.VOLUNTEER, POINT))
        volunteer.phone.await_worker()
    for turn in range(3):
        first, second = volunteers[turn % 2], volunteers[1 - turn % 2]
        with first.phone.without_reception():
            logged.append(first.log(("衣物", 3), ("大米", 1)))
            logged.append(second.log(("棉被", 5)))
            logged.append(first.log(("衣物", 10)))
        # What is sent twice, from the page and by the button, is there once.
        first.phone.open("/outbox").get_by_text("现在发送").tap()
        for volunteer in volunteers:
            volunteer.await_sent()

    intakes = intakes_of(service)
    assert sorted(intake["id"] for intake in intakes) == sorted(logged)
    said = {entry["id"]: entry for volunteer in volunteers for entry in volunteer.kept()}
    for intake in intakes:
        entry = said[intake["id"]]
        assert {line["category"]: line["pieces"] for line in entry["lines"]} == {
            line["category"]: line["pieces"] for line in intake["lines"]
        }
        assert entry["answer"]["tracking_code"] == intake["tracking_code"]
