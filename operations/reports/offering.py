"""Say which reports there are, and all that a page needs to offer them: words, choices, charts, periods."""

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlmodel import Session

from models.access import Caller
from models.clock import SHANGHAI
from models.ledger import MovementKind
from models.report_shapes import ChartOut, MonthsOut, OfferedReport, WordOut
from models.rows import table_of
from models.tally import SORT_CORRECTION, TallyMonth, Way
from operations.network import current
from operations.rendering.words import asked_name
from operations.reports.asking import offered
from operations.reports.choices import limit, periods
from operations.reports.drawing import charts_by
from operations.reports.questions import Definition
from operations.scope import SEES_ALL
from operations.sites import Site

FORMATS = ("json", "csv", "hxl", "xlsx", "pdf")
_HOPS = (*(kind.value for kind in MovementKind), SORT_CORRECTION)


class _Months(NamedTuple):
    first: str
    last: str


def list_offered(session: Session, *, now: datetime, by: Caller) -> list[OfferedReport]:
    """Return the reports that the caller may ask for, as the API shows them."""
    network = current(session)
    today = now.astimezone(SHANGHAI).date()
    own = network.by_id.get(by.place_id or 0) if by.role not in SEES_ALL else None
    months = _months(session, own)
    return [
        OfferedReport(
            name=definition.name,
            title=definition.title.in_(by.language),
            about=definition.about.in_(by.language),
            by=list(definition.by),
            dimensions=list(definition.dimensions),
            filters=list(definition.filters),
            formats=list(FORMATS),
            has_movements=bool(definition.counts),
            has_flows=definition.flows is not None,
            dated=definition.dated,
            private=definition.private,
            groupings=[
                WordOut(name=word, title=asked_name(word, by.language)) for word in definition.dimensions
            ],
            limits=[limit(definition, word, network, own, by.language) for word in definition.filters],
            charts=_charts(definition),
            periods=periods(definition, today, by.language),
            has_data=_has_data(definition, months),
        )
        for definition in offered(by)
    ]


def _charts(definition: Definition) -> list[ChartOut]:
    return [
        ChartOut(
            kind=chart.kind,
            x=list(chart.x),
            y=list(chart.y),
            series=list(chart.series),
            value=list(chart.value),
            source=chart.source,
            target=chart.target,
        )
        for chart in definition.charts or charts_by(definition.dimensions, definition.drawn)
    ]


def _has_data(definition: Definition, months: Mapping[str, _Months]) -> MonthsOut | None:
    if not definition.has_past:
        return None
    kinds = {entry.kind for entry in definition.counts} or set(definition.kinds) or set(_HOPS)
    spans = [span for kind, span in months.items() if kind in kinds]
    if not spans:
        return None
    return MonthsOut(first=min(span.first for span in spans), last=max(span.last for span in spans))


def _months(session: Session, own: Site | None) -> dict[str, _Months]:
    """Return for each kind of hop the first and the last month that had one, of all places or of one.

    The key of the monthly tally begins with kind, way and month, so each end is found at once.
    """
    table = table_of(TallyMonth).c
    found: dict[str, _Months] = {}
    for kind in _HOPS:
        for way in Way:
            hops = select(table["month"]).where(table["kind"] == kind, table["way"] == way.value).limit(1)
            if own is not None:
                hops = hops.where(table["station"] == own.code)
            first = session.scalar(hops.order_by(table["month"]))
            if first is not None:
                last = session.scalar(hops.order_by(table["month"].desc())) or first
                known = found.get(kind, _Months(first, last))
                found[kind] = _Months(min(known.first, first), max(known.last, last))
    return found
