"""Lay out where goods went: places in layers from left to right, bands between neighbouring layers.

What flows back would close a circle, which a picture in layers cannot show: it is set apart. A band that
passes a layer gets a place there that does not show, so that it runs between the others, never behind them.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from graphlib import TopologicalSorter
from typing import NamedTuple

from operations.reports.tables import Edge

#: Points that a place takes at least, for two lines of text, and points between two places.
_SLOT, _GAP = 18.0, 4.0
#: The part of the height that names may take; the rest is for the bands.
_NAMES_TAKE = 0.8
_SWEEPS = 6
#: Begins the keys of places that are none: no label does.
_HIDDEN = "\x00"


class Band(NamedTuple):
    """An amount that went from one place to another."""

    source: str
    target: str
    amount: int


class Drawn(NamedTuple):
    """Bands that run forward, and those that would run back; `weighed`: amounts are grams, else pieces."""

    weighed: bool
    forward: list[Band]
    back: list[Band]


class Strip(NamedTuple):
    """A part of a band, between neighbouring layers. `origin` is the place that the whole band comes from."""

    source: str
    target: str
    amount: int
    origin: str


class Layers(NamedTuple):
    """Bands, the layer of each place, and what places are called that go by another name."""

    bands: list[Band]
    layer_of: dict[str, int]
    names: dict[str, str]


@dataclass(slots=True)
class Place:
    """A place of the picture; one without a name only keeps room for a band that passes."""

    name: str
    layer: int
    amount: int = 0
    top: float = 0
    height: float = 0

    def slot(self, room: float) -> float:
        """Return the height that the place takes; names have this share of the room that they want."""
        return max(self.height, _SLOT * room) if self.name else self.height


def merged(bands: Iterable[Band]) -> list[Band]:
    """Return one band for each pair of places, the widest first."""
    sums: dict[tuple[str, str], int] = defaultdict(int)
    for source, target, amount in bands:
        sums[source, target] += amount
    return sorted(
        (Band(*ends, amount) for ends, amount in sums.items() if amount > 0),
        key=lambda band: (-band.amount, band.source, band.target),
    )


def drawn(edges: Iterable[Edge]) -> Drawn:
    """Return which flows are drawn, and which would close a circle: by weight, else by pieces."""
    held = list(edges)
    weighed = any(edge.grams for edge in held)
    bands = merged(Band(edge.source, edge.target, edge.grams if weighed else edge.pieces) for edge in held)
    return Drawn(weighed, *without_circles(bands))


def without_circles(bands: Sequence[Band]) -> tuple[list[Band], list[Band]]:
    """Return the bands that close no circle, and those that do: of each circle, its narrowest."""
    forward: list[Band] = []
    back: list[Band] = []
    for band in bands:
        closes = band.source in _reached(forward, band.target)
        (back if closes else forward).append(band)
    return forward, back


def _reached(bands: Sequence[Band], start: str) -> set[str]:
    following = defaultdict(list)
    for band in bands:
        following[band.source].append(band.target)
    reached, waiting = {start}, [start]
    while waiting:
        new = [place for place in following[waiting.pop()] if place not in reached]
        reached.update(new)
        waiting += new
    return reached


def layers_of(bands: Sequence[Band]) -> dict[str, int]:
    """Return the layer of each place: one behind the last that sends to it."""
    before: dict[str, list[str]] = defaultdict(list)
    for band in bands:
        before[band.target].append(band.source)
    layers: dict[str, int] = {}
    for name in TopologicalSorter(before).static_order():
        layers[name] = max((layers[source] + 1 for source in before.get(name, ())), default=0)
    return layers


def gathered(bands: Sequence[Band], rest: str, places_max: int) -> Layers:
    """Return the bands in layers, the smallest places of full layers put together under `rest`."""
    layers, amounts = layers_of(bands), _amounts(bands)
    called: dict[str, str] = {}
    names: dict[str, str] = {}
    for layer in set(layers.values()):
        within = sorted((name for name in layers if layers[name] == layer), key=lambda name: -amounts[name])
        if len(within) > places_max:
            small, together = within[places_max - 1 :], f"{_HIDDEN}{layer}"
            called |= dict.fromkeys(small, together)
            names[together] = rest.format(len(small))
    renamed = merged(
        Band(called.get(source, source), called.get(target, target), amount)
        for source, target, amount in bands
    )
    return Layers(renamed, {called.get(name, name): layer for name, layer in layers.items()}, names)


def _amounts(bands: Iterable[Band | Strip]) -> dict[str, int]:
    came: dict[str, int] = defaultdict(int)
    went: dict[str, int] = defaultdict(int)
    for band in bands:
        went[band.source] += band.amount
        came[band.target] += band.amount
    return {name: max(came[name], went[name]) for name in {*came, *went}}


def placed(layers: Layers, height: float) -> tuple[dict[str, Place], list[Strip]]:
    """Return every place with its position from the top, and the strips between neighbouring layers."""
    at = layers.layer_of
    places = {name: Place(layers.names.get(name, name), layer) for name, layer in at.items()}
    strips: list[Strip] = []
    for n, (source, target, amount) in enumerate(layers.bands):
        before = source
        for layer in range(at[source] + 1, at[target]):
            passing = f"{_HIDDEN}{n}.{layer}"
            places[passing] = Place("", layer)
            strips.append(Strip(before, passing, amount, source))
            before = passing
        strips.append(Strip(before, target, amount, source))
    for name, amount in _amounts(strips).items():
        places[name].amount = amount
    _stack(places, _ordered(places, strips), height)
    return places, strips


def _ordered(places: dict[str, Place], strips: Sequence[Strip]) -> list[list[str]]:
    """Return the places of each layer from top to bottom, each near those that it gives to or takes from."""
    columns: list[list[str]] = [[] for _ in range(1 + max(place.layer for place in places.values()))]
    for name in sorted(places, key=lambda name: (-places[name].amount, name)):
        columns[places[name].layer].append(name)
    sources, targets = defaultdict(list), defaultdict(list)
    for strip in strips:
        sources[strip.target].append((strip.source, strip.amount))
        targets[strip.source].append((strip.target, strip.amount))
    for sweep in range(_SWEEPS):
        neighbours = targets if sweep % 2 else sources
        for column in reversed(columns) if sweep % 2 else columns:
            at = {name: n / len(names) for names in columns for n, name in enumerate(names)}
            column.sort(key=lambda name: _middle(neighbours[name], at, at[name]))
    return columns


def _middle(neighbours: Sequence[tuple[str, int]], at: dict[str, float], alone: float) -> float:
    weight = sum(amount for _, amount in neighbours)
    return sum(at[name] * amount for name, amount in neighbours) / weight if weight else alone


def _stack(places: dict[str, Place], columns: Sequence[Sequence[str]], height: float) -> None:
    """Set the places over each other, at the largest scale at which every layer has room."""
    least = max(_taken(places, column, 1) for column in columns)
    # Where hundreds of bands pass, names come closer together, rather than bands too thin to be seen.
    room = min(1.0, height * _NAMES_TAKE / least)
    low, high = 0.0, height / max(place.amount for place in places.values())
    for _ in range(40):  # halving: a place has a least height, so there is no formula
        scale = (low + high) / 2
        for place in places.values():
            place.height = place.amount * scale
        fits = max(_taken(places, column, room) for column in columns) <= height
        low, high = (scale, high) if fits else (low, scale)
    for column in columns:
        top = (height - _taken(places, column, room)) / 2
        for name in column:
            place = places[name]
            place.height = place.amount * low
            place.top = top + (place.slot(room) - place.height) / 2
            top += place.slot(room) + _GAP * room


def _taken(places: dict[str, Place], column: Sequence[str], room: float) -> float:
    return sum(places[name].slot(room) + _GAP * room for name in column)
