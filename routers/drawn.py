"""Draw pages on the server: nothing in them that a browser would run, the language chosen by a link."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from importlib import resources
from typing import get_args
from urllib.parse import parse_qsl, urlencode

from fastapi import Request, Response
from jinja2 import Environment, FunctionLoader, StrictUndefined
from starlette.types import Scope

from models.access import Language
from routers.policies import Handler, PolicedRoute
from routers.visits import SCOPE_KEY, Visitor, in_language, visitor_of

_CHOSEN_KEY = "jiujin.chosen_language"
_PAGE_POLICY = (
    "default-src 'none'; style-src 'self' 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'"
)
_TEMPLATES = Environment(
    loader=FunctionLoader(
        lambda name: resources.files("routers").joinpath("templates", name).read_text(encoding="utf-8")
    ),
    autoescape=True,
    undefined=StrictUndefined,
)


class PageRoute(PolicedRoute):
    """A route to a page: `?lang=zh` or `en` chooses its language, whatever the browser prefers."""

    def get_route_handler(self) -> Handler:
        """Return the handler that answers in the chosen language."""
        handle = super().get_route_handler()

        async def in_chosen_language(request: Request) -> Response:
            _choose(request.scope)
            return await handle(request)

        return in_chosen_language


def draw(
    request: Request,
    template: str,
    *,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
    **values: object,
) -> Response:
    """Return a page in the reader's language.

    The answer to a form has no link to the other language: the link would lead to the empty form, and a
    token that is shown once would be gone.
    """
    language = visitor_of(request).language
    chosen = chosen_language(request)
    asked = request.query_params.multi_items()
    other = "?" + urlencode([*asked, ("lang", "en" if language == "zh" else "zh")])
    content = _TEMPLATES.get_template(template).render(
        zh=language == "zh",
        to=partial(link, chosen=chosen),
        chosen=chosen,
        other=other if request.method == "GET" else None,
        **values,
    )
    said = {"Content-Security-Policy": _PAGE_POLICY, "Content-Language": language}
    if chosen is None:
        said["Vary"] = "Accept-Language"
    return Response(content, status, {**said, **(headers or {})}, "text/html; charset=utf-8")


def link(path: str, chosen: Language | None) -> str:
    """Return a link to another drawn page that keeps the language somebody chose."""
    return path if chosen is None else f"{path}{'&' if '?' in path else '?'}lang={chosen}"


def chosen_language(request: Request) -> Language | None:
    """Return the language that was chosen for this page by a link."""
    chosen: Language | None = request.scope.get(_CHOSEN_KEY)
    return chosen


def _choose(scope: Scope) -> None:
    """Answer in the language that the query names, and take it out: no other question has such a field."""
    asked = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
    named = [value for name, value in asked if name == "lang"]
    if not named:
        return
    scope["query_string"] = urlencode([pair for pair in asked if pair[0] != "lang"]).encode()
    for language in get_args(Language):
        if language == named[0]:
            visitor: Visitor = scope[SCOPE_KEY]
            scope[SCOPE_KEY] = replace(visitor, caller=in_language(visitor.caller, language))
            scope[_CHOSEN_KEY] = language
