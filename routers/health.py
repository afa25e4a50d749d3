"""Is it alive, is it ready; and the numbers for monitoring."""

from fastapi import APIRouter, Request, Response

from models.network_views import HealthOut
from operations import network_views
from routers.policies import PolicedRoute, public
from routers.visits import Here

router = APIRouter(tags=["health"], route_class=PolicedRoute)


@router.get("/health/live")
@public
async def get_liveness() -> HealthOut:
    """Say that the process answers."""
    return HealthOut(status="ok", checks={})


@router.get(
    "/health/ready",
    responses={503: {"model": HealthOut, "description": "Not ready; `checks` says why"}},
)
@public
async def get_readiness(here: Here, response: Response) -> HealthOut:
    """Say whether intakes can be stored and routed: database readable and writable, network loaded."""
    checks = await network_views.readiness(here.store, here.caller, here.now)
    ready = all(state == "ok" for state in checks.values())
    response.status_code = 200 if ready else 503
    return HealthOut(status="ok" if ready else "failing", checks=checks)


@router.get("/metrics", response_class=Response, responses={200: {"content": {"text/plain": {}}}})
@public
async def get_metrics(request: Request) -> Response:
    """Give counters and timings as Prometheus reads them; no values from requests are in them."""
    content, media_type = request.app.state.exposition()
    return Response(content, media_type=media_type)
