"""Stock, ageing, needs and pick-ups, cell by cell against the ledger, in a city that lived a day and more."""

import shutil
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from builders import City
from chain_builders import NORTH, STORE, WEST
from fastapi.testclient import TestClient
from geopy.distance import geodesic
from lived_city import CASE, NEEDY, RICE, WAYS, Lived, live
from reports_asked import ask, keyed, rows_of
from sqlalchemy import create_engine, make_url, text

from app.main import create_app
from app.settings import Settings
from models.clock import SHANGHAI
from operations.errors import Unfit
from operations.reports import ageing, needs, pickups, stock
from operations.reports.questions import Definition
from operations.reports.tables import ADDITIVE, Holds, Report, totals_of

KINDS = (stock, ageing, needs, pickups)
Lots = dict[tuple[str, int], list[int]]


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def lived(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lived]:
    """The city, once for each engine: the tests only read."""
    folder = tmp_path_factory.mktemp("lived")
    with _database(request, folder) as url:
        app = create_app(Settings(data_dir=folder, database_url=url, secret_key=bytes(range(32)).hex()))
        with TestClient(app, raise_server_exceptions=False) as client:
            yield live(City(client, app.state.store))


@contextmanager
def _database(request: pytest.FixtureRequest, folder: Path) -> Iterator[str]:
    if request.param == "sqlite":
        path = folder / "jiujin.db"
        shutil.copy(request.getfixturevalue("sqlite_template"), path)
        yield f"sqlite:///{path}"
        return
    server, name = request.getfixturevalue("postgres"), f"lived_{uuid4().hex}"
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        template = request.getfixturevalue("postgres_template")
        connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {template}"))
        yield make_url(server).set(database=name).render_as_string(hide_password=False)
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    engine.dispose()


def test_the_ledger_is_sound_after_all_that_happened(lived: Lived) -> None:
    lived.city.assert_sound()


def test_stock_is_what_the_ledger_says_in_every_cell(lived: Lived) -> None:
    later = lived.at(3, 9, 0)
    for days in (-41, -3, 0, 1, 2, 3):
        last = lived.today + timedelta(days=days)
        lots, facts = _ledger(lived, last), _facts(lived)
        for by in WAYS[stock]:
            found = keyed(ask(lived.store, stock.DEFINITION, *by, last=last, now=later))
            wanted: dict[Any, list[int]] = defaultdict(lambda: [0, 0, 0])
            for (place, lot), (pieces, grams) in lots.items():
                key = tuple({**facts.places[place], **facts.lots[lot]}[name] for name in by)
                wanted[key][0] += 1
                wanted[key][1] += pieces
                wanted[key][2] += grams
            shown = {key: row for key, row in found.items() if row["grams"] is not None}
            assert {key: [r["pieces"], r["grams"]] for key, r in shown.items()} == {
                key: sums[1:] for key, sums in wanted.items()
            }, (days, by)
            if "grade" in by or days == 3:
                assert {k: r["lots"] for k, r in shown.items()} == {k: s[0] for k, s in wanted.items()}
            else:
                assert {r["lots"] for r in shown.values()} <= {None}


def test_what_is_promised_or_past_its_date_is_not_available(lived: Lived) -> None:
    for days in (3, 30):
        later = lived.at(days, 9, 0)
        found = keyed(ask(lived.store, stock.DEFINITION, "place", "category", now=later))
        wanted: dict[Any, list[int]] = defaultdict(lambda: [0, 0])
        claimed = lived.rows("SELECT place_id, lot, SUM(pieces) FROM claim GROUP BY place_id, lot")
        claims = {(lived_place(lived, place), lot): int(pieces) for place, lot, pieces in claimed}
        facts = _facts(lived)
        for (place, lot), (pieces, _) in _ledger(lived, later.date()).items():
            promised = claims.get((place, lot), 0)
            expires = facts.lots[lot]["expires_on"]
            sums = wanted[place, facts.lots[lot]["category"]]
            sums[0] += promised
            sums[1] += 0 if expires is not None and expires < later.date() else pieces - promised
        shown = {k: [r["reserved_pieces"], r["available_pieces"]] for k, r in found.items() if r["lots"]}
        assert shown == wanted
        assert shown["S-03", RICE] == ([1, 7] if days == 3 else [1, 5])
        assert shown[NORTH, "clothing.winter.adult"][0] == 5


def test_with_the_sorting_tables_the_sum_is_whole(lived: Lived) -> None:
    """Everything that came in less everything that ended is in stock or on a table, on every day."""
    later = lived.at(3, 9, 0)
    for days, on_table in ((0, 3100), (1, 0), (3, 0)):
        last = lived.today + timedelta(days=days)
        came = ended = 0
        for source, target, grams in _outside(lived, last):
            came += grams if source in ("DONOR", "FOUND", "WEIGHING") else 0
            came -= grams if target in ("DONOR", "FOUND", "WEIGHING") else 0
            ended += grams if target in ("RECIPIENT", "DISPOSAL", "LOST") else 0
            ended -= grams if source in ("RECIPIENT", "DISPOSAL", "LOST") else 0
        (lost_open,) = lived.rows(f"SELECT loss_grams FROM sorting WHERE id = '{lived.open_run}'")[0]
        (lost,) = lived.rows("SELECT SUM(loss_grams) FROM sorting")[0]
        loss = int(lost) - (lost_open if days == 0 else 0)
        for by in WAYS[stock]:
            totals = ask(lived.store, stock.DEFINITION, *by, last=last, now=later).totals
            assert totals["in_sorting_grams"] == on_table
            assert totals["grams"] + totals["in_sorting_grams"] == came - ended - loss
        assert ask(lived.store, stock.DEFINITION, last=last, now=later, place=NORTH).totals[
            "in_sorting_grams"
        ] == (on_table)
        assert "in_sorting_grams" in ask(lived.store, stock.DEFINITION, last=last, now=later).totals
        for narrowed in ({"place": WEST}, {"category": "clothing"}, {"grade": "A"}):
            report = ask(lived.store, stock.DEFINITION, last=last, now=later, **narrowed)
            assert report.totals["in_sorting_grams"] == 0


def test_a_past_day_says_what_its_evening_said(lived: Lived) -> None:
    for definition, by in ((m.DEFINITION, by) for m in (stock, ageing) for by in WAYS[m]):
        then = lived.evening[definition.name, by]
        again = ask(lived.store, definition, *by, last=lived.today, now=lived.at(3, 9, 0))
        unknown = {"reserved_pieces", "available_pieces"} if definition.name == "stock" else set()
        unknown |= {"lots"} if definition.name == "stock" and "grade" not in by else set()
        before = [{**row, **dict.fromkeys(unknown)} for row in rows_of(then)]
        assert rows_of(again) == before, by
        assert {k: v for k, v in then.totals.items() if k not in unknown} == {
            k: v for k, v in again.totals.items() if k not in unknown
        }
        now = ask(lived.store, definition, *by, now=lived.at(3, 9, 0))
        assert rows_of(now) != before


def test_the_last_day_is_inclusive_to_shanghais_midnight(lived: Lived) -> None:
    """One coat at 00:30 and twenty at 23:30 count for the day, three hundred half an hour past it do not."""
    point, later = lived.day.points[NORTH][3], lived.at(5, 12, 0)
    there = {
        days: ask(
            lived.store, stock.DEFINITION, last=lived.today + timedelta(days=days), now=later, place=point
        ).totals["pieces"]
        for days in (0, 1, 2)
    }
    assert there[1] - there[0] == 21
    assert there[2] - there[1] == 300


def test_ages_and_dates_are_what_the_ledger_knows(lived: Lived) -> None:
    for days, now in ((0, 3), (3, 3), (30, 30)):
        last = lived.today + timedelta(days=days)
        lots, facts, since = _ledger(lived, last), _facts(lived), _since(lived, last)
        for by in WAYS[ageing]:
            found = keyed(ask(lived.store, ageing.DEFINITION, *by, last=last, now=lived.at(now, 9, 0)))
            wanted: dict[Any, dict[str, int]] = defaultdict(lambda: defaultdict(int))
            for (place, lot), (pieces, grams) in lots.items():
                left = facts.lots[lot]["expires_on"]
                bands = {
                    "age_band": _age_band((last - since[place, lot]).days),
                    "expiry_band": _expiry_band(None if left is None else (left - last).days),
                }
                key = tuple({**facts.places[place], **facts.lots[lot], **bands}[name] for name in by)
                wanted[key]["pieces"] += pieces
                wanted[key]["grams"] += grams
                wanted[key][f"{bands['expiry_band']}_pieces"] += pieces
            assert found.keys() == wanted.keys()
            for key, sums in wanted.items():
                for name in (
                    "pieces",
                    "grams",
                    "expired_pieces",
                    "under_3_months_pieces",
                    "under_9_months_pieces",
                ):
                    assert found[key][name] == sums.get(name, 0), (days, by, key, name)
    old = keyed(ask(lived.store, ageing.DEFINITION, now=lived.at(3, 9, 0)))
    assert old["clothing.winter.adult", "31-90"]["pieces"] == 7
    rice = ask(lived.store, ageing.DEFINITION, now=lived.at(30, 9, 0), category="food")
    assert (rice.totals["expired_pieces"], rice.totals["under_9_months_pieces"]) == (2, 3)


def test_needs_stand_against_what_could_be_given(lived: Lived) -> None:
    now = lived.at(1, 9, 0)
    lines = lived.rows(
        "SELECT c.code, n.recipient, r.kind, n.urgency, r.division_code, l.wearer, l.pieces, "
        "l.allocated_pieces, l.delivered_pieces, n.id FROM need_line l JOIN need n ON n.id = l.need_id "
        "JOIN recipient r ON r.code = n.recipient JOIN category c ON c.id = l.category_id "
        "WHERE n.status = 'open'"
    )
    free = _free(lived, now.date())
    names = ("category", "recipient", "recipient_kind", "urgency", "province")
    for by in (("category",), ("recipient", "urgency"), ("province",), ("recipient_kind", "category")):
        report = ask(lived.store, needs.DEFINITION, *by, now=now)
        wanted: dict[Any, list[Any]] = defaultdict(list)
        for line in lines:
            at = dict(zip(names, (*line[:4], line[4][:2]), strict=True))
            wanted[tuple(at[name] for name in by)].append(line)
        found = keyed(report)
        assert found.keys() == wanted.keys()
        for key, of in wanted.items():
            row, missing = found[key], sum(line[6] - line[7] for line in of)
            asked = {(line[0], line[5]) for line in of}
            fits = [
                goods
                for goods in free
                if any(
                    (goods[0] == c or goods[0].startswith(f"{c}.")) and w in (None, goods[1])
                    for c, w in asked
                )
            ]
            plain = sum(goods[3] for goods in fits if not goods[2])
            assert row["needs"] == len({line[9] for line in of})
            assert row["asked_pieces"] == sum(line[6] for line in of)
            assert row["allocated_pieces"] == sum(line[7] for line in of)
            assert row["delivered_pieces"] == sum(line[8] for line in of)
            assert (row["missing_pieces"], row["available_pieces"]) == (missing, plain)
            assert row["earmarked_pieces"] == sum(goods[3] for goods in fits if goods[2])
            assert row["gap_pieces"] == missing - plain
        assert "available_pieces" not in report.totals
    by_category = keyed(ask(lived.store, needs.DEFINITION, now=now))
    # Ten sacks: one is lost, one set apart, one under way; in a month two are past their date.
    assert by_category["food",]["gap_pieces"] == 4 - 7
    assert by_category["food",]["asked_pieces"] == 4
    in_a_month = keyed(ask(lived.store, needs.DEFINITION, now=lived.at(30, 9, 0)))
    assert in_a_month["food",]["gap_pieces"] == 4 - 5
    assert by_category["bedding",]["earmarked_pieces"] == 6
    assert by_category["clothing.winter",]["available_pieces"] == 0
    named = {r["recipient"]: r["recipient_name"] for r in rows_of(ask_needs_by_recipient(lived, now))}
    assert named[CASE] is None
    assert named[NEEDY] == "学校 4"


def ask_needs_by_recipient(lived: Lived, now: datetime) -> Report:
    return ask(lived.store, needs.DEFINITION, "recipient", now=now)


def test_pickups_are_counted_weighed_and_measured(lived: Lived) -> None:
    first, last = lived.today - timedelta(days=1), lived.today + timedelta(days=2)
    for by in (("month", "station"), ("day",), ("station", "vehicle")):
        found = keyed(ask(lived.store, pickups.DEFINITION, *by, first=first, last=last))
        wanted: dict[Any, list[dict[str, Any]]] = defaultdict(list)
        for run in _runs(lived):
            wanted[tuple(run[name] for name in by)].append(run)
        assert found.keys() == wanted.keys()
        for key, of in wanted.items():
            row, metres = found[key], sum(run["distance_m"] for run in of)
            assert row["runs"] == len(of)
            for name in ("stops", "collected_stops", "failed_stops", "open_stops", "bags", "grams"):
                assert row[name] == sum(run[name] for run in of), (key, name)
            assert row["distance_m"] == pytest.approx(metres, abs=len(of))
            assert row["grams_per_km"] == pytest.approx(row["grams"] / (metres / 1000), abs=1)
            waited = [days for run in of for days in run["waited"]]
            if not waited:
                assert row["days_waited_mean"] is row["days_waited_max"] is None
                continue
            assert row["days_waited_mean"] == pytest.approx(sum(waited) / len(waited), abs=0.01)
            assert row["days_waited_max"] == pytest.approx(max(waited), abs=0.01)
    (south,) = rows_of(ask(lived.store, pickups.DEFINITION, first=first, last=last, station="S-04"))
    assert (south["stops"], south["collected_stops"], south["failed_stops"]) == (3, 2, 1)
    # One bag waited three days, one was sealed by a clock ten days ahead.
    assert south["days_waited_max"] == pytest.approx(3, abs=0.01)
    assert south["days_waited_mean"] == pytest.approx(1.5, abs=0.01)
    north = keyed(ask(lived.store, pickups.DEFINITION, "station", first=first, last=lived.today))
    assert north[NORTH,]["bags"] > len(lived.day.bags[NORTH]) - 1


def test_a_run_counts_for_the_shanghai_day_it_was_planned_for(lived: Lived) -> None:
    """One run was planned at 23:30, one an hour later."""
    found = {
        days: ask(lived.store, pickups.DEFINITION, first=day, last=day).totals["runs"]
        for days, day in ((d, lived.today + timedelta(days=d)) for d in (1, 2, 3))
    }
    assert found == {1: 1, 2: 1, 3: 0}


def test_a_closed_place_is_listed_and_marked(lived: Lived) -> None:
    for report in (
        ask(lived.store, stock.DEFINITION, "place", now=lived.at(3, 9, 0)),
        ask(lived.store, ageing.DEFINITION, "place", "grade", now=lived.at(3, 9, 0)),
        ask(lived.store, pickups.DEFINITION, "station", first=lived.today, last=lived.today),
    ):
        active = {row[report.by[0]]: row["active"] for row in rows_of(report)}
        assert active[WEST] is False
        assert active[NORTH] is True
        assert {code for code, is_ in active.items() if not is_} == {WEST}


def test_who_is_bound_to_a_place_sees_it_and_its_vehicles_alone(lived: Lived) -> None:
    later = lived.at(3, 9, 0)
    mine = {row["place"] for row in rows_of(ask(lived.store, stock.DEFINITION, now=later, place="S-04"))}
    homes = {
        row[0]
        for row in lived.rows(
            "SELECT p.code FROM place p JOIN place h ON h.id = p.home_id WHERE h.code = 'S-04'"
        )
    }
    assert mine
    assert mine <= {"S-04"} | homes
    for report in (
        ask(lived.store, ageing.DEFINITION, "place", now=later, place=STORE),
        ask(lived.store, pickups.DEFINITION, first=lived.today, last=lived.today, station=STORE),
        ask(lived.store, pickups.DEFINITION, first=lived.today, last=lived.today, station="S-03"),
    ):
        assert {row.get("place", row.get("station")) for row in rows_of(report)} <= {STORE, "S-03"}


@pytest.mark.parametrize(
    ("module", "filters", "code"),
    [
        (stock, {"place": "X-99"}, "unknown_place"),
        (stock, {"district": "999999"}, "unknown_district"),
        (stock, {"category": "gold"}, "unknown_category"),
        (stock, {"grade": "Z"}, "unknown_word"),
        (stock, {"place_kind": "castle"}, "unknown_word"),
        (ageing, {"age_band": "0-8"}, "unknown_word"),
        (ageing, {"expiry_band": "soon"}, "unknown_word"),
        (ageing, {"place": "X-99"}, "unknown_place"),
        (needs, {"recipient": "R-0"}, "unknown_recipient"),
        (needs, {"province": "99"}, "unknown_province"),
        (needs, {"urgency": "now"}, "unknown_word"),
        (pickups, {"station": "P-0001"}, "unknown_station"),
        (pickups, {"vehicle": NORTH}, "unknown_vehicle"),
    ],
)
def test_what_is_unknown_is_refused_by_name(
    lived: Lived, module: Any, filters: dict[str, str], code: str
) -> None:
    with pytest.raises(Unfit) as refused:
        ask(lived.store, module.DEFINITION, now=lived.at(1, 9, 0), **filters)
    (fault,) = refused.value.faults
    assert (fault.pointer, fault.code) == (f"/{next(iter(filters))}", code)


def test_a_filter_leaves_what_its_rows_say(lived: Lived) -> None:
    """A category takes everything below it along; what a filter leaves is what the rows of all have."""
    later = lived.at(3, 9, 0)
    for definition, name, value, fits in (
        (stock.DEFINITION, "category", "clothing", lambda code: code.startswith("clothing")),
        (stock.DEFINITION, "grade", "RECYCLE", lambda grade: grade == "RECYCLE"),
        (ageing.DEFINITION, "age_band", "31-90", lambda band: band == "31-90"),
        (ageing.DEFINITION, "category", "food", lambda code: code.startswith("food")),
    ):
        whole = ask(lived.store, definition, name, now=later)
        part = ask(lived.store, definition, name, now=later, **{name: value})
        assert rows_of(part) == [row for row in rows_of(whole) if row[name] and fits(row[name])]
        assert part.rows
    kinds = {
        row["place_kind"] for row in rows_of(ask(lived.store, stock.DEFINITION, "place_kind", now=later))
    }
    assert {"point", "station", "vehicle"} <= kinds


def test_how_needs_stood_on_a_past_day_is_not_invented(lived: Lived) -> None:
    with pytest.raises(Unfit) as refused:
        ask(lived.store, needs.DEFINITION, last=lived.today, now=lived.at(1, 9, 0))
    assert refused.value.faults[0].code == "only_today"


def test_every_report_says_what_its_figures_mean_in_both_languages(lived: Lived) -> None:
    for module in KINDS:
        definition: Definition = module.DEFINITION
        for by in (*((name,) for name in definition.dimensions), definition.by):
            zh, en = (
                ask(lived.store, definition, *by, now=lived.at(3, 9, 0), language=language)
                for language in ("zh", "en")
            )
            _reads(zh, en)


def _reads(zh: Report, en: Report) -> None:
    assert zh.totals == en.totals == totals_of(en.columns, en.rows)
    assert {c.holds for c in en.columns if c.totalled} <= ADDITIVE
    words = [en.title, en.sentence, *en.notes, *(column.title for column in en.columns)]
    for word in words:
        assert any("\u4e00" <= character <= "\u9fff" for character in word.zh), word
        assert word.en.isascii(), word
    for chinese, english in zip(rows_of(zh), rows_of(en), strict=True):
        for column in en.columns:
            if column.holds is not Holds.TEXT or column.name == "recipient_name":
                assert chinese[column.name] == english[column.name]
            elif chinese[column.name] is not None:
                assert chinese[column.name] != english[column.name]


class Facts:
    """What the tables say of places and lots, by code and number."""

    def __init__(self, lived: Lived) -> None:
        self.places = {
            code: {"place": code, "place_kind": kind, "district": district}
            for code, kind, district in lived.rows("SELECT code, kind, district_code FROM place")
        }
        rows = lived.rows(
            "SELECT l.id, c.code, l.grade, l.expires_on FROM lot l JOIN category c ON c.id = l.category_id"
        )
        self.lots = {
            lot: {"category": category, "grade": grade, "expires_on": _date(expires)}
            for lot, category, grade, expires in rows
        }


def _facts(lived: Lived) -> Facts:
    return Facts(lived)


def _date(value: Any) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else value


def _movements(lived: Lived, last: date) -> list[Any]:
    rows = lived.rows(
        "SELECT m.day, m.lot, f.code, f.kind, t.code, t.kind, m.pieces, m.grams FROM movement m "
        "JOIN place f ON f.id = m.from_place JOIN place t ON t.id = m.to_place"
    )
    return [row for row in rows if (_date(row[0]) or date.max) <= last]


def _ledger(lived: Lived, last: date) -> Lots:
    """Return what lies of each lot at each place: the sum of all movements up to a day, in plain Python."""
    found: Lots = defaultdict(lambda: [0, 0])
    for _, lot, source, source_kind, target, target_kind, pieces, grams in _movements(lived, last):
        for place, kind, sign in ((target, target_kind, 1), (source, source_kind, -1)):
            if kind != "outside":
                found[place, lot][0] += sign * pieces
                found[place, lot][1] += sign * grams
    return {key: sums for key, sums in found.items() if sums != [0, 0]}


def _since(lived: Lived, last: date) -> dict[tuple[str, int], date]:
    found: dict[tuple[str, int], date] = {}
    for day, lot, _, _, target, _, _, _ in _movements(lived, last):
        came = _date(day) or date.max
        found[target, lot] = min(found.get((target, lot), came), came)
    return found


def _outside(lived: Lived, last: date) -> list[tuple[str, str, int]]:
    return [(row[2], row[4], row[7]) for row in _movements(lived, last)]


def lived_place(lived: Lived, place: int) -> str:
    return str(lived.rows(f"SELECT code FROM place WHERE id = {place}")[0][0])


def _age_band(days: int) -> str:
    if days <= 7:
        return "0-7"
    if days <= 30:
        return "8-30"
    return "31-90" if days <= 90 else "91-180" if days <= 180 else "over-180"


def _expiry_band(left: int | None) -> str:
    if left is None:
        return "none"
    if left < 0:
        return "expired"
    return "under_3_months" if left < 91 else "under_9_months" if left < 274 else "later"


def _free(lived: Lived, today: date) -> list[tuple[str, str | None, bool, int]]:
    """Return category, wearer, whether earmarked, and free pieces of what could be given."""
    rows = lived.rows(
        "SELECT c.code, l.wearer, l.earmark, l.expires_on, b.pieces - b.reserved_pieces FROM balance b "
        "JOIN lot l ON l.id = b.lot JOIN category c ON c.id = l.category_id "
        "JOIN place p ON p.id = b.place_id "
        "WHERE p.kind IN ('station', 'warehouse') AND l.grade IN ('A', 'B', 'C')"
    )
    return [
        (category, wearer, earmark is not None, pieces)
        for category, wearer, earmark, expires, pieces in rows
        if (_date(expires) or date.max) >= today
    ]


def _runs(lived: Lived) -> list[dict[str, Any]]:
    """Return every run, measured another way than the report does: by its bags' chains and their lots."""
    sql = "SELECT r.id, r.planned_for, s.code, s.lat, s.lon, v.code FROM pickup r "
    joins = "JOIN place s ON s.id = r.station_id JOIN place v ON v.id = r.vehicle_id"
    return [_run(lived, *row) for row in lived.rows(sql + joins)]


def _run(
    lived: Lived, run: Any, planned: Any, station: str, lat: float, lon: float, vehicle: str
) -> dict[str, Any]:
    stops = lived.rows(
        "SELECT p.lat, p.lon, s.planned, s.outcome FROM pickup_stop s JOIN place p ON p.id = s.point_id "
        f"WHERE s.pickup_id = '{run}' ORDER BY s.n"
    )
    way = [(lat, lon), *((stop[0], stop[1]) for stop in stops if stop[2]), (lat, lon)]
    weighed = lived.rows(
        "SELECT SUM(m.grams) FROM pickup_bag b JOIN bag_intake i ON i.label = b.label "
        "JOIN lot l ON l.intake_id = i.intake_id JOIN movement m ON m.lot = l.id AND m.kind = 'collect' "
        f"WHERE b.pickup_id = '{run}'"
    )
    chains = lived.rows(
        "SELECT b.announced, g.sealed_at, h.happened_at FROM pickup_bag b JOIN bag g ON g.label = b.label "
        f"JOIN bag_hop h ON h.label = b.label AND h.n = 1 WHERE b.pickup_id = '{run}'"
    )
    outcomes = [stop[3] for stop in stops]
    day = _date(planned) or date.max
    return {
        "month": f"{day:%Y-%m}",
        "day": day,
        "station": station,
        "vehicle": vehicle,
        "stops": len(stops),
        "collected_stops": outcomes.count("collected"),
        "open_stops": outcomes.count(None),
        "failed_stops": len([o for o in outcomes if o not in ("collected", None)]),
        "bags": len(chains),
        "grams": int(weighed[0][0] or 0),
        "distance_m": sum(geodesic(a, b).meters for a, b in pairwise(way)),
        "waited": [
            max((_moment(at) - _moment(sealed)) / timedelta(days=1), 0)
            for announced, sealed, at in chains
            if announced
        ],
    }


def _moment(value: Any) -> datetime:
    moment = datetime.fromisoformat(value) if isinstance(value, str) else value
    return moment.astimezone(SHANGHAI)
