"""Long answers: streams that keep nothing in memory, exports that are made apart, watched and cancelled."""

import csv
import io
import time
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from builders import City, Somebody, coats, donation
from chain_builders import Chain, done, faults

from app.settings import Settings
from models.access import SYSTEM, Role
from models.clock import utc_now
from models.export_shapes import ExportIn
from models.exports import ExportStatus
from models.identifiers import uuid7
from models.tokens import NotLive
from operations import exports
from operations.errors import Conflict

YEAR = {"from": "2026-01-01", "to": "2027-12-31"}
DAYS = "from=2026-01-01&to=2027-12-31"
WAIT_S = 60


@pytest.fixture
def foundation(city: City) -> Somebody:
    """Somebody of the foundation, in a city where three gifts were logged and one was corrected."""
    volunteer = city.volunteer()
    for pieces in (3, 4, 5):
        made = done(volunteer.log(donation(coats(pieces, grams=pieces * 500))))
    body = {"id": str(uuid7()), "reason": "miscount", "lines": [coats(4, grams=2000)]}
    done(volunteer.post(f"/intakes/{made['id']}/corrections", body))
    return city.somebody(Role.FOUNDATION)


def finished(somebody: Somebody, export: str) -> dict[str, Any]:
    """Wait for an export to end; return how it ended."""
    until = time.monotonic() + WAIT_S
    while time.monotonic() < until:
        shown = done(somebody.get(f"/exports/{export}"), 200)
        if shown["status"] not in ("waiting", "running"):
            return shown
        time.sleep(0.1)
    raise AssertionError(shown)


def test_the_movements_behind_a_cell_sum_to_the_cell(foundation: Somebody) -> None:
    report = done(foundation.get(f"/reports/intake?{DAYS}&by=category,district"), 200)
    for row in report["rows"]:
        cell = f"category={row['category']}&district={row['district']}"
        answer = foundation.get(f"/reports/intake/movements?{DAYS}&{cell}")
        rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
        assert sum(int(found["pieces"]) for found in rows) == row["pieces"] == 11
        assert sum(int(found["grams"]) for found in rows) == row["grams"]
        assert {found["kind"] for found in rows} == {"intake", "correction"}
    assert len(report["rows"]) == 1


def test_an_export_is_made_apart_and_fetched(foundation: Somebody) -> None:
    asked = {str(uuid7()): wish for wish in (("csv", True), ("xlsx", True), ("pdf", False))}
    for export, (form, movements) in asked.items():
        body = {"report": "intake", "movements": movements, "format": form, **YEAR}
        assert foundation.put(f"/exports/{export}", body).status_code == 202
    for export, (form, movements) in asked.items():
        shown = finished(foundation, export)
        assert (shown["status"], shown["problem"]) == ("done", None)
        assert shown["rows_done"] == shown["rows_total"] > 0
        content = foundation.get(f"/exports/{export}/file").content
        assert len(content) == shown["bytes"]
        if form == "xlsx" and movements:
            _sums_to_its_total(content)
    assert [entry["status"] for entry in done(foundation.get("/exports"), 200)] == ["done"] * 3


def _sums_to_its_total(content: bytes) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    at = next(n for n, cell in enumerate(sheet[1]) if str(cell.value).startswith("Pieces"))
    cells = [row[at] for row in sheet.iter_rows(min_row=2, values_only=True) if row[at] is not None]
    # The rows, and the total below them.
    assert sum(cells[:-1]) == cells[-1] == 11


def test_an_export_is_the_askers_own_and_asked_once(foundation: Somebody, city: City) -> None:
    export, body = str(uuid7()), {"report": "intake", **YEAR}
    assert foundation.put(f"/exports/{export}", body).status_code == 202
    assert done(foundation.put(f"/exports/{export}", body), 202)["id"] == export
    assert foundation.put(f"/exports/{export}", body | {"format": "pdf"}).status_code == 409
    other = city.somebody(Role.STATION_MANAGER, "S-01")
    for method, path in (("GET", ""), ("GET", "/file"), ("POST", "/cancel")):
        assert other(method, f"/exports/{export}{path}").status_code == 404
    auditor = city.somebody(Role.AUDITOR)
    assert auditor.get(f"/exports/{export}").status_code == 200
    # Who reads everything stops nothing.
    assert auditor.post(f"/exports/{export}/cancel", None).status_code == 404
    assert finished(foundation, export)["status"] == "done"


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_wrong_exports_are_refused_before_anything_is_made(foundation: Somebody) -> None:
    for change, code in (
        ({"report": "nonsense"}, 404),
        ({"by": ["moon"]}, 422),
        ({"filters": {"category": "moonstone"}}, 422),
        ({"to": "2025-01-01"}, 422),
        ({"report": "conservation", "movements": True}, 422),
        ({"movements": True, "format": "pdf"}, 422),
        ({"format": "docx"}, 422),
    ):
        answer = foundation.put(f"/exports/{uuid7()}", {"report": "intake", **YEAR} | change)
        assert answer.status_code == code, (change, answer.text)
        if code == 422:
            assert faults(answer)
    assert done(foundation.get("/exports"), 200) == []


def test_a_cancelled_export_stops_its_maker(city: City, foundation: Somebody) -> None:
    export, store = uuid7(), city.store
    known = ExportIn.model_validate({"report": "intake", **YEAR})
    caller = _caller(city)
    store.write_now(exports.request, export, known, by=caller, now=utc_now())
    begun = store.write_now(exports.begin, by=SYSTEM, now=utc_now())
    assert begun is not None
    assert begun[0] == export
    assert store.write_now(exports.begin, by=SYSTEM, now=utc_now()) is None
    assert store.write_now(exports.give_sign, export, 1, 4, by=SYSTEM, now=utc_now())

    cancelled = store.write_now(exports.cancel, export, by=caller, now=utc_now())

    assert cancelled.status is ExportStatus.CANCELLED
    assert not store.write_now(exports.give_sign, export, 2, 4, by=SYSTEM, now=utc_now())
    store.write_now(exports.end, export, 10, None, by=SYSTEM, now=utc_now())
    shown = store.read_now(exports.get_export, export, now=utc_now(), by=caller)
    assert shown.status is ExportStatus.CANCELLED
    assert done(foundation.get("/exports"), 200) == []


def test_what_waited_when_the_service_ended_is_made_when_it_starts(
    city: City, request: pytest.FixtureRequest
) -> None:
    export, caller = uuid7(), _caller(city)
    known = ExportIn.model_validate({"report": "intake", **YEAR})
    # Asked for without a word to the maker, as if the service had ended just then.
    city.store.write_now(exports.request, export, known, by=caller, now=utc_now())

    twin = request.getfixturevalue("twin")

    assert finished(twin.somebody(Role.AUDITOR), str(export))["status"] == "done"


def test_one_person_has_few_exports_under_way_and_a_silent_maker_is_noticed(city: City) -> None:
    store, caller = city.store, _caller(city)
    known = ExportIn.model_validate({"report": "intake", **YEAR})
    for _ in range(exports.UNDER_WAY_MAX):
        store.write_now(exports.request, uuid7(), known, by=caller, now=utc_now())
    with pytest.raises(Conflict):
        store.write_now(exports.request, uuid7(), known, by=caller, now=utc_now())
    taken = [store.write_now(exports.begin, by=SYSTEM, now=utc_now()) for _ in range(3)]

    later = utc_now() + exports.SILENT_MAX * 1.5

    first = taken[0]
    assert first is not None
    shown = store.read_now(exports.get_export, first[0], now=later, by=caller)
    assert (shown.status, shown.problem) == (ExportStatus.FAILED, "interrupted")
    store.write_now(exports.request, uuid7(), known, by=caller, now=later)


def test_an_export_whose_asker_was_revoked_is_not_made(city: City) -> None:
    store, caller = city.store, _caller(city)
    known = ExportIn.model_validate({"report": "intake", **YEAR})
    export = uuid7()
    store.write_now(exports.request, export, known, by=caller, now=utc_now())
    assert city.admin()("DELETE", f"/tokens/{caller.token_id}").status_code == 204

    assert store.write_now(exports.begin, by=SYSTEM, now=utc_now()) is None

    admin = _caller(city, Role.ADMIN)
    shown = store.read_now(exports.get_export, export, now=utc_now(), by=admin)
    assert (shown.status, shown.problem) == (ExportStatus.FAILED, "unauthenticated")
    with pytest.raises(NotLive):
        store.read_now(exports.list_exports, now=utc_now(), by=caller)


def test_the_command_writes_what_the_api_answers(
    chain: Chain, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from typer.testing import CliRunner

    from app.cli import cli

    chain.sent(6)
    monkeypatch.setenv("JIUJIN_DATABASE_URL", settings.database)
    monkeypatch.setenv("JIUJIN_DATA_DIR", str(settings.data_dir))
    monkeypatch.setenv(
        "JIUJIN_SECRET_KEY", settings.secret_key.get_secret_value() if settings.secret_key else ""
    )
    file = tmp_path / "intake.csv"
    days = ["--from", "2026-01-01", "--to", "2027-12-31"]

    ended = CliRunner().invoke(cli, ["export", "intake", *days, "--by", "category", "--out", str(file)])

    assert ended.exit_code == 0, ended.output
    asked = chain.foundation.get(f"/reports/intake?{DAYS}&by=category&format=csv")
    assert file.read_bytes() == asked.content
    wrong = CliRunner().invoke(cli, ["export", "intake", *days, "--out", str(tmp_path / "x.docx")])
    assert wrong.exit_code == 2


def _caller(city: City, role: Role = Role.FOUNDATION) -> Any:
    from operations.access import find, hash_secret

    token = city.somebody(role).token
    known = city.store.read_now(find, hash_secret(token or ""))
    assert known is not None
    return known.caller
