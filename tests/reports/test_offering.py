"""What the list of reports tells is enough to offer them, and every word of it is true."""

from datetime import date, timedelta
from typing import Any

import pytest
from builders import City, coats, donation
from chain_builders import NORTH, WEST, Chain, done

from models.access import Role
from models.clock import SHANGHAI, utc_now
from operations.reports.choices import periods
from operations.reports.registry import REPORTS

#: Reports that say something without being asked for somebody's data.
OPEN = [name for name, definition in REPORTS.items() if not definition.private]


def offered(city: City, role: Role = Role.FOUNDATION, place: str | None = None) -> dict[str, Any]:
    """Return what the list of reports tells somebody, by name."""
    listed: Any = done(city.somebody(role, place).get("/reports"), 200)
    return {entry["name"]: entry for entry in listed}


@pytest.fixture
def lived(chain: Chain) -> City:
    """A city in which goods went all the way."""
    shipment, lot, _ = chain.sent(6)
    chain.deliver(shipment, {"lot": lot, "pieces": 4}, people_reached=3)
    return chain.city


def test_every_column_that_a_chart_names_is_in_an_answer(lived: City) -> None:
    foundation = lived.somebody(Role.FOUNDATION)
    for name, entry in offered(lived).items():
        if entry["private"]:
            assert [chart["kind"] for chart in entry["charts"]] == ["none"]
            continue
        columns = set[str]()
        for by in [*([word] for word in entry["dimensions"]), entry["by"]]:
            asked = f"/reports/{name}?by={','.join(by) or '-'}"
            columns |= {column["name"] for column in done(foundation.get(asked), 200)["columns"]}
        for chart in entry["charts"]:
            named = {*chart["x"], *chart["y"], *chart["series"], *chart["value"]}
            named |= {chart["source"], chart["target"]} - {None}
            assert named <= columns, (name, chart)
            assert named


def test_the_usual_answer_of_each_report_can_be_drawn(lived: City) -> None:
    foundation = lived.somebody(Role.FOUNDATION)
    for name, entry in offered(lived).items():
        if entry["private"]:
            continue
        columns = {column["name"] for column in done(foundation.get(f"/reports/{name}"), 200)["columns"]}
        first = entry["charts"][0]
        assert columns & {*first["x"], first["source"]}, name
        assert columns & {*first["y"], *first["value"]}, name


def test_charts_follow_from_what_a_report_is_grouped_by(city: City) -> None:
    entries = offered(city)
    kinds = {name: [chart["kind"] for chart in entry["charts"]] for name, entry in entries.items()}

    assert kinds["distribution"] == ["line", "bar", "heat", "map"]
    assert kinds["flow"] == ["sankey"]
    assert kinds["coverage"] == ["bar", "map"]
    assert kinds["donors"] == ["none"]
    line = entries["intake"]["charts"][0]
    assert line["x"] == ["month", "day"]
    assert line["series"] == ["district_name", "station_name", "category_name"]
    assert entries["coverage"]["charts"][1]["x"] == ["district", "subdistrict"]


def test_every_choice_and_every_period_is_taken(lived: City) -> None:
    foundation = lived.somebody(Role.FOUNDATION)
    for name, entry in offered(lived).items():
        if name not in OPEN:
            continue
        for period in entry["periods"]:
            answer = done(foundation.get(f"/reports/{name}?from={period['from']}&to={period['to']}"), 200)
            assert (answer["from"], answer["to"]) == (period["from"], period["to"])
        for limit in entry["limits"]:
            for choice in (limit["choices"] or [])[:2] + (limit["choices"] or [])[-1:]:
                asked = f"/reports/{name}?{limit['name']}={choice['name']}"
                assert done(foundation.get(asked), 200)["filters"] == {limit["name"]: choice["name"]}


def test_filters_say_what_they_take_in_the_callers_language(city: City) -> None:
    somebody = city.somebody(Role.FOUNDATION)
    by_language = {}
    for language in ("en", "zh"):
        listed = somebody.get("/reports", headers={"Accept-Language": language}).json()
        entry = next(entry for entry in listed if entry["name"] == "distribution")
        by_language[language] = {limit["name"]: limit for limit in entry["limits"]}
        assert entry["groupings"][0] == {"name": "month", "title": {"en": "Month", "zh": "月份"}[language]}

    english, chinese = by_language["en"], by_language["zh"]
    assert english["grade"]["choices"][0] == {"name": "A", "title": "Grade A"}
    assert {"name": "310101", "title": "黄浦区"} in chinese["district"]["choices"]
    assert [choice["name"] for choice in english["station"]["choices"]] == [
        "S-01", "S-02", "S-03", "S-04", "W-01",
    ]  # fmt: skip
    assert english["emergency"]["kind"] == "yes_no"
    assert english["category"]["choices"] is None


def test_periods_are_whole_months_and_years_of_shanghai() -> None:
    found = {
        period.name: (period.first, period.last)
        for period in periods(REPORTS["intake"], date(2026, 2, 17), "en")
    }
    days = {period.name: period.last for period in periods(REPORTS["stock"], date(2026, 2, 17), "en")}

    assert found == {
        "this_month": ("2026-02-01", "2026-02-17"),
        "last_month": ("2026-01-01", "2026-01-31"),
        "last_3_months": ("2025-11-01", "2026-01-31"),
        "this_year": ("2026-01-01", "2026-02-17"),
        "last_year": ("2025-01-01", "2025-12-31"),
    }
    assert days == {
        "today": "2026-02-17",
        "end_of_last_month": "2026-01-31",
        "end_of_last_year": "2025-12-31",
    }
    assert [period.name for period in periods(REPORTS["needs"], date(2026, 2, 17), "en")] == ["today"]


def test_a_report_says_in_which_months_there_is_anything(city: City) -> None:
    assert {entry["has_data"] for entry in offered(city).values()} == {None}

    today = utc_now().astimezone(SHANGHAI)
    before = today - timedelta(days=40)
    city.volunteer().log(donation(coats(1), happened_at=before.isoformat()))
    city.volunteer().log(donation(coats(2)))

    entries = offered(city)
    span = {"first": f"{before:%Y-%m}", "last": f"{today:%Y-%m}"}
    assert entries["intake"]["has_data"] == span
    assert entries["stock"]["has_data"] == span
    assert entries["distribution"]["has_data"] is None
    assert entries["needs"]["has_data"] is None


def test_people_of_a_place_are_told_of_their_own(lived: City) -> None:
    mine = offered(lived, Role.STATION_MANAGER, NORTH)
    others = offered(lived, Role.STATION_MANAGER, WEST)

    assert mine["intake"]["has_data"] is not None
    assert others["intake"]["has_data"] is None
    station = next(limit for limit in mine["intake"]["limits"] if limit["name"] == "station")
    assert [choice["name"] for choice in station["choices"]] == [NORTH]
