"""Shapes of edits: what somebody else changed meanwhile, and the pin of a point."""

from typing import Any

from models.shapes import Answer, InstantOut


class FieldOut(Answer):
    """A field in which what is stored differs from what was sent; a secret shows as null on both sides."""

    pointer: str
    stored: Any
    sent: Any


class EditConflict(Answer):
    """What stands now, who made it so and when, field by field; `version` is that of what stands.

    `version` is null when nothing is stored any more, `by` and `at` when nobody is on record.
    """

    by: str | None
    at: InstantOut | None
    version: str | None
    fields: list[FieldOut]


class PinOut(Answer):
    """The station a point is bound to, null for none, and why; `version` is what an edit may build on."""

    point: str
    station: str | None
    reason: str
    version: str
