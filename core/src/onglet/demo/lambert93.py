"""From Lambert 93, in which the register gives places of metropolitan France, to WGS 84.

Conic conformal projection with two parallels on the GRS 80 ellipsoid: IGN, "Projections
cartographiques coniques conformes", NTG 71, algorithms 2 and 4; constants of RGF93 / EPSG:2154.
"""

from __future__ import annotations

from math import atan, atan2, cos, degrees, exp, hypot, log, pi, radians, sin, sqrt, tan

_AXIS = 6_378_137.0
_FLATTENING = 1 / 298.257222101
_ECCENTRICITY = sqrt(2 * _FLATTENING - _FLATTENING**2)
_MERIDIAN = radians(3)
_ORIGIN, _SOUTH, _NORTH = radians(46.5), radians(44), radians(49)
_X0, _Y0 = 700_000.0, 6_600_000.0


def _isometric(latitude: float) -> float:
    """The isometric latitude, in radians."""
    e = _ECCENTRICITY * sin(latitude)
    return log(tan(pi / 4 + latitude / 2) * ((1 - e) / (1 + e)) ** (_ECCENTRICITY / 2))


def _radius(latitude: float) -> float:
    """The radius of that parallel, in metres."""
    return _AXIS * cos(latitude) / sqrt(1 - (_ECCENTRICITY * sin(latitude)) ** 2)


_EXPONENT = log(_radius(_NORTH) / _radius(_SOUTH)) / (_isometric(_SOUTH) - _isometric(_NORTH))
_CONSTANT = _radius(_SOUTH) * exp(_EXPONENT * _isometric(_SOUTH)) / _EXPONENT
_YS = _Y0 + _CONSTANT * exp(-_EXPONENT * _isometric(_ORIGIN))


def to_wgs84(x: float, y: float) -> tuple[float, float]:
    """Latitude and longitude in degrees of a place given in metres."""
    distance = hypot(x - _X0, y - _YS)
    longitude = _MERIDIAN + atan2(x - _X0, _YS - y) / _EXPONENT
    isometric = -log(distance / _CONSTANT) / _EXPONENT
    latitude = 2 * atan(exp(isometric)) - pi / 2
    for _ in range(6):  # each step wins about three digits
        e = _ECCENTRICITY * sin(latitude)
        latitude = 2 * atan(((1 + e) / (1 - e)) ** (_ECCENTRICITY / 2) * exp(isometric)) - pi / 2
    return degrees(latitude), degrees(longitude)
