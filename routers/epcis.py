"""The trace for other systems: EPCIS 2.0 in JSON-LD. Export only; there is no capture interface."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from pydantic import BeforeValidator, Field

from models.access import Role
from models.epcis_shapes import EpcisDocument, EpcisWanted
from models.shapes import CodeIn, DayIn, KeyIn
from operations.epcis import documents
from operations.epcis.documents import LIMIT_DEFAULT, LIMIT_MAX
from routers.documents import GUARDED, errors
from routers.lists import linked
from routers.parameters import Cursor, Parameters, whole
from routers.policies import PolicedRoute, may
from routers.visits import Here

router = APIRouter(tags=["epcis"], route_class=PolicedRoute)

LD_JSON = "application/ld+json"


class LinkedData(Response):
    """An answer in JSON-LD."""

    media_type = LD_JSON


class EpcisQuestion(Parameters):
    """Events of what: an intake, a lot, a bag, or the days from `from` to `to`; exactly one of these."""

    intake: KeyIn | None = None
    lot: CodeIn | None = None
    bag: Annotated[str, Field(min_length=1, max_length=60)] | None = None
    first: DayIn | None = Field(default=None, alias="from")
    last: DayIn | None = Field(default=None, alias="to", description="inclusive")
    limit: Annotated[int, BeforeValidator(whole), Field(ge=1, le=LIMIT_MAX)] = LIMIT_DEFAULT
    cursor: Cursor | None = None

    def wanted(self) -> EpcisWanted:
        """Return what the export is of."""
        return EpcisWanted(self.intake, self.lot, self.bag, self.first, self.last)


@router.get(
    "/epcis/events", response_model=EpcisDocument, response_class=LinkedData, responses=errors(*GUARDED)
)
@may(Role.FOUNDATION, Role.ADMIN, Role.AUDITOR)
async def list_epcis_events(
    here: Here, request: Request, asked: Annotated[EpcisQuestion, Query()]
) -> Response:
    """Export what was recorded as an EPCIS 2.0 document, a window of events at a time; no personal data."""
    found = await here.read(
        documents.export,
        asked.wanted(),
        limit=asked.limit,
        cursor=asked.cursor,
        address=request.app.state.settings.public_url or str(request.base_url),
        now=here.now,
    )
    return linked(request, found.document, found.next_cursor, media_type=LD_JSON)
