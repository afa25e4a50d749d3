"""A whole day with its accidents ends with every gram explained."""

import pytest
from builders import City
from chain_builders import NORTH, done
from chain_day import CASE, RECIPIENTS, Day
from sqlalchemy import text

ENDS = ("RECIPIENT", "DISPOSAL", "LOST")


@pytest.mark.timeout(240)
def test_a_day_ends_with_every_gram_explained(city: City) -> None:
    day = Day(city)
    day.whole()

    city.assert_sound()
    sums = city.store.read_now(_sums)
    into = (
        sums["DONOR", "in"]
        - sums["DONOR", "out"]
        + sums["FOUND", "in"]
        + sums["WEIGHING", "in"]
        - sums["WEIGHING", "out"]
    )
    ended = sum(sums[code, "out"] - sums[code, "in"] for code in ENDS)
    assert into == ended + sums["on hand", ""] + sums["sorting loss", ""]
    assert sums["sorting loss", ""] > 0
    assert sums["LOST", "out"] > 0
    _donors_see_where_it_went(day)
    _recipients_lead_back_to_the_points(day)


def _donors_see_where_it_went(day: Day) -> None:
    for code in day.codes[:6]:
        shown = done(day.city.public().get(f"/trace/{code}"), 200)
        assert shown["status"] in ("delivered", "ended")
        steps = [step["status"] for step in shown["steps"]]
        assert steps[:4] == ["received", "collected", "at_station", "sorted"]
        assert sum(outcome["share"] for outcome in shown["outcomes"]) == pytest.approx(1, abs=0.001)
        districts = {o["district"] for o in shown["outcomes"] if o["outcome"] == "distributed"}
        # One case alone in its district: naming the district would point at it.
        assert districts <= {"Yunnan", "Sichuan", None}
        for secret in ("R-YN", CASE, "云南小学", "0417"):
            assert secret not in str(shown)


def _recipients_lead_back_to_the_points(day: Day) -> None:
    known = {point for points in day.points.values() for point in points}
    for code, _, _ in RECIPIENTS:
        graph = done(day.foundation.get(f"/recipients/{code}/graph?detail=true"), 200)
        assert graph["points"]
        assert set(graph["points"]) <= known
        assert sum(graph["points"].values()) == pytest.approx(graph["grams"], abs=len(graph["origins"]))
    origin = graph["origins"][0]["intake"]
    forward = done(day.foundation.get(f"/intakes/{origin}/graph"), 200)
    assert code in {end["recipient"] for end in forward["ends"]}
    assert done(day.at(NORTH).get("/alerts"), 200) == []


def _sums(session: object) -> dict[tuple[str, str], int]:
    """Return the grams that came from and went to each place outside, what is on hand and what was lost."""
    found: dict[tuple[str, str], int] = {}
    for code in ("DONOR", "FOUND", "WEIGHING", *ENDS):
        for side, column in (("in", "from_place"), ("out", "to_place")):
            sql = (
                f"SELECT COALESCE(SUM(m.grams), 0) FROM movement m JOIN place p ON p.id = m.{column} "
                f"WHERE p.code = '{code}'"
            )
            found[code, side] = int(session.execute(text(sql)).scalar_one())  # type: ignore[attr-defined]
    for name, sql in (
        ("on hand", "SELECT COALESCE(SUM(grams), 0) FROM balance"),
        ("sorting loss", "SELECT COALESCE(SUM(loss_grams), 0) FROM sorting"),
    ):
        found[name, ""] = int(session.execute(text(sql)).scalar_one())  # type: ignore[attr-defined]
    return found
