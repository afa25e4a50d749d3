"""Answer acts: 201 when it was done now, 200 with the first answer when it was done before."""

from typing import Annotated, Any

from fastapi import Path, Response
from pydantic import BaseModel

from models.shapes import KeyIn
from operations.acts import Done
from routers.documents import WRITES, errors

JSON = "application/json"
DocumentId = Annotated[KeyIn, Path(examples=["01926b5e-7c1a-7e30-9d51-0a7b3c2d1e4f"])]
#: A label or code as it was scanned or typed.
Typed = Annotated[str, Path(min_length=1, max_length=60)]


def answered(done: Done) -> Response:
    """Return an act's answer as it was written down."""
    return Response(done.answer, 201 if done.created else 200, media_type=JSON)


def acts(model: type[BaseModel]) -> dict[str, Any]:
    """Return what the document says of a route that does an act, for the route's decorator."""
    again: dict[int | str, dict[str, Any]] = {200: {"model": model, "description": "Done already"}}
    return {"status_code": 201, "response_model": model, "responses": {**errors(*WRITES), **again}}
