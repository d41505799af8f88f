"""What the pages of sharing have in common: the parts of the dialog, crumbs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onglet.rights.granters import SHARE
from onglet.ui.i18n import gettext as _
from onglet.ui.views import Crumb, Segment

if TYPE_CHECKING:
    from collections.abc import Iterable

    from onglet.contributions import Record

ROOM = "sharing"
REASSIGN = "core.client.reassign"


def parts(record: Record, current: str) -> list[Segment]:
    """List the parts of the dialog that the reader may open."""
    if not record.may_here(SHARE).allowed:
        return []
    shown = (
        ("", _("Shares")),
        ("who", _("Who can see it")),
        ("log", _("Log")),
    )
    return [
        Segment(
            label=label,
            href=record.href("-", ROOM, *([slug] if slug else [])),
            current=slug == current,
        )
        for slug, label in shown
    ]


def crumbs(record: Record, *more: str) -> Iterable[Crumb]:
    """Give the way to a page of the dialog."""
    yield Crumb(label=_("Clients"), href="/clients")
    yield Crumb(label=record.client.name, href=record.client.href)
    for label in more:
        yield Crumb(label=label)
