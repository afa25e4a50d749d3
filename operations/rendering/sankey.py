"""Draw where goods went: bands between places, as wide as their weight (a Sankey picture)."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING

from models.access import Language
from operations.rendering.charts import COLOURS, Picture, cut
from operations.rendering.flows import Place, Strip, drawn, gathered, placed
from operations.rendering.pages import filled, written
from operations.rendering.words import KILOGRAMS, UNITS, kilograms
from operations.reports.tables import Flows, Holds, Words

if TYPE_CHECKING:
    from reportlab.graphics.shapes import Drawing, Path

_BAR = 9
_SIZE, _SIZE_OF_AMOUNT = 7.5, 6.5
#: Points of height that a place gets: two lines of text and some width for its bands.
_A_PLACE = 34
#: Points that it takes at least. Where a layer has more places than that, the smallest go together.
_A_PLACE_MIN = 24
_HEIGHT_MIN = 150


def sankey_of(flows: Flows, language: Language, width: float, height_max: float) -> Picture | None:
    """Draw these flows by weight, or by pieces where nothing was weighed; nothing when nothing flowed."""
    weighed, forward, back = drawn(flows.edges)
    if not forward:
        return None
    layers = gathered(
        forward, Words("其余 {} 处", "{} others").in_(language), int(height_max // _A_PLACE_MIN)
    )
    names = {end: name for end, (name, _) in flows.ends.items()}
    layers = layers._replace(names={**names, **layers.names})
    most = max(Counter(layers.layer_of.values()).values())
    height = min(max(most * _A_PLACE, _HEIGHT_MIN), height_max)
    places, strips = placed(layers, height)
    unit = (KILOGRAMS if weighed else UNITS[Holds.PIECES]).in_(language)
    show = kilograms if weighed else "{:,}".format
    said = Words(f"流向, 带宽即数量 ({unit})", f"Where goods went; bands are as wide as the amount ({unit})")
    caption = said.in_(language)
    if back:
        said_back = "; ".join(
            f"{names[band.source]} → {names[band.target]} {show(band.amount)}" for band in back
        )
        caption += Words(f"。回流未画入: {said_back}", f". Flows back, not drawn: {said_back}").in_(language)
    amounts = {name: show(place.amount) for name, place in places.items()}
    return Picture(_drawn(places, strips, amounts, width, height), caption)


def _drawn(
    places: dict[str, Place], strips: Sequence[Strip], amounts: dict[str, str], width: float, height: float
) -> "Drawing":
    from reportlab.graphics.shapes import Drawing, Rect  # noqa: PLC0415

    last = max(place.layer for place in places.values())
    # The last layer's names stand to the right of it, so it has a layer's room there.
    step = (width - _BAR) / (last + 1)
    colours = _colours(places)
    drawing = Drawing(width, height + 8)
    for strip, source, target in _ends(places, strips):
        start, end = places[strip.source], places[strip.target]
        left = start.layer * step + (_BAR if start.name else 0)
        right = end.layer * step
        thickness = strip.amount * start.height / start.amount
        drawing.add(_band(left, height - source, right, height - target, thickness, colours[strip.origin]))
    for name, place in places.items():
        if place.name:
            x, y = place.layer * step, height - place.top - place.height
            tall = max(place.height, 0.6)
            drawing.add(Rect(x, y, _BAR, tall, **filled(colours[name])))
            _label(drawing, place, amounts[name], x + _BAR + 3, y + tall / 2, step - _BAR - 8)
    return drawing


def _colours(places: dict[str, Place]) -> dict[str, str]:
    named = sorted((place.layer, place.top, name) for name, place in places.items() if place.name)
    return {name: COLOURS[n % len(COLOURS)] for n, (_, _, name) in enumerate(named)}


def _ends(places: dict[str, Place], strips: Sequence[Strip]) -> list[tuple[Strip, float, float]]:
    """Return each strip with where its upper edge leaves and arrives, so that no two lie over each other."""
    leaves, arrives = dict[Strip, float](), dict[Strip, float]()
    for own, other, found in (("source", "target", leaves), ("target", "source", arrives)):
        used: dict[str, float] = defaultdict(float)
        for strip in sorted(strips, key=lambda strip: places[getattr(strip, other)].top):
            place = places[getattr(strip, own)]
            found[strip] = place.top + used[getattr(strip, own)]
            used[getattr(strip, own)] += strip.amount * place.height / place.amount
    return [(strip, leaves[strip], arrives[strip]) for strip in strips]


def _band(left: float, source: float, right: float, target: float, thickness: float, colour: str) -> "Path":
    from reportlab.graphics.shapes import Path  # noqa: PLC0415
    from reportlab.lib.colors import Color, HexColor  # noqa: PLC0415

    full = HexColor(colour)
    band = Path(fillColor=Color(full.red, full.green, full.blue, alpha=0.35), strokeColor=None)
    middle = (left + right) / 2
    band.moveTo(left, source)
    band.curveTo(middle, source, middle, target, right, target)
    band.lineTo(right, target - thickness)
    band.curveTo(middle, target - thickness, middle, source - thickness, left, source - thickness)
    band.closePath()
    return band


def _label(drawing: "Drawing", place: Place, amount: str, x: float, y: float, room: float) -> None:
    from reportlab.graphics.shapes import String  # noqa: PLC0415

    name = cut(place.name, room, _SIZE)
    drawing.add(String(x, y + 1, name, **written(_SIZE)))
    drawing.add(String(x, y - 7, amount, **written(_SIZE_OF_AMOUNT)))
