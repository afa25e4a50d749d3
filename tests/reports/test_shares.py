"""Share links: one report for whoever has the link, live, with the sharer's rights, until it ends."""

import re
from datetime import timedelta
from typing import Any

import pytest
from builders import City, Somebody, coats, donation
from chain_builders import NORTH, WEST, Chain, done, faults
from report_builders import report_of
from sqlalchemy import create_engine, text

from models.access import PUBLIC, Caller, Role
from models.clock import utc_now
from models.identifiers import uuid7
from models.share_shapes import DAYS_MAX, ShareIn
from operations import access, shares
from operations.errors import NotFound
from operations.rendering.svg import chart_svg
from operations.reports.tables import Column, Holds, Words, pieces
from routers.rates import SHARE_MISSES_PER_MINUTE

INTAKE: dict[str, Any] = {"report": "intake", "question": {"by": "category"}}


def shared(somebody: Somebody, body: dict[str, Any] | None = None) -> dict[str, Any]:
    """Return a link that somebody made."""
    return done(somebody.put(f"/shares/{uuid7()}", body or INTAKE))


def path_of(link: dict[str, Any]) -> str:
    found: str = re.sub(r"^https?://[^/]+", "", link["url"])
    return found


def opened(city: City, link: dict[str, Any] | str, ending: str = "", language: str = "en") -> Any:
    """Open a link as anybody."""
    path = link if isinstance(link, str) else path_of(link)
    return city.client.get(path + ending, headers={"Accept-Language": language})


def caller_of(city: City, somebody: Somebody) -> Caller:
    known = city.store.read_now(access.find, access.hash_secret(somebody.token or ""))
    assert known is not None
    return known.caller


def test_the_address_is_told_once_and_kept_by_nobody(city: City) -> None:
    foundation, share_id = city.somebody(Role.FOUNDATION), uuid7()
    first = done(foundation.put(f"/shares/{share_id}", INTAKE))
    again = done(foundation.put(f"/shares/{share_id}", INTAKE), 200)

    assert first["url"].startswith("http")
    assert again == {**first, "url": None}
    listed = done(foundation.get("/shares"), 200)
    assert listed == {"items": [again], "next_cursor": None}
    engine = create_engine(city.store.url)
    with engine.connect() as connection:
        kept = str(connection.execute(text("SELECT * FROM share")).all())
        noted = str(connection.execute(text("SELECT * FROM audit_entry")).all())
    engine.dispose()
    secret = first["url"].rsplit("/", 1)[1]
    assert len(secret) >= 22
    assert secret not in kept + noted
    assert "share.make" in noted


def test_another_wish_or_another_person_under_the_id_is_refused(city: City) -> None:
    foundation, share_id = city.somebody(Role.FOUNDATION), uuid7()
    done(foundation.put(f"/shares/{share_id}", INTAKE))

    other = {**INTAKE, "days": 5}
    assert foundation.put(f"/shares/{share_id}", other).json()["code"] == "id_taken"
    assert city.admin().put(f"/shares/{share_id}", INTAKE).json()["code"] == "id_taken"
    assert len(foundation.get("/shares").json()["items"]) == 1


def test_the_page_says_what_the_report_says_and_what_comes_later_as_well(city: City) -> None:
    foundation = city.somebody(Role.FOUNDATION)
    link = shared(foundation, {**INTAKE, "title": "For <b>our</b> partners"})
    assert "Nothing is recorded" in opened(city, link).text

    city.volunteer().log(donation(coats(1234, grams=1_000_007)))
    report = done(foundation.get("/reports/intake?by=category"), 200)
    page = opened(city, link)

    assert page.status_code == 200
    assert "For &lt;b&gt;our&lt;/b&gt; partners" in page.text
    assert report["sentence"] in page.text
    assert "1,000.007" in page.text
    assert report["data_until"][:10] in page.text
    assert "not a copy" in page.text
    assert all(note in page.text.replace("&#39;", "'") for note in report["notes"])
    chinese = opened(city, link, "?lang=zh", "en").text
    assert "数字是打开此页时的最新数字" in chinese
    assert "?lang=zh" in re.findall(r'href="([^"]+csv[^"]*)"', chinese)[0]


def test_the_page_runs_nothing_and_is_found_and_kept_by_nobody(city: City) -> None:
    page = opened(city, shared(city.somebody(Role.FOUNDATION)))

    assert "<script" not in page.text
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert "script-src" not in page.headers["content-security-policy"]
    assert page.headers["cache-control"] == "no-store"
    assert page.headers["x-robots-tag"] == "noindex, nofollow"
    assert page.headers["referrer-policy"] == "no-referrer"
    assert '<meta name="robots" content="noindex, nofollow">' in page.text


def test_the_files_are_those_of_the_report(city: City) -> None:
    city.volunteer().log(donation(coats(3), coats(2, grams=999)))
    foundation = city.somebody(Role.FOUNDATION)
    link = shared(foundation)

    report = foundation.get("/reports/intake?by=category&format=csv")
    file = opened(city, link, ".csv")
    assert file.content == report.content
    assert file.headers["content-disposition"] == report.headers["content-disposition"]
    assert file.headers["x-robots-tag"] == "noindex, nofollow"
    assert opened(city, link, ".xlsx").content[:2] == b"PK"
    assert opened(city, link, ".pdf").content[:5] == b"%PDF-"
    assert opened(city, link, ".hxl").status_code == 422
    assert opened(city, "/s/unknown", ".csv").status_code == 404


def test_a_link_dies_by_its_day_by_a_word_and_with_the_token_and_all_look_the_same(city: City) -> None:
    foundation = city.somebody(Role.FOUNDATION)
    unknown = opened(city, "/s/AAAAAAAAAAAAAAAAAAAAAA")
    ended, alive = shared(foundation), shared(foundation)
    assert foundation("DELETE", f"/shares/{ended['id']}").status_code == 204
    assert foundation("DELETE", f"/shares/{ended['id']}").status_code == 204
    by, long_ago = caller_of(city, foundation), utc_now() - timedelta(days=30, seconds=1)
    old = city.store.write_now(shares.share, uuid7(), ShareIn.model_validate(INTAKE), by=by, now=long_ago)
    orphan = shared(leaver := city.admin())
    city.admin()("DELETE", f"/tokens/{caller_of(city, leaver).token_id}")

    assert opened(city, alive).status_code == 200
    for path in (path_of(ended), f"/s/{old.secret}", path_of(orphan)):
        for ending in ("", ".csv"):
            dead = opened(city, path, ending)
            assert (dead.status_code, dead.text) == (404, unknown.text)
    status = {link["id"]: link["status"] for link in foundation.get("/shares").json()["items"]}
    assert status == {
        alive["id"]: "live", ended["id"]: "revoked", str(old.share.id): "expired", orphan["id"]: "ended",
    }  # fmt: skip


@pytest.mark.parametrize(("days", "status"), [(0, 422), (1, 201), (DAYS_MAX, 201), (DAYS_MAX + 1, 422)])
def test_a_link_lives_for_as_many_days_as_were_asked(city: City, days: int, status: int) -> None:
    foundation = city.somebody(Role.FOUNDATION)
    answer = foundation.put(f"/shares/{uuid7()}", {**INTAKE, "days": days})

    assert answer.status_code == status
    if status == 201:
        secret, now = answer.json()["url"].rsplit("/", 1)[1], utc_now()
        hour = timedelta(hours=1)
        assert city.store.read_now(shares.see, secret, now=now + timedelta(days=days) - hour, by=PUBLIC)
        with pytest.raises(NotFound):
            city.store.read_now(shares.see, secret, now=now + timedelta(days=days) + hour, by=PUBLIC)


def test_a_managers_link_shows_the_managers_own_station(chain: Chain) -> None:
    city = chain.city
    chain.brought(coats(7, grams=7_000))
    manager, other = city.somebody(Role.STATION_MANAGER, NORTH), city.somebody(Role.STATION_MANAGER, WEST)
    mine, theirs = shared(manager), shared(other)
    sentences = {
        who: done(somebody.get("/reports/intake"), 200)["sentence"]
        for who, somebody in (("mine", manager), ("theirs", other))
    }

    assert sentences["mine"] != sentences["theirs"]
    assert sentences["mine"] in opened(city, mine).text
    assert sentences["theirs"] in opened(city, theirs).text
    foreign = {"report": "intake", "question": {"station": WEST}}
    assert manager.put(f"/shares/{uuid7()}", foreign).status_code == 404
    assert manager.put(f"/shares/{uuid7()}", {"report": "coverage"}).status_code == 403


def test_people_of_a_place_see_and_end_the_links_of_their_place(city: City) -> None:
    manager, other = city.somebody(Role.STATION_MANAGER, NORTH), city.somebody(Role.STATION_MANAGER, WEST)
    mine, theirs = shared(manager), shared(other)
    colleague = city.somebody(Role.STATION_MANAGER, NORTH)

    assert [link["id"] for link in colleague.get("/shares").json()["items"]] == [mine["id"]]
    assert colleague("DELETE", f"/shares/{theirs['id']}").status_code == 404
    assert opened(city, theirs).status_code == 200
    assert colleague("DELETE", f"/shares/{mine['id']}").status_code == 204
    assert opened(city, mine).status_code == 404
    everybodys = city.somebody(Role.FOUNDATION).get("/shares?limit=1").json()
    assert [link["id"] for link in everybodys["items"]] == [theirs["id"]]
    following = f"/shares?cursor={everybodys['next_cursor']}"
    assert [link["id"] for link in city.admin().get(following).json()["items"]] == [mine["id"]]


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.VOLUNTEER, Role.DRIVER, Role.WAREHOUSE_MANAGER])
def test_others_share_nothing(city: City, role: Role) -> None:
    place = {Role.VOLUNTEER: "P-0001", Role.DRIVER: NORTH, Role.WAREHOUSE_MANAGER: "W-01"}.get(role)
    somebody = city.somebody(role, place)

    assert somebody.put(f"/shares/{uuid7()}", INTAKE).status_code == 403
    assert somebody.get("/shares").status_code == 403
    assert somebody("DELETE", f"/shares/{uuid7()}").status_code == 403
    assert city.public().put(f"/shares/{uuid7()}", INTAKE).status_code == 401


def test_what_has_no_answer_or_is_about_a_person_is_not_shared(city: City) -> None:
    foundation = city.somebody(Role.FOUNDATION)

    def refused(body: dict[str, Any]) -> list[tuple[str, str]]:
        return faults(foundation.put(f"/shares/{uuid7()}", body))

    assert refused({"report": "donors"}) == [("/report", "not_shared")]
    assert refused({"report": "intake", "question": {"by": "colour"}}) == [
        ("/question/by", "unknown_dimension")
    ]
    assert refused({"report": "stock", "question": {"place_kind": "moon"}}) == [
        ("/question/place_kind", "unknown_word")
    ]
    assert (
        foundation.put(f"/shares/{uuid7()}", {"report": "intake", "question": {"phone": "1"}}).status_code
        == 422
    )
    assert foundation.put(f"/shares/{uuid7()}", {"report": "nothing"}).status_code == 404
    assert done(foundation.get("/shares"), 200)["items"] == []


def test_a_report_of_the_present_lives_on_though_the_link_named_a_day(city: City) -> None:
    today = utc_now().astimezone().date().isoformat()
    link = shared(
        city.somebody(Role.FOUNDATION), {"report": "needs", "question": {"from": today, "to": today}}
    )
    secret, tomorrow = link["url"].rsplit("/", 1)[1], utc_now() + timedelta(days=2)

    assert city.store.read_now(shares.see, secret, now=tomorrow, by=PUBLIC).report.name == "needs"


def test_openings_are_counted_and_downloads_are_not(city: City) -> None:
    foundation = city.somebody(Role.FOUNDATION)
    link = shared(foundation)
    for ending in ("", "", ".csv"):
        opened(city, link, ending)

    (row,) = foundation.get("/shares").json()["items"]
    assert row["opened"] == 2
    assert row["opened_at"] is not None


def test_guessing_is_slowed_down_and_a_good_link_is_not(city: City) -> None:
    link = shared(city.somebody(Role.FOUNDATION))
    for _ in range(SHARE_MISSES_PER_MINUTE):
        assert opened(city, link).status_code == 200
        assert opened(city, "/s/guess").status_code == 404

    slowed = opened(city, "/s/guess")
    assert slowed.status_code == 429
    assert int(slowed.headers["retry-after"]) > 0


def test_names_in_a_picture_are_text_and_nothing_else() -> None:
    columns = [Column("recipient", Words("受助方", "Recipient"), Holds.TEXT), pieces()]
    rows = [("<script>x</script>", 5), ('"><img src=x>&amp;', 3)]
    drawn = chart_svg(report_of(columns, rows, by=("recipient",)), "en", 400)

    assert drawn is not None
    assert "<script" not in drawn[0]
    assert "<img" not in drawn[0]
    assert "&lt;script&gt;" in drawn[0]
    assert drawn[0].startswith("<svg ")
