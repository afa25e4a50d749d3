"""Fields that find what they take: who types faster than the service answers gets what was typed."""

from collections.abc import Callable

import pytest
from chain_builders import NORTH
from desks import Desk
from playwright.sync_api import Locator, expect

from models.access import Role

STATIONS = "**/api/v1/stations*"
POINTS = "**/api/v1/points?*"


@pytest.fixture
def early(desk: Desk) -> tuple[Locator, Callable[[], None]]:
    """Where a shipment goes to, in a page that does not know any place yet, and what tells it."""
    page = desk.sit(Role.STATION_MANAGER, NORTH)
    let_go = desk.hold(STATIONS)
    desk.see("/desk/shipments/transfers/new")
    return page.get_by_role("combobox", name="到", exact=True), let_go


def test_enter_before_the_names_are_known_takes_what_was_typed(
    early: tuple[Locator, Callable[[], None]],
) -> None:
    field, let_go = early
    field.fill("W-01")
    field.press("Enter")
    expect(field).to_have_value("W-01")
    # The form was not sent: nobody is told that something is missing.
    expect(field).not_to_have_attribute("aria-invalid", "true")

    let_go()
    expect(field).to_have_value("救灾物资仓库")
    expect(field).to_have_attribute("aria-expanded", "false")


def test_a_code_that_is_left_before_the_names_are_known_is_taken(
    early: tuple[Locator, Callable[[], None]],
) -> None:
    field, let_go = early
    field.fill("w-01")
    field.press("Tab")
    expect(field).to_have_value("w-01")

    let_go()
    expect(field).to_have_value("救灾物资仓库")
    expect(field).to_have_attribute("aria-expanded", "false")


def test_escape_before_the_names_are_known_takes_nothing(early: tuple[Locator, Callable[[], None]]) -> None:
    field, let_go = early
    field.fill("W-01")
    field.press("Enter")
    field.press("Escape")
    expect(field).to_have_value("")

    with field.page.expect_response(STATIONS):
        let_go()
    field.page.get_by_role("button", name="开始扫码").click()
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_have_value("")


def test_enter_does_not_take_what_is_listed_for_an_earlier_text(desk: Desk) -> None:
    page = desk.sit(Role.FOUNDATION)
    desk.see("/desk/labels")
    page.get_by_label("几个接收点", exact=True).check(force=True)
    field = page.get_by_role("combobox", name="接收点")
    field.fill("P-0001")
    expect(page.get_by_role("option").filter(has_text="P-0001")).to_be_visible()

    let_go = desk.hold(POINTS)
    field.fill("P-0002")
    field.press("Enter")
    let_go()

    chosen = page.get_by_role("listitem").filter(has=page.get_by_role("button", name="去掉"))
    expect(chosen).to_have_count(1)
    expect(chosen).to_contain_text("P-0002")
