"""Who the caller is, and what the role may do."""

from fastapi import APIRouter, Request

from models.access import Role
from models.caller_shapes import MeOut
from operations import callers
from routers.documents import errors
from routers.policies import ALL_ROLES, PolicedRoute, may
from routers.visits import Here

router = APIRouter(tags=["access"], route_class=PolicedRoute)


@router.get("/me", responses=errors(401))
@may(*ALL_ROLES)
async def get_me(here: Here, request: Request) -> MeOut:
    """Show who the token stands for, until when, and every operation that its role may use."""
    permitted: dict[Role | None, list[str]] = request.app.state.permitted
    return await here.read(callers.who, permitted[here.caller.role])
