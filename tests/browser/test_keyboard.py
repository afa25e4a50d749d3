"""Everything can be done without touching the glass: by keys, with the focus in sight all the way."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from phones import Phone
from played import intakes_of
from playwright.sync_api import Page, expect
from served import Service
from stages import SMALL, Stage, play

#: More stops than any page has.
_STOPS_MAX = 90
_FOCUSED = """() => {
    const element = document.activeElement;
    if (element === null || element === document.body) return { name: "", seen: true, ringed: true };
    const aim = element.closest("label.check") ?? element;
    const { left, top, width, height } = aim.getBoundingClientRect();
    const at = document.elementFromPoint(left + width / 2, top + height / 2);
    const label = element.labels?.[0]?.innerText;
    return {
        name: (element.getAttribute("aria-label") ?? label ?? element.innerText).trim(),
        seen: at !== null && (aim.contains(at) || at.contains(aim)) && !at.matches("body, main"),
        ringed: getComputedStyle(element).outlineStyle === "solid",
        inSheet: element.closest("dialog") !== null,
    };
}"""


class Keyboard:
    """Somebody who uses keys alone; the focus must be in sight at each stop."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def focused(self) -> dict[str, Any]:
        found: dict[str, Any] = self.page.evaluate(_FOCUSED)
        return found

    def stops(self) -> Iterator[dict[str, Any]]:
        """Go on to the next thing, again and again."""
        for _ in range(_STOPS_MAX):
            self.page.keyboard.press("Tab")
            at = self.focused()
            assert at["seen"], f"{at['name']} has the focus out of sight"
            assert at["ringed"], f"{at['name']} does not show that it has the focus"
            yield at

    def reach(self, name: str) -> None:
        """Go to what begins with these words."""
        if self.focused()["name"].startswith(name):
            return
        assert any(at["name"].startswith(name) for at in self.stops()), f"no key leads to {name}"

    def press(self, name: str, key: str = "Enter") -> None:
        """Go there and press it."""
        self.reach(name)
        self.page.keyboard.press(key)


@pytest.fixture
def stage(service: Service, phones: Callable[..., Phone]) -> Stage:
    return Stage(service, play(service), phones(viewport=SMALL, device_scale_factor=1), "zh")


@pytest.fixture
def keyboard(stage: Stage) -> Keyboard:
    return Keyboard(stage.page)


def test_a_donation_is_logged_undone_sent_and_the_phone_handed_over(
    service: Service, stage: Stage, keyboard: Keyboard
) -> None:
    page = stage.page
    stage.stranger(f"/j/{stage.scene.poster}")
    stage.see("开始", "Start")
    keyboard.press("开始")
    page.locator("main .tiles button").first.wait_for()
    before = len(intakes_of(service))

    for name, amount in (("衣物", "衣物 设为 3"), ("大米", "大米 设为 5")):
        keyboard.press(name, "Space")
        keyboard.press(amount, "Space")
    keyboard.press("捐赠人")
    keyboard.reach("称呼")
    page.keyboard.type("王阿姨")
    keyboard.press("捐赠人同意", "Space")
    keyboard.press("保存并出凭证")
    page.wait_for_url("**/receipt/*")
    stage.see("追踪码", "Tracking code")
    # Where one is after a move is said: the heading has the focus.
    stage.await_truth(lambda: stage.page.evaluate("document.activeElement.localName") == "h1")

    keyboard.press("撤销")
    expect(page.get_by_text("已撤销")).to_be_visible()
    keyboard.press("待发送")
    page.wait_for_url("**/outbox")
    # A page that has come takes the focus to its heading, wherever a key has led meanwhile.
    expect(page.locator("h1")).to_be_focused()
    keyboard.press("现在发送")
    stage.await_states("sent", "sent")
    assert len(intakes_of(service)) == before + 1

    keyboard.press("贵州路社区")
    page.wait_for_url("**/me")
    expect(page.locator("h1")).to_be_focused()
    keyboard.press("交给下一位")
    page.wait_for_url("**/")
    expect(page.locator("header .who")).to_contain_text("志愿者")


@pytest.mark.parametrize("size", ["standard", "large"])
@pytest.mark.parametrize("opener", ["更多物品", "细节: 大米", "满了, 请来收"])
def test_a_sheet_keeps_the_focus_and_gives_it_back(
    stage: Stage, keyboard: Keyboard, opener: str, size: str
) -> None:
    stage.volunteer()
    stage.resize(size)
    stage.give()
    sheet = stage.page.locator("dialog[open]")

    for close in ("Escape", "关闭"):
        keyboard.press(opener)
        sheet.wait_for()
        assert keyboard.focused()["inSheet"]
        for _, at in zip(range(8), keyboard.stops(), strict=False):
            assert at["name"] == "" or at["inSheet"], at
        if close == "Escape":
            stage.page.keyboard.press("Escape")
        else:
            keyboard.press(close)
        expect(stage.page.locator("dialog")).to_have_count(0)
        stage.await_truth(lambda: keyboard.focused()["name"].startswith(opener))


def test_what_is_picked_in_a_sheet_leads_back_to_where_it_was_opened(
    stage: Stage, keyboard: Keyboard
) -> None:
    stage.volunteer()
    keyboard.press("更多物品")
    keyboard.reach("找物品")
    stage.page.keyboard.type("袜子")
    keyboard.press("袜子")
    keyboard.press("记为谢绝")

    expect(stage.page.locator(".refused")).to_contain_text("谢绝 袜子")


def test_a_tap_beside_a_sheet_closes_it_and_one_on_its_edge_does_not(stage: Stage) -> None:
    stage.volunteer()
    stage.press("满了, 请来收", "Box full")
    sheet = stage.page.locator("dialog[open]")
    box = sheet.bounding_box()
    assert box is not None

    stage.page.touchscreen.tap(box["x"] + 6, box["y"] + box["height"] / 2)
    expect(sheet).to_be_visible()
    stage.page.touchscreen.tap(box["x"] + box["width"] / 2, box["y"] - 40)
    expect(sheet).to_have_count(0)


def test_the_first_key_leads_past_the_header(stage: Stage, keyboard: Keyboard) -> None:
    stage.volunteer("/help")
    keyboard.press("跳到内容")
    stage.await_truth(lambda: stage.page.evaluate("document.activeElement.closest('main') !== null"))
    keyboard.reach("附近的捐赠点")
