"""Pick-ups from the desk: proposed, changed by keyboard, dispatched in three clicks, watched, finished."""

import time
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
from builders import City, coats
from chain_builders import NORTH, WEST, Chain, done, now
from desks import Desk
from playwright.sync_api import Page, expect
from served import Service

from models.access import Role
from models.identifiers import uuid7

#: ux.md, M5: what a proposal may take, with its points on the page.
PROPOSAL_MAX_S = 5


@pytest.fixture
def chain(service: Service) -> Iterator[Chain]:
    with httpx.Client(base_url=service.url, timeout=30) as client:
        yield Chain(City(client, service.store))  # type: ignore[arg-type]  # as a TestClient


def _full(chain: Chain, count: int, station: str = NORTH) -> list[str]:
    """Fill points of a station, so that a vehicle takes what three of them hold; return their codes."""
    points = chain.points_of(station, count)
    for point in points:
        chain.give(point, coats(90, grams=400_000))
    return points


def _runs(chain: Chain, station: str = NORTH) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = done(chain.driver(station).get("/pickups?limit=100"), 200)["items"]
    return items


def _rows(page: Page) -> list[str]:
    """Return the codes of the stops of the run that is open, in their order."""
    texts = page.locator(".planner tbody th + td .about").all_inner_texts()
    return [text.split(" ")[0] for text in texts]


def _watch_plans(page: Page, watch: Callable[[Any], None]) -> None:
    """Give to a watcher what plans a run; the rest goes on."""
    address = "**/api/v1/pickups/*"
    page.route(address, lambda route: watch(route) if route.request.method == "PUT" else route.continue_())


def test_150_points_are_proposed_in_time_and_dispatched_in_three_clicks(desk: Desk, chain: Chain) -> None:
    points = _full(chain, 150)
    page = desk.sit(Role.STATION_MANAGER, NORTH)
    desk.see("/desk/pickups")
    propose = page.get_by_role("button", name="出方案")
    expect(propose).to_be_enabled()

    began = time.monotonic()
    propose.click()
    head = page.get_by_role("heading", name="方案: ")
    head.wait_for()
    took = time.monotonic() - began
    planned = int(head.inner_text().split(" ")[1])
    page.get_by_role("button", name=f"派车: {planned} 趟").click()

    page.get_by_text(f"已派 {planned} 趟").wait_for(timeout=60_000)
    assert took < PROPOSAL_MAX_S
    runs = _runs(chain)
    assert len(runs) == planned
    assert sorted(stop["point"]["code"] for run in runs for stop in run["stops"]) == sorted(points)
    assert not any(run["over_capacity"] for run in runs)
    expect(propose).to_have_count(0)


def test_a_proposal_is_changed_by_keyboard_alone_and_a_driver_has_what_it_says(
    desk: Desk, chain: Chain
) -> None:
    points = _full(chain, 6)
    page = desk.sit(Role.STATION_MANAGER, NORTH)
    desk.see("/desk/pickups")
    propose = page.get_by_role("button", name="出方案")
    propose.focus()
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="方案: 2 趟, 6 个点").wait_for()
    first, second, third = _rows(page)

    page.get_by_role("button", name="下移").first.focus()
    page.keyboard.press("Enter")
    page.get_by_text("现在是第 2 站").wait_for(state="attached")
    assert _rows(page) == [second, first, third]
    # The focus went with the stop: another press moves the same one on.
    page.keyboard.press("Enter")
    page.get_by_text("现在是第 3 站").wait_for(state="attached")
    assert _rows(page) == [second, third, first]

    page.locator(".planner select").first.focus()
    page.keyboard.press("ArrowDown")
    page.get_by_text("移到了第 2 趟").wait_for(state="attached")
    assert _rows(page) == [third, first]
    page.locator(".planner select").last.select_option("out")
    page.get_by_role("heading", name="不在方案里的点").wait_for()
    assert _rows(page) == [third]
    page.get_by_label("司机").fill("赵师傅")
    page.get_by_role("button", name="派车: 2 趟").focus()
    page.keyboard.press("Enter")

    page.get_by_text("已派 2 趟, 司机现在看得到").wait_for()
    runs = {run["driver"]: [stop["point"]["code"] for stop in run["stops"]] for run in _runs(chain)}
    assert runs["赵师傅"] == [third]
    assert (len(runs[None]), runs[None][-1]) == (4, second)
    assert set(points) - {third, *runs[None]} == {first}


def test_what_could_not_be_dispatched_stays_with_its_reason_and_goes_when_it_is_mended(
    desk: Desk, chain: Chain
) -> None:
    _full(chain, 6)
    page = desk.sit(Role.STATION_MANAGER, NORTH)
    desk.forgive("ERR_FAILED")
    desk.see("/desk/pickups")
    page.get_by_role("button", name="出方案").click()
    page.get_by_role("heading", name="方案: 2 趟").wait_for()
    put = []

    def lose(route: Any) -> None:
        put.append(route.request.url)
        if len(put) == 2:
            route.abort()
        else:
            route.continue_()

    _watch_plans(page, lose)
    page.get_by_role("button", name="派车: 2 趟").click()

    page.get_by_text("1 趟没有派出去").wait_for()
    page.get_by_text("没有连上服务").wait_for()
    assert len(_runs(chain)) == 1
    page.get_by_role("button", name="派车: 1 趟").click()

    page.get_by_role("heading", name="方案: ").wait_for(state="detached")
    assert len(_runs(chain)) == 2
    # It went under the id that it had: had the first one arrived, the service would know it.
    assert put[1] == put[2]


def test_a_run_whose_answer_was_lost_is_known_to_have_arrived(desk: Desk, chain: Chain) -> None:
    _full(chain, 3)
    page = desk.sit(Role.STATION_MANAGER, NORTH)
    desk.forgive("ERR_FAILED")
    desk.see("/desk/pickups")
    page.get_by_role("button", name="出方案").click()

    def lose(route: Any) -> None:
        route.fetch()
        route.abort()

    _watch_plans(page, lose)
    page.get_by_role("button", name="派车: 1 趟").click()

    page.get_by_text("已派 1 趟").wait_for()
    expect(page.get_by_role("heading", name="方案: ")).to_have_count(0)
    assert len(_runs(chain)) == 1


def test_points_that_somebody_else_plans_meanwhile_leave_the_proposal(desk: Desk, chain: Chain) -> None:
    points = _full(chain, 6)
    page = desk.sit(Role.STATION_MANAGER, NORTH)
    desk.see("/desk/pickups")
    page.get_by_role("button", name="出方案").click()
    page.get_by_role("heading", name="方案: 2 趟, 6 个点").wait_for()

    done(chain.driver().put(f"/pickups/{uuid7()}", {"station": NORTH, "stops": points[:2]}))

    page.get_by_text("2 个点刚被别人排进车次, 已从方案里拿掉").wait_for()
    expect(page.get_by_role("heading", name="方案: 2 趟, 4 个点")).to_be_visible()


def test_a_run_is_followed_live_and_its_stops_are_noted_at_the_desk(desk: Desk, chain: Chain) -> None:
    points = chain.points_of(NORTH, 3)
    labels = [chain.bag(point, coats(5, grams=4000)) for point in points]
    run = str(uuid7())
    done(chain.driver().put(f"/pickups/{run}", {"station": NORTH, "stops": points}))
    page = desk.sit(Role.STATION_MANAGER, NORTH)
    desk.see(f"/desk/pickups/{run}")
    page.get_by_text("0 / 3").wait_for()

    made = {"point": points[0], "happened_at": now(), "bags": [labels[0]]}
    done(chain.driver().post(f"/pickups/{run}/collect", made))
    page.get_by_text("1 / 3").wait_for()

    page.get_by_role("button", name="收下").first.click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("checkbox")).to_be_checked()
    desk.scan(labels[1])
    dialog.get_by_role("button", name="收下").click()
    page.get_by_text("2 / 3").wait_for()

    page.get_by_role("button", name="收不了").click()
    dialog.get_by_text("没人在").click()
    dialog.get_by_role("button", name="收不了").click()
    page.get_by_text("3 / 3").wait_for()
    page.get_by_role("button", name="收车").click()
    page.get_by_text("各站都去过了").wait_for()
    dialog.get_by_role("button", name="收车").click()

    page.get_by_text("已收车").first.wait_for()
    shown = done(chain.at(NORTH).get(f"/pickups/{run}"), 200)
    assert shown["status"] == "finished"
    assert [stop["outcome"] for stop in shown["stops"]] == ["collected", "collected", "nobody_there"]
    assert {bag["label"].replace("-", "") for bag in shown["bags"]} == set(labels[:2])


def test_a_run_that_nobody_made_is_cancelled_and_its_points_are_due_again(desk: Desk, chain: Chain) -> None:
    points, run = _full(chain, 2), str(uuid7())
    done(chain.driver().put(f"/pickups/{run}", {"station": NORTH, "stops": points}))
    page = desk.sit(Role.STATION_MANAGER, NORTH)
    desk.see(f"/desk/pickups/{run}")

    page.get_by_role("button", name="取消这一趟").click()
    page.get_by_role("dialog").get_by_role("button", name="取消这一趟").click()

    page.get_by_text("已取消").wait_for()
    due = done(chain.at(NORTH).get("/pickups/due"), 200)["items"]
    assert {row["point"]["code"] for row in due if row["planned_in"] is None} == set(points)


def test_a_manager_sees_the_runs_and_points_of_the_own_station_alone(
    desks: Callable[..., Desk], chain: Chain
) -> None:
    (west,) = _full(chain, 1, WEST)
    run = str(uuid7())
    done(chain.driver(WEST).put(f"/pickups/{run}", {"station": WEST, "stops": [west]}))
    desk = desks()
    desk.forgive("status of 404")
    page = desk.sit(Role.STATION_MANAGER, NORTH)

    desk.see("/desk/pickups")
    page.get_by_text("现在没有该取货的点").wait_for()
    page.get_by_text("还没有车次").wait_for()
    desk.see(f"/desk/pickups/{run}")
    page.get_by_text("这里没有这一页").wait_for()
    desk.see("/desk/points")
    expect(page.get_by_label("整理站")).to_have_count(0)
    page.locator("main tbody tr").first.wait_for()
    shown = [row.split("\n")[-1] for row in page.locator("main tbody th").all_inner_texts()]
    assert shown == chain.points_of(NORTH, 25)

    auditor = desks()
    seen = auditor.sit(Role.AUDITOR)
    auditor.see(f"/desk/pickups?station={WEST}")
    seen.get_by_role("link", name="看车次").wait_for()
    expect(seen.get_by_role("button", name="出方案")).to_have_count(0)
    auditor.see(f"/desk/pickups/{run}")
    seen.get_by_text("0 / 1").wait_for()
    expect(seen.get_by_role("button", name="收下")).to_have_count(0)
