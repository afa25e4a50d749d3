"""What holds the desk's pages: each is shown with its own address, and hears when it may be old."""

import time

from desk_pages import Talk
from desks import Desk
from playwright.sync_api import Request, Route, expect

from models.access import Role

MISSED = "event: missed\ndata: {}\n\n"


def test_a_page_that_is_left_is_not_drawn_with_the_address_of_the_next(desk: Desk) -> None:
    page = desk.sit(Role.ADMIN)
    desk.see("/desk/points/P-0001")
    talk = Talk(page)
    talk.await_answers()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))

    def late(route: Route) -> None:
        time.sleep(0.5)
        route.continue_()

    page.route("**/assets/Points-*.js", late)
    page.locator("main a.back").click()
    expect(page.locator("main tbody tr")).to_have_count(25)
    talk.await_answers()

    assert any("/assets/Points-" in url for url in asked)
    assert [url for url in asked if "undefined" in url] == []
    assert talk.refused == []


def test_a_list_is_asked_for_again_when_changes_were_missed(desk: Desk) -> None:
    page = desk.sit(Role.STATION_MANAGER, "S-01")
    page.route(
        "**/api/v1/events*",
        lambda route: route.fulfill(status=200, content_type="text/event-stream", body=MISSED),
    )

    def is_list(request: Request) -> bool:
        return "/api/v1/stock?" in request.url

    with page.expect_request(is_list):
        desk.see("/desk/stock")
    with page.expect_request(is_list):
        expect(page.locator("main h1")).to_have_text("库存")
