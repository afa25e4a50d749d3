"""The desk's screens of conflicts."""

from typing import Any

from builders import coats, donation
from chain_builders import NORTH, STORE, Chain, done, now
from desk_catalogue import DeskStage, desk_screen
from playwright.sync_api import expect

from models.access import Role
from models.identifiers import uuid7


def missing_bag(chain: Chain) -> str:
    """Collect two bags of which one does not arrive; return the id of the conflict."""
    chain.lose()
    return newest(chain)


def short_transfer(chain: Chain) -> str:
    """Send ten coats of which eight arrive; return the id of the conflict."""
    lot = chain.stocked(10, 5000)
    transfer = chain.transfer({lot: 10})
    arrived = {"happened_at": now(), "lines": [{"lot": lot, "pieces": 8, "grams": 4000}]}
    done(chain.at(STORE).post(f"/transfers/{transfer}/receive", arrived))
    return newest(chain)


def logged_twice(chain: Chain) -> str:
    """Log a gift of three coats, and one of five under its id; return the id of the conflict."""
    (point,) = chain.points_of(NORTH, 1)
    volunteer, intake = chain.who(Role.VOLUNTEER, point), str(uuid7())
    done(volunteer.log(donation(coats(3), point=point), intake))
    assert volunteer.log(donation(coats(5), point=point), intake).status_code == 409
    return newest(chain)


def settle(chain: Chain, conflict: str, choice: str, reason: str) -> None:
    """Settle a conflict as the station's manager, or ask about it."""
    body = {"id": str(uuid7()), "choice": choice, "reason": reason}
    done(chain.at(NORTH).post(f"/conflicts/{conflict}/settle", body))


def newest(chain: Chain) -> str:
    """Return the id of the newest conflict of the northern station."""
    rows: list[dict[str, Any]] = done(chain.at(NORTH).get("/conflicts"), 200)["items"]
    return str(rows[0]["id"])


@desk_screen("conflicts/none")
def _(stage: DeskStage) -> None:
    stage.manager("/desk/conflicts")
    stage.see("没有冲突", "No conflicts")


@desk_screen("conflicts/list")
def _(stage: DeskStage) -> None:
    for make in (missing_bag, short_transfer, logged_twice):
        stage.city.once(make.__name__, make)
    stage.admin("/desk/conflicts")
    expect(stage.page.locator("main tbody tr")).to_have_count(3)


@desk_screen("conflicts/bag")
def _(stage: DeskStage) -> None:
    conflict = stage.city.once("missing_bag", missing_bag)
    stage.city.once(
        "asked", lambda chain: settle(chain, conflict, "ask", stage.say("谁见过?", "Who saw it?"))
    )
    stage.manager(f"/desk/conflicts/{conflict}")
    stage.page.get_by_role("radio", name=stage.say("更正捐赠记录", "Correct the donation")).check()
    stage.see("正确的件数", "The right pieces")


@desk_screen("conflicts/shipment-refused")
def _(stage: DeskStage) -> None:
    stage.manager(f"/desk/conflicts/{stage.city.once('short_transfer', short_transfer)}")
    stage.page.get_by_role("radio", name=stage.say("记盘盈盘亏", "Adjust stock")).check()
    stage.page.get_by_label(stage.say("多少件", "How many pieces")).fill("0")
    stage.page.locator("main button[type=submit]").click()
    stage.see("选批次", "Choose a lot")


@desk_screen("conflicts/twice")
def _(stage: DeskStage) -> None:
    stage.manager(f"/desk/conflicts/{stage.city.once('logged_twice', logged_twice)}")
    stage.page.locator("main button[type=submit]").click()
    stage.see("选一种处理方式", "Choose a way")


@desk_screen("conflicts/settled")
def _(stage: DeskStage) -> None:
    conflict = stage.city.once("short_transfer", short_transfer)
    reason = stage.say("少发两件", "two were never sent")
    stage.city.once("settled", lambda chain: settle(chain, conflict, "keep_recorded", reason))
    stage.manager(f"/desk/conflicts/{conflict}")
    stage.page.get_by_text(reason).wait_for()
