"""The board: what stands where, what is to be done first, what happened, within the caller's place."""

from datetime import UTC, datetime, timedelta
from typing import Any, get_args

from builders import City, coats
from chain_builders import NORTH, STORE, WEST, Chain, done, faults, now
from sqlalchemy import event

from models.access import SYSTEM, Caller, Role
from models.board_shapes import TaskKind, TaskOut
from models.clock import SHANGHAI, utc_now
from models.identifiers import uuid7
from operations.board import making
from operations.board.ranking import TASKS_MAX, ranked, urgency
from operations.reports.dimensions import AGE_BANDS

FOUNDATION = Caller(None, 1, Role.FOUNDATION, language="en")


def board(who: Any, place: str | None = None) -> dict[str, Any]:
    return done(who.get("/board", params={"place": place} if place else {}), 200)


def tasks(shown: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    return [task for task in shown["tasks"] if task["kind"] == kind]


def test_an_empty_network_has_an_empty_board(city: City) -> None:
    shown = board(city.somebody(Role.FOUNDATION))

    assert set(shown["figures"].values()) == {0}
    assert (shown["place"], shown["tasks"], shown["ageing"], shown["needs"]) == (None, [], [], [])


def test_figures_say_what_the_lists_say(chain: Chain) -> None:
    here, there = chain.points_of(NORTH, 2)
    waiting = chain.bag(here, coats(2, grams=800))
    lost = chain.bag(there)
    run = chain.run({here: [waiting], there: [lost]})
    chain.receive([{"label": waiting, "grams": 900}], pickup=run)
    lot = chain.stocked(10, 5000)
    rags = chain.stocked(4, 2000, grade="RECYCLE")
    shipment = str(uuid7())
    body = {"from": NORTH, "to": STORE, "lines": [{"lot": lot, "pieces": 2}]}
    done(chain.at(NORTH).put(f"/transfers/{shipment}", body))

    shown = board(chain.at(NORTH))

    assert shown["figures"] == {
        "arrived_bags_today": 3,
        "arrived_grams_today": 900 + 5000 + 2000,
        "bags_to_sort": 1,
        "available_pieces": 8,
        "available_grams": 4000,
        "shipments_to_send": 1,
        "conflicts": 1,
    }
    assert rags
    assert shown["place"]["code"] == NORTH
    assert [task["number"] for task in tasks(shown, "conflicts")] == [1]
    (sending,) = tasks(shown, "shipment_to_send")
    assert sending["path"] == f"/desk/shipments/transfer/{shipment}"
    assert (sending["pieces"], sending["place_name"]) == (2, shown["place"]["name_en"])
    assert board(chain.foundation)["figures"] == shown["figures"]
    assert set(board(chain.at(WEST))["figures"].values()) == {0}
    assert board(chain.at(WEST))["tasks"] == []


def test_a_foreign_board_is_not_shown(chain: Chain) -> None:
    assert chain.at(NORTH).get(f"/board?place={WEST}").status_code == 404
    assert board(chain.foundation, WEST)["place"]["code"] == WEST
    for code in ("S-99", "P-0001"):
        assert faults(chain.foundation.get(f"/board?place={code}")) == [("/place", "unknown_place")]
    assert chain.who(Role.VOLUNTEER, "P-0001").get("/board").status_code == 403


def test_what_waits_becomes_a_task_with_its_page(chain: Chain) -> None:
    city, later = chain.city, utc_now() + timedelta(days=9)
    first, second = chain.points_of(NORTH, 2)
    chain.bag(first)
    run, driver = str(uuid7()), chain.driver()
    riding = chain.bag(second)
    done(driver.put(f"/pickups/{run}", {"station": NORTH, "stops": [second]}))
    collected = {"point": second, "happened_at": now(), "bags": [riding]}
    done(driver.post(f"/pickups/{run}/collect", collected))
    soon = str((utc_now() + timedelta(days=20)).astimezone(SHANGHAI).date())
    rice = chain.stocked(5, 25_000, category="food.rice", expires_on=soon)
    open_run = chain.sort([chain.brought()], [], open=True)["id"]
    lot = chain.stocked()
    disposal, transfer = str(uuid7()), str(uuid7())
    rags = {"place": NORTH, "kind": "recycling", "lines": [{"lot": lot, "pieces": 1}], "reason": "torn"}
    done(chain.at(NORTH).put(f"/disposals/{disposal}", rags))
    goods = {"from": NORTH, "to": STORE, "lines": [{"lot": lot, "pieces": 3}]}
    done(chain.at(NORTH).put(f"/transfers/{transfer}", goods))
    done(chain.at(NORTH).post(f"/transfers/{transfer}/dispatch", {"happened_at": now()}))
    done(chain.at(NORTH).put(f"/thresholds/{NORTH}/bedding", {"pieces": 9}), 200)
    chain.recipient()
    need = chain.need({"category": "clothing", "pieces": 50})
    urgent = chain.need({"category": "clothing", "pieces": 2}, urgency="emergency")

    shown = city.store.read_now(making.board, place=None, now=later, by=FOUNDATION)

    pages = {(task.kind, task.path) for task in shown.tasks}
    assert pages == {
        ("expiring", f"/desk/lot/{rice}"),
        ("pickup_overdue", f"/desk/pickups/{run}"),
        ("emergency_need", f"/desk/needs/{urgent}"),
        ("point_waiting", f"/desk/pickups?station={NORTH}"),
        ("bags_arriving", "/desk/receive"),
        ("transfer_arriving", f"/desk/shipments/transfer/{transfer}"),
        ("sorting_open", f"/desk/sort/{open_run}"),
        ("disposal_to_decide", f"/desk/stock?disposal={disposal}"),
        ("low_stock", f"/desk/stock?place={NORTH}&category=bedding"),
        ("need_unmet", f"/desk/needs/{need}"),
    }
    order = [get_args(TaskKind).index(task.kind) for task in shown.tasks]
    assert order == sorted(order)
    assert [task.urgency for task in shown.tasks] == sorted((t.urgency for t in shown.tasks), reverse=True)
    (gap,) = shown.needs
    assert (gap.category, gap.wanted_pieces, gap.available_pieces, gap.gap_pieces) == ("clothing", 52, 6, 46)
    assert [band.band for band in shown.ageing[0].bands] == list(AGE_BANDS)
    clothing = next(group for group in shown.ageing if group.group == "clothing")
    assert {band.band: band.pieces for band in clothing.bands if band.pieces} == {"8-30": 7}
    expired = city.store.read_now(making.board, place=NORTH, now=later + timedelta(days=20), by=FOUNDATION)
    assert [(task.subject, task.category) for task in expired.tasks if task.kind == "expired"] == [
        (rice, "food.rice")
    ]


def test_the_feed_is_what_the_list_of_acts_tells(chain: Chain) -> None:
    chain.stocked()

    for who in (chain.foundation, chain.at(NORTH), chain.at(WEST)):
        assert board(who)["feed"] == done(who.get("/acts?limit=20"), 200)["items"]


def test_kinds_come_before_days_and_days_before_names() -> None:
    at = datetime(2026, 11, 25, tzinfo=UTC)

    def task(kind: TaskKind, days: int, subject: str = "x") -> TaskOut:
        since = at - timedelta(days=days)
        empty = dict.fromkeys(("place", "place_name", "due", "pieces", "grams", "number", "category"))
        told = {"kind": kind, "urgency": urgency(kind, since, at), "subject": subject, "since": since}
        return TaskOut.model_validate({**empty, **told, "path": "/desk"})

    late, old, older, new = (
        task("pickup_overdue", 0),
        task("need_unmet", 300, "b"),
        task("need_unmet", 400, "c"),
        task("need_unmet", 1, "a"),
    )
    assert ranked([new, old, late, older]) == [late, older, old, new]
    assert len(ranked([new] * 80)) == TASKS_MAX


def test_a_longer_history_does_not_make_more_questions(chain: Chain) -> None:
    counts = []
    for _ in range(2):
        lot = chain.stocked()
        lines = [{"lot": lot, "pieces": 1}]
        body = {"place": NORTH, "kind": "recycling", "lines": lines, "reason": "torn"}
        done(chain.at(NORTH).put(f"/disposals/{uuid7()}", body))
        transfer = {"from": NORTH, "to": STORE, "lines": lines}
        done(chain.at(NORTH).put(f"/transfers/{uuid7()}", transfer))
        done(chain.at(NORTH).put(f"/thresholds/{NORTH}/bedding", {"pieces": 9}), 200)
        sent: list[str] = []

        def note(_c: Any, _cursor: Any, statement: str, *_: Any, into: list[str] = sent) -> None:
            into.append(statement)

        event.listen(chain.city.store._reader, "before_cursor_execute", note)
        chain.city.store.read_now(making.board, place=None, now=utc_now(), by=FOUNDATION)
        event.remove(chain.city.store._reader, "before_cursor_execute", note)
        counts.append(len(sent))
        assert not any("FROM movement" in statement for statement in sent)
    assert counts[0] == counts[1] < 45


def test_what_lies_somewhere_is_read_by_its_own_index(city: City) -> None:
    if city.store.read_now(lambda session: session.connection().dialect.name) != "sqlite":
        return
    asked: list[tuple[str, Any]] = []

    def note(_c: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        asked.append((statement, parameters))

    event.listen(city.store._reader, "before_cursor_execute", note)
    city.store.read_now(making.board, place=None, now=utc_now(), by=SYSTEM)
    event.remove(city.store._reader, "before_cursor_execute", note)
    plans = [
        city.store.read_now(
            lambda session, s=s, p=p: str(
                session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {s}", p).all()
            )
        )
        for s, p in asked
        if "lot.grade" in s
    ]
    assert plans
    assert all("ix_balance_there" in plan for plan in plans)
