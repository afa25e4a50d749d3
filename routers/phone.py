"""What the phone pages keep, so that a volunteer can go on without reception."""

from fastapi import APIRouter, Request, Response

from models.kit_shapes import KitOut
from operations import kit
from routers.answers import revalidated
from routers.documents import errors
from routers.policies import PolicedRoute, public
from routers.visits import Here

router = APIRouter(tags=["phone"], route_class=PolicedRoute)


@router.get(
    "/kit",
    response_model=KitOut,
    responses={**errors(401, 503), 304: {"description": "What the phone has is what there is"}},
)
@public
async def get_kit(here: Here, request: Request) -> Response:
    """Give everything a phone keeps, in one: with a token its place, its tiles and who comes by.

    Answers carry an ETag over everything but `server_time`; a phone that sends it back is told 304.
    """
    phone = request.app.state.settings.help_phone
    return revalidated(
        request, await here.read(kit.pack, help_phone=phone, now=here.now), but={"server_time"}
    )
