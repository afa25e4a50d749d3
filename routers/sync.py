"""The outbox: a phone's waiting requests in one, answered one by one and in order.

Every entry goes through the very route it names, with its policy, its checks and its problem
answers, so that nothing can be done by outbox that cannot be done directly. Intakes that follow
each other do not depend on each other and are written together.
"""

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import groupby
from typing import Annotated, Any

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, Field
from pydantic_core import to_json

from models.shapes import Answer, Strict
from operations.errors import Fault, Unfit
from routers.documents import errors
from routers.policies import ALL_ROLES, PolicedRoute, may
from routers.problems import STATUS, problem

router = APIRouter(tags=["sync"], route_class=PolicedRoute)

API = "/api/v1"
OPERATIONS_MAX = 1000


class SyncIn(Strict):
    """A phone's outbox. Entries are judged one by one, so their shape is open here."""

    operations: Annotated[
        list[Any],
        Field(
            max_length=OPERATIONS_MAX,
            json_schema_extra={
                "items": {
                    "type": "object",
                    "required": ["method", "path"],
                    "properties": {
                        "method": {"enum": ["PUT", "POST"]},
                        "path": {"type": "string"},
                        "body": {"type": "object"},
                    },
                }
            },
        ),
    ]


class SyncResult(Answer):
    """The status and body that the entry's own route answered."""

    status: int
    body: Any


class SyncOut(Answer):
    """One result an entry, in order."""

    results: list[SyncResult]


class Entry(BaseModel):
    """One entry, made fit to be sent to its route."""

    method: str
    path: str
    body: bytes

    @property
    def is_intake(self) -> bool:
        """Tell whether this records an intake; such entries are independent of each other."""
        return self.method == "PUT" and self.path.startswith(f"{API}/intakes/")


@router.post("/sync", response_model=SyncOut, responses=errors(401, 403, 413, 422))
@may(*ALL_ROLES)
async def sync_outbox(request: Request, body: SyncIn) -> Response:
    """Send a phone's outbox; each entry gets its own answer, and a bad one never blocks the rest."""
    entries = [_entry(n, raw) for n, raw in enumerate(body.operations)]
    answers: list[Response] = []
    for run in _runs(entries):
        answers.extend(await asyncio.gather(*(_send(request, entry) for entry in run)))
    shown = b",".join(b'{"status":%d,"body":%b}' % (a.status_code, bytes(a.body) or b"null") for a in answers)
    return Response(b'{"results":[' + shown + b"]}", media_type="application/json")


def _entry(n: int, raw: Any) -> Entry | Unfit:
    """Return an entry, or why it cannot be one."""
    pointer = f"/operations/{n}"
    if not isinstance(raw, dict) or raw.get("method") not in ("PUT", "POST"):
        return Unfit(Fault(f"{pointer}/method", "sync_method"))
    path = raw.get("path")
    if not isinstance(path, str) or not path.isascii() or len(path) > 200 or any(c in path for c in "?#% "):
        return Unfit(Fault(f"{pointer}/path", "sync_path"))
    whole = path if path.startswith(API) else API + path
    if whole.rstrip("/") in (f"{API}/sync", f"{API}/join"):
        return Unfit(Fault(f"{pointer}/path", "sync_path"))
    return Entry(method=raw["method"], path=whole, body=to_json(raw.get("body")))


def _runs(entries: Sequence[Entry | Unfit]) -> Iterator[list[Entry | Unfit]]:
    """Part entries into runs that may go together: intakes under different ids; all else goes alone."""
    for independent, run in groupby(entries, key=lambda e: isinstance(e, Entry) and e.is_intake):
        waiting: list[Entry | Unfit] = []
        seen: set[str] = set()
        for entry in run:
            path = entry.path if isinstance(entry, Entry) else ""
            if not independent or path in seen:
                if waiting:
                    yield waiting
                waiting, seen = [], set()
            waiting.append(entry)
            seen.add(path)
        yield waiting


async def _send(request: Request, entry: Entry | Unfit) -> Response:
    """Send an entry to the route it names and return that route's answer."""
    if isinstance(entry, Unfit):
        return problem(request.scope, entry.code, STATUS[entry.code], faults=entry.faults)
    scope = {
        key: value
        for key, value in request.scope.items()
        if key in ("type", "asgi", "http_version", "scheme", "server", "client", "root_path", "extensions")
    }
    kept = [
        (name, value) for name, value in request.headers.raw if name in (b"authorization", b"accept-language")
    ]
    scope.update(
        method=entry.method,
        path=entry.path,
        raw_path=entry.path.encode(),
        query_string=b"",
        headers=[
            *kept,
            (b"content-type", b"application/json"),
            (b"content-length", b"%d" % len(entry.body)),
        ],
    )
    status, chunks = 500, []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": entry.body, "more_body": False}

    async def send(message: Any) -> None:
        nonlocal status
        if message["type"] == "http.response.start":
            status = message["status"]
        else:
            chunks.append(message.get("body", b""))

    # A route that failed has answered 500 before the failure is raised again.
    with suppress(Exception):
        await request.app(scope, receive, send)
    return Response(b"".join(chunks), status)
