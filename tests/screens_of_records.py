"""Screens of what was logged: on the phone until it has arrived, and drawn by the server for the donor."""

from catalogue import screen
from stages import Stage


@screen("receipt/waiting")
def _(stage: Stage) -> None:
    stage.volunteer()
    stage.cut()
    stage.give()
    stage.save()
    stage.see("没有网络, 已存本机", "No network. Saved on this phone")


@screen("receipt/sent")
def _(stage: Stage) -> None:
    stage.volunteer()
    stage.give()
    stage.save()
    stage.see("追踪码", "Tracking code")


@screen("receipt/correction")
def _(stage: Stage) -> None:
    stage.volunteer()
    stage.give()
    stage.save()
    stage.see("追踪码", "Tracking code")
    stage.press("改", "Change")
    stage.see("为什么改?", "Why?")


@screen("receipt/undone")
def _(stage: Stage) -> None:
    stage.volunteer()
    stage.give()
    stage.save()
    stage.see("追踪码", "Tracking code")
    stage.press("撤销", "Undo")
    stage.see("已撤销", "Undone")
    stage.await_states("sent", "sent")


@screen("receipt/none", wrong=True)
def _(stage: Stage) -> None:
    stage.volunteer(f"/receipt/{stage.unsent_id()}")
    stage.see("这部手机上没有这一笔", "This phone has no such record")


@screen("outbox/empty")
def _(stage: Stage) -> None:
    stage.volunteer("/outbox")
    stage.see("还没有记录", "Nothing yet")


@screen("outbox/waiting")
def _(stage: Stage) -> None:
    stage.volunteer()
    stage.give()
    stage.lose_requests()
    stage.save()
    stage.open("/")
    stage.tap("toys", 3)
    stage.go("/outbox")
    stage.see("等网络, 已试", "Waits for a network, tried")


@screen("outbox/attention")
def _(stage: Stage) -> None:
    stage.volunteer()
    stage.outdate("toys", "toys.of-old")
    stage.tap("toys", 3)
    stage.save()
    stage.await_states("attention")
    stage.open("/outbox")
    stage.press("删掉这条", "Delete it")
    stage.see("删掉后找不回来", "It cannot be brought back")


@screen("outbox/sent")
def _(stage: Stage) -> None:
    stage.volunteer()
    stage.give()
    stage.save()
    stage.see("追踪码", "Tracking code")
    stage.open("/")
    stage.tap("shoes", 10)
    stage.save()
    stage.see("追踪码", "Tracking code")
    stage.go("/outbox")
    stage.await_states("sent", "sent")


@screen("outbox/others")
def _(stage: Stage) -> None:
    stage.neighbour()
    stage.cut()
    stage.give()
    stage.save()
    stage.revoke_token()
    stage.open("/me")
    stage.press("交给下一位", "Hand to the next person")
    stage.page.wait_for_url("**/")
    stage.mend()
    stage.open("/outbox")
    stage.see("用我的身份发送", "Send them as me")


@screen("outbox/others-waiting")
def _(stage: Stage) -> None:
    stage.neighbour()
    stage.cut()
    stage.give()
    stage.save()
    stage.open("/me")
    stage.press("交给下一位", "Hand to the next person")
    stage.page.wait_for_url("**/")
    stage.open("/outbox")
    stage.see("前一位还有 1 条待发送", "1 of the person before still to send")
    assert stage.button("用我的身份发送", "Send them as me").count() == 0


@screen("outbox/copied")
def _(stage: Stage) -> None:
    stage.volunteer()
    stage.cut()
    stage.give()
    stage.save()
    stage.open("/outbox")
    with stage.page.expect_download():
        stage.press("导出备份", "Save a copy")
    stage.see("备份已存成文件", "The copy is a file now")


@screen("gift/received", drawn=True)
def _(stage: Stage) -> None:
    stage.draw(f"/t/{stage.scene.received}")


@screen("gift/partly", drawn=True)
def _(stage: Stage) -> None:
    stage.draw(f"/t/{stage.scene.partly}")


@screen("gift/delivered", drawn=True)
def _(stage: Stage) -> None:
    stage.draw(f"/t/{stage.scene.delivered}")


@screen("gift/unsent", drawn=True)
def _(stage: Stage) -> None:
    stage.draw(f"/t/{stage.unsent_id()}")


@screen("gift/wrong", wrong=True, drawn=True)
def _(stage: Stage) -> None:
    stage.draw(f"/t/{stage.unknown_code()}")


@screen("gift/ask", drawn=True)
def _(stage: Stage) -> None:
    stage.draw("/t")


@screen("public/bag", drawn=True)
def _(stage: Stage) -> None:
    stage.draw(f"/b/{stage.scene.label}")


@screen("public/about", drawn=True)
def _(stage: Stage) -> None:
    stage.draw("/about")


@screen("public/disclosed", drawn=True)
def _(stage: Stage) -> None:
    stage.draw("/disclosed")


@screen("public/disclosure", drawn=True)
def _(stage: Stage) -> None:
    stage.draw(f"/disclosed/{stage.scene.disclosure}")


@screen("public/shared", drawn=True)
def _(stage: Stage) -> None:
    stage.draw(f"/s/{stage.scene.shared}")


@screen("public/shared-flows", drawn=True)
def _(stage: Stage) -> None:
    stage.draw(f"/s/{stage.scene.shared_flows}")


@screen("public/shared-gone", drawn=True)
def _(stage: Stage) -> None:
    stage.draw("/s/AAAAAAAAAAAAAAAAAAAAAA")
