"""What a report is asked: which days, by what it is grouped, what it is limited to."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel import Session

from models.access import Caller, Language, Role
from models.tally import Way
from operations.network import Network
from operations.reports.drawing import Chart
from operations.reports.tables import Flows, Report, Words


@dataclass(frozen=True, slots=True)
class Question:
    """A question to a report, checked: `by` and the filters are the report's own words.

    Days are Shanghai's; `last` is inclusive. Filters are codes, or words of the filter, as text.
    """

    first: date
    last: date
    by: tuple[str, ...]
    filters: Mapping[str, str]
    caller: Caller
    now: datetime
    data_until: datetime | None = None  # to which moment the database knows everything, when not now

    @property
    def language(self) -> Language:
        """Return the language of the names in the answer."""
        return self.caller.language

    @property
    def whole_months(self) -> bool:
        """Tell whether the days are whole months, so that monthly sums answer."""
        return self.first.day == 1 and (self.last + timedelta(days=1)).day == 1


@dataclass(frozen=True, slots=True)
class Counted:
    """A kind of hop that a measure counts: which way, whether it adds or takes away, of what grades."""

    kind: str
    way: Way
    sign: int = 1
    grades: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Definition:
    """A report as it is offered: its words, how it may be grouped and limited, who may ask, how it is made.

    `place_filter` names the filter that is set to their own place for people who are bound to one.
    """

    name: str
    title: Words
    about: Words
    dimensions: tuple[str, ...]
    filters: tuple[str, ...]
    by: tuple[str, ...]
    roles: frozenset[Role]
    make: Callable[[Session, Network, Question], Report]
    place_filter: str | None = None
    private: bool = False  # asked with personal data, which must not be written down with the question
    dated: bool = True  # False: a picture of the last day, not of a period
    counts: Sequence[Counted] = ()  # the hops that its amounts sum, where they are such a sum
    drawn: Sequence[str] = ()  # the columns that charts show, the one to begin with first
    charts: Sequence[Chart] = ()  # how it is drawn, where that does not follow from its dimensions
    kinds: Sequence[str] = ()  # the hops that fill it, where `counts` does not tell; none: any hop does
    has_past: bool = True  # False: it knows the present alone, whatever day is asked for
    flows: Callable[[Report], Flows] | None = None  # what it draws, if it is one of flows
