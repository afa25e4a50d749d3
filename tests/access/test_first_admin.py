"""The first administrator comes by a link that works once."""

from builders import City, Somebody

from models.access import SYSTEM
from models.clock import utc_now
from operations import access


def _link(city: City) -> str:
    return "/first-admin/" + city.store.write_now(access.admin_link, by=SYSTEM, now=utc_now())


def test_the_link_asks_first_and_works_once(city: City) -> None:
    link = _link(city)
    assert "Become administrator" in city.public().get(link).text
    assert not city.store.read_now(access.has_admin)

    page = city.public()("POST", link)

    token = page.text.split("<pre>")[1].split("</pre>")[0]
    assert Somebody(city.client, token).get("/tokens").status_code == 200
    assert city.store.read_now(access.has_admin)
    again = city.public()("POST", link)
    assert again.status_code == 404
    assert "jj_" not in again.text


def test_a_newer_link_replaces_an_unused_one(city: City) -> None:
    old, new = _link(city), _link(city)

    assert city.public()("POST", old).status_code == 404
    assert city.public()("POST", new).status_code == 200


def test_an_invented_link_makes_nobody_an_administrator(city: City) -> None:
    assert city.public()("POST", "/first-admin/" + "x" * 22).status_code == 404


def test_the_page_with_the_token_has_no_link_that_would_lose_it(city: City) -> None:
    link = _link(city) + "?lang=zh"
    asking = city.public().get(link)
    assert "成为管理员" in asking.text
    assert 'class="other"' in asking.text

    page = city.public()("POST", link)

    assert "只显示这一次" in page.text
    assert 'class="other"' not in page.text
