"""The edge: one pure ASGI middleware that knows who asks, names the request, and watches the answer.

A `BaseHTTPMiddleware` would cost more than the rest of the framework (docs/decisions/0003).
"""

import re
import time
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

import structlog
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.metrics import observe
from models.access import PUBLIC, Caller, Language
from models.clock import utc_now
from models.identifiers import uuid7
from models.store import Store
from operations.access import Known, find, hash_secret
from routers.visits import SCOPE_KEY, Visitor, in_language

_REQUEST_ID = re.compile(rb"[A-Za-z0-9-]{8,64}", re.ASCII)
_TOKENS_MAX = 10_000
_NO_SNIFFING = (b"x-content-type-options", b"nosniff")
_SAFETY = [_NO_SNIFFING, (b"referrer-policy", b"no-referrer"), (b"x-frame-options", b"DENY")]
#: Scripts and styles: parts of pages, which never stand alone. What guards a page would only cost time here,
#: for newcomers on the worst network that they will ever have; see docs/decisions/0019-pages.md.
_PARTS = "/assets/"
#: What an answer may load when it does not say so itself: nothing.
_NOTHING = (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'")
_NO_STORE = (b"cache-control", b"no-store")

log = structlog.get_logger("jiujin.access")


class Edge:
    """Wraps the application: caller, language, request id, safety headers, log line, metrics."""

    def __init__(self, app: ASGIApp, store: Store, body_max_bytes: int) -> None:
        self._app = app
        self._body_max_bytes = body_max_bytes
        self._store = store
        self._tokens: dict[bytes, Known] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = dict(scope["headers"])
        caller, fault = await self._caller(headers.get(b"authorization"))
        language = language_of(headers.get(b"accept-language", b""))
        request_id = _request_id(headers)
        address = scope["client"][0] if scope.get("client") else ""
        scope[SCOPE_KEY] = Visitor(request_id, in_language(caller, language), fault, address)
        await self._watched(scope, _limited(receive, headers, self._body_max_bytes), send, request_id)

    async def _watched(self, scope: Scope, receive: Receive, send: Send, request_id: str) -> None:
        began = time.perf_counter()
        status = 500

        async def answer(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                if status == HTTPStatus.OK and scope["path"].startswith(_PARTS):
                    message["headers"] = [*message["headers"], _NO_SNIFFING]
                else:
                    _add_headers(message, request_id)
            await send(message)

        try:
            await self._app(scope, receive, answer)
        finally:
            _note(scope, status, time.perf_counter() - began, request_id)

    async def _caller(self, authorization: bytes | None) -> tuple[Caller, str | None]:
        """Return who a bearer token stands for, and what is wrong with the token if anything is.

        The memory of tokens only saves a look-up: whether one is still alive is asked again inside
        the transaction of each read and write (models/tokens.py), so a revoked token is dead at once.
        """
        if authorization is None:
            return PUBLIC, None
        scheme, _, token = authorization.partition(b" ")
        if scheme.lower() != b"bearer" or not token:
            return PUBLIC, "scheme"
        key = hash_secret(token.decode("latin-1"))
        known = self._tokens.get(key)
        if known is None:
            known = await self._store.read(find, key)
            if known is None:
                return PUBLIC, "unknown"
            if len(self._tokens) >= _TOKENS_MAX:
                self._tokens.clear()
            self._tokens[key] = known
        if utc_now() >= known.expires_at:
            return PUBLIC, "expired"
        return known.caller, None


def _limited(receive: Receive, headers: Mapping[bytes, bytes], bytes_max: int) -> Receive:
    """Return a `receive` that refuses a body beyond the limit, announced or not, before it is kept.

    The framework has such a limit too, but answers it in plain text past our problem answers.
    """
    announced = headers.get(b"content-length", b"0")
    too_large = announced.isdigit() and int(announced[:20]) > bytes_max
    seen = 0

    async def counted() -> Message:
        nonlocal seen
        if too_large:
            raise HTTPException(413)
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > bytes_max:
            raise HTTPException(413)
        return message

    return counted


def language_of(accept: bytes) -> Language:
    """Return the language an Accept-Language header prefers; Chinese when it names neither."""
    best, weight = "zh", 0.0
    for part in accept.decode("latin-1").lower().split(","):
        tag, _, quality = part.partition(";q=")
        try:
            preference = float(quality) if quality else 1.0
        except ValueError:
            continue
        language = tag.strip().split("-")[0]
        if language in ("zh", "en") and preference > weight:
            best, weight = language, preference
    return "en" if best == "en" else "zh"


def _request_id(headers: Mapping[bytes, bytes]) -> str:
    given = headers.get(b"x-request-id", b"")
    return given.decode() if _REQUEST_ID.fullmatch(given) else str(uuid7())


def _add_headers(message: Message, request_id: str) -> None:
    headers: list[tuple[bytes, bytes]] = list(message["headers"])
    present = {name.lower() for name, _ in headers}
    headers.append((b"x-request-id", request_id.encode()))
    headers.extend(_SAFETY)
    headers.extend(header for header in (_NOTHING, _NO_STORE) if header[0] not in present)
    message["headers"] = headers


def _note(scope: Scope, status: int, seconds: float, request_id: str) -> None:
    """Log and count an answer: route and status, never the query, the body or the token."""
    route: Any = scope.get("route")
    path = getattr(route, "path", "unmatched")
    observe(scope["method"], path, status, seconds)
    log.debug(
        "answered",
        method=scope["method"],
        route=path,
        status=status,
        ms=round(seconds * 1000, 1),
        request_id=request_id,
    )
