"""The sources of company facts: their keys and the names under which readers know them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from onglet_directory.sentences import N_

if TYPE_CHECKING:
    from onglet_directory.company import Origin

PUBLIC_SEARCH: Final = "recherche-entreprises"
INSEE: Final = "insee"
OFFLINE: Final = "offline"
TYPED: Final = "typed"
DEMO: Final = "demo"

LABELS: Final = {
    PUBLIC_SEARCH: "recherche-entreprises.api.gouv.fr",
    INSEE: "INSEE (API Sirene)",
    OFFLINE: N_("SIRENE (published file)"),
    TYPED: N_("Typed by hand"),
    DEMO: N_("Demo data"),
}
"""Message ids where a name is not the same in every language."""


def label(source: str) -> str:
    """The name of the source, to be translated; the key itself when it is not one of ours."""
    return LABELS.get(source, source)


def stamp(origin: Origin) -> str:
    """The source as a record keeps it beside a value: its name, and the date of what it said."""
    day = origin.updated_on or origin.fetched_at.date()
    return f"{LABELS.get(origin.source, origin.source)}, {day.isoformat()}"
