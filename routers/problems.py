"""Every error as RFC 9457 `application/problem+json`, in Chinese or English."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel
from pydantic_core import to_json
from starlette.exceptions import HTTPException
from starlette.responses import Response

from models.access import Language
from models.edit_shapes import EditConflict
from models.engines import StoreBusy
from models.tokens import NotLive
from operations.errors import Fault, Refusal
from routers.visits import SCOPE_KEY, Visitor
from routers.wording import sentence, validation_sentence

MEDIA_TYPE = "application/problem+json"
RETRY_BUSY_S = 2

#: The only table of statuses. A code that is missing here fails a test.
STATUS: dict[str, int] = {
    "unauthenticated": 401,
    "forbidden": 403,
    "not_found": 404,
    "miscoded": 422,
    "unfit": 422,
    "conflict": 409,
    "id_taken": 409,
    "shortage": 409,
    "stale": 412,
    "too_many": 429,
    "crowded": 503,
    "invalid": 422,
    "busy": 503,
    "storage_full": 507,
    "internal": 500,
}


class ProblemError(BaseModel):
    """One thing that is wrong: where in the body, which code, in words."""

    pointer: str
    code: str
    message: str


class Problem(BaseModel):
    """An error answer (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    errors: list[ProblemError]
    request_id: str


class StaleProblem(Problem):
    """An edit that came too late: beside the error, both values of each field, who changed it and when."""

    conflict: EditConflict


def problem(
    scope: Mapping[str, Any],
    code: str,
    status: int,
    *,
    values: Mapping[str, Any] | None = None,
    faults: Sequence[Fault] = (),
    headers: Mapping[str, str] | None = None,
) -> Response:
    """Return the problem answer for a code, in the visitor's language."""
    visitor: Visitor | None = scope.get(SCOPE_KEY)
    language: Language = visitor.language if visitor else "zh"
    errors = [
        ProblemError(pointer=f.pointer, code=f.code, message=sentence(f.code, language, f.values))
        for f in faults
    ]
    return _answer(code, status, language, errors, visitor, values or {}, headers)


def _answer(
    code: str,
    status: int,
    language: Language,
    errors: list[ProblemError],
    visitor: Visitor | None,
    values: Mapping[str, Any],
    headers: Mapping[str, str] | None,
) -> Response:
    title = sentence(code, language, values)
    shown = Problem(
        type=f"urn:jiujin:problem:{code.replace('_', '-')}",
        title=title,
        status=status,
        detail="; ".join(error.message for error in errors) or title,
        code=code,
        errors=errors,
        request_id=visitor.request_id if visitor else "",
    )
    conflict = values.get("conflict")
    if isinstance(conflict, EditConflict):
        shown = StaleProblem(**dict(shown), conflict=conflict)
    return Response(to_json(shown), status, dict(headers or {}), MEDIA_TYPE)


def pointer_of(location: Sequence[Any]) -> str:
    """Return the JSON pointer (RFC 6901) of a validation error's place."""
    parts = location[1:] if location and location[0] in ("body", "query", "path", "header") else location
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in parts)


async def refused(request: Request, error: Exception) -> Response:
    """Answer a refusal of the trade."""
    if not isinstance(error, Refusal):
        raise error
    headers = {}
    if error.code == "unauthenticated":
        headers["WWW-Authenticate"] = "Bearer"
    if "retry_after_s" in error.values:
        headers["Retry-After"] = str(error.values["retry_after_s"])
    return problem(
        request.scope,
        error.code,
        STATUS[error.code],
        values=error.values,
        faults=error.faults,
        headers=headers,
    )


async def invalid(request: Request, error: Exception) -> Response:
    """Answer a body or parameter that has not the right shape, naming every field."""
    if not isinstance(error, RequestValidationError):
        raise error
    visitor: Visitor = request.scope[SCOPE_KEY]
    errors = [
        ProblemError(
            pointer="" if entry["type"] == "json_invalid" else pointer_of(entry["loc"]),
            code=str(entry["type"]),
            message=validation_sentence(entry, visitor.language),
        )
        for entry in error.errors()
    ]
    return _answer("invalid", STATUS["invalid"], visitor.language, errors, visitor, {}, None)


async def http_error(request: Request, error: Exception) -> Response:
    """Answer what the framework refuses: unknown addresses, methods, bodies too large."""
    if not isinstance(error, HTTPException):
        raise error
    code = HTTPStatus(error.status_code).phrase.lower().replace(" ", "_")
    return problem(request.scope, code, error.status_code, headers=error.headers)


async def not_live(request: Request, error: Exception) -> Response:  # noqa: ARG001 - the handler's shape
    """Answer a caller whose token died while the request was under way."""
    headers = {"WWW-Authenticate": "Bearer"}
    return problem(request.scope, "unauthenticated", 401, values={"reason": "revoked"}, headers=headers)


async def busy(request: Request, error: Exception) -> Response:  # noqa: ARG001
    """Answer that nothing was changed and the same call may be repeated."""
    return problem(request.scope, "busy", STATUS["busy"], headers={"Retry-After": str(RETRY_BUSY_S)})


async def failed(request: Request, error: Exception) -> Response:
    """Answer what nobody foresaw, without a word about the inside; the log has it by request id."""
    if is_lock_conflict(error):
        return await busy(request, error)
    if is_storage_full(error):
        return problem(request.scope, "storage_full", STATUS["storage_full"], headers={"Retry-After": "60"})
    return problem(request.scope, "internal", STATUS["internal"])


def is_lock_conflict(error: Exception) -> bool:
    """Tell whether two transactions stood in each other's way (PostgreSQL: deadlock, serialisation, lock)."""
    cause = getattr(error, "orig", None)
    return getattr(cause, "sqlstate", None) in ("40P01", "40001", "55P03")


def is_storage_full(error: Exception) -> bool:
    """Tell whether the database ran out of room (SQLITE_FULL, or PostgreSQL's class 53)."""
    cause = getattr(error, "orig", None)
    return "disk is full" in str(cause) or getattr(cause, "sqlstate", None) in ("53100", "53200")


def install(app: FastAPI) -> None:
    """Make an application answer every error as a problem."""
    app.add_exception_handler(Refusal, refused)
    app.add_exception_handler(RequestValidationError, invalid)
    app.add_exception_handler(HTTPException, http_error)
    app.add_exception_handler(NotLive, not_live)
    app.add_exception_handler(StoreBusy, busy)
    app.add_exception_handler(Exception, failed)
