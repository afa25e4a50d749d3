"""Shipments: transfers between our places, distributions to recipients."""

import asyncio
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from models.access import Role
from models.relief_shapes import StepIn
from models.shipment_shapes import (
    ArriveIn,
    DeliverIn,
    DispatchIn,
    DistributionIn,
    ReturnIn,
    ShipmentOut,
    TransferIn,
)
from models.shipments import ShipmentKind
from operations.pages import Page
from operations.relief import arrivals, distributions, load_lists, shipment_views, shipments
from operations.rendering.load_lists import load_list_pdf
from routers.answers import DocumentId, acts, answered
from routers.documents import GUARDED, errors, lists
from routers.lists import windows
from routers.parameters import DistributionQuestion, ShipmentQuestion
from routers.policies import PolicedRoute, may
from routers.relief import RELIEF
from routers.stock import SEES, STORES
from routers.visits import Here

router = APIRouter(tags=["shipments"], route_class=PolicedRoute)

PDF = "application/pdf"
SENDS = (*STORES, Role.FOUNDATION)
CARRIES = (*SENDS, Role.DRIVER)


@router.put("/transfers/{transfer_id}", **acts(ShipmentOut))
@may(*STORES)
async def plan_transfer(here: Here, transfer_id: DocumentId, body: TransferIn) -> Response:
    """Plan a transfer between stations and the warehouse; its goods are reserved at once."""
    return answered(await here.write(shipments.plan_transfer, transfer_id, body))


@router.get("/transfers/{transfer_id}", responses=errors(*GUARDED))
@may(*SEES)
async def get_transfer(here: Here, transfer_id: DocumentId) -> ShipmentOut:
    """Show a transfer: planned, sent, arrived, lost and returned side by side."""
    kind = ShipmentKind.TRANSFER
    return await here.read(shipment_views.get_shipment, transfer_id, kind=kind, now=here.now)


@router.get("/transfers", **lists(Page[ShipmentOut], 401, 403, 422))
@may(*SEES)
async def list_transfers(
    here: Here, request: Request, asked: Annotated[ShipmentQuestion, Query()]
) -> Response:
    """List transfers from and to the caller's place, the newest first."""
    return await _list(here, request, asked, ShipmentKind.TRANSFER)


@router.post("/transfers/{transfer_id}/dispatch", **acts(ShipmentOut))
@may(*STORES)
async def dispatch_transfer(here: Here, transfer_id: DocumentId, body: DispatchIn) -> Response:
    """Send a transfer, all or a part; what left is under way."""
    return answered(await here.write(shipments.dispatch, transfer_id, body))


@router.post("/transfers/{transfer_id}/receive", **acts(ShipmentOut))
@may(*STORES)
async def receive_transfer(here: Here, transfer_id: DocumentId, body: ArriveIn) -> Response:
    """Receive a transfer as it was counted: less stays under way, more is accepted as surplus."""
    return answered(await here.write(arrivals.receive, transfer_id, body))


@router.post("/transfers/{transfer_id}/cancel", **acts(ShipmentOut))
@may(*STORES)
async def cancel_transfer(here: Here, transfer_id: DocumentId, body: StepIn) -> Response:
    """Cancel a transfer of which nothing arrived: both places are as before."""
    return answered(await here.write(shipments.cancel, transfer_id, body))


@router.put("/distributions/{distribution_id}", **acts(ShipmentOut))
@may(*RELIEF)
async def plan_distribution(here: Here, distribution_id: DocumentId, body: DistributionIn) -> Response:
    """Plan what goes to a recipient, from an allocation or directly."""
    return answered(await here.write(distributions.plan_distribution, distribution_id, body))


@router.get("/distributions/{distribution_id}", responses=errors(*GUARDED))
@may(*SEES)
async def get_distribution(here: Here, distribution_id: DocumentId) -> ShipmentOut:
    """Show a distribution with its proofs of delivery."""
    kind = ShipmentKind.DISTRIBUTION
    return await here.read(shipment_views.get_shipment, distribution_id, kind=kind, now=here.now)


@router.get("/distributions", **lists(Page[ShipmentOut], 401, 403, 422))
@may(*SEES)
async def list_distributions(
    here: Here, request: Request, asked: Annotated[DistributionQuestion, Query()]
) -> Response:
    """List distributions that the caller may see, the newest first: to a recipient, for a need."""
    of = {"recipient": asked.recipient, "need": asked.need}
    return await _list(here, request, asked, ShipmentKind.DISTRIBUTION, **of)


@router.post("/distributions/{distribution_id}/pick", **acts(ShipmentOut))
@may(*SENDS)
async def pick_distribution(here: Here, distribution_id: DocumentId, body: StepIn) -> Response:
    """Note that the goods have been brought together."""
    return answered(await here.write(shipments.pick, distribution_id, body))


@router.post("/distributions/{distribution_id}/dispatch", **acts(ShipmentOut))
@may(*SENDS)
async def dispatch_distribution(here: Here, distribution_id: DocumentId, body: DispatchIn) -> Response:
    """Send a distribution, all or a part; the rest stays reserved."""
    return answered(await here.write(shipments.dispatch, distribution_id, body))


@router.post("/distributions/{distribution_id}/deliver", **acts(ShipmentOut))
@may(*CARRIES)
async def deliver_distribution(here: Here, distribution_id: DocumentId, body: DeliverIn) -> Response:
    """Hand goods over, all or a part, with proof; people reached are counted apart from pieces."""
    return answered(await here.write(arrivals.deliver, distribution_id, body))


@router.post("/distributions/{distribution_id}/return", **acts(ShipmentOut))
@may(*SENDS)
async def return_distribution(here: Here, distribution_id: DocumentId, body: ReturnIn) -> Response:
    """Take goods back into stock, from under way or from the recipient."""
    return answered(await here.write(arrivals.take_back, distribution_id, body))


@router.post("/distributions/{distribution_id}/cancel", **acts(ShipmentOut))
@may(*SENDS)
async def cancel_distribution(here: Here, distribution_id: DocumentId, body: StepIn) -> Response:
    """Cancel a distribution of which nothing was delivered: the stock is as before."""
    return answered(await here.write(shipments.cancel, distribution_id, body))


@router.get(
    "/transfers/{transfer_id}/load-list.pdf",
    response_class=Response,
    responses={200: {"content": {PDF: {}}}, **errors(*GUARDED)},
)
@may(*SEES)
async def get_transfer_load_list(here: Here, transfer_id: DocumentId) -> Response:
    """Get a transfer's load list to print: what goes on the vehicle, and where three people sign."""
    return await _load_list(here, transfer_id, ShipmentKind.TRANSFER)


@router.get(
    "/distributions/{distribution_id}/load-list.pdf",
    response_class=Response,
    responses={200: {"content": {PDF: {}}}, **errors(*GUARDED)},
)
@may(*SEES)
async def get_distribution_load_list(here: Here, distribution_id: DocumentId) -> Response:
    """Get a distribution's load list to print; a case is named by its code alone."""
    return await _load_list(here, distribution_id, ShipmentKind.DISTRIBUTION)


async def _load_list(here: Here, shipment_id: DocumentId, kind: ShipmentKind) -> Response:
    load = await here.read(load_lists.load_list, shipment_id, kind=kind, now=here.now)
    # A thread draws it, and others are answered meanwhile.
    return Response(await asyncio.to_thread(load_list_pdf, load, here.language), media_type=PDF)


async def _list(
    here: Here, request: Request, asked: ShipmentQuestion, kind: ShipmentKind, **more: Any
) -> Response:
    known = {"kind": kind, "status": asked.status, "now": here.now}
    return await windows(here, request, asked, shipment_views.list_shipments, **known, **more)
