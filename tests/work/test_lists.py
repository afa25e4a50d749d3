"""Lists of the desk: short rows, the newest first, within the place of who asks."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from builders import City, coats
from chain_builders import NORTH, STORE, WEST, Chain, done, faults
from chain_day import Day
from sqlalchemy import event

from models.access import Role
from models.identifiers import uuid7

LISTS = (
    "/receipts",
    "/bags",
    "/labels",
    "/sortings",
    "/stocktakes",
    "/allocations",
    "/disposals",
    "/holds",
)
PLACED = ("/receipts", "/bags", "/sortings", "/stocktakes", "/disposals", "/holds")


def items(answer: Any) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = done(answer, 200)["items"]
    return rows


@contextmanager
def counted(city: City) -> Iterator[list[str]]:
    """Note the statements that are sent meanwhile."""
    sent: list[str] = []

    def note(_c: Any, _cursor: Any, statement: str, *_: Any) -> None:
        sent.append(statement)

    event.listen(city.store._reader, "before_cursor_execute", note)
    yield sent
    event.remove(city.store._reader, "before_cursor_execute", note)


def test_lists_of_a_day_say_what_the_documents_say(city: City) -> None:
    day = Day(city)
    day.whole()
    auditor = city.somebody(Role.AUDITOR)
    _receipts(auditor)
    for path, alike in (
        ("/sortings", ("status", "pieces_in", "grams_in", "pieces_out", "grams_out", "remaining_grams")),
        ("/stocktakes", ("status", "blind", "counted", "to_count", "differences")),
        ("/allocations", ("status", "need", "recipient", "expires_at")),
        ("/disposals", ("kind", "status", "taker", "proposed_by", "decided_by")),
    ):
        rows = items(auditor.get(f"{path}?limit=100"))
        assert rows, path
        for row in rows:
            whole = done(auditor.get(f"{path}/{row['id']}"), 200)
            assert {name: row[name] for name in alike} == {name: whole[name] for name in alike}
    (rags,) = items(auditor.get("/disposals"))
    assert rags["grams"] > 0
    assert rags["reason"] == "rags"
    _same_in_windows(city)
    _own_and_nothing_of_others(day)


def _receipts(auditor: Any) -> None:
    rows = items(auditor.get("/receipts?limit=100"))
    for row in rows:
        whole = done(auditor.get(f"/receipts/{row['id']}"), 200)
        sums = ("expected_pieces", "expected_grams", "pieces", "grams", "received_at", "recorded_at")
        assert {name: row[name] for name in sums} == {name: whole[name] for name in sums}
        assert row["bags"] == len(whole["bags"])
        for outcome in ("missing", "surplus", "unknown", "damaged"):
            assert row[outcome] == len(whole[outcome]), outcome
    assert [row["received_at"] for row in rows] == sorted((r["received_at"] for r in rows), reverse=True)
    assert sum(row["missing"] for row in rows) == 2
    when = rows[1]["received_at"]
    later = items(auditor.get("/receipts", params={"since": when}))
    earlier = items(auditor.get("/receipts", params={"until": when}))
    assert [row["id"] for row in later + earlier] == [row["id"] for row in rows]


def _same_in_windows(city: City) -> None:
    admin = city.admin()
    for path in LISTS:
        whole = items(admin.get(f"{path}?limit=100"))
        pages: list[Any] = []
        cursor = ""
        while cursor is not None:
            answer = done(admin.get(f"{path}?limit=2{cursor and f'&cursor={cursor}'}"), 200)
            pages += answer["items"]
            cursor = answer["next_cursor"]
        assert pages == whole, path


def _own_and_nothing_of_others(day: Day) -> None:
    foundation = day.foundation
    for path in PLACED:
        everything = items(foundation.get(f"{path}?limit=100"))
        for station in (NORTH, WEST, STORE):
            if (path, station) == ("/receipts", STORE):
                continue
            seen = items(day.at(station).get(f"{path}?limit=100"))
            if path == "/bags":
                mine = [row for row in everything if station in (row["station"], row["place"])]
            else:
                mine = [row for row in everything if row["place"]["code"] == station]
            assert seen == mine, (path, station)
        assert day.at(NORTH).get(f"{path}?place={WEST}").status_code == 404, path
        assert items(foundation.get(f"{path}?place={WEST}&limit=100")) == [
            row for row in everything if (row["place"] or {}).get("code") == WEST
        ]
        assert faults(foundation.get(f"{path}?place=S-99")) == [("/place", "unknown_place")]


def test_an_allocation_is_seen_where_its_goods_lie(chain: Chain) -> None:
    lot = chain.stocked()
    chain.recipient()
    allocation = chain.allocate(chain.need({"category": "clothing", "pieces": 5}), lot, 3)

    (seen,) = items(chain.at(NORTH).get("/allocations"))

    assert (seen["id"], seen["pieces"], seen["reserved_pieces"], seen["lines"]) == (allocation["id"], 3, 3, 1)
    assert items(chain.at(WEST).get("/allocations")) == []
    assert items(chain.foundation.get("/allocations?recipient=R-NO")) == []
    assert items(chain.foundation.get("/allocations?status=released")) == []


def test_bags_wait_in_the_order_they_were_sealed(chain: Chain) -> None:
    first, second = chain.points_of(NORTH, 2)
    west = chain.points_of(WEST, 1)[0]
    old, young, far = chain.bag(first, coats(2, grams=900)), chain.bag(second), chain.bag(west)
    everywhere = items(chain.foundation.get("/bags?status=sealed"))
    assert [row["label"].replace("-", "") for row in everywhere] == [old, young, far]
    assert (everywhere[0]["pieces"], everywhere[0]["grams"]) == (2, 900)
    assert (everywhere[0]["place"]["code"], everywhere[0]["station"]) == (first, NORTH)
    assert [row["station"] for row in items(chain.at(NORTH).get("/bags"))] == [NORTH, NORTH]
    assert [row["station"] for row in items(chain.foundation.get(f"/bags?station={WEST}"))] == [WEST]
    assert len(items(chain.driver(NORTH).get(f"/bags?place={first}"))) == 1
    assert chain.driver(NORTH).get(f"/bags?place={west}").status_code == 404
    assert chain.driver(NORTH).get(f"/bags?station={WEST}").status_code == 404
    assert faults(chain.foundation.get("/bags?station=P-0001")) == [("/station", "unknown_station")]
    chain.receive([old], pickup=chain.run({first: [old]}))
    chain.sort([old], [{"category": "clothing", "grade": "A", "pieces": 2, "grams": 900}])
    (opened,) = items(chain.foundation.get("/bags?status=opened"))
    assert opened["place"] is None


def test_goods_set_apart_are_listed_until_they_are_released_and_after(chain: Chain) -> None:
    lot = chain.stocked()
    hold = str(uuid7())
    body = {"place": NORTH, "reason": "wet", "lines": [{"lot": lot, "pieces": 4}]}
    done(chain.at(NORTH).put(f"/holds/{hold}", body))
    (seen,) = items(chain.at(NORTH).get("/holds?released=false"))
    assert (seen["id"], seen["pieces"], seen["reason"], seen["by"]) == (hold, 4, "wet", "somebody")
    done(chain.at(NORTH).post(f"/holds/{hold}/release", {"reason": "dry"}))
    assert items(chain.at(NORTH).get("/holds?released=false")) == []
    (seen,) = items(chain.at(NORTH).get("/holds?released=true"))
    assert seen["pieces"] == 4


def test_a_blind_count_does_not_tell_its_differences(chain: Chain) -> None:
    lot = chain.stocked()
    count = str(uuid7())
    counts = [{"lot": lot, "pieces": 9}]
    done(chain.at(NORTH).put(f"/stocktakes/{count}", {"place": NORTH, "lines": counts}))
    (seen,) = items(chain.at(NORTH).get("/stocktakes?status=counting"))
    assert (seen["counted"], seen["differences"]) == (1, None)
    done(chain.city.admin().post(f"/stocktakes/{count}/finalize", {}))
    (seen,) = items(chain.at(NORTH).get("/stocktakes?status=finalized"))
    assert seen["differences"] == 1


def test_labels_are_listed_by_batch(chain: Chain) -> None:
    chain.labels(3)
    spoiled, sealed, *_ = chain.labels(5)
    retired = chain.at(NORTH).post(f"/labels/{spoiled}/retire", {"reason": "torn"})
    assert retired.status_code == 204
    chain.give("P-0001", coats(2), bag=sealed)
    done(chain.who(Role.VOLUNTEER, "P-0001").put(f"/bags/{sealed}", {"point": "P-0001"}))

    batches = items(chain.at(NORTH).get("/labels"))
    assert [(row["count"], row["used"], row["retired"]) for row in batches] == [(5, 1, 1), (3, 0, 0)]


def test_a_cursor_that_we_did_not_write_is_refused(city: City) -> None:
    admin = city.admin()
    for path in LISTS:
        for cursor in ("x", "WzFd", "WyIyMDI2LTAxLTAxIiwieCJd", "WyJ4IiwieCJd"):
            assert faults(admin.get(f"{path}?cursor={cursor}")) == [("/cursor", "cursor")], (path, cursor)


def test_a_longer_list_does_not_ask_more_often(chain: Chain) -> None:
    admin = chain.city.admin()
    sent: dict[str, list[int]] = {path: [] for path in LISTS}
    for _ in range(2):
        _one_of_each(chain)
        for path in LISTS:
            admin.get(path)
            with counted(chain.city) as statements:
                rows = items(admin.get(path))
            sent[path].append(len(statements))
    assert len(rows) == 2
    for path, counts in sent.items():
        assert counts[0] == counts[1] <= 8, path


def _one_of_each(chain: Chain) -> None:
    lot = chain.stocked()
    chain.recipient()
    chain.allocate(chain.need({"category": "clothing", "pieces": 1}), lot, 1)
    lines = [{"lot": lot, "pieces": 1}]
    done(chain.at(NORTH).put(f"/holds/{uuid7()}", {"place": NORTH, "reason": "wet", "lines": lines}))
    disposal = {"place": NORTH, "kind": "recycling", "lines": lines, "reason": "rags"}
    done(chain.at(NORTH).put(f"/disposals/{uuid7()}", disposal))
    done(chain.at(NORTH).put(f"/stocktakes/{uuid7()}", {"place": NORTH}))
