"""The poster for a point's door: its QR lets volunteers in, its words are read in both languages."""

import re
from typing import Any

import pypdfium2
import pytest
import zxingcpp
from builders import POINT, City, Somebody, donation
from sqlalchemy import text
from sqlmodel import Session

from app.settings import Settings
from models.access import SYSTEM, Role
from operations.hours_in_words import hours_in_words
from operations.poster_sheets import Sheet, poster_sheet, sheet_for


def poster_of(somebody: Somebody, point: str = POINT) -> pypdfium2.PdfDocument:
    answer = somebody.get(f"/points/{point}/poster.pdf")
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/pdf"
    return pypdfium2.PdfDocument(answer.content)


def words_of(poster: pypdfium2.PdfDocument) -> str:
    return "".join(poster[0].get_textpage().get_text_range().split())


def test_the_qr_lets_a_volunteer_in_and_the_words_say_where_one_is(city: City) -> None:
    poster = poster_of(city.admin())

    assert len(poster) == 1
    # Every font that the file names is in it.
    answer = city.admin().get(f"/points/{POINT}/poster.pdf")
    assert re.findall(rb"/BaseFont /([^ ]+)", answer.content) == [b"AAAAAA+NotoSansSC-Regular"]
    assert [round(side / 72 * 25.4) for side in poster[0].get_size()] == [210, 297]
    (found,) = zxingcpp.read_barcodes(poster[0].render(scale=2).to_pil())
    code = city.admin().get(f"/points/{POINT}/poster").json()["code"]
    assert found.text == f"HTTP://TESTSERVER/J/{code}"
    joined = city.public().post("/join", {"code": found.text.rsplit("/", 1)[-1], "name": "小李"})
    assert joined.status_code == 201
    assert Somebody(city.client, joined.json()["token"]).log(donation()).status_code == 201
    point, words = city.public().get(f"/points/{POINT}").json(), words_of(poster)
    for said in (
        point["name"],
        point["name_en"],
        point["address"],
        point["address_en"],
        code,
        "每天 09:30–19:00",
        "Every day 09:30–19:00; public holidays 10:00–16:00",
        "志愿者扫码加入",
        "Volunteers: scan to join",
        "这里关着? 扫同一个码",
        "The same code shows the nearest other points",
    ):
        assert "".join(said.split()) in words, said


def test_a_new_code_makes_a_new_poster(city: City) -> None:
    admin = city.admin()
    old = words_of(poster_of(admin))
    new = admin.post(f"/points/{POINT}/poster", {}).json()["code"]

    assert new not in old
    assert new in words_of(poster_of(admin))


def test_the_poster_names_the_public_address_and_a_telephone_when_there_is_one(
    city: City, settings: Settings
) -> None:
    admin = city.admin()
    assert "求助电话" not in words_of(poster_of(admin))

    with city.store._writer.begin() as connection:
        connection.execute(text("UPDATE place SET phone = '021-5000' WHERE kind = 'station'"))
        connection.execute(text("UPDATE revision SET token = token + 1"))
    city.store.cache.clear()
    assert "求助电话Help021-5000" in words_of(poster_of(admin))

    app: Any = city.client.app
    app.state.settings = settings.model_copy(
        update={"help_phone": "12349", "public_url": "https://jiujin.example.org/"}
    )
    poster = poster_of(admin)
    assert "求助电话Help12349" in words_of(poster)
    assert "openhttps://jiujin.example.organd" in words_of(poster)
    (found,) = zxingcpp.read_barcodes(poster[0].render(scale=2).to_pil())
    assert found.text.startswith("HTTPS://JIUJIN.EXAMPLE.ORG/J/")


def test_posters_are_for_who_hangs_them(city: City) -> None:
    assert city.volunteer().get(f"/points/{POINT}/poster.pdf").status_code == 403
    assert city.public().get(f"/points/{POINT}/poster.pdf").status_code == 401
    assert city.somebody(Role.FOUNDATION).get(f"/points/{POINT}/poster.pdf").status_code == 200
    for unknown in ("P-9999", "S-01"):
        assert city.admin().get(f"/points/{unknown}/poster.pdf").status_code == 404


def test_the_longest_names_still_fit_on_one_page_that_scans(city: City) -> None:
    def sheet(session: Session) -> Sheet:
        return sheet_for(session, POINT, help_phone="12349", by=SYSTEM)

    drawn = city.store.read_now(sheet)
    point = drawn.point.model_copy(
        update={
            "name": "很长的名字" * 8,
            "name_en": "A very long name of a point " * 4,
            "address": "浦东新区川沙新镇" * 8,
            "address_en": "Somewhere behind the <b>old & new</b> market, " * 4,
            "opening_hours": "Mo-Fr 09:00-11:30,13:00-16:30; Sa 09:00-15:00; Su,PH off",
        }
    )
    made = poster_sheet(drawn._replace(point=point), "https://jiujin.example.org")
    poster = pypdfium2.PdfDocument(made)

    assert len(poster) == 1
    assert "12349" in words_of(poster)
    assert "<b>old&new</b>" in words_of(poster)
    assert len(zxingcpp.read_barcodes(poster[0].render(scale=2).to_pil())) == 1
    lowest = min(
        poster[0].get_textpage().get_charbox(n)[1] for n in range(poster[0].get_textpage().count_chars())
    )
    assert lowest > 20
    assert poster_sheet(drawn, "http://x") == poster_sheet(drawn, "http://x")


@pytest.mark.parametrize(
    ("hours", "zh", "en"),
    [
        (
            "Mo-Su 09:30-19:00; PH 10:00-16:00",
            "每天 09:30–19:00; 节假日 10:00–16:00",
            "Every day 09:30–19:00; public holidays 10:00–16:00",
        ),
        (
            "Mo-Fr 09:00-11:30,13:00-16:30; Su,PH off",
            "周一至周五 09:00–11:30、13:00–16:30; 周日、节假日休息",
            "Mon–Fri 09:00–11:30 and 13:00–16:30; Sun, public holidays closed",
        ),
        ("24/7", "24/7", "24/7"),
        ("Mo[1] 09:00-10:00", "Mo[1] 09:00-10:00", "Mo[1] 09:00-10:00"),
        ("", "", ""),
    ],
)
def test_hours_are_said_in_words_or_left_as_they_are(hours: str, zh: str, en: str) -> None:
    assert (hours_in_words(hours, "zh"), hours_in_words(hours, "en")) == (zh, en)
