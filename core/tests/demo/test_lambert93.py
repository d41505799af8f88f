"""The register's projection, there and back."""

from __future__ import annotations

from math import hypot

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onglet.demo.lambert93 import from_wgs84, to_wgs84


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

    assert found == pytest.approx((latitude, longitude), abs=1e-8)
