"""The levels of a share in a word, and what each lets do."""

from __future__ import annotations

from onglet.contributions import Level
from onglet.ui.i18n import gettext as _
from onglet.ui.i18n import pgettext
from onglet.ui.views import Option


def level_name(level: Level) -> str:
    """Give a level in a word."""
    return {
        Level.VIEW: pgettext("level", "View"),
        Level.EDIT: pgettext("level", "Edit"),
        Level.MANAGE: pgettext("level", "Manage"),
    }[level]


def level_options(most: Level, *, least: Level = Level.VIEW) -> list[Option]:
    """List the levels that somebody may give, each with what it lets do.

    It lets do so where the profile of the receiver has the right.
    """
    hints = {
        Level.VIEW: _("Sees the client and what belongs to it"),
        Level.EDIT: _("Also changes it and adds to it"),
        Level.MANAGE: _("Also shares it, reassigns it, deletes it"),
    }
    return [
        Option(value=level.name.lower(), label=level_name(level), hint=hint)
        for level, hint in hints.items()
        if least <= level <= most
    ]
