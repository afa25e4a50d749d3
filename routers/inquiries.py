"""Donors' queries and complaints: written down, answered in time, most urgent first."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from models.access import Role
from models.inquiries import InquiryStatus
from models.inquiry_shapes import (
    AnsweredOut,
    AnswerIn,
    InquiryIn,
    InquiryOut,
    InquiryRow,
    NumberedOut,
    PublicInquiryIn,
    RecordedOut,
)
from operations.inquiries import queries, recording
from operations.pages import Page
from routers.answers import DocumentId, acts, answered
from routers.documents import GUARDED, errors, lists
from routers.lists import windows
from routers.parameters import Window
from routers.policies import PolicedRoute, may, public
from routers.rates import Rates
from routers.visits import Here

router = APIRouter(prefix="/inquiries", tags=["inquiries"], route_class=PolicedRoute)

ANSWERS = (Role.FOUNDATION, Role.ADMIN)
SEES = (*ANSWERS, Role.AUDITOR)


class InquiryQuestion(Window):
    """Which inquiries."""

    status: InquiryStatus | None = None


@router.post(
    "",
    status_code=201,
    response_model=NumberedOut,
    responses={
        **errors(409, 413, 422, 429, 503, 507),
        200: {"model": NumberedOut, "description": "Done already"},
    },
)
@public
async def send_inquiry(here: Here, request: Request, body: PublicInquiryIn) -> Response:
    """Ask or complain as a donor, without a token. Rate limited; answers number and due day."""
    rates: Rates = request.app.state.rates
    rates.inquiry.check(here.visitor.address)
    rates.inquiry.count(here.visitor.address)
    return answered(await here.write(recording.send_inquiry, body))


@router.put("/{inquiry_id}", **acts(RecordedOut))
@may(*ANSWERS)
async def record_inquiry(here: Here, inquiry_id: DocumentId, body: InquiryIn) -> Response:
    """Write down what a donor asked; it is due ten working days after its receipt (沪慈善条例 §53)."""
    return answered(await here.write(recording.record_inquiry, inquiry_id, body))


@router.post("/{inquiry_id}/answer", **acts(AnsweredOut))
@may(*ANSWERS)
async def answer_inquiry(here: Here, inquiry_id: DocumentId, body: AnswerIn) -> Response:
    """Note what the donor was told, and when."""
    return answered(await here.write(recording.answer_inquiry, inquiry_id, body))


@router.get("", **lists(Page[InquiryRow], 401, 403, 422))
@may(*SEES)
async def list_inquiries(
    here: Here, request: Request, asked: Annotated[InquiryQuestion, Query()]
) -> Response:
    """List inquiries: without an answer first, and of them the one that is due first."""
    return await windows(here, request, asked, queries.list_inquiries, status=asked.status, now=here.now)


@router.get("/{inquiry_id}", responses=errors(*GUARDED))
@may(*SEES)
async def get_inquiry(here: Here, inquiry_id: DocumentId) -> InquiryOut:
    """Show an inquiry with the working days that are left; who asked is masked."""
    return await here.read(queries.get_inquiry, inquiry_id, now=here.now)
