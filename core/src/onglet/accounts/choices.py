"""Lists to choose from: languages, time zones, themes, profiles, groups, colleagues."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING
from zoneinfo import available_timezones

from onglet.accounts import queries
from onglet.ui.i18n import gettext as _
from onglet.ui.views import Option

if TYPE_CHECKING:
    from onglet.contributions import Ask

LANGUAGE_NAMES = {"fr": "Français", "en": "English"}
"""Each in its own language, so that whoever needs it can read it."""

_REGIONS = ("Africa", "America", "Antarctica", "Asia", "Atlantic", "Australia", "Europe", "Indian",
            "Pacific")  # fmt: skip


def languages() -> list[Option]:
    """List the languages of the product."""
    return [Option(value=code, label=name) for code, name in LANGUAGE_NAMES.items()]


@lru_cache(maxsize=1)
def zones() -> tuple[Option, ...]:
    """List the time zones by region, France's own first."""
    names = sorted(name for name in available_timezones() if name.split("/")[0] in _REGIONS)
    french = ("Europe/Paris", "America/Cayenne", "America/Guadeloupe", "America/Martinique",
              "America/Miquelon", "Indian/Mayotte", "Indian/Reunion", "Pacific/Noumea",
              "Pacific/Tahiti", "Pacific/Wallis")  # fmt: skip
    first = [Option(value=name, label=_place(name), group="France") for name in french]
    rest = [
        Option(value=name, label=_place(name), group=name.split("/")[0])
        for name in names
        if name not in french
    ]
    return (*first, *rest)


def themes() -> list[Option]:
    """List the themes."""
    return [
        Option(value="auto", label=_("System"), icon="device-desktop"),
        Option(value="light", label=_("Light"), icon="sun"),
        Option(value="dark", label=_("Dark"), icon="moon"),
    ]


def profiles(ask: Ask) -> list[Option]:
    """List the profiles."""
    return [
        Option(value=row.public_id, label=row.name, hint=row.description)
        for row in queries.list_profiles(ask)
    ]


def groups(ask: Ask) -> list[Option]:
    """List the groups."""
    return [Option(value=row.public_id, label=row.name) for row in queries.list_groups(ask)]


def colleagues(ask: Ask) -> list[Option]:
    """List the active colleagues."""
    return [
        Option(value=public_id, label=name)
        for _key, public_id, name in queries.list_colleagues(ask)
    ]


def _place(name: str) -> str:
    return name.split("/", 1)[-1].replace("_", " ").replace("/", ", ")
