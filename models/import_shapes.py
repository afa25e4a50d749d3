"""What comes in and goes out when places are imported over the service."""

from typing import Annotated, Literal

from pydantic import Field

from models.imports import Severity
from models.shapes import Answer, FlagIn, Strict

#: What became of a row, or would.
RowFate = Literal["created", "updated", "unchanged", "refused"]

#: Fifteen hundred points are half a megabyte; a body may have two.
CSV_MAX = 1_900_000


class PlacesImportIn(Strict):
    """A places file as text: looked through, or loaded when it is what a preview showed."""

    csv: Annotated[str, Field(min_length=1, max_length=CSV_MAX)]
    apply: FlagIn = False
    expected: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")] | None = None


class RowProblemOut(Answer):
    """What is wrong with a row, or worth a look."""

    row: int
    place: str
    column: str
    code: str
    severity: Severity
    message: str


class MovedOut(Answer):
    """A place with a new position."""

    code: str
    metres: float


class ChangeOut(Answer):
    """A column that a row changes."""

    column: str
    before: str
    after: str


class RowOut(Answer):
    """A row of the file, and what it does."""

    row: int
    code: str
    what: RowFate
    changes: list[ChangeOut]


class PlacesImportOut(Answer):
    """What an import does: `applied` says whether it did so. `digest` stands for all the rest."""

    applied: bool
    created: int
    updated: int
    unchanged: int
    moved: list[MovedOut]
    problems: list[RowProblemOut]
    rows: list[RowOut]
    digest: str


class ImportColumnOut(Answer):
    """A column of a places file: its name in the header and what it holds."""

    column: str
    description: str
    example: str
    needed: bool
