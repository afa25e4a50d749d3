"""More than three hundred ways to be wrong: numbers, times, text, structure, parameters."""

import copy
import json
from typing import Any

from builders import coats, donation

#: Where in an intake something is put, and the pointer its problem must carry.
GOOD: dict[str, Any] = donation(
    coats(3, grams=2000, condition="good", expires_on="2028-01-01"),
    donor={"name": "王", "phone": "13812345678", "consent": True},
    bag="B-1",
    earmark="school",
    note="tied with a red string",
) | {"happened_at": "2026-11-23T10:00:00+08:00"}

NOT_WHOLE = [
    0, -1, -(10**9), 1.0, 1.5, 1e3, 10**7, 10**30, 10**400, True, False, None, "3", "３", "٣", " 3 ", "1_000", "1e3",
    "NaN", "", "three", [], [3], {}, {"n": 3},
]  # fmt: skip
NOT_A_TIME = [
    "2026-11-23", "2026-11-23T10:00:00", "2026-11-23 10:00", "10:00:00+08:00", "2026-13-01T00:00:00Z",
    "2026-02-30T00:00:00Z", "2026-11-23T24:00:01Z", "2026-11-23T25:00:00Z", "2026-11-23T10:61:00Z",
    "2026-11-23T10:00:00+25:00", "2026-11-23T10:00:00+08", "1969-12-31T00:00:00Z", "0001-01-01T00:00:00Z",
    "2100-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "1763863200", 1763863200, 1e12, -1, 0, True, None, "", "now",
    "2026-11-23T10:00:00.1234567890Z", "２０２６-11-23T10:00:00Z", "2026-11-23T10:00:00Z; DROP TABLE", [], {},
    "２０２６年11月23日", "2026-W48-1T10:00:00Z", "20261123T100000Z", "2026-11-23T10:00:00z+08:00",
]  # fmt: skip
NOT_A_LINE = [
    "", " ", "\n", "a\nb", "a\tb", "\x00", "a\x00b", "\x1b[31m", "\u202eevil", "a\u200bb", "\ufeff",
    "x" * 201, 5, 1.5, True, [], {}, "\u2066hidden\u2069", "\U000e0041", "a\x7fb", "\x85",
]  # fmt: skip
NOT_A_CODE = [
    "", " ", "P 1", "P\n1", "../etc", "P;1", "P'1", 'P"1', "点", "P\x00", "x" * 41, 5, None, True, [], {}, "-P", ".P",
    "P/1", "P%31", "<script>", "P,1",
]  # fmt: skip
NOT_A_DAY = [
    "2026-02-30",
    "2026-13-01",
    "26-01-01",
    "2026/01/01",
    "1999-12-31",
    "2100-01-01",
    20260101,
    True,
    "",
    [],
]
NOT_A_PHONE = [
    "",
    "1381234567",
    "138123456789",
    "23812345678",
    "+8613812345678",
    "138-1234-5678",
    "１３８１２３４５６７８",
    13812345678,
]
NOT_A_UUID = [
    "1", "x" * 36, "00000000-0000-0000-0000-000000000000", "{01926b5e-7c1a-7e30-9d51-0a7b3c2d1e4f}",
    "01926b5e7c1a7e309d510a7b3c2d1e4f", "urn:uuid:01926b5e-7c1a-7e30-9d51-0a7b3c2d1e4f",
    "01926b5e-7c1a-7e30-9d51-0a7b3c2d1e4g", "01926b5e-7c1a-7e30-9d51-0a7b3c2d1e4", "%00", "..%2f..", "null", "-1",
]  # fmt: skip


def changed(pointer: str, value: Any) -> dict[str, Any]:
    """Return the good body with something else at the pointer."""
    body = copy.deepcopy(GOOD)
    *way, last = pointer.strip("/").split("/")
    target: Any = body
    for step in way:
        target = target[int(step)] if step.isdigit() else target[step]
    target[last] = value
    return body


def field_cases() -> list[tuple[str, Any]]:
    """Return (pointer, body) for every field with everything that does not belong there."""
    wrong: list[tuple[str, list[Any]]] = [
        ("/lines/0/pieces", NOT_WHOLE),
        (
            "/lines/0/grams",
            [value for value in NOT_WHOLE if value is not None and value != 10**7] + [50_000_001],
        ),
        ("/happened_at", NOT_A_TIME),
        ("/lines/0/expires_on", NOT_A_DAY),
        ("/lines/0/produced_on", NOT_A_DAY),
        ("/earmark", NOT_A_LINE),
        ("/donor/name", NOT_A_LINE),
        ("/note", ["\x00", "\u202e", "x" * 1001, 5, [], {}, True]),
        ("/point", NOT_A_CODE),
        ("/lines/0/category", NOT_A_CODE),
        ("/bag", [value for value in NOT_A_CODE if value is not None]),
        ("/donor/phone", NOT_A_PHONE),
        ("/donor/consent", ["true", 1, 0, None, "yes", [], {}]),
        ("/lines/0/condition", ["GOOD", "", "used", 1, True, [], {}]),
        ("/lines", [None, {}, "x", 5, True]),
        ("/refused", [None, {}, "x", 5]),
        ("/donor", ["x", 5, [], True]),
    ]
    return [(pointer, changed(pointer, value)) for pointer, values in wrong for value in values]


def structure_cases() -> list[tuple[str, Any]]:
    """Return (pointer, body) for what is missing, unknown or too much."""
    cases: list[tuple[str, Any]] = [
        (f"/{name}", {key: value for key, value in GOOD.items() if key != name})
        for name in ("point", "happened_at")
    ]
    for name in ("category", "pieces"):
        line = {key: value for key, value in GOOD["lines"][0].items() if key != name}
        cases.append((f"/lines/0/{name}", GOOD | {"lines": [line]}))
    for name in (
        "station",
        "grams",
        "tracking_code",
        "id",
        "by",
        "recorded_at",
        "flags",
        "__proto__",
        "LINES",
        "",
        "行",
    ):
        cases.append((f"/{name}", GOOD | {name: 1}))
        cases.append(
            (f"/lines/0/{name}", changed(f"/lines/0/{name}", 1))
            if name not in ("grams", "")
            else ("/x", GOOD | {"x": 1})
        )
        cases.append((f"/donor/{name}", changed(f"/donor/{name}", 1)) if name else ("/y", GOOD | {"y": 1}))
    cases += [
        ("", GOOD | {"lines": []}),
        ("/lines", GOOD | {"lines": [coats(1)] * 51}),
        ("/lines/0", GOOD | {"lines": [5]}),
        ("/lines/1", GOOD | {"lines": [coats(1), None]}),
        ("", []),
        ("", "text"),
        ("", 5),
        ("", None),
        ("", True),
        ("", [GOOD]),
    ]
    return cases


#: Bodies that are not even JSON, or JSON that no one should have to read.
RAW = [
    b"", b"{", b"}", b"[", b"nul", b"{'point': 1}", b'{"point": NaN}', b'{"point": Infinity}', b"\xff\xfe", b"\x00",
    b'{"a":1}{"b":2}', b'{"point": "P-0001",}', b"[" * 10_000, b'{"a":' * 5_000, b'{"lines":[{"pieces":1e999}]}',
    b'{"lines":[{"pieces":-}]}', b'"\\ud800"', b'{"point":"\xc3\x28"}', b"<xml/>", b"point=P-0001&pieces=3",
    b'{"lines":[{"pieces":' + b"9" * 5_000 + b"}]}",
]  # fmt: skip

#: (path, pointer) of wrong parameters.
PARAMETERS = [
    *((f"/points?near={value}", "/near") for value in (
        "", "31", "31,", ",121", "31,121,5", "a,b", "91,121", "-91,0", "31,181", "31,-181", "NaN,NaN", "inf,0",
        "1e1,2", "31;121", "31,121;--", "３１,１２１", "31 ,121", "0x1f,121", "31,12１",
    )),
    *((f"/points?limit={value}", "/limit") for value in ("0", "-1", "101", "1.5", "x", "", "1e1", "１", "1_0", "99999999999", "%00")),
    *((f"/points?cursor={value}", "/cursor") for value in ("", "x", "%00", "W10", "WzFd", "bnVsbA", "e30", "W1tbXV1d", "é")),
    *((f"/points?open_at={value}", "/open_at") for value in ("", "now", "2026-11-23", "2026-11-23T10:00:00", "0")),
    *((f"/points?accepts={value}", "/accepts") for value in ("", "nothing.here", "..", "%00", "x" * 41)),
    *((f"/points?district={value}", "/district") for value in ("", "999999", "31 01", "%00", "x" * 41)),
    *((f"/points?q={value}", "/q") for value in ("", "%20", "%00", "x" * 201, "%E2%80%AE")),
    *((f"/points?{name}=1", f"/{name}") for name in ("nearr", "Limit", "offset", "page", "sort", "__proto__")),
    *((f"/points?near=31,121&datum={value}", "/datum") for value in ("", "wgs84", "EPSG:4326", "1")),
    *((f"/points.geojson?bbox={value}", "/bbox") for value in ("", "1,2,3", "1,2,3,4,5", "122,31,121,32", "121,32,122,31", "a,b,c,d", "0,0,0,91", "-181,0,0,0")),
    *((f"/route?lat={lat}&lon={lon}", pointer) for lat, lon, pointer in (
        ("", "121", "/lat"), ("91", "121", "/lat"), ("x", "121", "/lat"), ("nan", "121", "/lat"), ("1e1", "121", "/lat"),
        ("31", "181", "/lon"), ("31", "", "/lon"), ("31", "inf", "/lon"), ("31", "1_2", "/lon"),
    )),
    ("/route?lat=31", "/lon"),
    ("/route?lon=121", "/lat"),
    ("/route?lat=31&lon=121&category=moon", "/category"),
    ("/route?lat=31&lon=121&at=2026-11-23T10:00:00", "/at"),
    ("/route?lat=31&lon=121&to=S-01", "/to"),
    ("/intakes?since=yesterday", "/since"),
    ("/intakes?until=2026-11-23", "/until"),
    ("/intakes?point=P%20", "/point"),
    ("/intakes?point=P-9999", "/point"),
    ("/intakes?limit=500", "/limit"),
    ("/intakes?cursor=WyIxIiwiMiJd", "/cursor"),
    ("/intakes?who=me", "/who"),
    ("/categories?limit=0", "/limit"),
    ("/stations?cursor=zzz", "/cursor"),
    *((f"/intakes/{value}", "/intake_id") for value in NOT_A_UUID if value != "..%2f.."),
]  # fmt: skip


def dumped(body: Any) -> bytes:
    """Write a body as JSON that may hold lone surrogates and huge numbers."""
    return json.dumps(body).encode("utf-8", "surrogatepass")
