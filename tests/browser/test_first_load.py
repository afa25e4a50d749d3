"""What the logging page costs a phone that has nothing of it: bytes, counted on the wire."""

from builders import POINT
from phones import Phone
from served import Service

from benchmarks.wire import Wire, forget_pages
from models.access import Role

#: Everything the page asks for, headers included, compressed.
BUDGET_BYTES = 60_000


def test_the_logging_page_comes_in_sixty_kilobytes(service: Service, phone: Phone) -> None:
    phone.open(f"/join#{service.token(Role.VOLUNTEER, POINT)}")
    phone.page.locator("main .tiles button").first.wait_for()
    phone.await_worker()
    forget_pages(phone.page, all_that_was_told=True)
    phone.open("/about")

    wire = Wire(phone.page)
    wire.without_cache()
    phone.open("/")
    phone.page.locator("main .tiles button").first.wait_for()
    phone.page.wait_for_load_state("networkidle")

    assert {"/", "/api/v1/kit"} <= wire.asked()
    assert any(path.endswith(".js") for path in wire.asked())
    assert 20_000 < wire.bytes() < BUDGET_BYTES, wire.by_path
