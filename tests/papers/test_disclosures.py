"""What is published stays as it was, byte by byte, whatever happens in the ledger afterwards."""

import csv
import hashlib
import io
import json
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from pathlib import Path
from typing import Any

import openpyxl
import pypdfium2
import pytest
from builders import COATS, City, Somebody, coats
from chain_builders import NORTH, SCHOOL, Chain, done, faults
from papers_builders import (
    CASE,
    DONOR,
    FLOOD,
    PHONE,
    SIGNER,
    WITNESS,
    Papers,
    ago,
    rows,
    table,
    today,
    totals,
)
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from app.migrating import migrate
from migrations import versions
from models.access import SYSTEM, Role
from models.clock import utc_now
from models.disclosure_shapes import Paper, PaperTable
from models.identifiers import uuid7
from operations.disclosure.open_data import as_csv


@pytest.fixture
def papers(chain: Chain) -> Papers:
    papers = Papers(chain)
    papers.project()
    return papers


def test_a_published_disclosure_never_changes_by_a_byte(papers: Papers) -> None:
    chain, foundation = papers.chain, papers.chain.foundation
    gift = papers.give(4)
    lot = chain.stocked(10, 5000)
    papers.chain.recipient()
    shipment = papers.hand_over(SCHOOL, lot, 6, people=30)

    made = papers.publish()
    number, year = made["number"], today().year
    assert number == f"D-{year}-0001"
    first = papers.public(f"/{number}")
    assert first.headers["etag"] == f'"{hashlib.sha256(first.content).hexdigest()}"' == f'"{made["sha256"]}"'
    paper = first.json()
    assert totals(paper, "received") == {"pieces": 4, "grams": 2000}
    assert sum(p for (_, category), (p, _) in table(paper, "received").items() if category == COATS) == 4
    assert table(paper, "dispatched_by_area") == {("530000",): (6, 3000)}
    assert rows(paper, "reach") == [[30, 1, 0]]
    assert paper["names"]["530000"] == {"zh": "云南省", "en": "Yunnan"}

    # Everything that can happen: late facts, corrections, more deliveries, returns, a donor who is forgotten.
    papers.give(3)
    correction = {"id": str(uuid7()), "reason": "miscount", "lines": [coats(1, grams=500)]}
    done(chain.who(Role.VOLUNTEER, "P-0001").post(f"/intakes/{gift['id']}/corrections", correction))
    back = {
        "happened_at": ago(1),
        "lines": [{"lot": lot, "pieces": 2, "grams": 1000}],
        "reason": "not_needed",
    }
    done(foundation.post(f"/distributions/{shipment}/return", back))
    papers.hand_over(SCHOOL, lot, 1, people=2)
    _execute(papers, "DELETE FROM donor_contact")
    papers.project(name="抗洪救灾")
    papers.chain.recipient(division_code="510000")
    for statement in (
        "UPDATE disclosure_version SET reason = 'x'",
        "DELETE FROM disclosure_version",
        "UPDATE disclosure SET last_day = first_day",
        "DELETE FROM disclosure",
    ):
        with pytest.raises(DatabaseError, match="append-only"):
            _execute(papers, statement)
    for path in (f"/{number}", f"/{number}/versions/1"):
        again = papers.public(path)
        assert again.content == first.content
        assert again.headers["etag"] == first.headers["etag"]

    # The correction shows both values, and the older version stays.
    preview = done(foundation.get(f"/disclosures/preview?{_asked(papers)}"), 200)
    second = done(foundation.post(f"/disclosures/{made['id']}/versions", _because()))
    assert second["version"] == 2
    assert preview["changes"] == second["changes"]
    assert papers.public(f"/{number}/versions/1").content == first.content
    newest = papers.public(f"/{number}").json()
    assert newest == papers.public(f"/{number}/versions/2").json()
    assert (newest["version"], newest["reason"]) == (2, "一部手机晚到")
    assert newest["tables"] == preview["tables"]
    assert totals(newest, "received") == {"pieces": 7, "grams": 3500}
    assert totals(newest, "dispatched_by_month") == {"pieces": 5, "grams": 2500}
    changed = {
        (c["table"], _key(c["row"]), c["column"]): (c["before"], c["after"]) for c in second["changes"]
    }
    assert changed["received", None, "pieces"] == (4, 7)
    assert changed["project", None, "name"] == ("抗洪", "抗洪救灾")
    assert changed["dispatched_by_area", ("530000",), "pieces"] == (6, 5)
    assert changed["reach", (), "people_reached"] == (30, 32)
    unchanged = foundation.post(f"/disclosures/{made['id']}/versions", _because())
    assert (unchanged.status_code, faults(unchanged)) == (409, [("", "figures_are_the_same")])
    _pages_show_both(papers, number)
    _nobody_is_named(papers, number)


def _because() -> dict[str, Any]:
    return {"id": str(uuid7()), "reason": "一部手机晚到"}


def _asked(papers: Papers) -> str:
    return f"duty=emergency&project={FLOOD}&first={papers.first}&last={papers.last}"


def _key(row: dict[str, Any] | None) -> tuple[Any, ...] | None:
    return None if row is None else tuple(row.values())


def _execute(papers: Papers, statement: str) -> None:
    def run(session: Any, *, by: object, now: object) -> None:  # noqa: ARG001
        session.execute(text(statement))

    papers.chain.city.store.write_now(run, by=SYSTEM, now=utc_now())


def _pages_show_both(papers: Papers, number: str) -> None:
    page = papers.page(f"/{number}")
    assert "更正说明" in page
    assert "一部手机晚到" in page
    assert page.index("一部手机晚到") < page.index("已拨付 (按月)")
    assert "2.000" in page
    assert "3.500" in page
    assert f"/disclosed/{number}/versions/1" in page
    older = papers.page(f"/{number}/versions/1", "en")
    assert "corrected by version 2" in older
    assert "2.000" in older
    assert "3.500" not in older
    assert number in papers.page("")
    assert "<script" not in page
    missing = papers.chain.city.client.get("/disclosed/D-2020-0001", headers={"Accept-Language": "en"})
    assert (missing.status_code, "Nothing is published" in missing.text) == (404, True)


def _nobody_is_named(papers: Papers, number: str) -> None:
    seen = [
        papers.public(path).text
        for path in ("", f"/{number}", f"/{number}/versions/1", f"/{number}?format=csv")
    ]
    seen += [papers.page(path, language) for path in ("", f"/{number}") for language in ("zh", "en")]
    for canary in (DONOR, PHONE, SIGNER, WITNESS, CASE, "somebody", "学校 0"):
        assert not any(canary in answer for answer in seen), canary


def test_publishing_wants_a_second_person_a_period_that_is_over_and_once(papers: Papers) -> None:
    foundation = papers.chain.foundation

    def refused(status: int, **more: Any) -> list[tuple[str, str]]:
        answer = foundation.put(f"/disclosures/{uuid7()}", papers.body(**more))
        assert answer.status_code == status, answer.text
        return faults(answer)

    assert refused(422, witness="somebody") == [("/witness", "same_person")]
    assert refused(422, last=str(today())) == [("/last", "period_not_over")]
    assert refused(422, last="2020-01-01") == [("", "period_order")]
    assert refused(422, duty="annual") == [("/duty", "not_of_the_duty")]
    assert refused(422, duty="final") == [("/duty", "not_of_the_duty")]
    assert refused(422, project="NONE") == [("/project", "unknown_project")]
    made, body = str(uuid7()), papers.body()
    first, again = (foundation.put(f"/disclosures/{made}", body) for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.content == again.content
    assert refused(409) == [("", "published_already")]
    assert first.json()["number"].endswith("-0001")  # nothing refused used up a number
    assert papers.publish(first=str(papers.last))["number"].endswith("-0002")
    assert foundation.post(f"/disclosures/{uuid7()}/versions", _because()).status_code == 404
    own = foundation.post(f"/disclosures/{made}/versions", _because() | {"witness": "somebody"})
    assert faults(own) == [("/witness", "same_person")]


def test_nothing_is_published_while_a_contradiction_is_open(papers: Papers) -> None:
    chain = papers.chain
    label = chain.bag("P-0001", coats(4, grams=2000))
    run = chain.run({"P-0001": [label]})
    chain.receive([{"label": label, "damaged": True}], pickup=run)
    (conflict,) = chain.foundation.get("/conflicts?status=open").json()["items"]

    held_up = chain.foundation.put(f"/disclosures/{uuid7()}", papers.body())
    assert (held_up.status_code, faults(held_up)) == (409, [("", "conflicts_open")])
    assert "1 contradiction" in held_up.json()["detail"]

    settled = {"id": str(uuid7()), "choice": "keep_recorded", "reason": "counted again"}
    done(chain.at(NORTH).post(f"/conflicts/{conflict['id']}/settle", settled))
    made = papers.publish()
    assert made["number"].endswith("-0001")

    # What stands in public and is known to be wrong is put right whatever else is in dispute.
    other = chain.bag("P-0001", coats(2, grams=900))
    chain.receive([{"label": other, "damaged": True}], pickup=chain.run({"P-0001": [other]}))
    papers.give(3)
    done(chain.foundation.post(f"/disclosures/{made['id']}/versions", _because()))
    (found,) = papers.public(f"?number={made['number']}").json()["items"]
    assert (found["id"], [version["n"] for version in found["versions"]]) == (made["id"], [2, 1])
    assert papers.public("?number=D-1999-0001").json()["items"] == []


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_fewer_than_five_cases_are_never_shown_apart(papers: Papers) -> None:
    chain = papers.chain
    lot = chain.stocked(40, 20000)
    few = [papers.case(n, "310101") for n in range(4)]
    for case in few:
        papers.hand_over(case, lot, 1)
    alone = papers.publish()
    paper = papers.public(f"/{alone['number']}").json()
    assert rows(paper, "dispatched_by_area") == []
    assert totals(paper, "dispatched_by_month") == {"pieces": None, "grams": None}
    assert rows(paper, "reach") == [[None, None, None]]
    assert "受助对象太少" in papers.page(f"/{alone['number']}")

    chain.recipient()
    papers.hand_over(SCHOOL, lot, 9, people=100)
    second = done(chain.foundation.post(f"/disclosures/{alone['id']}/versions", _because()))
    paper = papers.public(f"/{second['number']}").json()
    assert table(paper, "dispatched_by_area") == {(None,): (13, 6500)}
    assert rows(paper, "reach") == [[104, 1, None]]
    assert "其他 (不单独列出)" in papers.page(f"/{second['number']}")

    papers.hand_over(papers.case(4, "310101"), lot, 1)
    done(chain.foundation.post(f"/disclosures/{alone['id']}/versions", _because()))
    paper = papers.public(f"/{second['number']}").json()
    assert table(paper, "dispatched_by_area") == {("310101",): (5, 2500), ("530000",): (9, 4500)}
    assert rows(paper, "reach") == [[105, 1, 5]]
    assert "黄浦区" in papers.page(f"/{second['number']}")


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_duties_are_listed_until_they_are_published(papers: Papers) -> None:
    auditor = papers.chain.city.somebody(Role.AUDITOR)
    papers.give(1)
    papers.project(ended_on=str(today()))
    listed = auditor.get("/disclosures/due").json()["items"]
    of_it = [d for d in listed if d["project"] == FLOOD]
    assert [d["duty"] for d in of_it] == ["emergency", "emergency", "emergency", "final"][: len(of_it)]
    assert (of_it[0]["first"], of_it[0]["status"], of_it[0]["number"]) == (str(papers.first), "overdue", None)
    assert of_it[0]["project_name"] == {"zh": "抗洪", "en": "Flood relief"}
    made = papers.publish(first=of_it[0]["first"], last=of_it[0]["last"])
    after = auditor.get("/disclosures/due").json()["items"]
    assert next((d["status"], d["number"]) for d in after if d["first"] == of_it[0]["first"]) == (
        "published",
        made["number"],
    )
    assert auditor.get("/disclosures/due?status=published").json()["items"] == [after[0]]
    year = f"{today().year + 1}-05-31"
    annual = auditor.get(f"/disclosures/due?until={year}").json()["items"][-1]
    assert annual["project"] is annual["project_name"] is None
    assert (annual["duty"], annual["due_on"], annual["status"]) == (
        "annual",
        year,
        "open",
    )
    final = auditor.get("/disclosures/due?duty=final").json()["items"]
    assert [(d["duty"], d["first"], d["last"]) for d in final] == [("final", str(papers.first), str(today()))]
    windows, path = [], "/disclosures/due?limit=1"
    while path:
        window = auditor.get(path).json()
        windows += window["items"]
        path = window["next_cursor"] and f"/disclosures/due?limit=1&cursor={window['next_cursor']}"
    assert windows == after
    assert faults(auditor.get("/disclosures/due?until=2099-01-01")) == [("/until", "until_too_far")]
    assert [p["code"] for p in auditor.get("/projects").json()["items"]] == [FLOOD]
    assert auditor.get(f"/projects/{FLOOD}").json()["ended_on"] == str(today())


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_open_data_says_what_the_paper_says(papers: Papers) -> None:
    papers.give(4)
    number = papers.publish()["number"]
    public = papers.chain.city.public()
    answer = papers.public(f"/{number}?format=csv")
    read = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    (row,) = [row for row in read if row["table"] == "received"]
    assert (row["disclosure"], row["version"], row["category"], row["pieces"]) == (number, "1", COATS, "4")
    assert row["category_zh"]
    assert row["category_en"].isascii()
    for path in (f"/disclosures/{number}", f"/disclosures/{number}/versions/1?format=csv"):
        tag = public.get(path).headers["etag"]
        same = public.get(path, headers={"If-None-Match": tag})
        assert (same.status_code, same.content, same.headers["etag"]) == (304, b"", tag)
        assert public.get(path, headers={"If-None-Match": '"x"'}).status_code == 200
    assert "immutable" in papers.public(f"/{number}/versions/1").headers["cache-control"]
    assert "immutable" not in papers.public(f"/{number}").headers["cache-control"]
    content = papers.public(f"/{number}").content
    shown = json.loads(content)
    assert json.dumps(shown, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode() == content
    for path in (
        "/disclosures/D-1999-0001",
        f"/disclosures/{number}/versions/2",
        f"/disclosures/{number}/versions/0",
    ):
        assert public.get(path).status_code in (404, 422)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_workbook_and_pdf_say_what_the_paper_says(papers: Papers) -> None:
    papers.give(4)
    made = papers.publish()
    papers.give(3)
    done(papers.chain.foundation.post(f"/disclosures/{made['id']}/versions", _because()))
    public, number = papers.chain.city.public(), made["number"]
    for language, corrected, received in (
        ("zh", "更正说明", "实际到账"),
        ("en", "Correction", "Received"),
    ):
        said = {"Accept-Language": language}
        answer = public.get(f"/disclosures/{number}?format=xlsx", headers=said)
        assert f'filename="{number}-v2.xlsx"' in answer.headers["content-disposition"]
        book = openpyxl.load_workbook(io.BytesIO(answer.content))
        assert book.sheetnames[:2] == [corrected, received]
        (row,) = book[received].iter_rows(min_row=2, max_row=2, values_only=True)
        assert (row[0][:4], row[-2:]) == (str(papers.first.year), (7, 3500))
        assert any("4" in row and "7" in row for row in book[corrected].iter_rows(values_only=True))
        answer = public.get(f"/disclosures/{number}/versions/2?format=pdf", headers=said)
        assert answer.headers["content-type"] == "application/pdf"
        text_ = "".join(
            page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(answer.content)
        )
        assert all(words in text_ for words in (number, corrected, received, "一部手机晚到", "3.500"))
    first = public.get(f"/disclosures/{number}/versions/1?format=pdf").content
    assert "一部手机晚到" not in pypdfium2.PdfDocument(first)[0].get_textpage().get_text_range()


def test_a_spreadsheet_reckons_with_nothing_in_the_open_data() -> None:
    evil = ["=1+1", "+1", "-1", "@x", "\t=1", "＝1"]
    text_ = {"zh": "=1", "en": "=1"}
    cells = PaperTable.model_validate(
        {
            "name": "received",
            "title": text_,
            "note": text_,
            "totals": {},
            "columns": [{"name": "category", "title": text_, "holds": "code"}],
            "rows": [[value] for value in evil],
        }
    )
    paper = Paper.model_construct(
        number="D-1", version=1, tables=[cells], names=dict.fromkeys(evil, cells.title)
    )
    read = list(csv.reader(io.StringIO(as_csv(paper).decode("utf-8-sig"))))
    assert all(not cell.startswith(("=", "+", "-", "@", "\t", "＝")) for row in read for cell in row)
    assert [row[3] for row in read[1:]] == [f"'{value}" for value in evil]


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_two_processes_publish_a_period_once_and_give_no_number_twice(papers: Papers, twin: City) -> None:
    here = papers.chain.foundation
    there = Somebody(twin.client, here.token)
    asked = {"kind": "query", "subject": "?", "received_at": ago(0)}

    def publish(who: Somebody) -> Any:
        return who.put(f"/disclosures/{uuid7()}", papers.body())

    def ask(who: Somebody) -> Any:
        return who.put(f"/inquiries/{uuid7()}", asked)

    with ThreadPoolExecutor(8) as pool:
        published = list(pool.map(publish, [here, there] * 4))
        numbered = list(pool.map(ask, [here, there] * 8))
    assert sorted(answer.status_code for answer in published) == [201] + [409] * 7
    numbers = [answer.json()["number"] for answer in numbered]
    assert sorted(int(number[-4:]) for number in numbers) == list(range(1, 17))


def papers_migration() -> Any:
    """Return the migration that brings papers, wherever it stands in the chain."""
    (name,) = (f.stem for f in Path(versions.__path__[0]).glob("*_papers.py"))
    return import_module(f"migrations.versions.{name}")


def test_a_database_with_papers_goes_back_and_forth(papers: Papers, database_url: str) -> None:
    papers.publish()
    asked = {"kind": "query", "subject": "?", "received_at": ago(0)}
    done(papers.chain.foundation.put(f"/inquiries/{uuid7()}", asked))

    migrate(database_url, papers_migration().down_revision)
    migrate(database_url)

    assert papers.public("").json()["items"] == []
    papers.project()
    assert papers.publish()["number"].endswith("-0001")
    papers.chain.city.assert_sound()
