"""Relief: who receives, what they need, what is proposed and reserved for them."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from models.access import Role
from models.relief_shapes import (
    AllocationIn,
    AllocationOut,
    NeedIn,
    NeedOut,
    ProposalOut,
    RecipientIn,
    RecipientOut,
    StepIn,
)
from operations.pages import Page
from operations.relief import allocations, needs, proposals, recipients
from routers.answers import DocumentId, acts, answered
from routers.documents import EDITS, GUARDED, errors, lists
from routers.edits import ExpectedVersions, tagged
from routers.lists import windows
from routers.network import PlaceCode
from routers.parameters import NeedQuestion, RecipientQuestion
from routers.policies import PolicedRoute, may
from routers.visits import Here

router = APIRouter(tags=["relief"], route_class=PolicedRoute)

RELIEF = (Role.FOUNDATION, Role.ADMIN)
SEES = (*RELIEF, Role.AUDITOR, Role.WAREHOUSE_MANAGER, Role.STATION_MANAGER)


@router.put("/recipients/{code}", responses=errors(*EDITS))
@may(*RELIEF)
async def put_recipient(
    here: Here, response: Response, expected: ExpectedVersions, code: PlaceCode, body: RecipientIn
) -> RecipientOut:
    """Register a receiving organisation with its credit code, or a case by its reference alone."""
    return tagged(response, await here.write(recipients.put_recipient, code, body, expected))


@router.get("/recipients/{code}", responses=errors(*GUARDED))
@may(*SEES)
async def get_recipient(here: Here, response: Response, code: PlaceCode) -> RecipientOut:
    """Show a recipient; a case has no name here."""
    return tagged(response, await here.read(recipients.get_recipient, code))


@router.get("/recipients", **lists(Page[RecipientOut], 401, 403, 422))
@may(*SEES)
async def list_recipients(
    here: Here, request: Request, asked: Annotated[RecipientQuestion, Query()]
) -> Response:
    """List recipients in order of code."""
    return await windows(here, request, asked, recipients.list_recipients, q=asked.q, status=asked.status)


@router.put("/needs/{need_id}", **acts(NeedOut))
@may(*RELIEF)
async def state_need(here: Here, need_id: DocumentId, body: NeedIn) -> Response:
    """State what a recipient needs, how urgently, by when."""
    return answered(await here.write(needs.state_need, need_id, body))


@router.get("/needs/{need_id}", responses=errors(*GUARDED))
@may(*SEES)
async def get_need(here: Here, response: Response, need_id: DocumentId) -> NeedOut:
    """Show a need and how far it is met."""
    return tagged(response, await here.read(needs.get_need, need_id))


@router.get("/needs", **lists(Page[NeedOut], 401, 403, 422))
@may(*SEES)
async def list_needs(here: Here, request: Request, asked: Annotated[NeedQuestion, Query()]) -> Response:
    """List needs in the order they were stated."""
    return await windows(
        here,
        request,
        asked,
        needs.list_needs,
        recipient=asked.recipient,
        status=asked.status,
        urgency=asked.urgency,
        wanting=asked.wanting,
    )


@router.post("/needs/{need_id}/close", **acts(NeedOut, errors(*EDITS)))
@may(*RELIEF)
async def close_need(here: Here, expected: ExpectedVersions, need_id: DocumentId, body: StepIn) -> Response:
    """Close a need: nothing more is to be reserved for it."""
    return answered(await here.write(needs.close_need, need_id, body, expected))


@router.get("/needs/{need_id}/proposal", responses=errors(*GUARDED))
@may(*RELIEF, Role.AUDITOR)
async def propose_allocation(here: Here, need_id: DocumentId) -> ProposalOut:
    """Propose what to reserve for a need, each line with its reasons, and what is wanting."""
    return await here.read(proposals.propose, need_id, now=here.now)


@router.put("/allocations/{allocation_id}", **acts(AllocationOut))
@may(*RELIEF)
async def allocate_stock(here: Here, allocation_id: DocumentId, body: AllocationIn) -> Response:
    """Reserve stock for a need; a distribution posts the reservation, or it runs out."""
    return answered(await here.write(allocations.allocate, allocation_id, body))


@router.get("/allocations/{allocation_id}", responses=errors(*GUARDED))
@may(*SEES)
async def get_allocation(here: Here, allocation_id: DocumentId) -> AllocationOut:
    """Show an allocation and what is still reserved."""
    return await here.read(allocations.get_allocation, allocation_id)


@router.post("/allocations/{allocation_id}/release", **acts(AllocationOut))
@may(*RELIEF)
async def release_allocation(here: Here, allocation_id: DocumentId, body: StepIn) -> Response:
    """Release what is still reserved."""
    return answered(await here.write(allocations.release_allocation, allocation_id, body))
