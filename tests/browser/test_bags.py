"""Bags: scanned, closed, collected on the round, without reception, and the service agrees."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pypdfium2
import pytest
from builders import POINT, City, coats
from chain_builders import NORTH, Chain, done
from databases import ENGINES
from phones import Phone
from played import intakes_of
from playwright.sync_api import Page, expect
from served import Service
from volunteers import Volunteer

from models.access import Role
from models.identifiers import show_code, uuid7


@pytest.fixture
def chain(service: Service) -> Iterator[Chain]:
    """The chain's people, over HTTP."""
    with httpx.Client(base_url=service.url, timeout=30) as client:
        yield Chain(City(client, service.store))  # type: ignore[arg-type]  # speaks as a TestClient does


@pytest.fixture
def volunteer(service: Service, phone: Phone) -> Volunteer:
    """A volunteer who has joined, on a phone that keeps the pages."""
    volunteer = Volunteer(phone)
    volunteer.join(service.token(Role.VOLUNTEER, POINT))
    phone.await_worker()
    return volunteer


def _scan_by_keys(page: Page, code: str) -> None:
    """Scan as a scanner does that types: fast, wherever the focus is, with Enter at the end."""
    page.keyboard.type(code, delay=4)
    page.keyboard.press("Enter")


def test_a_full_bag_is_closed_by_a_scan_and_a_tap_without_reception(
    service: Service, volunteer: Volunteer, chain: Chain
) -> None:
    (label,) = chain.labels(1)
    page = volunteer.phone.page
    with volunteer.phone.without_reception():
        logged = [volunteer.log(("衣物", 3)), volunteer.log(("衣物", 5), ("鞋", 1))]
        volunteer.phone.open("/scan?for=bag")
        page.get_by_role("button", name="打开相机").wait_for()
        _scan_by_keys(page, f"{service.url}/B/{label}".upper())
        page.locator("#seal").tap()
        expect(page.get_by_text("袋子封好了").first).to_be_visible()
        assert len(volunteer.kept()) == 3
    volunteer.await_sent()

    bag = done(chain.city.admin().get(f"/bags/{label}"), 200)
    assert (bag["status"], bag["point"], bag["pieces"]) == ("sealed", POINT, 9)
    assert sorted(bag["intakes"]) == sorted(logged)


def test_a_label_that_is_taken_is_seen_in_the_outbox_and_another_one_helps(
    volunteer: Volunteer, chain: Chain
) -> None:
    taken, blank = chain.bag(POINT, coats(1)), chain.labels(1)[0]
    page = volunteer.phone.page
    with volunteer.phone.without_reception():
        logged = volunteer.log(("衣物", 3))
        volunteer.phone.open(f"/scan?for=bag&code={taken}")
        page.locator("#seal").tap()
        expect(page.get_by_text("袋子封好了").first).to_be_visible()
    volunteer.phone.open("/outbox")
    page.get_by_role("link", name="换一张标签").tap()
    page.get_by_role("button", name="打开相机").wait_for()
    _scan_by_keys(page, blank)
    page.locator("#seal").tap()
    expect(page.get_by_text("袋子封好了").first).to_be_visible()
    volunteer.await_sent()

    assert done(chain.city.admin().get(f"/bags/{blank}"), 200)["intakes"] == [logged]
    assert volunteer.states() == ["sent", "sent"]


def test_a_scanner_that_types_presses_no_button_and_a_wrong_code_says_why(
    volunteer: Volunteer, chain: Chain
) -> None:
    label = chain.bag(POINT, coats(4, grams=2000))
    page = volunteer.phone.open("/scan")
    page.get_by_role("button", name="打开相机").focus()
    _scan_by_keys(page, label[:-1] + ("0" if label[-1] != "0" else "1"))
    expect(page.get_by_text("有一个字不对")).to_be_visible()
    assert page.url.endswith("/scan")
    _scan_by_keys(page, label)
    page.wait_for_url(f"**/bag/{label}")
    expect(page.get_by_text("4 件").first).to_be_visible()

    with volunteer.phone.without_reception():
        page.reload()
        expect(page.get_by_text("4 件").first).to_be_visible()


def test_a_picture_of_a_code_is_read_from_the_album(
    volunteer: Volunteer, chain: Chain, tmp_path: Path
) -> None:
    label = chain.bag(POINT, coats(2))
    page = volunteer.phone.page
    # The sheet as it is printed, with its QR and its Code 128; the first label of it.
    batch = str(uuid7())
    printed = done(chain.foundation.put(f"/labels/{batch}", {"count": 1}))["labels"][0]
    sheet = chain.foundation.get(f"/labels/{batch}/sheets.pdf").content
    picture = pypdfium2.PdfDocument(sheet)[0].render(scale=3).to_pil().crop((0, 0, 640, 340))
    picture.save(tmp_path / "label.png")
    assert printed != show_code(label)
    volunteer.phone.open("/scan")
    with page.expect_file_chooser() as chooser:
        page.get_by_text("从相册选").tap()
    chooser.value.set_files(tmp_path / "label.png")
    page.wait_for_url(f"**/bag/{printed.replace('-', '')}")


@pytest.mark.parametrize("database_url", ENGINES, indirect=True)
def test_a_driver_makes_the_round_without_reception(service: Service, phone: Phone, chain: Chain) -> None:
    first, second = chain.points_of(NORTH, 2)
    bags = [chain.bag(first, coats(3)), chain.bag(first, coats(2))]
    (stray,) = chain.labels(1)
    run = str(uuid7())
    done(chain.driver().put(f"/pickups/{run}", {"station": NORTH, "stops": [first, second]}))
    phone.open(f"/join#{service.token(Role.DRIVER, NORTH)}")
    page = phone.page
    page.locator(f"a[href='/run/{run}']").first.wait_for()
    phone.await_worker()
    with phone.without_reception():
        phone.open(f"/run/{run}/{first}")
        page.get_by_role("button", name="打开相机").wait_for()
        for label in (*bags, bags[0], stray):
            _scan_by_keys(page, label)
            page.wait_for_timeout(100)
        expect(page.locator("#collect")).to_contain_text("3")
        page.locator("#collect").tap()
        page.wait_for_url(f"**/run/{run}")
        phone.open(f"/run/{run}/{second}")
        page.locator("#cannot").tap()
        page.get_by_role("button", name="没人在").tap()
        page.wait_for_url(f"**/run/{run}")
        page.get_by_role("button", name="收工").first.tap()
        page.get_by_role("button", name="确定收工").tap()
        phone.page.wait_for_timeout(300)
    Volunteer(phone).await_sent()

    made = done(chain.driver().get(f"/pickups/{run}"), 200)
    assert made["status"] == "finished"
    assert [stop["outcome"] for stop in made["stops"]] == ["collected", "nobody_there"]
    assert {bag["label"]: bag["announced"] for bag in made["bags"]} == {
        **{show_code(label): True for label in bags},
        show_code(stray): False,
    }
    assert len(intakes_of(service)) >= 2
