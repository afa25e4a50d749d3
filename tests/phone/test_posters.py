"""Many posters in one file: each on its own page, each lets people in at its own point."""

import pypdfium2
import pytest
import zxingcpp
from builders import City

from models.access import SYSTEM, Role
from operations.network import current
from operations.poster_sheets import sheets_for


def test_each_poster_has_a_page_and_its_own_code(city: City) -> None:
    admin, codes = city.admin(), ["P-0003", "P-0001"]

    answer = admin.get(f"/posters.pdf?codes={','.join([*codes, 'P-0003'])}")

    assert answer.headers["content-type"] == "application/pdf"
    pages = pypdfium2.PdfDocument(answer.content)
    assert len(pages) == 2
    for page, code in zip(pages, codes, strict=True):
        (found,) = zxingcpp.read_barcodes(page.render(scale=2).to_pil())
        assert found.text.rsplit("/", 1)[-1] == admin.get(f"/points/{code}/poster").json()["code"]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_an_area_is_printed_at_once_without_its_closed_points(city: City) -> None:
    admin = city.admin()
    area = city.public().get("/points/P-0001").json()["subdistrict"]["code"]
    number = len(pypdfium2.PdfDocument(admin.get(f"/posters.pdf?subdistrict={area}").content))
    assert number > 1

    assert admin.put("/points/P-0001", {"status": "closed"}).status_code == 200

    fewer = admin.get(f"/posters.pdf?subdistrict={area}").content
    assert len(pypdfium2.PdfDocument(fewer)) == number - 1


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_station_is_printed_with_the_points_that_it_serves(city: City) -> None:
    network = city.store.read_now(current)
    station = network.sites["S-01"]
    served = {point.code for point in network.points if network.home_of(point) == station.id}

    sheets = city.store.read_now(
        lambda session: sheets_for(session, [], station.code, help_phone="", by=SYSTEM)
    )

    assert {sheet.point.code for sheet in sheets} == served


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ("", "which_posters"),
        ("?codes=P-0001&district=310101", "which_posters"),
        ("?codes=P-9999", "unknown_point"),
        ("?codes=S-01", "unknown_point"),
        ("?district=310101&station=S-01", "which_posters"),
        ("?district=999999", "no_points_there"),
        ("?station=W-01", "no_points_there"),
        (f"?codes={','.join(f'P-{number:04}' for number in range(1, 602))}", "too_many_posters"),
    ],
)
def test_what_cannot_be_printed_is_said(city: City, asked: str, code: str) -> None:
    refused = city.somebody(Role.FOUNDATION).get(f"/posters.pdf{asked}")

    assert (refused.status_code, refused.json()["errors"][0]["code"]) == (422, code)
