"""Ask for a report: check the question, keep people to their own place, make the answer."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

from sqlmodel import Session

from models.access import Caller
from models.clock import SHANGHAI
from operations.errors import Fault, Forbidden, NotFound, Unfit
from operations.network import Network, current
from operations.reports.dimensions import check_filters
from operations.reports.making import complete_until
from operations.reports.questions import Definition, Question
from operations.reports.registry import REPORTS
from operations.reports.tables import Report
from operations.scope import SEES_ALL

#: A report of more days than this is no report: ten years.
DAYS_MAX = 3660


def offered(caller: Caller) -> list[Definition]:
    """Return the reports that a caller may ask for."""
    return [definition for definition in REPORTS.values() if caller.role in definition.roles]


def report(
    session: Session,
    name: str,
    *,
    first: date | None,
    last: date | None,
    words: tuple[str, ...] | None,
    filters: Mapping[str, str],
    now: datetime,
    by: Caller,
) -> Report:
    """Return a report to whoever asks over the API; raises what `ask` raises."""
    return ask(session, name, first=first, last=last, by=words, filters=filters, caller=by, now=now)


def definition_of(name: str, caller: Caller) -> Definition:
    """Return a report's definition; raises NotFound for an unknown one, Forbidden for another's."""
    definition = REPORTS.get(name)
    if definition is None:
        raise NotFound
    if caller.role not in definition.roles:
        raise Forbidden
    return definition


def ask(
    session: Session,
    name: str,
    *,
    first: date | None = None,
    last: date | None = None,
    by: tuple[str, ...] | None = None,
    filters: Mapping[str, str] | None = None,
    caller: Caller,
    now: datetime,
) -> Report:
    """Return a report; without days this month so far, without `by` as the report is usually grouped.

    Raises NotFound for an unknown report and for a foreign place, Forbidden for somebody else's report,
    Unfit for a period, a word or a filter that the report does not have.
    """
    network = current(session)
    question = question_of(
        network, name, first=first, last=last, by=by, filters=filters or {}, caller=caller, now=now
    )
    check_filters(session, network, question)
    whole = replace(question, data_until=complete_until(session, now))
    return definition_of(name, caller).make(session, network, whole)


def question_of(
    network: Network,
    name: str,
    *,
    first: date | None,
    last: date | None,
    by: tuple[str, ...] | None,
    filters: Mapping[str, str],
    caller: Caller,
    now: datetime,
) -> Question:
    """Return the checked question; raises what `ask` raises."""
    definition = definition_of(name, caller)
    today = now.astimezone(SHANGHAI).date()
    last = last or today
    first = first or (last.replace(day=1) if definition.dated else last)
    by = definition.by if by is None else by
    faults = _faults(definition, first, last, by, filters)
    if faults:
        raise Unfit(*faults)
    return Question(first, last, by, _own(network, definition, filters, caller), caller, now)


def _faults(
    definition: Definition, first: date, last: date, by: tuple[str, ...], filters: Mapping[str, str]
) -> list[Fault]:
    found = []
    if last < first:
        found.append(Fault("/to", "period_backwards", {"first": first, "last": last}))
    elif (last - first).days > DAYS_MAX:
        found.append(Fault("/from", "period_too_long", {"days": DAYS_MAX}))
    words = ", ".join(definition.dimensions) or "-"
    for n, word in enumerate(by):
        if word not in definition.dimensions:
            found.append(Fault("/by", "unknown_dimension", {"value": word, "words": words}))
        elif word in by[:n]:
            found.append(Fault("/by", "dimension_twice", {"value": word}))
    found.extend(
        Fault(f"/{word}", "unknown_filter", {"words": ", ".join(definition.filters) or "-"})
        for word in filters
        if word not in definition.filters
    )
    return found


def _own(
    network: Network, definition: Definition, filters: Mapping[str, str], caller: Caller
) -> Mapping[str, str]:
    """Keep somebody who is bound to a place to that place; a foreign one is as if it did not exist."""
    if caller.role in SEES_ALL:
        return filters
    word = definition.place_filter
    if word is None:
        # It is about no place, so nobody's is foreign.
        return filters
    own = network.by_id[caller.place_id].code if caller.place_id in network.by_id else None
    if own is None or filters.get(word, own) != own:
        raise NotFound
    return {**filters, word: own}
