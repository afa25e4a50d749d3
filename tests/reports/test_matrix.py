"""Every figure is the same wherever it is seen: JSON, CSV, XLSX, PDF and the ledger, on the right days."""

import csv
import io
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

import openpyxl
import pypdfium2
import pytest
from builders import QUILTS, City, Somebody, coats, donation, quilts
from chain_builders import NORTH, Chain, done, faults, graded
from sqlalchemy import text

from models.access import Role
from models.clock import SHANGHAI, utc_now
from models.identifiers import uuid7
from operations.invariants import violations
from operations.rendering import words
from operations.reports.registry import REPORTS
from routers.reports import CellQuestion

#: Reports, how they are grouped, what they are limited to.
QUESTIONS = (
    ("intake", "month,category", ""),
    ("intake", "day,district", "category=clothing"),
    ("intake", "station", "station=S-01"),
    ("distribution", "month,category,district", ""),
    ("distribution", "recipient,grade", "province=530000"),
    ("distribution", "emergency", "emergency=false"),
    ("sorting", "station", ""),
    ("sorting", "category", "category=clothing"),
    ("flow", "-", ""),
    ("conservation", "place_kind", ""),
    ("conservation", "place", "category=clothing"),
)

#: Reports that are a picture of today.
PICTURES = (
    ("stock", "place,category", ""),
    ("stock", "grade", "category=clothing"),
    ("ageing", "category,age_band", ""),
    ("needs", "category", ""),
    ("pickups", "station", ""),
    ("coverage", "subdistrict", ""),
    ("coverage", "-", "accepts=food"),
    ("indicators", "-", ""),
)


@pytest.fixture
def lived(chain: Chain) -> City:
    """A city in which goods went all the way, some came back, some were set right."""
    shipment, lot, _ = chain.sent(6)
    chain.deliver(shipment, {"lot": lot, "pieces": 4}, people_reached=3)
    body = {
        "happened_at": utc_now().isoformat(),
        "reason": "not_needed",
        "lines": [{"lot": lot, "pieces": 3}],
    }
    done(chain.foundation.post(f"/distributions/{shipment}/return", body))
    label = chain.brought(quilts(5, grams=9000))
    chain.sort([label], [graded(5, 8900, category=QUILTS)], loss_grams=100, loss_reason="dust")
    return chain.city


@pytest.mark.timeout(240)
def test_every_form_shows_the_same_figures(lived: City) -> None:
    foundation = lived.somebody(Role.FOUNDATION)
    for month in (_month(utc_now()), ("2026-01-01", "2027-12-31"), ("2020-01-01", "2020-01-31")):
        for name, by, limits in QUESTIONS:
            asked = f"/reports/{name}?from={month[0]}&to={month[1]}&by={by}&{limits}"
            report = done(foundation.get(asked), 200)
            rows = [list(row.values()) for row in report["rows"]]
            assert _csv(foundation, asked) == [[_word(cell) for cell in row] for row in rows], asked
            assert _workbook(foundation, asked, len(rows)) == [[_cell(cell) for cell in row] for row in rows]
            printed = _printed(foundation, asked)
            for column in report["columns"]:
                if column["name"] in report["totals"]:
                    total = report["totals"][column["name"]]
                    assert _shown(column["holds"], total) in printed, (asked, column, total)
            if month[0].startswith("2020") and name != "conservation":
                assert not any(report["totals"].values())


@pytest.mark.timeout(240)
def test_pictures_of_today_show_the_same_figures_in_every_form(lived: City) -> None:
    foundation = lived.somebody(Role.FOUNDATION)
    today = utc_now().astimezone(SHANGHAI).date()
    for name, by, limits in PICTURES:
        asked = f"/reports/{name}?from={today.replace(day=1)}&to={today}&by={by}&{limits}"
        report = done(foundation.get(asked), 200)
        rows = [list(row.values()) for row in report["rows"]]
        assert rows, asked
        assert [len(row) for row in _csv(foundation, asked)] == [len(row) for row in rows], asked
        assert len(_workbook(foundation, asked, len(rows))) == len(rows)
        printed = _printed(foundation, asked)
        for column in report["columns"]:
            if column["name"] in report["totals"]:
                total = report["totals"][column["name"]]
                assert _shown(column["holds"], total) in printed, (asked, column, total)


def test_what_is_delivered_counts_net_and_people_are_their_own_number(lived: City) -> None:
    foundation = lived.somebody(Role.FOUNDATION)
    first, last = _month(utc_now())
    report = done(foundation.get(f"/reports/distribution?from={first}&to={last}&by=month"), 200)
    assert (report["totals"]["pieces"], report["totals"]["returned_pieces"]) == (3, 1)
    assert report["totals"]["people_reached"] == 3
    goods = done(foundation.get(f"/reports/distribution?from={first}&to={last}&by=category"), 200)
    assert "people_reached" not in goods["totals"]
    # The flow ends with what the distribution says.
    flow = done(foundation.get(f"/reports/flow?from={first}&to={last}"), 200)
    assert flow["totals"] == {name: goods["totals"][name] for name in ("pieces", "grams")}


def test_the_last_day_is_inclusive_and_days_are_shanghais(city: City) -> None:
    volunteer, foundation = city.volunteer(), city.somebody(Role.FOUNDATION)
    today = utc_now().astimezone(SHANGHAI).date()
    day = today - timedelta(days=10)
    for hour, minute, pieces in ((0, 0, 1), (0, 30, 2), (23, 30, 4), (23, 59, 8)):
        moment = datetime(day.year, day.month, day.day, hour, minute, tzinfo=SHANGHAI)
        given = donation(coats(pieces), happened_at=moment.astimezone(UTC).isoformat())
        done(volunteer.log(given))
    done(volunteer.log(donation(coats(16), happened_at=_at(day + timedelta(days=1), 0, 0))))
    done(volunteer.log(donation(coats(32), happened_at=_at(day - timedelta(days=1), 23, 59))))

    def pieces_of(first: Any, last: Any) -> int:
        asked = f"/reports/intake?from={first}&to={last}&by=day"
        return int(done(foundation.get(asked), 200)["totals"]["pieces"])

    assert pieces_of(day, day) == 15
    assert pieces_of(day, day + timedelta(days=1)) == 31
    assert pieces_of(day - timedelta(days=1), day) == 47
    assert pieces_of(day + timedelta(days=1), today) == 16


def test_whole_months_and_their_days_say_the_same(lived: City) -> None:
    """The monthly tally answers whole months, the daily one all else."""
    foundation = lived.somebody(Role.FOUNDATION)
    first, last = _month(utc_now())
    for name, by in (("intake", "district,category"), ("distribution", "province,category,emergency")):
        monthly = done(foundation.get(f"/reports/{name}?from={first}&to={last}&by={by}"), 200)
        daily = done(foundation.get(f"/reports/{name}?from={first}&to={last}&by=day,{by}"), 200)
        for word in monthly["totals"]:
            assert monthly["totals"][word] == daily["totals"][word], (name, word)
        whole = Counter({_key(row, by): row["grams"] for row in monthly["rows"]})
        parts: Counter[Any] = Counter()
        for row in daily["rows"]:
            parts[_key(row, by)] += row["grams"]
        assert whole == parts


def test_a_made_up_figure_in_the_month_is_noticed(lived: City) -> None:
    foundation = lived.somebody(Role.FOUNDATION)
    first, last = _month(utc_now())
    asked = f"/reports/intake?from={first}&to={last}&by=category"
    before = done(foundation.get(asked), 200)["totals"]["grams"]

    _forge(lived, lambda s: s.execute(text("UPDATE tally_month SET grams = grams + 7 WHERE kind = 'intake'")))

    assert done(foundation.get(asked), 200)["totals"]["grams"] != before
    broken = lived.store.read_now(lambda session: [v.name for _, v in violations(session) if v is not None])
    assert broken == ["months_equal_days"]


def test_conservation_explains_every_gram_at_every_date(lived: City) -> None:
    foundation = lived.somebody(Role.FOUNDATION)
    today = utc_now().astimezone(SHANGHAI).date()
    for last in (today, today - timedelta(days=1), today + timedelta(days=3)):
        for by in ("place_kind", "place", "category", "place,category", "-"):
            report = done(foundation.get(f"/reports/conservation?from=2026-01-01&to={last}&by={by}"), 200)
            assert report["totals"] == {"gap_pieces": 0, "gap_grams": 0}
    _forge(lived, lambda s: s.execute(text("UPDATE balance SET grams = grams + 5 WHERE grams > 0")))
    broken = done(foundation.get(f"/reports/conservation?from=2026-01-01&to={today}"), 200)
    assert broken["totals"]["gap_grams"] > 0


def test_people_of_a_place_see_their_own_and_foreign_places_are_not_there(lived: City) -> None:
    manager, other = lived.somebody(Role.STATION_MANAGER, NORTH), lived.somebody(Role.STATION_MANAGER, "S-02")
    first, last = _month(utc_now())
    days = f"from={first}&to={last}"
    for name in ("intake", "distribution", "sorting", "flow"):
        mine = done(manager.get(f"/reports/{name}?{days}"), 200)
        assert mine["filters"] == {"station": NORTH}
        assert mine["rows"], name
        assert done(other.get(f"/reports/{name}?{days}"), 200)["rows"] == [], name
        assert manager.get(f"/reports/{name}?{days}&station=S-02").status_code == 404
    assert manager.get(f"/reports/intake/movements?{days}&station=S-02").status_code == 404
    assert lived.volunteer().get(f"/reports/intake?{days}").status_code == 403


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_question_that_cannot_be_answered_names_every_field(city: City) -> None:
    foundation = city.somebody(Role.FOUNDATION)
    wrong = foundation.get("/reports/intake?from=2026-02-01&to=2026-01-01&by=moon,day,day&grade=A")
    assert wrong.status_code == 422
    assert faults(wrong) == [
        ("/to", "period_backwards"),
        ("/by", "unknown_dimension"),
        ("/by", "dimension_twice"),
        ("/grade", "unknown_filter"),
    ]
    unknown = foundation.get("/reports/distribution?category=moon&district=999999&recipient=R-0")
    assert {code for _, code in faults(unknown)} == {
        "unknown_category",
        "unknown_district",
        "unknown_recipient",
    }
    assert foundation.get("/reports/moon").status_code == 404
    for query in ("from=yesterday", "format=docx", "colour=red", "from=2010-01-01&to=2026-01-01"):
        assert foundation.get(f"/reports/intake?{query}").status_code == 422, query


def test_a_closed_station_is_still_there_and_marked(lived: City) -> None:
    foundation = lived.somebody(Role.FOUNDATION)
    first, last = _month(utc_now())
    asked = f"/reports/sorting?from={first}&to={last}&by=station"
    assert [row["active"] for row in done(foundation.get(asked), 200)["rows"]] == [True]
    done(lived.admin().post(f"/stations/{NORTH}/close", {"reason": "flood"}), 200)

    rows = done(foundation.get(asked), 200)["rows"]

    assert [(row["station"], row["active"]) for row in rows] == [(NORTH, False)]


def _month(moment: datetime) -> tuple[str, str]:
    """Return the first and the last day of a month."""
    first = moment.astimezone(SHANGHAI).date().replace(day=1)
    following = (first + timedelta(days=32)).replace(day=1)
    return first.isoformat(), (following - timedelta(days=1)).isoformat()


def _at(day: Any, hour: int, minute: int) -> str:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=SHANGHAI).isoformat()


def _key(row: dict[str, Any], by: str) -> tuple[Any, ...]:
    return tuple(row[word] for word in by.split(","))


def _csv(somebody: Somebody, asked: str) -> list[list[str]]:
    content = somebody.get(f"{asked}&format=csv").content
    assert content.startswith(b"\xef\xbb\xbf")
    plain = somebody.get(f"{asked}&format=csv&bom=false").content
    assert content[3:] == plain
    return list(csv.reader(io.StringIO(plain.decode(), newline="")))[1:]


def _workbook(somebody: Somebody, asked: str, rows: int) -> list[list[Any]]:
    content = somebody.get(f"{asked}&format=xlsx").content
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    return [list(row) for row in sheet.iter_rows(min_row=2, max_row=rows + 1, values_only=True)][:rows]


def _printed(somebody: Somebody, asked: str) -> str:
    document = pypdfium2.PdfDocument(somebody.get(f"{asked}&format=pdf").content)
    return "\n".join(page.get_textpage().get_text_bounded() for page in document)


def _word(cell: Any) -> str:
    if cell is None:
        return ""
    return str(cell).lower() if isinstance(cell, bool) else str(cell)


def _cell(cell: Any) -> Any:
    if isinstance(cell, str) and len(cell) == 10 and cell[4] == "-":
        return datetime.fromisoformat(cell)
    return cell


def _shown(holds: str, total: int) -> str:
    return f"{total / 1000:,.3f}" if holds == "grams" else f"{total:,}"


def _forge(city: City, change: Any) -> None:
    from sqlalchemy import create_engine
    from sqlmodel import Session

    engine = create_engine(city.store.url)
    with Session(engine) as session:
        change(session)
        session.commit()
    engine.dispose()


def test_every_filter_of_every_report_can_be_asked() -> None:
    for definition in REPORTS.values():
        assert set(definition.filters) <= set(CellQuestion.model_fields), definition.name
        assert set(definition.by) <= set(definition.dimensions), definition.name
        assert {*definition.filters, *definition.dimensions} <= set(words.ASKED), definition.name


def test_a_donors_statement_is_asked_by_code_or_number_and_never_written_down(city: City) -> None:
    donor = {"name": "王小明", "phone": "13800001234", "consent": True}
    given = done(city.volunteer().log(donation(coats(3), donor=donor)))
    foundation = city.somebody(Role.FOUNDATION)
    for asked in (f"tracking_code={given['tracking_code']}", "phone=%2B86%20138-0000-1234"):
        report = done(foundation.get(f"/reports/donors?{asked}"), 200)
        assert [row["tracking_code"] for row in report["rows"]] == [given["tracking_code"]]
        assert "13800001234" not in str(report)
        assert "王小明" not in str(report)
        for form in ("csv", "xlsx", "pdf"):
            assert foundation.get(f"/reports/donors?{asked}&format={form}").status_code == 200
    assert faults(foundation.get("/reports/donors")) == [("/phone", "one_donor")]
    assert city.somebody(Role.AUDITOR).get("/reports/donors?phone=13800001234").status_code == 403
    body = {"report": "donors", "from": "2026-01-01", "to": "2026-12-31", "filters": {"phone": "13800001234"}}
    assert faults(foundation.put(f"/exports/{uuid7()}", body)) == [("/report", "not_exported")]


def test_what_is_about_no_place_is_everybodys(lived: City) -> None:
    manager = lived.somebody(Role.STATION_MANAGER, NORTH)
    assert done(manager.get("/reports/needs"), 200)["filters"] == {}
    assert done(manager.get("/reports/stock"), 200)["filters"] == {"place": NORTH}
    assert {entry["name"] for entry in done(manager.get("/reports"), 200)} == {
        "distribution", "intake", "stock", "ageing", "flow", "sorting", "pickups", "conservation", "needs",
    }  # fmt: skip
