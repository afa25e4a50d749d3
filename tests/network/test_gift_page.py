"""The donor's page: how far a gift has come, in the donor's language, without script or personal data."""

import re
from typing import Any

import pytest
from builders import City, coats, donation
from chain_builders import NORTH, Chain, done, graded, now

from models.clock import SHANGHAI, utc_now
from models.identifiers import draw_code, uuid7


def page_of(city: City, code: str, language: str = "en") -> Any:
    return city.client.get(f"/t/{code}", params={"lang": language})


def text_of(page: Any) -> str:
    """Return what a page says, without its marks, and blanks as one."""
    body = re.sub(r"(?s)<style>.*?</style>|<[^>]+>", " ", page.text)
    return " ".join(body.split())


def states(page: Any) -> list[str]:
    """Return the steps' states as they are drawn."""
    return [
        found.split()[0]
        for found in re.findall(r'<li class="((?:done|now|partly|next|stopped)[^"]*)"', page.text)
    ]


def test_a_gift_at_the_point_shows_what_is_done_and_what_comes_next(city: City) -> None:
    donor = {"name": "王小明", "phone": "13812345678", "consent": True}
    gift = city.volunteer().log(donation(coats(3, grams=2050), donor=donor)).json()

    page = page_of(city, gift["tracking_code"])

    assert page.status_code == 200
    assert states(page) == ["now", "next", "next", "next", "next", "next"]
    day = utc_now().astimezone(SHANGHAI)
    for words in (
        "Your gift was received",
        gift["tracking_code"],
        f"{day.day} {day:%B} {day.year} · Guizhou Road Community Donation Point",
        "At the donation point · Huangpu District 100%",
        "3 pieces · 2.05 kg",
        gift["station"]["name_en"],
        "not the fiscal receipt",
    ):
        assert words in text_of(page), words
    zh = text_of(page_of(city, gift["tracking_code"], "zh"))
    for words in (
        "您的捐赠已收到",
        f"{day.year}年{day.month}月{day.day}日",
        "3 件 · 2.05 公斤",
        "登记凭证, 不是捐赠票据",
    ):
        assert words in zh, words
    for secret in ("王", "138", "5678", gift["id"]):
        assert secret not in page.text
    assert 'name="robots" content="noindex"' in page.text
    assert "<script" not in page.text


def test_a_receipts_qr_in_capitals_leads_to_the_same_page(city: City) -> None:
    gift = city.volunteer().log(donation()).json()
    expected = page_of(city, gift["tracking_code"]).text

    for path in (f"/T/{gift['id'].upper()}", f"/t/{gift['id']}", f"/T/{gift['tracking_code']}"):
        assert city.client.get(path, params={"lang": "en"}).text == expected


def test_the_line_grows_with_the_gift_until_it_is_delivered(chain: Chain) -> None:
    city = chain.city
    label = chain.brought(coats(10, grams=5000))
    (gift,) = done(chain.at(NORTH).get(f"/bags/{label}"), 200)["intakes"]
    assert states(page_of(city, gift)) == ["done", "done", "now", "next", "next", "next"]
    assert "at the sorting station" in text_of(page_of(city, gift))

    lot = chain.sort([label], [graded(10, 5000)])["outputs"][0]["lot"]
    assert states(page_of(city, gift)) == ["done", "done", "done", "now", "next", "next"]

    chain.recipient()
    need = chain.need({"category": "clothing", "pieces": 10})
    shipment = chain.distribution(chain.allocate(need, lot, 10)["id"])
    done(chain.foundation.post(f"/distributions/{shipment}/dispatch", {"happened_at": now()}))
    assert "Your gift was sent on" in text_of(page_of(city, gift))

    chain.deliver(shipment, {"lot": lot, "pieces": 4})
    partly = page_of(city, gift)
    assert states(partly) == ["done", "done", "done", "done", "done", "partly"]
    assert "Part of your gift has reached people" in text_of(partly)
    assert "Handed to recipients · Yunnan 40%" in text_of(partly)
    assert "On the road 60%" in text_of(partly)
    assert "学校" not in partly.text

    chain.deliver(shipment, {"lot": lot, "pieces": 6})
    whole = page_of(city, gift)
    assert states(whole) == ["done"] * 6
    assert "Your gift has reached people" in text_of(whole)
    assert "What became of it" in text_of(whole)


def test_a_withdrawn_gift_stops_there(city: City) -> None:
    volunteer = city.volunteer()
    gift = volunteer.log(donation(coats(3))).json()
    correction = {"id": str(uuid7()), "reason": "not_received", "lines": [coats(0)]}
    volunteer.post(f"/intakes/{gift['id']}/corrections", correction)

    page = page_of(city, gift["tracking_code"])

    assert states(page) == ["done", "stopped"]
    assert "This record was withdrawn" in text_of(page)


def test_what_was_turned_away_has_no_way(city: City) -> None:
    away = {"category": "clothing.socks", "pieces": 2, "reason": "not_accepted"}
    body = donation(refused=[away]) | {"lines": []}
    gift = city.volunteer().log(body).json()

    page = page_of(city, gift["tracking_code"])

    assert (states(page), "Nothing was taken in" in text_of(page)) == ([], True)


def test_an_unsent_receipt_is_on_its_way_and_a_wrong_code_can_be_typed_again(city: City) -> None:
    unsent = city.client.get(f"/T/{str(uuid7()).upper()}", params={"lang": "zh"})
    assert (unsent.status_code, states(unsent)) == (404, ["done", "next", "next"])
    assert "志愿者手机还没上传" in text_of(unsent)

    unknown = draw_code()
    mistyped = unknown[:-1] + ("0" if unknown[-1] != "0" else "1")
    for code, status, words in (
        (unknown, 404, "There is no such tracking code"),
        (mistyped, 422, "The check character is wrong"),
        ("12345", 422, "The code has 5 characters"),
        ("123456789é", 422, "does not occur in codes"),
    ):
        page = page_of(city, code)
        assert page.status_code == status
        assert words in text_of(page)
        assert "<title>Error:" in page.text
        assert f'value="{code}"' in page.text
    assert f'value="{"7" * 60}"' in page_of(city, "7" * 5000).text
    assert "<b>" not in page_of(city, "<b>x").text


def test_another_code_is_looked_up_by_a_form(city: City) -> None:
    code = city.volunteer().log(donation()).json()["tracking_code"]

    empty = city.client.get("/t", params={"lang": "en"})
    assert (empty.status_code, "Find your gift" in empty.text) == (200, True)
    assert '<input type="hidden" name="lang" value="en">' in empty.text
    for typed in (code, f"  {code.lower()} ", f"https://example.org/T/{code}?lang=zh", f"{code}/"):
        found = city.client.get("/t", params={"code": typed, "lang": "en"})
        assert found.status_code == 200
        assert "Your gift was received" in found.text, typed
        assert found.url.query == b"lang=en"
    odd = city.client.get("/t", params={"code": "a b#ü"}, follow_redirects=False)
    assert odd.headers["location"] == "/t/a%20b%23%C3%BC"


def test_guessing_on_the_page_counts_with_guessing_on_the_api(city: City) -> None:
    own = city.volunteer().log(donation()).json()["tracking_code"]
    assert {page_of(city, own).status_code for _ in range(40)} == {200}

    for _ in range(15):
        assert page_of(city, draw_code()).status_code == 404
        assert city.public().get(f"/trace/{draw_code()}").status_code == 404

    late = page_of(city, draw_code())
    assert late.status_code == 429
    assert int(late.headers["retry-after"]) >= 1
    assert "Too often" in text_of(late)
    assert f'value="{"7" * 60}"' in page_of(city, "7" * 5000).text
    assert city.public().get(f"/trace/{draw_code()}").status_code == 429


@pytest.mark.parametrize(
    "path", ["/about", "/t", "/b/1WDEQ48DJB11", "/disclosed", "/disclosed/D-1", "/first-admin/x"]
)
def test_every_page_has_the_other_language_in_the_same_place(city: City, path: str) -> None:
    def get(**params: str) -> Any:
        return city.client.get(path, params=params, headers={"Accept-Language": "en"})

    preferred, chosen, odd = get(), get(lang="zh"), get(lang="fr")

    assert '<html lang="en">' in preferred.text
    assert preferred.headers["vary"] == "Accept-Language"
    assert '<html lang="zh-Hans">' in chosen.text
    assert chosen.headers["content-language"] == "zh"
    assert "vary" not in chosen.headers
    assert '<html lang="en">' in odd.text
    assert '<a class="other" href="?lang=zh" hreflang="zh-Hans" lang="zh-Hans">中文</a>' in preferred.text
    assert '<a class="other" href="?lang=en" hreflang="en" lang="en">English</a>' in chosen.text
    drawn = re.findall(r'href="(/(?:about|disclosed|t)[^"]*)"', chosen.text)
    assert drawn
    assert all("lang=zh" in address for address in drawn), drawn
    assert not any("lang=" in a for a in re.findall(r'href="(/(?:about|disclosed|t)[^"]*)"', preferred.text))


def test_a_chosen_language_keeps_the_rest_of_the_question(city: City) -> None:
    wrong = city.client.get("/disclosed", params={"limit": "7", "lang": "en"})

    assert wrong.status_code == 200
    assert 'href="?limit=7&amp;lang=zh"' in wrong.text
    assert city.client.get("/disclosed", params={"limit": "x", "lang": "en"}).json()["title"].isascii()


def test_the_bag_page_opens_the_scanner_for_staff(city: City) -> None:
    page = city.client.get("/B/1WDEQ48DJB11", headers={"Accept-Language": "en"})

    assert 'href="/scan?code=1WDE-Q48D-JB11"' in page.text
    assert "Open the scanner" in page.text
