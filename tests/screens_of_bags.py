"""Screens of scanning, bags and the driver's round."""

from catalogue import screen
from stages import Stage


@screen("scan/anything")
def _(stage: Stage) -> None:
    stage.volunteer("/scan")
    stage.see("打开相机", "Open the camera")


@screen("scan/wrong")
def _(stage: Stage) -> None:
    stage.volunteer("/scan?code=1234")
    stage.see("位数不对", "Wrong length")


@screen("scan/blank label")
def _(stage: Stage) -> None:
    stage.volunteer()
    stage.give()
    stage.save()
    stage.open("/scan?for=bag")
    stage.see("打开相机", "Open the camera")


@screen("bag/close")
def _(stage: Stage) -> None:
    stage.volunteer()
    stage.give()
    stage.save()
    stage.open(f"/scan?for=bag&code={stage.blank_label()}")
    stage.page.locator("#seal").wait_for()


@screen("bag/closed")
def _(stage: Stage) -> None:
    stage.volunteer()
    stage.give()
    stage.save()
    stage.open(f"/scan?for=bag&code={stage.blank_label()}")
    stage.page.locator("#seal").tap()
    stage.see("袋子封好了", "The bag is closed")


@screen("bag/nothing to close")
def _(stage: Stage) -> None:
    stage.volunteer("/scan?for=bag")
    stage.page.locator("main .note").first.wait_for()


@screen("bag/blank")
def _(stage: Stage) -> None:
    stage.volunteer(f"/bag/{stage.blank_label()}")
    stage.see("还没用", "Not used")


@screen("bag/at a point")
def _(stage: Stage) -> None:
    stage.volunteer(f"/bag/{stage.scene.waiting}")
    stage.see("3 件", "3 pieces")


@screen("run/list")
def _(stage: Stage) -> None:
    stage.driver("/run")
    stage.page.locator(f"a[href='/run/{stage.scene.run}']").first.wait_for()


@screen("run/stops")
def _(stage: Stage) -> None:
    stage.driver(f"/run/{stage.scene.run}")
    stage.page.locator(f"a[href^='/run/{stage.scene.run}/']").first.wait_for()


@screen("run/stop")
def _(stage: Stage) -> None:
    stage.driver(f"/run/{stage.scene.run}/{stage.scene.stop}")
    stage.page.locator("#collect").wait_for()


@screen("run/cannot")
def _(stage: Stage) -> None:
    stage.driver(f"/run/{stage.scene.run}/{stage.scene.stop}")
    stage.page.locator("#cannot").tap()
    stage.see("没人在", "Nobody")
