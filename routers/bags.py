"""Labels and bags; and the scan of anything."""

import asyncio
from typing import Annotated

from fastapi import APIRouter, Path, Request, Response

from models.access import Role
from models.bag_shapes import BagIn, BagOut, LabelsIn, LabelsOut, RetireIn, ScanOut
from operations.custody import bags, labels, scans
from operations.custody.label_sheets import label_sheets
from routers.answers import DocumentId, Typed, acts, answered
from routers.documents import GUARDED, WRITES, errors
from routers.policies import ALL_ROLES, PolicedRoute, may
from routers.visits import Here

router = APIRouter(tags=["bags"], route_class=PolicedRoute)

PRINTERS = (Role.STATION_MANAGER, Role.WAREHOUSE_MANAGER, Role.FOUNDATION, Role.ADMIN)
PDF = "application/pdf"
Label = Annotated[str, Path(max_length=40, pattern=r"^[A-Za-z0-9][A-Za-z0-9 ._-]*$")]


@router.put("/labels/{batch_id}", **acts(LabelsOut))
@may(*PRINTERS)
async def print_labels(here: Here, batch_id: DocumentId, body: LabelsIn) -> Response:
    """Draw labels for a batch of sheets; none of them is ever drawn again."""
    return answered(await here.write(labels.print_labels, batch_id, body))


@router.get(
    "/labels/{batch_id}/sheets.pdf",
    response_class=Response,
    responses={200: {"content": {PDF: {}}}, **errors(*GUARDED)},
)
@may(*PRINTERS)
async def get_label_sheets(here: Here, request: Request, batch_id: DocumentId) -> Response:
    """Get a batch as sheets to print, as often as needed; labels that were retired are left out."""
    codes = await here.read(labels.batch, batch_id)
    address = request.app.state.settings.public_url or str(request.base_url)
    # A thousand labels take a second: a thread draws them, and others are answered meanwhile.
    drawn = await asyncio.to_thread(label_sheets, codes, address)
    named = {"Content-Disposition": f'inline; filename="jiujin-labels-{batch_id}.pdf"'}
    return Response(drawn, headers=named, media_type=PDF)


@router.post("/labels/{label}/retire", status_code=204, responses=errors(*WRITES))
@may(*PRINTERS, Role.VOLUNTEER)
async def retire_label(here: Here, label: Typed, body: RetireIn) -> None:
    """Retire a label that was spoiled or lost; a scan of it says so for ever."""
    await here.write(labels.retire, label, body)


@router.put("/bags/{label}", **acts(BagOut))
@may(Role.VOLUNTEER, Role.DRIVER, Role.STATION_MANAGER, Role.ADMIN)
async def seal_bag(
    here: Here,
    label: Label,
    body: BagIn,
) -> Response:
    """Seal a bag with the intakes in it."""
    return answered(await here.write(bags.seal, label, body))


@router.get("/bags/{label}", responses=errors(*GUARDED))
@may(*ALL_ROLES)
async def get_bag(here: Here, label: Typed) -> BagOut:
    """Show a bag: where it is, what is in it, its hand-overs; or what a retired label was."""
    return await here.read(bags.show_bag, label)


@router.get("/scan/{code}", tags=["scan"], responses=errors(*GUARDED))
@may(*ALL_ROLES)
async def scan_code(here: Here, code: Typed) -> ScanOut:
    """Say what any code is: a bag, a label, a lot, a gift, a place; where it is and who had it last."""
    return await here.read(scans.scan, code)
