"""Stock at the desk: what lies there today, and what lay there on a past day, as it was then."""

from datetime import timedelta

from builders import POINT, coats
from desks import Desk
from playwright.sync_api import expect
from served import Service

from models.access import SYSTEM, Role
from models.clock import SHANGHAI, utc_now
from models.identifiers import uuid7
from models.intake_shapes import IntakeIn
from operations import intakes


def test_on_a_past_day_goods_are_as_old_as_they_were(service: Service, desk: Desk) -> None:
    then = utc_now() - timedelta(days=9)
    body = IntakeIn.model_validate({"point": POINT, "happened_at": then, "lines": [coats(3)]})
    service.store.write_now(intakes.record, uuid7(), body, by=SYSTEM, now=then)
    desk.sit(Role.FOUNDATION)
    rows, figures = desk.page.locator("main tbody tr"), desk.page.get_by_text("分拣中", exact=True)

    desk.see("/desk/stock")
    expect(rows).to_contain_text("9 天")
    expect(figures).to_be_visible()

    day = (utc_now() - timedelta(days=4)).astimezone(SHANGHAI).date()
    desk.see(f"/desk/stock?as_of={day}")
    expect(rows).to_contain_text("5 天")
    # What lay on tables then is not kept: nought would be a lie.
    expect(figures).to_have_count(0)
    desk.see(f"/desk/stock?as_of={day - timedelta(days=7)}")
    expect(rows).to_have_count(0)
