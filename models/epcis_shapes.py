"""The shape of an EPCIS 2.0 document, and what may be asked for."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal
from uuid import UUID

from pydantic import ConfigDict, Field

from models.shapes import Answer, InstantOut

#: An event of EPCIS as it is written. What may stand in it is the official schema's business.
Event = dict[str, Any]


@dataclass(frozen=True, slots=True)
class EpcisWanted:
    """What an export is of: an intake, a lot, a bag, or the Shanghai days from `first` to `last`."""

    intake: UUID | None
    lot: str | None
    bag: str | None
    first: date | None
    last: date | None


class EpcisBody(Answer):
    """The events of a document."""

    eventList: list[Event]  # noqa: N815 - the standard's name


class EpcisDocument(Answer):
    """One window of events as an EPCIS 2.0 document in JSON-LD."""

    model_config = ConfigDict(frozen=True, serialize_by_alias=True, validate_by_name=True)

    context: list[Any] = Field(alias="@context")
    type: Literal["EPCISDocument"]
    schemaVersion: Literal["2.0"]  # noqa: N815
    creationDate: InstantOut  # noqa: N815
    epcisBody: EpcisBody  # noqa: N815


@dataclass(frozen=True, slots=True)
class EpcisWindow:
    """A document and the cursor of the next one, if there is one."""

    document: EpcisDocument
    next_cursor: str | None
