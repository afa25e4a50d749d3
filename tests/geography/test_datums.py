"""Positions come in three datums and are kept in one; the way there and back loses less than a centimetre."""

import random

import coord_convert.transform as independent
import prcoords
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.distance import geodesic_m
from geo.positions import Datum, Position, from_wgs84, to_wgs84

CHANCE = random.Random(31)
SHANGHAI = [Position(CHANCE.uniform(30.6, 31.9), CHANCE.uniform(120.8, 122.0)) for _ in range(2000)]


@pytest.mark.parametrize("datum", [Datum.GCJ02, Datum.BD09])
@given(lat=st.floats(18.0, 53.0), lon=st.floats(74.0, 134.0))
def test_there_and_back_is_within_a_centimetre_all_over_china(datum: Datum, lat: float, lon: float) -> None:
    position = Position(lat, lon)

    assert geodesic_m(to_wgs84(*from_wgs84(position, datum), datum), position) < 0.01


def test_the_shift_agrees_with_coord_convert() -> None:
    for position in SHANGHAI:
        lon, lat = independent.wgs2gcj(position.lon, position.lat)
        assert from_wgs84(position, Datum.GCJ02) == pytest.approx((lat, lon), abs=1e-9)
        lon, lat = independent.wgs2bd(position.lon, position.lat)
        assert from_wgs84(position, Datum.BD09) == pytest.approx((lat, lon), abs=1e-9)


def test_the_way_back_agrees_with_prcoords() -> None:
    for position in SHANGHAI:
        shifted = from_wgs84(position, Datum.GCJ02)
        theirs = prcoords.gcj_wgs_bored(prcoords.Coords(*shifted))
        ours = to_wgs84(*shifted, Datum.GCJ02)
        assert geodesic_m(ours, Position(theirs.lat, theirs.lon)) < 0.01


def test_the_shift_at_peoples_square_is_about_half_a_kilometre() -> None:
    square = Position(31.2304, 121.4737)
    shifted = Position(*from_wgs84(square, Datum.GCJ02))

    assert 400 < geodesic_m(square, shifted) < 600


def test_outside_of_china_nothing_is_shifted() -> None:
    for lat, lon in ((48.85, 2.35), (-33.9, 151.2), (31.2, 140.0)):
        assert from_wgs84(Position(lat, lon), Datum.GCJ02) == (lat, lon)
        assert to_wgs84(lat, lon, Datum.GCJ02) == Position(lat, lon)


def test_wgs84_is_left_as_it_is() -> None:
    assert to_wgs84(31.2, 121.4, Datum.WGS84) == Position(31.2, 121.4)
    assert from_wgs84(Position(31.2, 121.4), Datum.WGS84) == (31.2, 121.4)
