"""What a browser calls itself, in words that its owner knows.

>>> describe_browser("Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0")
Described(name='Firefox', system='Linux', is_phone=False)
"""

from __future__ import annotations

from dataclasses import dataclass

_NAMES = (
    ("Edg/", "Edge"),
    ("EdgA/", "Edge"),
    ("OPR/", "Opera"),
    ("Vivaldi/", "Vivaldi"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("CrOS", "ChromeOS"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)
_PHONES = ("iPhone", "Android")


@dataclass(frozen=True, slots=True)
class Described:
    """A browser and the system that it runs on; empty where nothing is known."""

    name: str
    system: str
    is_phone: bool


def describe_browser(user_agent: str) -> Described:
    """Give browser and system from the header that a browser sends; never certain."""
    name = next((label for mark, label in _NAMES if mark in user_agent), "")
    system = next((label for mark, label in _SYSTEMS if mark in user_agent), "")
    return Described(name, system, system in _PHONES)
