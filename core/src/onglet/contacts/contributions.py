"""What the core itself declares about persons: rights, tabs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onglet.contacts.models import Person
from onglet.contacts.search import search_sources
from onglet.contacts.tabs import badge, panel
from onglet.contributions import Belonging, Reach, Right, Tab
from onglet.ui.i18n import N_

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["rights", "search_sources", "tabs"]


def rights() -> Iterable[Right]:
    """Rights on persons, with the reach they have where nobody decided."""
    what = "core.person"
    yield Right(
        object=what,
        action="read",
        label=N_("See contacts"),
        default=Reach.SHARED,
        noun=N_("Contacts"),
    )
    yield Right(object=what, action="edit", label=N_("Edit contacts"), default=Reach.SHARED)
    yield Right(object=what, action="delete", label=N_("Delete contacts"))


def belongings() -> Iterable[Belonging]:
    """The persons whom a colleague who leaves brought in."""
    yield Belonging(key="core.persons", label=N_("contacts"), column=Person.owner_id)


def tabs() -> Iterable[Tab]:
    """The tab of contacts."""
    yield Tab(
        slug="contacts",
        label=N_("Linked contacts"),
        icon="users",
        order=40,
        right="core.client.read",
        render=panel,
        badge=badge,
    )
