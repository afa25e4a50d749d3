"""Every list is a file as well: all of its rows, the same values, words above them, safe to open."""

import csv
import io
from collections.abc import Iterator
from typing import Any, get_args

from builders import City, coats
from chain_builders import NORTH, Chain, done
from chain_day import Day
from fastapi.routing import iter_route_contexts

from models.access import Role
from models.identifiers import uuid7
from operations.rendering.csv_files import guarded
from operations.rendering.list_files import Cell, cells
from operations.rendering.list_words import WORDS

#: Lists without windows that are files as well.
UNPAGED = ("/alerts", "/vehicles", "/periods")


def lists(city: City) -> Iterator[tuple[str, Any]]:
    """Yield every list that the service has with the shape of its rows, by walking the routes."""
    app: Any = city.client.app
    for context in iter_route_contexts(list(app.routes)):
        path = (context.path or "").removeprefix("/api/v1")
        model = getattr(context.route, "response_model", None)
        for shape in [model] if hasattr(model, "model_fields") else get_args(model):
            fields = getattr(shape, "model_fields", {})
            if {"items", "next_cursor"} <= set(fields):
                yield path, get_args(fields["items"].annotation)[0]
        if path in UNPAGED:
            yield path, get_args(model)[0]


def test_every_list_is_a_file_with_all_its_rows(city: City) -> None:
    day = Day(city)
    day.whole()
    admin, seen, filled = city.admin(), set(), 0
    for path, shape in lists(city):
        if path in seen or "distance_m" in shape.model_fields:
            continue
        seen.add(path)
        rows = _all_rows(admin, path)
        file = admin.get(f"{path}?format=csv{'' if path in UNPAGED else '&limit=1'}")
        assert (file.status_code, file.headers["content-type"]) == (200, "text/csv; charset=utf-8"), path
        assert file.headers["content-disposition"].startswith('attachment; filename="jiujin-'), path
        assert file.content.startswith(b"\xef\xbb\xbf"), path
        read = list(csv.reader(io.StringIO(file.content.decode("utf-8-sig"), newline="")))[1:]
        assert read == [[_shown(cell, row) for cell in cells(shape)] for row in rows], path
        filled += bool(rows)
    assert set(UNPAGED) < seen
    assert len(seen) > 25
    assert filled > 17


def _all_rows(admin: Any, path: str) -> list[Any]:
    answer = done(admin.get(path if path in UNPAGED else f"{path}?limit=100"), 200)
    rows: list[Any] = answer if path in UNPAGED else answer["items"]
    while path not in UNPAGED and answer["next_cursor"] is not None:
        answer = done(admin.get(path, params={"limit": 100, "cursor": answer["next_cursor"]}), 200)
        rows += answer["items"]
    return rows


def _shown(cell: Cell, row: Any) -> str:
    """Return what a file shows of a row in JSON."""
    for name in cell.path:
        row = None if row is None else row[name]
    if isinstance(row, list):
        row = len(row) if cell.column.holds == "count" else "; ".join(str(value) for value in row)
    if isinstance(row, bool):
        return "true" if row else "false"
    return guarded(str(row)) if isinstance(row, str) else "" if row is None else str(row)


def test_every_column_has_words_in_both_languages(city: City) -> None:
    named = {name for _, shape in lists(city) for cell in cells(shape) for name in cell.path}

    assert named <= set(WORDS), named - set(WORDS)
    for name, (zh, en) in WORDS.items():
        assert any("\u4e00" <= letter <= "\u9fff" for letter in zh), name
        assert en.isascii(), name


def test_the_first_line_speaks_the_language_that_was_asked_for(city: City) -> None:
    admin = city.admin()

    def first(path: str, **options: Any) -> str:
        return admin.get(path, **options).content.decode("utf-8-sig").splitlines()[0]

    assert first("/bags?format=csv").startswith("Label,Status,Place: code,Place: name")
    assert first("/bags?format=csv&language=zh").startswith("袋签,状态,地点·编号,地点·名称")
    assert first("/periods?format=csv", headers={"Accept-Language": "zh"}) == "月份,末日,关账时间"
    assert "Distance (m)" in first("/points?near=31.2,121.5&format=csv")
    assert admin.get("/bags?format=xml").status_code == 422


def test_a_file_is_limited_as_its_list_is(chain: Chain) -> None:
    near, far = chain.points_of(NORTH, 1)[0], chain.points_of("S-02", 1)[0]
    chain.bag(near, coats(2))
    chain.bag(far)

    def rows(who: Any, asked: str = "") -> int:
        return len(who.get(f"/bags?format=csv{asked}").text.splitlines()) - 1

    assert rows(chain.foundation) == 2
    assert rows(chain.at(NORTH)) == 1
    assert rows(chain.foundation, "&station=S-02") == 1
    assert chain.at(NORTH).get("/bags?format=csv&station=S-02").status_code == 404
    assert chain.city.public().get("/bags?format=csv").status_code == 401


def test_a_note_that_looks_like_a_formula_is_only_text(chain: Chain) -> None:
    lot = chain.stocked()
    note = '=HYPERLINK("http://x")'
    body = {"place": NORTH, "reason": "wet", "lines": [{"lot": lot, "pieces": 1}], "note": note}
    done(chain.at(NORTH).put(f"/holds/{uuid7()}", body))

    text = chain.city.somebody(Role.AUDITOR).get("/acts?format=csv").text

    assert '"\'=HYPERLINK(""http://x"")"' in text
