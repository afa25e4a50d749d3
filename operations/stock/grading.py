"""Judge sorted goods: what may be given on at all, by the category's rules and the goods' date."""

from collections.abc import Sequence
from datetime import date

from models.sorting_shapes import OutputIn
from models.sortings import Grade
from operations.acts import refuse
from operations.errors import Fault
from operations.network import Network

#: Grades of goods that are not given to anybody.
UNFIT = frozenset({Grade.RECYCLE, Grade.WASTE})


def judged(network: Network, outputs: Sequence[OutputIn], day: date) -> list[int]:
    """Return the outputs' category ids; raises Unfit, naming every output that breaks a rule.

    Goods whose category is not accepted, that are past their date, or whose date must be known and
    is not, can only be recycled or thrown away (食品安全法实施条例 §29).
    """
    faults: list[Fault] = []
    kinds = []
    for n, output in enumerate(outputs):
        kind = network.kinds.get(output.category)
        if kind is None:
            faults.append(Fault(f"/outputs/{n}/category", "unknown_category", {"value": output.category}))
            continue
        kinds.append(kind.id)
        if output.grade in UNFIT:
            continue
        if not output.pieces:
            faults.append(Fault(f"/outputs/{n}/pieces", "pieces_needed"))
        if not kind.out.accepted:
            faults.append(Fault(f"/outputs/{n}/grade", "never_given", {"value": output.category}))
        if kind.out.needs_expiry and output.expires_on is None:
            faults.append(Fault(f"/outputs/{n}/expires_on", "expiry_needed", {"value": output.category}))
        if output.expires_on is not None and output.expires_on < day:
            values = {"lot": output.category, "day": output.expires_on.isoformat()}
            faults.append(Fault(f"/outputs/{n}/expires_on", "expired", values))
    refuse(faults)
    return kinds
