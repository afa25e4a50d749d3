"""Every report that is offered, by name."""

from operations.reports import (
    ageing,
    conservation,
    coverage,
    distribution,
    donors,
    flow,
    indicators,
    intake,
    needs,
    pickups,
    sorting,
    stock,
)
from operations.reports.questions import Definition

REPORTS: dict[str, Definition] = {
    module.DEFINITION.name: module.DEFINITION
    for module in (
        distribution,
        intake,
        stock,
        ageing,
        flow,
        sorting,
        pickups,
        conservation,
        needs,
        donors,
        indicators,
        coverage,
    )
}
