"""What is published, as pages that need nothing but a browser: Chinese first, or English."""

from collections.abc import Iterator
from datetime import datetime
from typing import Annotated, NamedTuple

from fastapi import APIRouter, Query, Request, Response

from models.access import Language
from models.clock import SHANGHAI
from models.disclosure_shapes import Cell, Change, Paper, PaperColumn, Text
from operations.disclosure import queries
from operations.disclosure.tables import PROJECT_FIELDS, REST, TOTAL
from operations.errors import NotFound
from operations.reports.tables import Words
from routers.disclosures import Number, VersionNumber
from routers.drawn import PageRoute, draw
from routers.parameters import Leaf
from routers.policies import public
from routers.visits import Here

router = APIRouter(prefix="/disclosed", include_in_schema=False, route_class=PageRoute)

_FIGURES = frozenset({"pieces", "grams", "people", "count"})
_NOT_TOLD = "—"


@router.get("")
@public
async def show_disclosed(here: Here, request: Request, asked: Annotated[Leaf, Query()]) -> Response:
    """Show what is published, the newest first."""
    found = await here.read(queries.list_disclosures, limit=asked.limit, cursor=asked.cursor)
    return draw(request, "disclosed.html", page=found)


@router.get("/{disclosure}")
@public
async def show_disclosure(here: Here, request: Request, disclosure: Number) -> Response:
    """Show the newest version of what is published."""
    return await _shown(here, request, disclosure, None)


@router.get("/{disclosure}/versions/{n}")
@public
async def show_version(here: Here, request: Request, disclosure: Number, n: VersionNumber) -> Response:
    """Show a version of what is published."""
    return await _shown(here, request, disclosure, n)


async def _shown(here: Here, request: Request, number: str, n: int | None) -> Response:
    try:
        found = await here.read(queries.read_version, number, n)
    except NotFound:
        return draw(request, "not_disclosed.html", status=404)
    reading = Reading(found.paper, here.language)
    return draw(request, "disclosure.html", found=found, paper=reading.paper, reading=reading)


class Corrected(NamedTuple):
    """A corrected figure as people read it: where it stands, what it says, before and after."""

    where: str
    what: str
    before: str
    after: str


class Reading:
    """A paper as people read it, in one language."""

    def __init__(self, paper: Paper, language: Language) -> None:
        self.paper = paper
        self._tables = {table.name: table for table in paper.tables}
        self._language = language

    def say(self, text: Text | Words) -> str:
        """Return a text in the language."""
        return text.zh if self._language == "zh" else text.en

    def cell(self, column: PaperColumn, value: Cell) -> str:
        """Return a value as it is read: a name for a code, kilograms for grams."""
        if value is None:
            return self.say(REST) if column.holds == "code" else _NOT_TOLD
        if column.holds == "code":
            named = self.paper.names.get(str(value))
            return str(value) if named is None else self.say(named)
        if column.holds == "grams" and isinstance(value, int):
            return f"{value / 1000:,.3f}"
        return f"{value:,}" if isinstance(value, int) else value

    def head(self, column: PaperColumn) -> str:
        """Return a column's title with its unit."""
        unit = {"zh": " (公斤)", "en": " (kg)"}[self._language] if column.holds == "grams" else ""
        return self.say(column.title) + unit

    def is_figure(self, column: PaperColumn) -> bool:
        """Tell whether a column holds numbers."""
        return column.holds in _FIGURES

    def day(self, moment: datetime) -> str:
        """Return the day of a moment, Shanghai's."""
        return moment.astimezone(SHANGHAI).date().isoformat()

    def changes(self) -> Iterator[Corrected]:
        """Return what was corrected."""
        for change in self.paper.changes:
            table = self._tables.get(change.table)
            if table is None:
                what = (
                    self.say(PROJECT_FIELDS[change.column])
                    if change.column in PROJECT_FIELDS
                    else change.column
                )
                yield Corrected("", what, str(change.before or _NOT_TOLD), str(change.after or _NOT_TOLD))
                continue
            columns = {column.name: column for column in table.columns}
            where = [self.say(table.title), *self._row(change, columns)]
            column = columns[change.column]
            figures = (self.cell(column, value) for value in (change.before, change.after))
            yield Corrected(" · ".join(where), self.head(column), *figures)

    def _row(self, change: Change, columns: dict[str, PaperColumn]) -> list[str]:
        if change.row is None:
            return [self.say(TOTAL)]
        return [self.cell(columns[name], value) for name, value in change.row.items()]
