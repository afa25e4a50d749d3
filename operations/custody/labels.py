"""Labels: drawn at random, printed on sheets, never used twice."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlmodel import Session, col

from models.access import Caller
from models.acts import ActKind
from models.bag_shapes import LabelsIn, LabelsOut, RetireIn
from models.custody import Bag, Label
from models.identifiers import LABEL_LENGTH, draw_code, is_label, read_code, show_code
from models.identifiers import Miscoded as BadCode
from models.rows import insert_rows
from operations.acts import Work, act
from operations.audit import note
from operations.errors import Conflict, Fault, Miscoded, NotFound


@act(ActKind.PRINT_LABELS, creates=True)
def print_labels(work: Work, body: LabelsIn) -> LabelsOut:
    """Draw labels for sheets; the same batch can be printed again, its labels stay the same."""
    codes = [draw_code(LABEL_LENGTH) for _ in range(body.count)]
    rows = [
        {"code": code, "batch": work.document, "n": n, "printed_at": work.now} for n, code in enumerate(codes)
    ]
    insert_rows(work.session, Label, rows)
    return LabelsOut(id=work.document, labels=[show_code(code) for code in codes], printed_at=work.now)


def batch(session: Session, batch_id: UUID, *, by: Caller) -> list[str]:
    """Return the labels of a batch that can still be used, in order; raises NotFound."""
    asked = (
        select(col(Label.code), col(Label.retired_at))
        .where(col(Label.batch) == batch_id)
        .order_by(col(Label.n))
    )
    rows = session.execute(asked).all()
    if not rows:
        raise NotFound
    return [code for code, retired_at in rows if retired_at is None]


def retire(session: Session, typed: str, body: RetireIn, *, by: Caller, now: datetime) -> None:
    """Retire a label that was spoiled; a scan of it says so for ever. Raises Conflict for a bag's."""
    code = read_label(typed, "/label")
    label = session.get(Label, code)
    if label is None:
        raise NotFound(Fault("/label", "unknown_label", {"value": typed}))
    if session.get(Bag, code) is not None:
        raise Conflict(Fault("/label", "label_used", {"value": show_code(code)}))
    if label.retired_at is None:
        label.retired_at, label.retired_reason = now, body.reason
        session.add(label)
        note(session, "label.retire", code, body.reason, by=by, now=now)


def read_label(typed: str, pointer: str) -> str:
    """Return a label as it is stored: ours checked, a foreign one as it was typed. Raises Miscoded."""
    if not is_label(typed):
        return typed.strip()
    try:
        return read_code(typed, LABEL_LENGTH)
    except BadCode as wrong:
        raise Miscoded(Fault(pointer, wrong.fault.value, {"found": wrong.found})) from wrong


def usable(session: Session, code: str, pointer: str) -> str | None:
    """Return a flag for a label that is not ours; raises Conflict for a retired or never printed one."""
    if not is_label(code):
        return "foreign_label"
    label = session.get(Label, code)
    if label is None:
        raise Conflict(Fault(pointer, "unknown_label", {"value": show_code(code)}))
    if label.retired_at is not None:
        values = {"value": show_code(code), "reason": label.retired_reason}
        raise Conflict(Fault(pointer, "label_retired", values))
    return None
