"""The catalogue of screens: every page of the phone and of the donor in every state that matters.

A new screen is one entry: `@screen("group/name")` over a function that brings a stage's phone there and
ends when what it shows is in sight. The looks are checked in tests/browser/test_looks.py and drawn by
`make screens`.
"""

import screens_of_bags  # noqa: F401
import screens_of_records  # noqa: F401
from builders import POINT
from catalogue import SCREENS, Screen, screen
from inviting import invited
from stages import Stage

from models.access import Role

__all__ = ["SCREENS", "Screen"]


@screen("join/start")
def _(stage: Stage) -> None:
    stage.stranger("/join")
    stage.see("找这个点", "Find the point")


@screen("join/found")
def _(stage: Stage) -> None:
    stage.stranger(f"/j/{stage.scene.poster}")
    stage.see("开始", "Start")


@screen("join/unknown", wrong=True)
def _(stage: Stage) -> None:
    stage.stranger("/j/000000")
    stage.see("找不到这个点", "No point has this code")


@screen("join/short", wrong=True)
def _(stage: Stage) -> None:
    stage.stranger("/join")
    stage.fill("code", "12A")
    stage.press("找这个点", "Find the point")
    stage.see("码有 6 位", "The code has 6 characters")


@screen("join/offline", wrong=True)
def _(stage: Stage) -> None:
    stage.anew()
    stage.cut()
    stage.open(f"/j/{stage.scene.poster}")
    stage.see("第一次要有网络", "The first time needs a network")


@screen("join/offline-known")
def _(stage: Stage) -> None:
    stage.stranger("/join")
    stage.await_kept("kits")
    stage.cut()
    stage.open(f"/j/{stage.scene.poster}")
    stage.see("先开始记", "Begin to log now")


@screen("join/invited", wrong=True)
def _(stage: Stage) -> None:
    stage.stranger("/join")
    stage.unfold("我有邀请链接", "I have an invitation")
    stage.fill("token", "jj_wrong")
    stage.press("用它加入", "Join with it")
    stage.see("这个邀请码用不了", "This invitation does not work")


@screen("join/invitation")
def _(stage: Stage) -> None:
    stage.stranger(f"/join#{invited(stage.service, Role.VOLUNTEER, POINT)}")
    stage.see("邀请您做志愿者", "You are invited to be a volunteer")


@screen("join/invitation-spent", wrong=True)
def _(stage: Stage) -> None:
    stage.stranger("/join#i_wrong")
    stage.see("这份邀请已用过", "This invitation was used")


@screen("join/invitation-desk")
def _(stage: Stage) -> None:
    stage.stranger(f"/join#{invited(stage.service, Role.FOUNDATION)}")
    stage.see("这是电脑工作台的邀请", "This invitation is for the desk")


@screen("log/empty")
def _(stage: Stage) -> None:
    stage.volunteer()


@screen("log/filled")
def _(stage: Stage) -> None:
    stage.volunteer()
    stage.give()


@screen("log/nothing", wrong=True)
def _(stage: Stage) -> None:
    stage.volunteer()
    stage.page.locator("#save").tap()
    stage.see("先点一样物品", "Tap a thing first")


@screen("log/donor", wrong=True)
def _(stage: Stage) -> None:
    stage.volunteer()
    stage.give()
    stage.unfold("捐赠人", "Donor")
    stage.fill("donor-name", stage.say("王阿姨", "Auntie Wang"))
    stage.fill("donor-phone", "1380013")
    stage.page.locator("#save").tap()
    stage.see("手机号要 11 位数字", "A mobile number has 11 digits")


@screen("log/everything")
def _(stage: Stage) -> None:
    stage.volunteer()
    stage.press("更多物品", "More things")
    stage.page.locator("dialog #find").wait_for()


@screen("log/nothing-found")
def _(stage: Stage) -> None:
    stage.volunteer()
    stage.press("更多物品", "More things")
    stage.fill("find", "xyz")
    stage.see("没有叫这个的物品", "Nothing has that name")


@screen("log/barred")
def _(stage: Stage) -> None:
    stage.volunteer()
    stage.pick_from_everything("clothing.socks")
    stage.see("记为谢绝", "Log as turned away")


@screen("log/turned-away")
def _(stage: Stage) -> None:
    stage.volunteer()
    stage.pick_from_everything("clothing.socks")
    stage.press("记为谢绝", "Log as turned away")
    stage.see("谢绝", "Turned away")


@screen("log/details")
def _(stage: Stage) -> None:
    stage.volunteer()
    stage.tap("food.rice", 5)
    stage.page.locator(".details").tap()
    stage.page.locator("dialog #weight").fill("25")


@screen("log/pick-up")
def _(stage: Stage) -> None:
    stage.volunteer()
    stage.press("满了, 请来收", "Box full")
    stage.see("箱子满了", "The box is full")


@screen("log/asked")
def _(stage: Stage) -> None:
    stage.volunteer()
    stage.cut()
    stage.press("满了, 请来收", "Box full")
    stage.press("箱子满了", "The box is full")
    stage.see("已请站里来收", "The station was asked")


@screen("log/offline")
def _(stage: Stage) -> None:
    stage.volunteer()
    stage.cut()
    stage.give()
    stage.save()
    stage.open("/")
    stage.tap("shoes", 10)
    stage.see("离线", "Offline")


@screen("log/rejoin")
def _(stage: Stage) -> None:
    stage.volunteer()
    stage.revoke_token()
    stage.tap("clothing", 3)
    stage.save()
    stage.see("需要重新加入", "Join again to be able to send")
    stage.open("/")
    stage.see("需要重新加入", "Join again to be able to send")


@screen("me/joined")
def _(stage: Stage) -> None:
    stage.neighbour()
    stage.open("/me")
    stage.see("交给下一位", "Hand to the next person")


@screen("me/unsaved")
def _(stage: Stage) -> None:
    stage.neighbour()
    stage.give()
    stage.open("/me")
    stage.press("交给下一位", "Hand to the next person")
    stage.see("有一笔还没保存", "One donation is not saved yet")


@screen("help/joined")
def _(stage: Stage) -> None:
    stage.volunteer("/help")
    stage.see("没网也能打开", "Opens without a network")


@screen("help/stranger")
def _(stage: Stage) -> None:
    stage.stranger("/help")
    stage.see("没网也能打开", "Opens without a network")


@screen("near/list")
def _(stage: Stage) -> None:
    stage.volunteer("/near")
    stage.page.locator("main li").first.wait_for()


@screen("near/stranger")
def _(stage: Stage) -> None:
    stage.stranger("/near")
    stage.see("按我的位置找", "Find by where I am")


@screen("near/none")
def _(stage: Stage) -> None:
    stage.volunteer("/near")
    stage.page.locator("main li").first.wait_for()
    stage.fill("near-text", "xyzxyz")
    stage.page.locator("main form button[type=submit]").tap()
    stage.see("没有找到", "Nothing found")


@screen("near/denied", wrong=True)
def _(stage: Stage) -> None:
    stage.stranger("/near")
    stage.press("按我的位置找", "Find by where I am")
    stage.see("拿不到位置", "The browser gave no position")


@screen("near/offline")
def _(stage: Stage) -> None:
    stage.volunteer()
    stage.cut()
    stage.open("/near")
    stage.see("没有网络", "No network")
