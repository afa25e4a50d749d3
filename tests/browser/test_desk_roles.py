"""Every role sees the pages of the desk that its policies open, and nothing of the others."""

from typing import Any

import httpx
import pytest
from builders import POINT
from chain_builders import NORTH, STORE
from desk_pages import Talk, listed
from desks import Desk
from playwright.sync_api import expect
from served import Service

from models.access import Role

#: Where each role is bound to.
PLACES = {
    Role.VOLUNTEER: POINT,
    Role.DRIVER: NORTH,
    Role.STATION_MANAGER: NORTH,
    Role.WAREHOUSE_MANAGER: STORE,
}
#: The menu of each role, written down apart from the policies: who changes one changes it here as well.
MENUS = {
    Role.VOLUNTEER: "stock map points",
    Role.DRIVER: "board stock pickups map points",
    Role.STATION_MANAGER: (
        "board receive sort stock counts pickups conflicts needs shipments recipients reports shares "
        "map points labels people"
    ),
    Role.WAREHOUSE_MANAGER: (
        "board stock counts conflicts needs shipments recipients reports map points labels"
    ),
    Role.FOUNDATION: (
        "board stock counts pickups conflicts needs shipments recipients reports shares disclosure "
        "inquiries map points labels"
    ),
    Role.AUDITOR: (
        "board stock counts pickups conflicts needs shipments recipients reports disclosure inquiries "
        "map points people"
    ),
    Role.ADMIN: (
        "board receive sort stock counts pickups conflicts needs shipments recipients reports shares "
        "disclosure inquiries map points labels people system"
    ),
}


def allowed(service: Service, role: Role) -> set[str]:
    """Return the operations that a role may use, as the service says."""
    headers = {"Authorization": f"Bearer {service.token(role, PLACES.get(role))}"}
    me: Any = httpx.get(f"{service.url}/api/v1/me", headers=headers).json()
    return set(me["may"])


def menu(desk: Desk) -> list[str]:
    """Return where the entries of the menu lead, from above."""
    links: list[str] = desk.page.locator("nav .sections a").evaluate_all(
        "links => links.map((link) => link.getAttribute('href'))"
    )
    return links


def shown(desk: Desk, address: str) -> tuple[str, str]:
    """Return the title and the words of a page that says that there is none."""
    desk.page.goto(desk.url + address)
    expect(desk.page.locator("main h1")).to_have_text("这里没有这一页")
    return desk.page.title(), desk.page.locator("main").inner_text()


@pytest.mark.parametrize("role", list(Role))
def test_a_role_sees_the_pages_that_its_policies_open_and_nothing_of_the_others(
    service: Service, desk: Desk, role: Role
) -> None:
    pages, may = listed(), allowed(service, role)
    named = [page for page in pages if page.name and page.needs in may]
    assert [page.name for page in named] == MENUS[role].split()

    desk.sit(role, PLACES.get(role))
    assert menu(desk) == [page.address for page in named if page.is_built]

    # An address that is none is answered with 404, and that the console says so is no fault.
    desk.forgive("status of 404.*/desk/nowhere")
    nowhere = shown(desk, "/desk/nowhere")
    for page in pages:
        if page.needs not in may or not page.is_built:
            assert shown(desk, page.example) == nowhere, page.address


@pytest.mark.parametrize("role", list(Role))
def test_every_page_that_a_role_sees_opens_without_trouble(service: Service, desk: Desk, role: Role) -> None:
    may = allowed(service, role)
    page = desk.sit(role, PLACES.get(role))
    talk = Talk(page)
    for one in listed():
        if "{" in one.address or not one.is_built or one.needs not in may:
            continue
        desk.see(one.address)
        talk.await_answers()
        expect(page.locator("main h1")).not_to_have_text("这里没有这一页")
        expect(page.locator("main .note.bad")).to_have_count(0)
        assert talk.refused == [], one.address
