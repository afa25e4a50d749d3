"""Say a report of flows as nodes and links: what the PDF draws, for pages that draw it themselves."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlmodel import Session

from models.access import Caller
from models.network import PlaceKind
from models.report_shapes import FlowLinkOut, FlowLoopOut, FlowNodeOut, FlowsOut
from models.shapes import show_instant
from operations.errors import Fault, Unfit
from operations.network import Network, current
from operations.rendering.flows import drawn
from operations.reports.asking import ask, definition_of
from operations.reports.movements import Cell
from operations.reports.tables import Edge, Flows, Report

_UNITS = {True: "grams", False: "pieces"}


def flow_links(session: Session, cell: Cell, *, now: datetime, by: Caller) -> FlowsOut:
    """Return a report's flows; raises what `ask` raises, and Unfit for a report that has none."""
    flows_of = definition_of(cell.report, by).flows
    if flows_of is None:
        raise Unfit(Fault("", "no_flows"))
    days = {"first": cell.first, "last": cell.last}
    report = ask(session, cell.report, **days, by=(), filters=cell.filters, caller=by, now=now)
    return _shown(current(session), report, flows_of(report), by)


def _shown(network: Network, report: Report, flows: Flows, by: Caller) -> FlowsOut:
    weighed, forward, back = drawn(flows.edges)
    amounts = _summed(flows.edges)
    links = [_link(*amounts[band.source, band.target]) for band in forward]
    loops = [_loop("circle", *amounts[band.source, band.target]) for band in back]
    loops += [_loop("returned", *edge) for edge in _summed(flows.back).values()]
    seen = {end for flow in (*links, *loops) for end in (flow.source, flow.target)}
    return FlowsOut(
        report=report.name,
        title=report.title.in_(by.language),
        sentence=report.sentence.in_(by.language),
        first=report.first.isoformat(),
        last=report.last.isoformat(),
        filters=dict(report.filters),
        unit=_UNITS[weighed],
        nodes=[
            FlowNodeOut(id=code, name=end.name, kind=_kind(network, code, end.kind))
            for code, end in flows.ends.items()
            if code in seen
        ],
        links=links,
        loops=loops,
        notes=[note.in_(by.language) for note in report.notes],
        generated_at=show_instant(report.generated_at),
        data_until=show_instant(report.data_until),
    )


def _summed(edges: Iterable[Edge]) -> Mapping[tuple[str, str], Edge]:
    sums: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
    for edge in edges:
        total = sums[edge.source, edge.target]
        total[0] += edge.grams
        total[1] += edge.pieces
    return {both: Edge(*both, *amounts) for both, amounts in sums.items()}


def _link(source: str, target: str, grams: int, pieces: int) -> FlowLinkOut:
    return FlowLinkOut(source=source, target=target, pieces=pieces, grams=grams)


def _loop(because: str, source: str, target: str, grams: int, pieces: int) -> FlowLoopOut:
    return FlowLoopOut(source=source, target=target, pieces=pieces, grams=grams, because=because)


def _kind(network: Network, code: str, kind: str) -> str:
    site = network.sites.get(code) if kind == "place" else None
    if site is None:
        return kind
    return "warehouse" if site.kind is PlaceKind.WAREHOUSE else "station"
