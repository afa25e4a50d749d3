"""The simulated year: its figures, its soundness, its repetition, and what it leaves to look at."""

import csv
import hashlib
import io
import shutil
import sqlite3
from collections import Counter, defaultdict
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from conftest import KEY
from databases import named, on_server
from sqlalchemy import func, select
from sqlmodel import Session, col
from typer.testing import CliRunner

from app.cli import cli
from app.commands.serving import prepare
from app.settings import Settings
from models.acts import Act, ActKind
from models.claims import ClosedPeriod, Hold
from models.custody import Bag, BagStatus, PickupRequest, ReceiptBag, StopOutcome
from models.custody import Stop as PickupStop
from models.intakes import DonorContact, Intake, Refused
from models.ledger import Balance, Lot, Movement, MovementKind
from models.relief import NeedLine, Recipient
from models.shipments import Delivery
from models.sortings import Sorting, SortingStatus
from models.store import Store
from models.vault import Vault
from operations.invariants import violations
from operations.relief.recipients import is_credit_code
from seeds.demo.chance import Chance
from seeds.demo.figures import MEAN_GRAMS, REFUSED, SHARES
from seeds.demo.giving import Gift, Giving, shares_at
from seeds.demo.goods import Goods, group_of
from seeds.demo.plan import Emergency, Plan, plan_year
from seeds.demo.recipients import ORGANISATIONS, credit_code
from seeds.demo.year import simulate
from seeds.loading import category_facts, read

TINY = Plan(3, 10, date(2025, 3, 1), date(2025, 4, 6), Emergency(date(2025, 3, 10), 3))
SHORT = Plan(3, 6, date(2025, 3, 1), date(2025, 3, 11), Emergency(date(2025, 3, 9), 1))
YEAR = plan_year(2025, 1500, 1, date(2026, 11, 24))


def ledger(session: Session) -> str:
    """Return a print of all movements, without what is random by design: ids that follow labels."""
    asked = select(
        Movement.seq, Movement.kind, Movement.lot, Movement.from_place, Movement.to_place,
        Movement.pieces, Movement.grams, Movement.happened_at, Movement.recorded_at, Movement.day,
        Movement.by, Movement.corrects,
    )  # fmt: skip
    rows = session.execute(asked.order_by(col(Movement.seq))).all()
    assert len(rows) > 100
    return hashlib.sha256(repr([tuple(row) for row in rows]).encode()).hexdigest()


@pytest.fixture(scope="module")
def year() -> dict[date, list[Gift]]:
    """What eighty of the real points are given on every fifth day of a year, without a database."""
    rows = list(csv.DictReader(io.StringIO(read("points.csv"))))[::19]
    handles = [frozenset(row["accepts"].split(";")) for row in rows]
    goods = Goods({fact["code"]: fact["grams_per_piece"] for fact in category_facts()})
    giving = Giving(YEAR, goods, shares_at(handles))
    return {
        day: [gift for n, taken in enumerate(handles) for gift in giving.gifts(Chance(1, day, n), taken, day)]
        for day in YEAR.days[::5]
    }


def test_the_generated_year_follows_the_published_figures(year: dict[date, list[Gift]]) -> None:
    facts = {fact["code"]: fact for fact in category_facts()}
    refused_by_rule = ("worn", "soiled", "damaged")
    by_month: dict[int, list[float]] = defaultdict(list)
    weight: Counter[str] = Counter()
    taken = turned_away = 0
    points = 79
    for day, gifts in year.items():
        grams = 0
        for gift in gifts:
            turned_away += len(gift.refused)
            for line in gift.lines:
                if not facts[line.category]["accepted"] or line.condition in refused_by_rule:
                    turned_away += 1
                    continue
                taken += 1
                weighs = line.grams or line.pieces * facts[line.category]["grams_per_piece"]
                weight[group_of(line.category)] += weighs
                grams += weighs
        if not YEAR.emergency.lasts(day):
            by_month[day.month].append(grams / points)

    mean = {month: sum(days) / len(days) for month, days in by_month.items()}
    ordinary = (mean[1] + mean[2] + mean[5] + mean[6] + mean[12]) / 5
    assert sum(mean.values()) / 12 == pytest.approx(MEAN_GRAMS, rel=0.08)
    for month in (3, 4, 10, 11):
        assert mean[month] / ordinary == pytest.approx(2, rel=0.15), month
    for month in (7, 8):
        assert mean[month] / ordinary == pytest.approx(0.5, rel=0.15), month
    for group, share in SHARES.items():
        assert weight[group] / weight.total() == pytest.approx(share, abs=0.02), group
    assert 0.10 < turned_away / (taken + turned_away) < 0.20
    assert turned_away / (taken + turned_away) == pytest.approx(REFUSED, abs=0.02)


def test_an_emergency_brings_ten_times_as_much() -> None:
    day = YEAR.emergency.first

    assert YEAR.grams(day) == 10 * YEAR.grams(day - timedelta(days=1))
    assert YEAR.grams(day + timedelta(days=YEAR.emergency.days)) == YEAR.grams(day - timedelta(days=1))


def test_chance_repeats_by_seed_and_differs_by_purpose() -> None:
    draws = [Chance(seed, purpose).draw() for seed, purpose in ((1, "a"), (1, "a"), (2, "a"), (1, "b"))]

    assert draws[0] == draws[1]
    assert len(set(draws)) == 3


def test_every_invented_organisation_has_a_credit_code_that_can_be_right() -> None:
    codes = [credit_code(division, n) for n, (_, division, _) in enumerate(ORGANISATIONS)]

    assert all(map(is_credit_code, codes))
    assert len(set(codes)) == len(codes)


def test_a_simulated_city_is_sound_and_everything_in_it_lives(store: Store) -> None:
    lived = simulate(store, TINY)

    assert lived.days == 37
    assert store.read_now(lambda session: [v for _, v in violations(session) if v is not None]) == []
    store.read_now(_everything_lives)
    store.read_now(_yields_are_the_trades)


def _everything_lives(session: Session) -> None:
    def count(column: object, *conditions: object) -> int:
        return int(session.scalar(select(func.count(column)).where(*conditions)) or 0)  # type: ignore[call-overload]

    kinds = set(session.scalars(select(col(Movement.kind)).distinct()))
    acts = set(session.scalars(select(col(Act.kind)).distinct()))
    assert kinds >= {
        MovementKind.INTAKE, MovementKind.COLLECT, MovementKind.RECEIVE, MovementKind.WEIGH,
        MovementKind.SORT_IN, MovementKind.SORT_OUT, MovementKind.DISPATCH, MovementKind.ARRIVE,
        MovementKind.DELIVER, MovementKind.DISPOSE, MovementKind.CORRECTION, MovementKind.STOCKTAKE,
    }  # fmt: skip
    assert acts >= {
        ActKind.PRINT_LABELS, ActKind.SEAL_BAG, ActKind.PLAN_PICKUP, ActKind.COLLECT, ActKind.FINISH_PICKUP,
        ActKind.RECEIVE_BAGS, ActKind.OPEN_SORTING, ActKind.STATE_NEED, ActKind.ALLOCATE, ActKind.HOLD,
        ActKind.APPROVE_DISPOSAL, ActKind.FINALIZE_STOCKTAKE, ActKind.CLOSE_PERIOD,
    }  # fmt: skip
    assert list(session.scalars(select(col(ClosedPeriod.month)))) == ["2025-03"]
    assert count(col(DonorContact.intake_id)) > 10
    assert count(col(Refused.intake_id)) > 50
    assert count(col(Delivery.id)) > 3
    assert count(col(Recipient.code)) == len(ORGANISATIONS) + 9
    assert count(col(NeedLine.n), col(NeedLine.delivered_pieces) < col(NeedLine.pieces)) > 0
    assert count(col(Balance.lot), col(Balance.pieces) > 0) > 50
    assert count(col(Sorting.id), col(Sorting.status) == SortingStatus.OPEN.value) > 0
    assert count(col(Bag.label), col(Bag.status) == BagStatus.SEALED.value) > 0
    assert {row for row in session.scalars(select(col(Intake.flags)).distinct()) if row} != set()
    assert session.scalars(select(col(PickupStop.outcome)).distinct()).all() != [StopOutcome.COLLECTED]
    assert count(col(ReceiptBag.label)) > 40
    assert count(col(Hold.id)) > 0
    assert count(col(PickupRequest.id)) > 0


def _yields_are_the_trades(session: Session) -> None:
    rows = session.execute(
        select(col(Lot.grade), func.sum(col(Lot.grams)))
        .where(col(Lot.grade).is_not(None))
        .group_by(col(Lot.grade))
    )
    grams = {grade: int(weight) for grade, weight in rows}
    whole = sum(grams.values())
    assert (grams["A"] + grams["B"] + grams["C"]) / whole == pytest.approx(0.57, abs=0.03)
    assert grams["RECYCLE"] / whole == pytest.approx(0.34, abs=0.03)
    assert grams["WASTE"] / whole == pytest.approx(0.08, abs=0.02)


def test_the_same_seed_gives_the_same_ledger_on_both_engines(
    sqlite_template: Path, tmp_path: Path, postgres: str, postgres_template: str
) -> None:
    prints = []
    for name, plan in (("a", SHORT), ("b", SHORT), ("c", replace(SHORT, seed=4))):
        shutil.copy(sqlite_template, tmp_path / name)
        prints.append(_lived_through(f"sqlite:///{tmp_path / name}", plan))
    database = f"city_{uuid4().hex}"
    on_server(postgres, f"CREATE DATABASE {database} TEMPLATE {postgres_template}")
    prints.append(_lived_through(named(postgres, database), SHORT))
    on_server(postgres, f"DROP DATABASE {database} WITH (FORCE)")

    assert prints[0] == prints[1] == prints[3]
    assert prints[2] != prints[0]


def _lived_through(url: str, plan: Plan) -> str:
    store = Store(url, Vault(KEY), readers=1)
    simulate(store, plan)
    found = store.read_now(ledger)
    store.close()
    return found


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch, sqlite_template: Path, tmp_path: Path) -> Path:
    """A machine with a seeded database of its own."""
    shutil.copy(sqlite_template, tmp_path / "jiujin.db")
    monkeypatch.setenv("JIUJIN_DATABASE_URL", f"sqlite:///{tmp_path / 'jiujin.db'}")
    monkeypatch.setenv("JIUJIN_SECRET_KEY", KEY.hex())
    return tmp_path / "jiujin.db"


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        (["--year", "2098"], "2098 has not begun"),
        (["--year", "2025", "--points", "9999"], "9999 points are asked for, 1500 are open"),
    ],
)
def test_the_command_refuses_what_it_cannot_simulate(machine: Path, asked: list[str], sentence: str) -> None:
    done = CliRunner().invoke(cli, ["demo", *asked])

    assert done.exit_code == 1
    assert sentence in " ".join(done.output.split())
    assert _intakes(machine) == 0


def test_the_command_simulates_an_empty_network_and_refuses_one_with_intakes(
    machine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.commands.demo._today", lambda: date(2025, 1, 6))

    first = CliRunner().invoke(cli, ["demo", "--year", "2025", "--points", "3", "--seed", "7"])
    before = _intakes(machine)
    again = CliRunner().invoke(cli, ["demo", "--year", "2025", "--points", "3"])

    assert first.exit_code == 0, first.output
    assert "Everything in it is invented" in " ".join(first.output.split())
    assert before > 0
    assert again.exit_code == 1
    assert "This database has intakes" in " ".join(again.output.split())
    assert _intakes(machine) == before


def test_a_newcomers_year_is_made_once_and_never_over_what_is_there(
    machine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("seeds.demo.plan.plan_year", lambda *_: replace(SHORT, last=date(2025, 3, 2)))
    settings = Settings.read()

    prepare(settings)
    assert _intakes(machine) == 0
    prepare(settings, demo=True)
    made = _intakes(machine)
    prepare(settings, demo=True)

    assert made > 0
    assert _intakes(machine) == made


def _intakes(database: Path) -> int:
    with sqlite3.connect(database) as connection:
        (count,) = connection.execute("SELECT count(*) FROM intake").fetchone()
    return int(count)
