"""Shapes of what listening pages are told."""

from models.shapes import Answer, InstantOut


class ChangedOut(Answer):
    """Something was recorded: what, of which document, where, by whom, when it happened and was recorded.

    `kind` is that of the act, `intake`, `correction`, or what the audit calls it.
    """

    kind: str
    subject: str
    place: str | None
    by: str
    at: InstantOut
    recorded_at: InstantOut
