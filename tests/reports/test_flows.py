"""The picture of flows: what goes in comes out, layer by layer, and nothing runs in a circle."""

from collections import defaultdict
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st
from report_builders import flows_between

from operations.rendering.flows import Band, gathered, layers_of, merged, placed, without_circles
from operations.rendering.sankey import sankey_of
from operations.reports.tables import Edge

PLACES = st.sampled_from([f"P{n}" for n in range(9)])
BANDS = st.lists(st.builds(Band, PLACES, PLACES, st.integers(0, 10**6)), max_size=40)


@given(BANDS)
@settings(max_examples=60, deadline=None)
def test_every_gram_is_drawn_or_named_and_no_circle_is_left(bands: list[Band]) -> None:
    forward, back = without_circles(merged(bands))

    assert sum(band.amount for band in forward + back) == sum(band.amount for band in bands)
    layers = layers_of(forward)
    assert all(layers[band.source] < layers[band.target] for band in forward)


@given(BANDS)
@settings(max_examples=60, deadline=None)
def test_places_of_a_layer_do_not_overlap_and_what_passes_keeps_its_width(bands: list[Band]) -> None:
    forward, _ = without_circles(merged(bands))
    if not forward:
        return
    places, strips = placed(gathered(forward, "{} others", 20), 400)

    columns = defaultdict(list)
    for place in places.values():
        columns[place.layer].append(place)
    for column in columns.values():
        column.sort(key=lambda place: place.top)
        assert column[0].top >= -0.01
        assert column[-1].top + column[-1].height <= 400.01
        for upper, lower in pairwise(column):
            assert upper.top + upper.height <= lower.top + 0.01
    for strip in strips:
        assert places[strip.target].layer == places[strip.source].layer + 1
    passing = [name for name, place in places.items() if not place.name]
    for name in passing:
        assert sum(s.amount for s in strips if s.target == name) == sum(
            s.amount for s in strips if s.source == name
        )


def test_the_smallest_of_a_full_layer_go_together_and_lose_nothing() -> None:
    bands = merged(Band(f"street {n:03d}", "station", 10 + n) for n in range(100))

    layers = gathered(bands, "{} others", 20)

    assert list(layers.layer_of.values()).count(0) == 20
    assert list(layers.names.values()) == ["81 others"]
    assert sum(band.amount for band in layers.bands) == sum(band.amount for band in bands)
    together = next(iter(layers.names))
    assert next(b.amount for b in layers.bands if b.source == together) == sum(10 + n for n in range(81))


def test_what_was_not_weighed_is_drawn_by_pieces() -> None:
    picture = sankey_of(flows_between(Edge("A", "B", 0, 1200)), "en", 500, 400)

    assert picture is not None
    assert picture.caption.endswith("(pieces)")
    assert [shape.text for shape in picture.drawing.contents if hasattr(shape, "text")] == [
        *("A", "1,200", "B", "1,200")
    ]


def test_no_flow_is_no_picture() -> None:
    assert sankey_of(flows_between(), "zh", 500, 400) is None
    assert sankey_of(flows_between(Edge("A", "B", 0, 0)), "zh", 500, 400) is None
    assert sankey_of(flows_between(Edge("A", "A", 5, 5)), "zh", 500, 400) is None
