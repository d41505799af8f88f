"""The sources of company facts: their keys and the names under which readers know them."""

from __future__ import annotations

from typing import Final

PUBLIC_SEARCH: Final = "recherche-entreprises"
INSEE: Final = "insee"
OFFLINE: Final = "offline"
TYPED: Final = "typed"

# Proper names, shown as they are in every language.
LABELS: Final = {
    PUBLIC_SEARCH: "recherche-entreprises.api.gouv.fr",
    INSEE: "INSEE (API Sirene)",
    OFFLINE: "SIRENE (stock)",
}


def label(source: str) -> str:
    """The name of the source for a reader; the key itself when it is not one of ours."""
    return LABELS.get(source, source)
