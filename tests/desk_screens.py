"""The catalogue of the desk's screens: every page in every state that matters.

A new screen is one entry: `@desk_screen("group/name")` over a function that brings a stage's desk there
and ends when what it shows is in sight.
"""

import desk_screens_of_board  # noqa: F401
import desk_screens_of_conflicts  # noqa: F401
import desk_screens_of_disclosure  # noqa: F401
import desk_screens_of_inquiries  # noqa: F401
import desk_screens_of_labels  # noqa: F401
import desk_screens_of_needs  # noqa: F401
import desk_screens_of_network  # noqa: F401
import desk_screens_of_people  # noqa: F401
import desk_screens_of_pickups  # noqa: F401
import desk_screens_of_receive  # noqa: F401
import desk_screens_of_recipients  # noqa: F401
import desk_screens_of_reports  # noqa: F401
import desk_screens_of_shipments  # noqa: F401
import desk_screens_of_sort  # noqa: F401
import desk_screens_of_stock  # noqa: F401
import desk_screens_of_system  # noqa: F401
import desk_screens_of_trace  # noqa: F401
from desk_catalogue import DESK_SCREENS, DeskScreen, DeskStage, desk_screen
from playwright.sync_api import expect

__all__ = ["DESK_SCREENS", "DeskScreen"]


@desk_screen("frame/nowhere")
def _(stage: DeskStage) -> None:
    stage.manager("/desk/system")
    stage.see("这里没有这一页", "There is no such page")


@desk_screen("frame/palette")
def _(stage: DeskStage) -> None:
    stage.manager("/desk/system")
    stage.page.keyboard.press("Control+k")
    expect(stage.page.get_by_role("dialog")).to_be_visible()
