"""Who may call a route: declared beside it, checked before anything else of the request is read."""

from collections.abc import Callable, Coroutine, Iterable
from json import JSONDecodeError
from typing import Any, TypeVar

from fastapi import FastAPI
from fastapi.routing import APIRoute, iter_route_contexts
from pydantic_core import from_json
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from models.access import Role
from operations.errors import Forbidden, Unauthenticated
from routers.visits import visitor_of

Endpoint = TypeVar("Endpoint", bound=Callable[..., Any])
Handler = Callable[[Request], Coroutine[Any, Any, Response]]

EVERYBODY: frozenset[Role] = frozenset()
ALL_ROLES = frozenset(Role)
_ATTRIBUTE = "__may__"


class Unpoliced(RuntimeError):
    """A route without a policy: the service does not start with one."""


def may(*roles: Role) -> Callable[[Endpoint], Endpoint]:
    """Let callers with one of these roles use a route."""
    if not roles:
        raise ValueError("name the roles, or use `public`")
    return _with_policy(frozenset(roles))


def public(endpoint: Endpoint) -> Endpoint:
    """Let everybody use a route."""
    return _with_policy(EVERYBODY)(endpoint)


def _with_policy(roles: frozenset[Role]) -> Callable[[Endpoint], Endpoint]:
    def mark(endpoint: Endpoint) -> Endpoint:
        setattr(endpoint, _ATTRIBUTE, roles)
        return endpoint

    return mark


def policy_of(endpoint: Any) -> frozenset[Role] | None:
    """Return the roles that may use an endpoint, empty for everybody, None when nobody said."""
    roles: frozenset[Role] | None = getattr(endpoint, _ATTRIBUTE, None)
    return roles


class PolicedRoute(APIRoute):
    """A route that checks its policy on the matched endpoint, never on the raw path."""

    def get_route_handler(self) -> Handler:
        """Return the handler behind the policy, with JSON read strictly."""
        handle = super().get_route_handler()
        roles = policy_of(self.endpoint)

        async def checked(request: Request) -> Response:
            visitor = visitor_of(request)
            if visitor.token_fault is not None:
                raise Unauthenticated(reason=visitor.token_fault)
            if roles and visitor.caller.role not in roles:
                raise Forbidden if visitor.caller.role else Unauthenticated(reason="missing")
            return await handle(StrictRequest(request.scope, request.receive))

        return checked


class StrictRequest(Request):
    """A request whose JSON has no NaN, no infinities and no bottomless nesting."""

    async def json(self) -> Any:
        """Return the parsed body; raises JSONDecodeError, which becomes a problem answer."""
        if not hasattr(self, "_json"):
            try:
                self._json = from_json(await self.body(), allow_inf_nan=False)
            except ValueError as wrong:
                raise JSONDecodeError(str(wrong), "", 0) from wrong
        return self._json


def require_policies(app: FastAPI, exempt: Iterable[str] = ()) -> None:
    """Refuse to start an application in which a route has no policy."""
    routes: list[BaseRoute] = list(app.routes)
    allowed = set(exempt)
    naked = [
        context.path or repr(context.route)
        for context in iter_route_contexts(routes)
        if policy_of(context.endpoint) is None and context.path not in allowed
    ]
    if naked:
        raise Unpoliced(f"routes without a policy: {', '.join(sorted(naked))}")


def permitted(app: FastAPI) -> dict[Role, list[str]]:
    """Return the operations that each role may use, by name: from the policies that guard the routes."""
    routes: list[BaseRoute] = list(app.routes)
    policies = {
        context.endpoint.__name__: policy_of(context.endpoint)
        for context in iter_route_contexts(routes)
        if context.endpoint is not None and getattr(context.route, "include_in_schema", False)
    }
    return {
        role: sorted(
            name
            for name, roles in policies.items()
            if roles is not None and (roles == EVERYBODY or role in roles)
        )
        for role in Role
    }
