"""What the API says about reports. The rows of a report are flat and differ by its words."""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from models.shapes import Answer, CodeIn, DayIn

#: What says which days, how and in which form; all else limits the report.
_NOT_LIMITS = frozenset({"first", "last", "by", "format", "bom", "titles"})


class AskedOfReport(BaseModel):
    """Which days, both inclusive, and what a report is limited to."""

    first: Annotated[DayIn | None, Field(alias="from")] = None
    last: Annotated[DayIn | None, Field(alias="to")] = None
    district: CodeIn | None = None
    province: CodeIn | None = None
    station: CodeIn | None = None
    place: CodeIn | None = None
    category: CodeIn | None = None
    grade: CodeIn | None = None
    recipient: CodeIn | None = None
    recipient_kind: CodeIn | None = None
    accepts: CodeIn | None = None
    emergency: CodeIn | None = None
    urgency: CodeIn | None = None
    vehicle: CodeIn | None = None
    place_kind: CodeIn | None = None
    age_band: CodeIn | None = None
    expiry_band: CodeIn | None = None

    def filters(self) -> dict[str, str]:
        """Return what the report is limited to."""
        given = self.model_dump(exclude_none=True)
        return {word: str(value) for word, value in given.items() if word not in _NOT_LIMITS}


def words_of(by: str | None) -> tuple[str, ...] | None:
    """Return the words to group by, given with commas between them; none at all when it is a hyphen."""
    if by is None:
        return None
    return () if by == "-" else tuple(word.strip() for word in by.split(","))


class WordOut(Answer):
    """A word to group by, or a value that a filter takes, as people call it."""

    name: str
    title: str


class FilterOut(Answer):
    """A filter: what it names, and all that it takes where that is little enough to choose from."""

    name: str
    title: str
    kind: str
    choices: list[WordOut] | None


class ChartOut(Answer):
    """A drawing that suits: `kind` is bar, line, sankey, heat, map or none.

    The lists name columns, of which an answer may be drawn by any that it has: lines and bars show `y` along
    `x`, one for each of `series`; a heat map shows `value` where `x` and `y` meet; a map shows it in the
    areas of `x`; a picture of flows from `source` to `target`.
    """

    kind: str
    x: list[str]
    y: list[str]
    series: list[str]
    value: list[str]
    source: str | None
    target: str | None


class PeriodOut(Answer):
    """A period that is often asked for: Shanghai days, both inclusive."""

    model_config = ConfigDict(frozen=True, populate_by_name=True)

    name: str
    title: str
    first: str = Field(alias="from")
    last: str = Field(alias="to")


class MonthsOut(Answer):
    """The first and the last month in which there is anything."""

    first: str
    last: str


class OfferedReport(Answer):
    """A report that may be asked for: its words, how it is grouped and limited, drawn, and when it has data.

    `dated`: it is of a period; else a picture of the last day. `private`: asked with personal data.
    `has_data`: none where nothing was recorded yet, or where the report is not made of what moved.
    """

    name: str
    title: str
    about: str
    by: list[str]
    dimensions: list[str]
    filters: list[str]
    formats: list[str]
    has_movements: bool
    has_flows: bool
    dated: bool
    private: bool
    groupings: list[WordOut]
    limits: list[FilterOut]
    charts: list[ChartOut]
    periods: list[PeriodOut]
    has_data: MonthsOut | None


class ColumnOut(Answer):
    """A column of a report: its name in the rows, its title, what it holds."""

    name: str
    title: str
    holds: str


class ReportOut(Answer):
    """A report: what was asked, the rows, their totals, to which moment they are complete."""

    model_config = ConfigDict(frozen=True, populate_by_name=True)

    report: str
    title: str
    sentence: str
    first: str = Field(alias="from")
    last: str = Field(alias="to")
    by: list[str]
    filters: dict[str, str]
    columns: list[ColumnOut]
    rows: list[dict[str, Any]]
    totals: dict[str, int]
    notes: list[str]
    generated_at: str
    data_until: str


class FlowNodeOut(Answer):
    """An end of flows: `kind` is district, station, warehouse, recipient_kind or disposal."""

    id: str
    name: str
    kind: str


class FlowLinkOut(Answer):
    """What flowed from one end to another."""

    source: str
    target: str
    pieces: int
    grams: int


class FlowLoopOut(FlowLinkOut):
    """What flowed back, which no picture in layers can show: `returned`, or `circle` among places."""

    because: str


class FlowsOut(Answer):
    """A report as a picture of flows: nodes, the links between them, and apart from these what flowed back.

    Links run forward only; what two places sent each other is set off. `unit` is what bands are as wide as.
    """

    model_config = ConfigDict(frozen=True, populate_by_name=True)

    report: str
    title: str
    sentence: str
    first: str = Field(alias="from")
    last: str = Field(alias="to")
    filters: dict[str, str]
    unit: str
    nodes: list[FlowNodeOut]
    links: list[FlowLinkOut]
    loops: list[FlowLoopOut]
    notes: list[str]
    generated_at: str
    data_until: str
