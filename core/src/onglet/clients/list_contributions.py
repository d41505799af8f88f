"""What the list and the search of clients declare: the clients in the search box."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onglet.clients.search import search_clients
from onglet.contributions import Hit, SearchQuery, SearchSource
from onglet.identity import siren
from onglet.ui.i18n import N_
from onglet.ui.i18n import gettext as _

if TYPE_CHECKING:
    from collections.abc import Iterator


def search_sources() -> Iterator[SearchSource]:
    """Clients, first in the search box."""
    yield SearchSource(
        key="core.clients", label=N_("Clients"), right="core.client.read", find=find, order=10
    )


def find(query: SearchQuery) -> Iterator[Hit]:
    """Give the hits of the search box among clients."""
    for found in search_clients(query.ask, query.text, limit=query.limit):
        number = siren.format(found.siren) if found.siren else ""
        state = _("archived") if found.is_archived else ""
        yield Hit(
            title=found.name,
            href=f"/clients/{found.public_id}",
            icon="building" if found.stage == "client" else "user-question",
            detail=" · ".join(filter(None, (found.town, number, state))),
            reason=found.reason,
        )
