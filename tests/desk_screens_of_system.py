"""The desk's screens of the service itself: its health, checks, backups, jobs, and the first steps."""

import time
from uuid import UUID

from chain_builders import Chain, done
from desk_catalogue import DeskStage, desk_screen
from playwright.sync_api import expect

from models.access import SYSTEM
from models.clock import utc_now
from models.identifiers import uuid7
from models.keeping import JobKind
from models.keeping_shapes import BrokenOut, CheckOut, JobIn
from operations import keeping
from operations.invariants import INVARIANTS

_WAIT_S = 60


def _backed_up(chain: Chain) -> None:
    """Have a backup made, and wait until it is there."""
    admin = chain.city.admin()
    job = str(uuid7())
    done(admin.post("/system/backups", {"id": job}), 202)
    until = time.monotonic() + _WAIT_S
    while done(admin.get(f"/system/jobs/{job}"), 200)["status"] != "done":
        assert time.monotonic() < until
        time.sleep(0.2)


def _checked(chain: Chain, *broken: str) -> None:
    """Note a check in which these promises did not hold."""
    violations = [
        BrokenOut(name=one.name, promise=one.promise, count=2, rows=[{"place_id": 7, "grams": 5}])
        for one in INVARIANTS
        if one.name in broken
    ]
    found = CheckOut(ok=not broken, invariants=len(INVARIANTS) + 1, violations=violations)
    chain.city.store.write_now(keeping.record_check, found, by=SYSTEM, now=utc_now())


def _begun(chain: Chain) -> UUID:
    """Have a check begun by a maker that does not go on."""
    write = chain.city.store.write_now
    write(keeping.ask, JobKind.CHECK, JobIn(id=uuid7()), by=SYSTEM, now=utc_now())
    taken = write(keeping.begin, by=SYSTEM, now=utc_now())
    assert taken is not None
    write(keeping.give_sign, taken[0], 12, len(INVARIANTS) + 1, by=SYSTEM, now=utc_now())
    return taken[0]


@desk_screen("system/new")
def _(stage: DeskStage) -> None:
    stage.admin("/desk/system")
    stage.see("还没有备份, 现在备份", "There is none: make one")
    stage.see("开始使用前", "Before you begin")


@desk_screen("system/well")
def _(stage: DeskStage) -> None:
    stage.city.once("backup", _backed_up)
    stage.city.once("check", _checked)
    stage.admin("/desk/system")
    stage.see("一切正常", "All is well")
    stage.page.locator("main summary", has_text=stage.say("生效的设置", "Settings in force")).click()
    # What lies half behind the header counts as too small.
    stage.page.evaluate("scrollTo(0, 0)")


@desk_screen("system/restore")
def _(stage: DeskStage) -> None:
    stage.city.once("backup", _backed_up)
    stage.admin("/desk/system")
    stage.press("怎么恢复", "How to restore", first=True)
    expect(stage.page.get_by_role("dialog")).to_be_visible()


@desk_screen("system/verified")
def _(stage: DeskStage) -> None:
    stage.city.once("backup", _backed_up)
    stage.admin("/desk/system")
    stage.press("重新读一遍", "Read through again", first=True)
    stage.see("读完一遍, 完整", "Read through: it is whole")


@desk_screen("system/broken")
def _(stage: DeskStage) -> None:
    stage.city.once("broken", lambda chain: _checked(chain, "balance_equals_ledger", "bags_are_in_one_place"))
    stage.admin("/desk/system")
    stage.see("2 条不成立", "2 do not hold")
    stage.page.locator("main summary", has_text=stage.say("最前面的几行", "The first rows")).first.click()
    # What lies half behind the header counts as too small.
    stage.page.evaluate("scrollTo(0, 0)")


@desk_screen("system/checking")
def _(stage: DeskStage) -> None:
    stage.city.once("begun", _begun)
    stage.admin("/desk/system")
    expect(stage.page.get_by_role("progressbar")).to_be_visible()
