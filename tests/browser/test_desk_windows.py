"""Lists of the desk load what they show, and more when somebody asks to see more."""

from contextlib import closing
from urllib.parse import parse_qs, urlsplit

from builders import coats
from chain_builders import Chain, graded
from desk_catalogue import StagedCity
from desk_pages import Talk, listed
from desks import Desk
from playwright.sync_api import Response, expect
from served import Service

from models.access import Role

ROWS = 25
#: What names and choices are made of is asked for whole: it is small, and every page needs it.
WHOLE = {"/api/v1/categories", "/api/v1/stations"}


def _fill(chain: Chain) -> None:
    """Put more lots into the stock than a page shows; what is done for them fills the other lists."""
    label = chain.brought(coats(90, grams=45_000))
    chain.sort([label], [graded(3, 1500, size=str(80 + n)) for n in range(30)])


def _rows(answer: Response) -> int:
    if "json" not in answer.headers.get("content-type", ""):
        return 0
    body = answer.json()
    return len(body["items"]) if isinstance(body, dict) and "items" in body else 0


def test_no_page_loads_more_rows_than_a_list_shows(service: Service, desk: Desk) -> None:
    with closing(StagedCity(service, "zh")) as city:
        _fill(city.chain)
    page = desk.sit(Role.ADMIN)
    talk = Talk(page)
    most = 0
    for one in listed():
        if one.name is None or not one.is_built:
            continue
        talk.answers.clear()
        desk.see(one.address)
        talk.await_answers()
        for answer in talk.answers:
            path = urlsplit(answer.url).path
            rows = 0 if path in WHOLE else _rows(answer)
            assert rows <= ROWS, (one.address, answer.url)
            most = max(most, rows)
    assert most == ROWS


def test_more_rows_come_one_window_at_a_time(desk: Desk) -> None:
    page = desk.sit(Role.ADMIN)
    talk = Talk(page)
    desk.see("/desk/points")
    rows = page.locator("main tbody tr")
    expect(rows).to_have_count(ROWS)
    talk.await_answers()
    talk.answers.clear()

    page.get_by_role("button", name="再显示一些").click()
    expect(rows).to_have_count(2 * ROWS)
    talk.await_answers()
    asked = [parse_qs(urlsplit(answer.url).query) for answer in talk.answers]
    assert [(query["limit"], "cursor" in query) for query in asked] == [([str(ROWS)], True)]
