"""The register's projection, there and back."""

from __future__ import annotations

from math import atanh, cos, exp, hypot, radians, sin, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onglet.demo.lambert93 import to_wgs84

EXPONENT, CONSTANT, POLE_NORTH = 0.7256077650, 11_754_255.426, 12_655_612.050
"""Of Lambert 93 as IGN publishes them: n, C and Ys."""
ECCENTRICITY = sqrt(0.00669438002290)


def from_wgs84(latitude: float, longitude: float) -> tuple[float, float]:
    """Give the place in metres of a latitude and longitude, by IGN's algorithm 3."""
    phi = radians(latitude)
    isometric = atanh(sin(phi)) - ECCENTRICITY * atanh(ECCENTRICITY * sin(phi))
    distance = CONSTANT * exp(-EXPONENT * isometric)
    angle = EXPONENT * radians(longitude - 3)
    return 700_000 + distance * sin(angle), POLE_NORTH - distance * cos(angle)


def test_the_origin_is_where_the_definition_puts_it() -> None:
    latitude, longitude = to_wgs84(700_000, 6_600_000)

    assert (latitude, longitude) == pytest.approx((46.5, 3), abs=1e-9)


def test_the_scale_is_true_on_both_parallels() -> None:
    """Along 44° and 49° a metre of the map is a metre of the ground: that is what defines it."""
    for latitude, metres_a_degree in ((44.0, 80_206.19), (49.0, 73_171.79)):
        west, east = from_wgs84(latitude, 2.999), from_wgs84(latitude, 3.001)
        measured = hypot(east[0] - west[0], east[1] - west[1]) / 0.002
        assert measured == pytest.approx(metres_a_degree, rel=1e-6)


@given(st.floats(41, 51.5), st.floats(-5.5, 10))
def test_there_and_back(latitude: float, longitude: float) -> None:
    found = to_wgs84(*from_wgs84(latitude, longitude))

    assert found == pytest.approx((latitude, longitude), abs=1e-7)
