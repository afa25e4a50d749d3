"""Draw the chart that fits a report: columns along the months or days, ordered bars otherwise.

A chart shows nothing that the table beside it has not: it draws the table's additive columns, summed by what
the report is grouped by first. Two series at most, of one unit: two axes mislead.
"""

from collections.abc import Callable, Collection, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from models.access import Language
from operations.rendering.fonts import use_font
from operations.rendering.pages import INK, LINE, MUTED, filled, written
from operations.rendering.words import KILOGRAMS, heading, name_of
from operations.reports.tables import Column, Holds, Report, Words

if TYPE_CHECKING:
    from reportlab.graphics.shapes import Drawing

#: Paul Tol's set for the colour-blind (SRON/EPS/TN/09-002), those with 3:1 on white, darkest beside lightest.
COLOURS = ("#332288", "#CC6677", "#117733", "#999933", "#882255", "#AA4499")
#: Bars of one chart: more cannot be told apart at a glance, and the table has them all.
BARS_MAX = 20
#: Columns of one chart: a year of days.
_COLUMNS_MAX = 366
_HEIGHT = 150
_SIZE = 7.5
#: Points that lie beside the columns of a chart, and those that the name of a month or a day takes below it.
_BESIDE, _A_MONTH, _A_DAY = 52, 17, 10
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class Picture(NamedTuple):
    """A drawing, and the line above it that says what it shows."""

    drawing: "Drawing"
    caption: str


class Series(NamedTuple):
    """What is drawn: a label a bar, and a value a bar for each column."""

    labels: list[str]
    values: list[list[float]]


def chart_of(report: Report, language: Language, width: float) -> Picture | None:
    """Draw a report, or nothing when there is nothing to compare."""
    drawn = _drawn_columns(report.columns)
    if not report.by or not drawn:
        return None
    sums = _sums(report, drawn)
    if len(sums) < 2 or not any(any(line) for line in sums.values()):
        return None
    what = (
        Words("、", ", ")
        .in_(language)
        .join(heading(column, language, weight=KILOGRAMS) for _, column in drawn)
    )
    by = name_of(report.by[0], report, language)
    caption = Words(f"{what}, 按{by}", f"{what} by {by[:1].lower()}{by[1:]}").in_(language)
    titles = [column.title.in_(language) for _, column in drawn]
    if report.by[0] in {"month", "day"}:
        series = _along_time(report, sums, language, width - _BESIDE)
        return Picture(_columns(series, titles, width), caption) if series else None
    largest = sorted(sums.items(), key=lambda item: -item[1][0])[:BARS_MAX]
    if len(sums) > BARS_MAX:
        note = Words(f" (前 {BARS_MAX} 项, 共 {len(sums)} 项)", f" (the largest {BARS_MAX} of {len(sums)})")
        caption += note.in_(language)
    values = [[line[n] for _, line in largest] for n in range(len(drawn))]
    return Picture(_bars(Series([str(key[-1]) for key, _ in largest], values), titles, width), caption)


def _drawn_columns(columns: Sequence[Column]) -> list[tuple[int, Column]]:
    totalled = [(n, column) for n, column in enumerate(columns) if column.totalled]
    units = [column.holds for _, column in totalled]
    unit = Holds.GRAMS if Holds.GRAMS in units else next(iter(units), None)
    return [(n, column) for n, column in totalled if column.holds is unit][:2]


def _sums(report: Report, drawn: Sequence[tuple[int, Column]]) -> dict[tuple[Any, ...], list[float]]:
    keys = _key_columns(report)
    sums: dict[tuple[Any, ...], list[int]] = {}
    for row in report.rows:
        key = tuple(row[n] for n in keys)
        if key and key[-1] is not None:
            line = sums.setdefault(key, [0] * len(drawn))
            for at, (n, _) in enumerate(drawn):
                line[at] += row[n] or 0
    scale = 1000 if drawn[0][1].holds is Holds.GRAMS else 1
    return {key: [value / scale for value in line] for key, line in sums.items()}


def _key_columns(report: Report) -> list[int]:
    # The code tells two of one name apart; the name, which comes last, is what people read.
    word = report.by[0]
    names = [column.name for column in report.columns]
    wanted = [name for name in (word, f"{word}_code", f"{word}_name") if name in names]
    return [names.index(name) for name in wanted]


def _along_time(
    report: Report, sums: dict[tuple[Any, ...], list[float]], language: Language, room: float
) -> Series | None:
    # A month without rows is a month in which nothing happened: it keeps its place on the axis.
    known = {str(key[-1]): line for key, line in sums.items()}
    monthly = report.by[0] == "month"
    days = _days(report.first, report.last)
    axis = list(dict.fromkeys(f"{day:%Y-%m}" if monthly else day.isoformat() for day in days))
    if len(axis) > _COLUMNS_MAX or not known.keys() <= set(axis):
        return None
    width = len(next(iter(known.values())))
    values = [[known.get(at, [0.0] * width)[n] for at in axis] for n in range(width)]
    if monthly:
        every = -(-len(axis) // max(int(room // _A_MONTH), 1))
        labels = ["" if n % every else _month_label(at, n, language) for n, at in enumerate(axis)]
    else:
        named = _days_named(len(axis), room)
        labels = [
            _day_label(day, n, language) if not n or day.day in named else "" for n, day in enumerate(days)
        ]
    return Series(labels, values)


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def _month_label(month: str, n: int, language: Language) -> str:
    year, number = month.split("-")
    label = Words(f"{int(number)}月", _MONTHS[int(number) - 1]).in_(language)
    return f"{label}\n{year}" if number == "01" or not n else label


def _days_named(days: int, room: float) -> Collection[int]:
    # As many as have room: of a month each day, of a quarter each week, of a year the first of each month.
    if days <= 31 and days * _A_DAY <= room:
        return range(1, 32)
    return (1, 8, 15, 22) if days <= 100 else (1,)


def _day_label(day: date, n: int, language: Language) -> str:
    month = Words(f"{day.month}月", _MONTHS[day.month - 1]).in_(language)
    return f"{day.day}\n{month}" if day.day == 1 or not n else str(day.day)


def _columns(series: Series, titles: Sequence[str], width: float) -> "Drawing":
    from reportlab.graphics.charts.barcharts import VerticalBarChart  # noqa: PLC0415
    from reportlab.graphics.shapes import Drawing  # noqa: PLC0415
    from reportlab.pdfbase.pdfmetrics import stringWidth  # noqa: PLC0415

    chart: Any = VerticalBarChart()
    above = 16 * (len(titles) - 1)
    chart.x, chart.y, chart.width, chart.height = 48, 26, width - _BESIDE, _HEIGHT - 40
    show = _dress(chart, series, titles)
    chart.categoryAxis.labels.dy, chart.categoryAxis.labels.textAnchor = -2, "middle"
    chart.barLabels.boxAnchor = "s"
    chart.barLabels.dy = 2
    widest = max(stringWidth(show(value), use_font(), _SIZE) for values in series.values for value in values)
    if widest * len(series.labels) * len(titles) > chart.width:
        chart.barLabelFormat = None
    drawing = Drawing(width, _HEIGHT + above)
    drawing.add(chart)
    _name_series(drawing, titles, 48, _HEIGHT + above - 9)
    return drawing


def _bars(series: Series, titles: Sequence[str], width: float) -> "Drawing":
    from reportlab.graphics.charts.barcharts import HorizontalBarChart  # noqa: PLC0415
    from reportlab.graphics.shapes import Drawing  # noqa: PLC0415
    from reportlab.lib.colors import HexColor  # noqa: PLC0415
    from reportlab.pdfbase.pdfmetrics import stringWidth  # noqa: PLC0415

    room = width * 0.32
    labels = [cut(label, room) for label in series.labels]
    left = max(stringWidth(label, use_font(), _SIZE) for label in labels) + 10
    above = 16 if len(titles) > 1 else 2
    # Twenty bars of two series must leave room for the heading above them on a page that lies on its side.
    height = len(labels) * (13 + 8 * (len(titles) - 1))
    chart: Any = HorizontalBarChart()
    chart.x, chart.y, chart.width, chart.height = left, 4, width - left - 56, height
    # The library draws from the bottom up, series too.
    _dress(chart, Series(labels[::-1], [values[::-1] for values in series.values[::-1]]), titles)
    for n, colour in enumerate(COLOURS[: len(titles)][::-1]):
        chart.bars[n].fillColor = HexColor(colour)
    chart.categoryAxis.labels.boxAnchor = "e"
    chart.categoryAxis.labels.dx = -4
    chart.valueAxis.visible = chart.valueAxis.visibleGrid = False
    chart.barLabels.boxAnchor = "w"
    chart.barLabels.dx = 3
    drawing = Drawing(width, height + above + 6)
    drawing.add(chart)
    _name_series(drawing, titles, left, height + above - 4)
    return drawing


def cut(label: str, room: float, size: float = _SIZE) -> str:
    """Return a label that is no wider than the room there is."""
    from reportlab.pdfbase.pdfmetrics import stringWidth  # noqa: PLC0415

    font = use_font()
    if stringWidth(label, font, size) <= room:
        return label
    while label and stringWidth(f"{label}…", font, size) > room:
        label = label[:-1]
    return f"{label}…"


def _dress(chart: Any, series: Series, titles: Sequence[str]) -> Callable[[float], str]:
    from reportlab.lib.colors import HexColor  # noqa: PLC0415

    chart.data = [tuple(values) for values in series.values]
    chart.categoryAxis.categoryNames = series.labels
    chart.groupSpacing, chart.barSpacing = 4, 0.5
    for n in range(len(titles)):
        chart.bars[n].fillColor = HexColor(COLOURS[n])
        chart.bars[n].strokeColor = None
    highest = max(max(values) for values in series.values)
    lowest = min(min(values) for values in series.values)
    # From nothing, since lengths are compared; with room for the values of what is below nothing.
    chart.valueAxis.valueMin = lowest - 0.15 * (highest - lowest) if lowest < 0 else 0
    show = _show(max(highest, -lowest))
    chart.barLabelFormat = chart.valueAxis.labelTextFormat = show
    chart.valueAxis.visibleGrid, chart.valueAxis.gridStrokeColor = True, HexColor(LINE)
    chart.valueAxis.gridStrokeWidth, chart.valueAxis.strokeColor = 0.4, None
    chart.valueAxis.maximumTicks = 6
    # Beside the bars, also where some are below nothing.
    chart.categoryAxis.labelAxisMode = "low"
    chart.categoryAxis.strokeColor = HexColor(MUTED)
    chart.categoryAxis.visibleTicks = chart.valueAxis.visibleTicks = False
    for labels in (chart.categoryAxis.labels, chart.valueAxis.labels, chart.barLabels):
        labels.fontName, labels.fontSize, labels.fillColor = use_font(), _SIZE, HexColor(INK)
    chart.valueAxis.labels.fillColor = HexColor(MUTED)
    return show


def _show(largest: float) -> Callable[[float], str]:
    # A label needs no more digits than the eye can compare; the table has them all.
    digits = 0 if largest >= 100 or largest == int(largest) else 1
    return lambda value: f"{value:,.{digits}f}"


def _name_series(drawing: "Drawing", titles: Sequence[str], x: float, y: float) -> None:
    from reportlab.graphics.shapes import Rect, String  # noqa: PLC0415
    from reportlab.pdfbase.pdfmetrics import stringWidth  # noqa: PLC0415

    if len(titles) < 2:
        return
    for n, title in enumerate(titles):
        drawing.add(Rect(x, y, 7, 7, **filled(COLOURS[n])))
        drawing.add(String(x + 10, y + 0.5, title, **written(_SIZE)))
        x += 24 + stringWidth(title, use_font(), _SIZE)
