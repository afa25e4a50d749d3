"""What a new service still needs, point by point."""

from datetime import timedelta
from typing import Any

from builders import City, donation

from app.backups.making import back_up
from app.examples import REQUESTS
from app.settings import Settings
from models.access import SYSTEM, Role, TokenIn
from models.clock import utc_now
from models.identifiers import uuid7
from operations import access
from operations.setup import INVENTED


def test_each_step_is_ticked_when_it_is_done(city: City, settings: Settings) -> None:
    admin = city.admin()
    assert admin.get("/setup").json() == {
        "admin": False,
        "places": 1500,
        "stations": 4,
        "stations_staffed": 0,
        "help_phone": False,
        "public_url_https": False,
        "backup": None,
        "labels_printed": False,
        "invited": False,
        "first_intake": False,
        "demo": False,
    }
    secret = city.store.write_now(access.admin_link, by=SYSTEM, now=utc_now())
    assert city.public()("POST", f"/first-admin/{secret}").status_code == 200
    assert city.volunteer().log(donation()).status_code == 201
    assert admin.put(f"/invitations/{uuid7()}", {"role": "auditor"}).status_code == 200
    assert admin.put(f"/labels/{uuid7()}", REQUESTS["print_labels"]).status_code == 201
    body = TokenIn(name=f"{INVENTED}志愿者", role=Role.AUDITOR, place=None, days=1)
    city.store.write_now(access.issue, body, by=SYSTEM, now=utc_now())
    for _ in range(2):
        city.somebody(Role.STATION_MANAGER, "S-01")
    left = TokenIn(name="somebody", role=Role.STATION_MANAGER, place="S-02", days=1)
    city.store.write_now(access.issue, left, by=SYSTEM, now=utc_now() - timedelta(days=2))
    if city.store.is_sqlite:
        back_up(settings, utc_now())
    app: Any = city.client.app
    app.state.settings = settings.model_copy(
        update={"help_phone": "12349", "public_url": "https://jiujin.example.org"}
    )

    done = admin.get("/setup").json()

    assert bool(done.pop("backup")) is city.store.is_sqlite
    assert done.pop("places") == 1500
    assert (done.pop("stations_staffed"), done.pop("stations")) == (1, 4)
    assert set(done.values()) == {True}


def test_the_first_administrator_goes_on_to_the_desk(city: City) -> None:
    secret = city.store.write_now(access.admin_link, by=SYSTEM, now=utc_now())
    asking = city.public().get(f"/first-admin/{secret}").text
    assert "/desk/join" not in asking

    page = city.public()("POST", f"/first-admin/{secret}").text

    token = page.split("<pre>")[1].split("</pre>")[0]
    assert f'href="/desk/join#{token}"' in page


def test_the_list_is_the_administrators(city: City) -> None:
    assert city.somebody(Role.FOUNDATION).get("/setup").status_code == 403
