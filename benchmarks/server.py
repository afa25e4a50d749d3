"""The service with its own limit beside it: routes that validate and authenticate, and do nothing."""

import sys
from typing import Annotated

import uvicorn
from fastapi import APIRouter, Path, Response
from pydantic_core import to_json

from app.commands.serving import configure_logging
from app.main import create_app
from app.settings import Settings
from models.access import Role
from models.intake_shapes import IntakeIn
from models.shapes import KeyIn
from routers.policies import PolicedRoute, may, public
from routers.visits import Here

router = APIRouter(route_class=PolicedRoute)
#: An answer of the size that a recorded intake has.
ANSWER = to_json({"id": "x" * 36, "filler": "x" * 560})


@router.put("/noop/{intake_id}")
@may(Role.VOLUNTEER)
async def noop_put(here: Here, intake_id: Annotated[KeyIn, Path()], body: IntakeIn) -> Response:  # noqa: ARG001
    return Response(ANSWER, 201, media_type="application/json")


@router.get("/noop")
@public
async def noop_get(here: Here) -> Response:  # noqa: ARG001
    return Response(ANSWER, media_type="application/json")


def main() -> None:
    settings = Settings.read()
    configure_logging(settings.log_level)
    app = create_app(settings)
    app.include_router(router)
    uvicorn.run(app, port=int(sys.argv[1]), log_config=None, access_log=False, server_header=False)


if __name__ == "__main__":
    main()
