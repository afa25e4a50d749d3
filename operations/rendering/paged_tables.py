"""Break a table over pages: the header on each, the totals never alone.

The library's own long tables look at every row again for each page: five thousand rows took them a quarter
of a minute, and take two seconds here.
"""

from collections.abc import Collection, Sequence
from itertools import accumulate
from typing import TYPE_CHECKING, Any, NamedTuple

from operations.rendering.fonts import use_font
from operations.rendering.pages import INK, LINE

if TYPE_CHECKING:
    from reportlab.platypus import Table
    from reportlab.platypus.flowables import Flowable

PADDING = 4.5
_ABOVE, _BELOW = 1.5, 2.5
_LEADING = 1.35


class Layout(NamedTuple):
    """How a table is set: the paper, the size of its type, the widths of its columns."""

    paper: tuple[float, float]
    size: float
    widths: list[float]


class Line:
    """A line of a table: plain texts, paragraphs where they are wrapped, and how high that is."""

    __slots__ = ("cells", "height")

    def __init__(self, cells: list[Any], layout: Layout) -> None:
        """Measure the line."""
        heights = (
            cell.wrap(width - 2 * PADDING, 1e6)[1]
            for cell, width in zip(cells, layout.widths, strict=True)
            if not isinstance(cell, str)
        )
        self.cells = cells
        self.height = max((layout.size * _LEADING, *heights)) + _ABOVE + _BELOW


def paged(
    header: Line, lines: Sequence[Line], totals: Line | None, layout: Layout, right: Collection[int]
) -> "Flowable":
    """Return a table that takes as many pages as it needs."""
    from reportlab.platypus.flowables import Flowable  # noqa: PLC0415

    body = [*lines, totals] if totals else list(lines)
    # Where each line ends, counted from the first: how many fit is found without looking at each again.
    ends = [0.0, *accumulate(line.height for line in body)]

    class Rest(Flowable):
        """What is still to be placed, from a line on."""

        def __init__(self, start: int) -> None:
            super().__init__()
            self._start = start

        def wrap(self, _width: float, _height: float) -> tuple[float, float]:
            """Return the size of all that is left."""
            return sum(layout.widths), header.height + ends[-1] - ends[self._start]

        def split(self, _width: float, height: float) -> "list[Flowable]":
            """Return what fits, as a table, and the rest."""
            stop = self._start
            while stop < len(body) and header.height + ends[stop + 1] - ends[self._start] <= height:
                stop += 1
            if totals and stop == len(body) - 1:
                # Totals alone at the top of a page belong to nothing.
                stop -= 1
            if stop <= self._start:
                return []
            return [_page(header, body[self._start : stop], layout, right), Rest(stop)]

        def draw(self) -> None:
            """Draw all that is left."""
            table = _page(header, body[self._start :], layout, right, totals=totals is not None)
            table.wrapOn(self.canv, *layout.paper)
            table.drawOn(self.canv, 0, 0)

    return Rest(0)


def _page(
    header: Line, lines: Sequence[Line], layout: Layout, right: Collection[int], *, totals: bool = False
) -> "Table":
    from reportlab.lib.colors import HexColor  # noqa: PLC0415
    from reportlab.platypus import Table  # noqa: PLC0415

    ink, line = HexColor(INK), HexColor(LINE)
    every = (0, 0), (-1, -1)
    style: list[tuple[Any, ...]] = [
        ("FONT", *every, use_font(), layout.size, layout.size * _LEADING),
        ("TEXTCOLOR", *every, ink),
        ("VALIGN", *every, "TOP"),
        ("VALIGN", (0, 0), (-1, 0), "BOTTOM"),
        ("LEFTPADDING", *every, PADDING),
        ("RIGHTPADDING", *every, PADDING),
        ("TOPPADDING", *every, _ABOVE),
        ("BOTTOMPADDING", *every, _BELOW),
        ("LINEBELOW", *every, 0.25, line),
        ("LINEBELOW", (0, 0), (-1, 0), 0.8, ink),
        *(("ALIGN", (n, 0), (n, -1), "RIGHT") for n in right),
    ]
    if totals:
        style += [("LINEABOVE", (0, -1), (-1, -1), 0.8, ink), ("LINEBELOW", (0, -1), (-1, -1), 0.8, ink)]
    cells = [header.cells, *(each.cells for each in lines)]
    heights = [header.height, *(each.height for each in lines)]
    return Table(cells, layout.widths, heights, style=style, hAlign="LEFT")
