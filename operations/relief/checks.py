"""What must hold before goods are promised to anybody: earmarks kept, duties apart, grades fit."""

from collections.abc import Sequence

from sqlmodel import Session

from models.access import Caller
from models.identifiers import show_lot
from models.relief import Recipient
from models.sortings import Grade
from operations.claims import Portion
from operations.errors import Fault, Forbidden, Unfit
from operations.lots import held
from operations.relief.recipients import means
from operations.tracing.ancestry import accepted_by

#: Grades that can be given: the others are recycled or thrown away.
GIVEN = frozenset({Grade.A, Grade.B, Grade.C})


def may_be_given(session: Session, wanted: Sequence[Portion], to: Recipient, by: Caller) -> None:
    """Refuse what may not go to a recipient.

    Raises Unfit for goods earmarked for somebody else or unfit by grade, each line named, and
    Forbidden for goods that the caller accepted: nobody allocates what they took in (沪慈善条例).
    """
    known = held(session, [(portion.place, portion.lot) for portion in wanted])
    faults = []
    for portion in wanted:
        row = known[portion.place, portion.lot]
        lot = show_lot(portion.lot)
        if row.grade is not None and Grade(row.grade) not in GIVEN:
            faults.append(Fault(portion.pointer, "grade_not_given", {"lot": lot, "grade": row.grade}))
        if row.earmark is not None and not means(to, row.earmark):
            faults.append(Fault(portion.pointer, "earmarked", {"lot": lot, "earmark": row.earmark}))
    if faults:
        raise Unfit(*faults)
    own = accepted_by(session, [portion.lot for portion in wanted], by.actor)
    if own:
        raise Forbidden(
            *(
                Fault(portion.pointer, "own_acceptance", {"lot": show_lot(portion.lot)})
                for portion in wanted
                if portion.lot in own
            )
        )
