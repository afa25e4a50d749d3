"""What a code is, where that is, where it came from and went: found by one scan, as the service has it."""

from collections.abc import Callable, Iterator

import httpx
import pytest
from builders import City, coats
from chain_builders import NORTH, WEST, Chain, done
from desk_screens_of_trace import travelled, waiting_gift
from desks import Desk
from playwright.sync_api import Page, expect
from served import Service

from models.access import Role
from models.identifiers import show_code


@pytest.fixture
def chain(service: Service) -> Iterator[Chain]:
    """People who act at the running service."""
    with httpx.Client(base_url=service.url, timeout=30) as client:
        yield Chain(City(client, service.store, "张伟"))  # type: ignore[arg-type]  # speaks as a TestClient does


def test_one_scan_on_any_page_finds_a_bag_and_who_had_it_last(chain: Chain, desk: Desk) -> None:
    label = chain.brought(coats(3))
    held = done(chain.at(NORTH).get(f"/bags/{label}"), 200)
    page = desk.sit(Role.STATION_MANAGER, NORTH)
    for address in ("/desk", "/desk/stock", "/desk/conflicts", "/desk/find"):
        desk.see(address)
        desk.scan(label)

        expect(page.locator("h1")).to_have_text(f"袋子 {show_code(label)}")
        expect(page).to_have_url(f"{desk.url}/desk/bag/{label}")
        last = page.locator(".figures")
        expect(last).to_contain_text("北部整理站")
        expect(last).to_contain_text("张伟")
        expect(last).to_contain_text(f"收了货, {held['history'][-1]['at'][:16].replace('T', ' ')}")
    page.go_back()
    # The way back leads to where one was, not to the search that led on.
    expect(page).to_have_url(f"{desk.url}/desk/find")
    rows = page.get_by_role("region", name="经过").locator("tbody tr")
    page.go_forward()
    expect(rows).to_have_count(len(held["history"]))


def test_whatever_a_code_stands_for_is_found(chain: Chain, desk: Desk) -> None:
    way = travelled(chain)
    (blank,) = chain.labels(1)
    page = desk.sit(Role.FOUNDATION)
    desk.forgive("status of 4(04|22)")
    for code, address in (
        (way.gift["tracking_code"], f"/desk/intake/{way.gift['id']}"),
        (f"HTTP://LOCALHOST/T/{way.gift['id'].replace('-', '').upper()}", f"/desk/intake/{way.gift['id']}"),
        (f"https://jiujin.example/B/{way.label}", f"/desk/bag/{way.label}"),
        (way.lot, f"/desk/lot/{way.lot}"),
        (blank, f"/desk/bag/{blank}"),
        (NORTH, f"/desk/stock?place={NORTH}"),
    ):
        page.keyboard.press("/")
        page.keyboard.type(code, delay=70)
        page.keyboard.press("Enter")
        expect(page).to_have_url(f"{desk.url}{address}")

    desk.see("/desk/find?code=P-9999")
    expect(page.get_by_role("alert")).to_contain_text("没有找到 P-9999")
    page.get_by_role("textbox", name="编号", exact=True).fill(way.lot)
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text(f"批次 {way.lot}")


def test_the_picture_of_a_lots_way_and_its_table_say_what_the_service_says(chain: Chain, desk: Desk) -> None:
    way = travelled(chain)
    graphs = [
        done(chain.foundation.get(f"/lots/{way.lot}/graph?direction={one}"), 200)
        for one in ("back", "forward")
    ]
    steps = [flow for graph in graphs for flow in graph["flows"]]
    nodes = {flow[end] for flow in steps for end in ("source", "target")}
    page = desk.sit(Role.FOUNDATION)
    desk.see(f"/desk/lot/{way.lot}")

    expect(page.locator(".picture .box")).to_have_count(len(nodes))
    expect(page.locator(".picture path")).to_have_count(len(steps))
    rows = page.get_by_role("region", name="来龙去脉, 表格").locator("tbody tr")
    expect(rows).to_have_count(len(steps))
    said = [row.split("\t")[-1].strip() for row in rows.all_inner_texts()]
    assert said == [f"{flow['share_grams'] / 1000:.1f}\u00a0kg" for flow in steps]
    assert all(graph["grams"] == 3000 for graph in graphs)

    history = done(chain.foundation.get(f"/movements?lot={way.lot}"), 200)["items"]
    told = page.get_by_role("region", name="全部经过").locator("tbody tr")
    expect(told).to_have_count(len(history))
    expect(told.first).to_contain_text("交付")
    expect(told.first).to_contain_text("张伟")

    gift = page.locator(".picture a.intake").first
    gift.focus()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("捐赠")


def test_a_gift_is_set_right_with_a_reason_and_a_refusal_keeps_what_was_typed(
    chain: Chain, desk: Desk
) -> None:
    gift, sorted_gift = waiting_gift(chain), travelled(chain).gift
    page = desk.sit(Role.STATION_MANAGER, NORTH)
    desk.see(f"/desk/intake/{gift['id']}")
    expect(page.locator("main")).to_contain_text("没有留联系方式")
    expect(page.locator("main")).to_contain_text("最近的整理站")
    page.get_by_role("button", name="更正", exact=True).click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("正确件数").first.fill("２")
    dialog.get_by_text("数错").click()
    dialog.locator("button[type=submit]").click()

    expect(page.locator("main")).to_contain_text("更正已记下")
    expect(page.get_by_role("region", name="更正")).to_contain_text("数错")
    held = done(chain.at(NORTH).get(f"/intakes/{gift['id']}"), 200)
    assert (held["pieces"], held["pieces_now"]) == (4, 3)

    desk.forgive("status of 409")
    desk.see(f"/desk/intake/{sorted_gift['id']}")
    expect(page.locator("main")).to_contain_text("138****1234")
    expect(page.locator("main")).not_to_contain_text("13800001234")
    page.get_by_role("button", name="更正", exact=True).click()
    dialog.get_by_label("正确件数").first.fill("5")
    dialog.locator("button[type=submit]").click()
    expect(dialog.get_by_role("alert")).to_be_visible()
    expect(dialog.get_by_label("正确件数").first).to_have_value("5")
    chain.city.assert_sound()


def test_a_bag_shows_where_it_is_while_others_move_it(chain: Chain, desks: Callable[..., Desk]) -> None:
    (point,) = chain.points_of(NORTH, 1)
    label = chain.bag(point, coats(3))
    desk = desks()
    page = desk.sit(Role.STATION_MANAGER, NORTH)
    desk.see(f"/desk/bag/{label}")
    place = page.locator(".figures .value").first
    expect(place).to_have_text("永乐社区捐赠接收点")

    chain.receive([label], pickup=chain.run({point: [label]}))

    expect(place).to_have_text("北部整理站")


def test_what_is_of_another_place_is_as_if_there_were_none(chain: Chain, desk: Desk) -> None:
    way = travelled(chain)
    desk.forgive("status of 404")
    page: Page = desk.sit(Role.STATION_MANAGER, WEST)
    for address in (f"bag/{way.label}", f"intake/{way.gift['id']}", f"lot/{way.lot}"):
        desk.see(f"/desk/{address}")
        expect(page.get_by_role("alert").first).to_contain_text("这里没有这一页")
        expect(page.locator("main")).not_to_contain_text("张伟")
    desk.see(f"/desk/find?code={way.label}")
    expect(page.get_by_role("alert")).to_contain_text("没有找到")
