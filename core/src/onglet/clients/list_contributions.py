"""What the list and the search of clients declare: hits in the search box, and their upkeep."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from onglet.clients.search import Found, search_clients
from onglet.clients.search_upkeep import forget_words
from onglet.clients.searchable import search_fields
from onglet.contributions import Hit, Job, Schedule, SearchQuery, SearchSource
from onglet.fields.definitions import SEARCH_JOB
from onglet.identity import siren
from onglet.ui.i18n import N_
from onglet.ui.i18n import gettext as _

if TYPE_CHECKING:
    from collections.abc import Iterator

FORGET_WORDS: Final = "core.forget_words"


def search_sources() -> Iterator[SearchSource]:
    """Clients, first in the search box."""
    yield SearchSource(
        key="core.clients", label=N_("Clients"), right="core.client.read", find=find, order=10
    )


def jobs() -> Iterator[Job]:
    """Forgetting words that are used nowhere."""
    yield Job(kind=SEARCH_JOB, label=N_("Search custom fields"), run=search_fields)
    yield Job(kind=FORGET_WORDS, label=N_("Forget words used nowhere"), run=forget_words)


def schedules() -> Iterator[Schedule]:
    """The words, every week."""
    yield Schedule(key=FORGET_WORDS, kind=FORGET_WORDS, every=timedelta(days=7))


def _icon(found: Found) -> str:
    if found.stage == "prospect":
        return "user-question"
    return "user" if found.kind == "person" else "building"


def find(query: SearchQuery) -> Iterator[Hit]:
    """Give the hits of the search box among clients."""
    for found in search_clients(query.ask, query.text, limit=query.limit):
        number = siren.format(found.siren) if found.siren else ""
        state = _("archived") if found.is_archived else ""
        yield Hit(
            title=found.name,
            href=f"/clients/{found.public_id}",
            icon=_icon(found),
            detail=" · ".join(filter(None, (found.town, number, state))),
            reason=found.reason,
        )
