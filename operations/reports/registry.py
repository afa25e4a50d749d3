"""Every report that is offered, by name."""

from operations.reports import conservation, distribution, flow, intake, sorting
from operations.reports.questions import Definition

REPORTS: dict[str, Definition] = {
    module.DEFINITION.name: module.DEFINITION
    for module in (distribution, intake, flow, sorting, conservation)
}
