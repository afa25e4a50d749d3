"""What may come in: strict shapes and the value types their fields share.

pydantic's defaults accept far too much (1e400, "1_000", naive times, unknown fields: `reliability`
notes in docs/decisions/0004); everything that a client sends goes through the types below.
"""

import re
import unicodedata
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Annotated, Any
from uuid import UUID

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer
from pydantic_core import PydanticCustomError

from models.clock import SHANGHAI

_RFC3339 = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)[Tt ](\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?(?:[Zz]|([+-])(\d\d):(\d\d))",
    re.ASCII,
)
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_INSTANT_MIN = datetime(2000, 1, 1, tzinfo=UTC)
_INSTANT_MAX = datetime(2100, 1, 1, tzinfo=UTC)
#: Characters that reorder, hide or join text: bidirectional controls, zero width, tags.
_HIDDEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\U000e0000-\U000e007f]")


class Strict(BaseModel):
    """A body that a client sends: unknown fields, NaN and infinities are refused."""

    model_config = ConfigDict(extra="forbid", allow_inf_nan=False, frozen=True)


class Answer(BaseModel):
    """A shape that we answer with. No defaults: what we say is said."""

    model_config = ConfigDict(frozen=True)


def _instant(value: Any) -> datetime:
    if isinstance(value, datetime):
        return value
    found = _RFC3339.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        raise PydanticCustomError(
            "instant", "a time in RFC 3339 with its offset, such as 2026-11-23T14:02:00+08:00"
        )
    year, month, day, hour, minute, second, fraction, sign, off_hours, off_minutes = found.groups()
    zone = UTC
    try:
        if sign:
            offset = timedelta(hours=int(off_hours), minutes=int(off_minutes))
            zone = timezone(offset if sign == "+" else -offset)
        micro = int((fraction or "0").ljust(6, "0")[:6])
        parts = (int(part) for part in (year, month, day, hour, minute, second))
        moment = datetime(*parts, micro, tzinfo=zone)  # type: ignore[misc,arg-type]
    except ValueError as wrong:
        raise PydanticCustomError("instant", "a time that exists") from wrong
    if not _INSTANT_MIN <= moment < _INSTANT_MAX:
        raise PydanticCustomError("instant_range", "a time between the years 2000 and 2100")
    return moment.astimezone(UTC)


def _day(value: Any) -> date:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    try:
        if isinstance(value, str) and _DAY.fullmatch(value):
            found = date.fromisoformat(value)
            if 2000 <= found.year < 2100:
                return found
    except ValueError:
        pass
    raise PydanticCustomError("day", "a day such as 2026-11-23")


def _text(value: str) -> str:
    """Normalise to NFC and refuse what hides or controls: text is for people."""
    text = unicodedata.normalize("NFC", value).strip()
    if _HIDDEN.search(text) or any(
        unicodedata.category(c) in {"Cc", "Cs", "Co", "Cn"} and c not in "\n\t" for c in text
    ):
        raise PydanticCustomError(
            "text_characters", "text without control, hidden or direction-changing characters"
        )
    return text


def one_line(value: str) -> str:
    """Return one line of text in NFC; raises PydanticCustomError for anything else."""
    text = _text(value)
    if not text or "\n" in text or "\t" in text:
        raise PydanticCustomError("text_line", "one line of text that is not empty")
    return text


def _uuid(value: Any) -> UUID:
    if isinstance(value, UUID):
        return value
    if isinstance(value, str) and len(value) == 36:
        try:
            found = UUID(value)
        except ValueError:
            pass
        else:
            if found.int:
                return found
    raise PydanticCustomError("uuid", "a UUID (version 7) such as 01926b5e-7c1a-7e30-9d51-0a7b3c2d1e4f")


def _whole(value: Any) -> Any:
    if isinstance(value, bool) or not isinstance(value, int):
        raise PydanticCustomError("whole_number", "a whole number")
    return value


def show_instant(moment: datetime) -> str:
    """Write a moment as RFC 3339 in Shanghai's time, to the millisecond."""
    return moment.astimezone(SHANGHAI).isoformat(timespec="milliseconds")


#: A moment with its offset; naive, impossible and absurd ones are refused. Kept in UTC.
InstantIn = Annotated[datetime, BeforeValidator(_instant, json_schema_input_type=datetime)]
InstantOut = Annotated[datetime, PlainSerializer(show_instant, return_type=str)]
DayIn = Annotated[date, BeforeValidator(_day, json_schema_input_type=date)]
#: An id made by the client before it sends.
KeyIn = Annotated[UUID, BeforeValidator(_uuid, json_schema_input_type=UUID)]
#: Pieces of one line. A lorry holds fewer than a hundred thousand of anything.
PiecesIn = Annotated[int, BeforeValidator(_whole, json_schema_input_type=int), Field(ge=1, le=100_000)]
#: Grams of one line, up to 50 t: a fully laden lorry.
GramsIn = Annotated[int, BeforeValidator(_whole, json_schema_input_type=int), Field(ge=1, le=50_000_000)]
#: Yes or no, said with true or false.
FlagIn = Annotated[bool, Field(strict=True)]
#: One line of text: names, reasons, addresses.
Line = Annotated[str, Field(min_length=1, max_length=200), AfterValidator(one_line)]
#: Free text of several lines.
Note = Annotated[str, Field(max_length=1000), AfterValidator(_text)]
#: The code of a place or category as printed: letters, digits, dot, hyphen.
CodeIn = Annotated[str, Field(min_length=1, max_length=40, pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$")]
