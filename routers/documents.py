"""What the OpenAPI document says about every route: its errors, its readable name."""

from typing import Any

from fastapi.routing import APIRoute

from routers.problems import MEDIA_TYPE

_WORDS = {
    400: "The request cannot be read",
    401: "No token, or one that is not valid",
    403: "The caller's role may not do this",
    404: "No such thing, or none that the caller may see",
    409: "It contradicts what is recorded; nothing was changed",
    412: "Somebody else changed it meanwhile; nothing was changed, `conflict` says who, when and what",
    413: "The body is too large",
    422: "A field or parameter needs a change; `errors` names it",
    429: "Too often; `Retry-After` says when to come again",
    503: "Busy; nothing was changed, the same call may be repeated",
    507: "Storage is full; nothing was changed",
}

#: Problems that say more than the others.
_SHAPES = {412: "StaleProblem"}


def errors(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Return the OpenAPI responses for the errors that a route can answer with.

    They point at the shape by name; a model for each of eight hundred would be made anew at every start.
    """
    return {
        status: {
            "description": _WORDS[status],
            "content": {
                MEDIA_TYPE: {"schema": {"$ref": f"#/components/schemas/{_SHAPES.get(status, 'Problem')}"}}
            },
        }
        for status in statuses
    }


def lists(model: Any, *statuses: int) -> dict[str, Any]:
    """Return what the document says of a route that lists, as JSON or as CSV, for the route's decorator."""
    file: dict[int | str, dict[str, Any]] = {200: {"content": {"text/csv": {"schema": {"type": "string"}}}}}
    return {"response_model": model, "responses": {**file, **errors(*statuses)}}


def operation_id(route: APIRoute) -> str:
    """Return a route's operationId: the endpoint's own name, which is unique by a test."""
    return route.name


#: Errors of routes that everybody may ask, and of those that write.
READS = (422, 429)
GUARDED = (401, 403, 404, 422)
WRITES = (401, 403, 404, 409, 413, 422, 503, 507)
#: Errors of routes that edit what may have been edited meanwhile.
EDITS = (*WRITES, 412)
