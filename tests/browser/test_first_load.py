"""What the first load costs a phone: bytes, counted on the wire, and how often it waits for the line."""

import re
from collections.abc import Callable

import httpx
import pytest
from builders import POINT
from phones import Phone
from playwright.sync_api import Route, expect
from served import Service
from stages import revoke

from benchmarks.wire import Wire, forget_pages
from models.access import Role

#: Everything the page asks for, headers included, compressed.
BUDGET_BYTES = 60_000
KIT = "/api/v1/kit"
#: A browser opens so many connections to a host; what is asked for beyond them waits.
CONNECTIONS = 6


@pytest.fixture
def poster(service: Service) -> str:
    """The code on the point's poster."""
    headers = {"Authorization": f"Bearer {service.token(Role.ADMIN)}"}
    code: str = httpx.get(f"{service.url}/api/v1/points/{POINT}/poster", headers=headers).json()["code"]
    return code


@pytest.fixture
def forgetful(service: Service, phone: Phone) -> Callable[..., str]:
    """Join, and let the browser forget its files, or all that was told as well; return the token."""

    def join(*, all_that_was_told: bool) -> str:
        token = service.token(Role.VOLUNTEER, POINT)
        phone.open(f"/join#{token}")
        phone.page.locator("main .tiles button").first.wait_for()
        phone.await_worker()
        forget_pages(phone.page, all_that_was_told=all_that_was_told)
        phone.open("/about")
        return token

    return join


def watch(phone: Phone) -> Wire:
    """Return the wire of a phone whose line is slow enough to see what waits for what."""
    wire = Wire(phone.page)
    wire.without_cache()
    wire.slow_down(latency_ms=50, bytes_per_s=50_000, cpu=1)
    return wire


def whole(wire: Wire) -> float:
    """Return when the largest script was there."""
    (script,) = [path for path in wire.ended if re.match("/assets/phone-.*[.]js", path)]
    return wire.ended[script]


def test_the_logging_page_comes_in_sixty_kilobytes(phone: Phone, forgetful: Callable[..., str]) -> None:
    forgetful(all_that_was_told=True)
    wire = Wire(phone.page)
    wire.without_cache()
    phone.open("/")
    phone.page.locator("main .tiles button").first.wait_for()
    phone.page.wait_for_load_state("networkidle")

    assert {"/", KIT} <= wire.asked()
    assert any(path.endswith(".js") for path in wire.asked())
    assert 20_000 < wire.bytes() < BUDGET_BYTES, wire.by_path


@pytest.mark.parametrize("all_that_was_told", [True, False])
def test_the_goods_are_asked_for_once_while_the_script_is_on_its_way(
    phone: Phone, forgetful: Callable[..., str], *, all_that_was_told: bool
) -> None:
    forgetful(all_that_was_told=all_that_was_told)
    wire = watch(phone)
    phone.open("/")
    phone.page.locator("main .tiles button").first.wait_for()
    phone.page.wait_for_load_state("networkidle")

    (asked,) = wire.began[KIT]
    assert asked < whole(wire)
    # Styles and scripts come over connections of their own; only what stands below the tiles is found late.
    files = [path for path in wire.began if path.startswith("/assets/") and "/Below-" not in path]
    assert len(files) < CONNECTIONS
    assert all(began < whole(wire) for path in files for began in wire.began[path])


def test_with_the_worker_the_goods_are_asked_for_once(service: Service, phone: Phone) -> None:
    phone.open(f"/join#{service.token(Role.VOLUNTEER, POINT)}")
    phone.page.locator("main .tiles button").first.wait_for()
    phone.await_worker()
    wire = Wire(phone.page)
    phone.open("/")
    phone.page.wait_for_load_state("networkidle")

    assert len(wire.began[KIT]) == 1


def test_a_dead_token_is_found_out_by_the_early_request(
    service: Service, phone: Phone, forgetful: Callable[..., str]
) -> None:
    revoke(service, forgetful(all_that_was_told=False))
    phone.forgive("401")
    wire = watch(phone)
    phone.open("/")
    expect(phone.page.get_by_text("需要重新加入")).to_be_visible()
    phone.page.wait_for_load_state("networkidle")

    (asked,) = wire.began[KIT]
    assert asked < whole(wire)
    expect(phone.page.locator("main .tiles button").first).to_be_visible()


def test_newcomers_see_their_point_in_one_go(phone: Phone, poster: str) -> None:
    wire = watch(phone)
    page = phone.open(f"/J/{poster}")
    expect(page.get_by_role("heading", level=2).first).to_contain_text(POINT)
    page.wait_for_load_state("networkidle")

    (asked,) = wire.began[f"/api/v1/join/{poster}"]
    assert asked < whole(wire)
    # Nobody waits for the goods here, so they do not take the line from what is waited for.
    (goods,) = wire.began[KIT]
    assert goods > whole(wire)
    later = [path for path in wire.began if path.startswith("/assets/") and wire.began[path][0] > whole(wire)]
    assert [path for path in later if not path.startswith("/assets/log-")] == []


def test_newcomers_begin_before_the_point_of_the_poster_is_known(phone: Phone, poster: str) -> None:
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    phone.page.route(f"**/api/v1/join/{poster}", hold)
    page = phone.open(f"/J/{poster}")
    page.get_by_label("怎么称呼您").fill("小张")
    name = page.get_by_label("怎么称呼您").bounding_box()
    assert len(held) == 1

    held.pop().continue_()
    expect(page.get_by_role("heading", level=2).first).to_contain_text(POINT)
    assert page.get_by_label("怎么称呼您").bounding_box() == name
    expect(page.get_by_label("怎么称呼您")).to_have_value("小张")


def test_newcomers_join_before_the_point_of_the_poster_is_known(phone: Phone, poster: str) -> None:
    phone.page.route(f"**/api/v1/join/{poster}", lambda _: None)
    page = phone.open(f"/J/{poster}")
    page.get_by_role("button", name="开始").tap()

    page.locator("main .tiles button").first.wait_for()
    expect(page.locator("header .where")).to_contain_text(POINT)


def test_somebody_on_a_slow_line_sees_where_they_are_before_the_scripts_come(phone: Phone) -> None:
    late: list[Route] = []

    def hold(script: Route) -> None:
        late.append(script)

    phone.page.route(re.compile("/assets/phone-.*[.]js"), hold)
    phone.page.goto(phone.url, wait_until="commit")

    expect(phone.page.get_by_text("正在打开… Opening…")).to_be_visible()
    expect(phone.page.get_by_text("就近 Jiujin")).to_have_css("color", "rgb(255, 255, 255)")
    late[0].continue_()
    expect(phone.page.locator("main h1")).to_be_visible()
    expect(phone.page.get_by_text("正在打开")).to_have_count(0)
