"""The OpenAPI document: who may call what, and an example for every operation."""

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import iter_route_contexts
from pydantic import BaseModel

from app.examples import REQUESTS, RESPONSES
from routers.policies import policy_of
from routers.problems import Problem, StaleProblem

DESCRIPTION = """
Runs a city's network of donation points on the principle 就近、方便, *near and convenient*.

- Errors are `application/problem+json` (RFC 9457), Chinese or English by `Accept-Language`; `code` is stable.
- Ids are made by the client (UUIDv7) before it sends. The same `PUT` again answers 200 with the first
  result; another body under the same id is 409 and changes nothing.
- Lists are windows: `limit` up to 100, `next_cursor`, and the same in the `Link` header.
- Times are RFC 3339 with their offset; positions are WGS-84 unless `datum` says otherwise.
"""


def describe(app: FastAPI) -> None:
    """Give the application its OpenAPI document; it is made once, when first asked for."""
    made: dict[str, Any] = {}

    def openapi() -> dict[str, Any]:
        if not made:
            made.update(_document(app))
        return made

    app.openapi = openapi  # type: ignore[method-assign]


def _document(app: FastAPI) -> dict[str, Any]:
    document = get_openapi(
        title=app.title, version=app.version, description=app.description, routes=app.routes
    )
    document["components"]["schemas"] |= _shape(Problem) | _shape(StaleProblem)
    document["components"]["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
    for context in iter_route_contexts(list(app.routes)):
        for method in context.methods or ():
            operation = document["paths"].get(context.path, {}).get(method.lower())
            if operation is not None:
                _complete(operation, policy_of(context.endpoint) or frozenset())
    return document


def _shape(model: type[BaseModel]) -> dict[str, Any]:
    """Return a model's schema, and those it refers to, by name."""
    whole = model.model_json_schema(ref_template="#/components/schemas/{model}")
    return {**whole.pop("$defs", {}), model.__name__: whole}


def _complete(operation: dict[str, Any], roles: frozenset[Any]) -> None:
    """Add who may call an operation, and its examples."""
    name = operation["operationId"]
    if roles:
        operation["security"] = [{"token": []}]
        operation["x-roles"] = sorted(role.value for role in roles)
    if name in REQUESTS:
        operation["requestBody"]["content"]["application/json"]["example"] = REQUESTS[name]
    for status, answer in operation["responses"].items():
        if status in ("200", "201") and name in RESPONSES:
            for kind, content in answer.get("content", {}).items():
                if kind.endswith("json"):
                    content["example"] = RESPONSES[name]
