"""Answer acts, 201 done now and 200 done before; and what a phone keeps, compressed or with 304."""

import hashlib
from typing import Annotated, Any

from fastapi import Path, Request, Response
from pydantic import BaseModel

from models.shapes import KeyIn
from operations.acts import Done
from routers.codings import packed
from routers.documents import WRITES, errors

JSON = "application/json"
DocumentId = Annotated[KeyIn, Path(examples=["01926b5e-7c1a-7e30-9d51-0a7b3c2d1e4f"])]
#: A label or code as it was scanned or typed.
Typed = Annotated[str, Path(min_length=1, max_length=60)]


def answered(done: Done) -> Response:
    """Return an act's answer as it was written down."""
    return Response(done.answer, 201 if done.created else 200, media_type=JSON)


def acts(model: type[BaseModel], refused: dict[int | str, dict[str, Any]] | None = None) -> dict[str, Any]:
    """Return what the document says of a route that does an act, for the route's decorator."""
    again: dict[int | str, dict[str, Any]] = {200: {"model": model, "description": "Done already"}}
    return {
        "status_code": 201,
        "response_model": model,
        "responses": {**(refused or errors(*WRITES)), **again},
    }


def revalidated(request: Request, body: BaseModel, *, but: set[str]) -> Response:
    """Return a body with an ETag over all of it `but` some fields; 304 when the caller has it already."""
    tagged = body.model_dump_json(exclude=but).encode()
    return tagged_answer(request, tagged, body.model_dump_json().encode())


def tagged_answer(request: Request, tagged: bytes, content: bytes, media_type: str = JSON) -> Response:
    """Return content with an ETag over `tagged`, compressed where taken; 304 when the caller has it already.

    The tag is weak: the same content goes out compressed and plain.
    """
    digest = hashlib.sha256(tagged).hexdigest()
    headers = {"ETag": f'W/"{digest[:32]}"', "Vary": "Accept-Encoding"}
    if _knows(request.headers.get("if-none-match", ""), digest[:32]):
        return Response(None, 304, headers)
    sent, coding = packed(content, request.headers.get("accept-encoding", ""))
    if coding is not None:
        headers["Content-Encoding"] = coding
    return Response(sent, 200, headers, media_type)


def _knows(if_none_match: str, digest: str) -> bool:
    tags = {tag.strip().removeprefix("W/") for tag in if_none_match.split(",")}
    return not tags.isdisjoint({"*", f'"{digest}"'})
