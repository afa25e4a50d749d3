"""The board: the desk's first page in one answer."""

from typing import Annotated

from fastapi import APIRouter, Query

from models.access import Role
from models.board_shapes import BoardOut
from models.shapes import CodeIn
from operations.board import making
from routers.documents import GUARDED, errors
from routers.parameters import Parameters
from routers.policies import PolicedRoute, may
from routers.stock import SEES
from routers.visits import Here

router = APIRouter(tags=["board"], route_class=PolicedRoute)


class BoardQuestion(Parameters):
    """Whose board: of a station or the warehouse; the caller's own, or the whole network, when not said."""

    place: CodeIn | None = None


@router.get("/board", responses=errors(*GUARDED))
@may(*SEES, Role.DRIVER)
async def get_board(here: Here, asked: Annotated[BoardQuestion, Query()]) -> BoardOut:
    """Show what stands where, what is to be done first, what is old, what is wanted, what happened."""
    return await here.read(making.board, place=asked.place, now=here.now)
