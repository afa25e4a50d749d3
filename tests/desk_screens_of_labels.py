"""The desk's screens of labels and posters."""

from chain_builders import Chain, done
from desk_catalogue import DeskStage, desk_screen
from playwright.sync_api import expect

from models.access import Role


def _printed(chain: Chain) -> None:
    chain.labels(24)
    sealed, *_ = chain.labels(48)
    chain.give("P-0001", bag=sealed)
    done(chain.who(Role.VOLUNTEER, "P-0001").put(f"/bags/{sealed}", {"point": "P-0001"}))


@desk_screen("labels/empty")
def _(stage: DeskStage) -> None:
    stage.manager("/desk/labels")
    stage.see("还没有打印过标签", "No labels have been printed yet")
    expect(
        stage.page.get_by_role("heading", name=stage.say("接收点海报", "Posters of points"))
    ).to_have_count(0)


@desk_screen("labels/filled")
def _(stage: DeskStage) -> None:
    stage.city.once("printed", _printed)
    stage.admin("/desk/labels")
    stage.rows()


@desk_screen("labels/print-wrong")
def _(stage: DeskStage) -> None:
    stage.admin("/desk/labels")
    stage.press("打印新标签", "Print labels")
    dialog = stage.page.get_by_role("dialog")
    dialog.get_by_role("textbox").fill("41")
    stage.send()
    stage.see("张数要在", "Sheets must be")


@desk_screen("labels/retire-refused")
def _(stage: DeskStage) -> None:
    stage.city.once("printed", _printed)
    stage.admin("/desk/labels")
    stage.page.get_by_label(stage.say("标签号", "Label"), exact=True).fill("000000000000")
    stage.page.get_by_label(stage.say("其他", "Other"), exact=True).check(force=True)
    stage.page.get_by_label(stage.say("写明原因", "Say why")).fill("7")
    stage.press("作废标签", "Retire a label")
    expect(stage.page.get_by_role("alert")).to_be_visible()


@desk_screen("labels/posters-chosen")
def _(stage: DeskStage) -> None:
    stage.admin("/desk/labels")
    stage.page.get_by_label(stage.say("几个接收点", "Some points"), exact=True).check(force=True)
    stage.page.get_by_role("combobox").fill("P-0001")
    stage.page.get_by_role("option").first.click()
    expect(stage.page.get_by_role("button", name=stage.say("去掉", "Take out"))).to_be_visible()
