"""The search over clients: at most two hundred hits, ranked here, each with what matched."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select

from onglet.clients.matching import Searched, matches, needles, resembles
from onglet.clients.models import Client
from onglet.contributions import Hit, SearchQuery, SearchSource
from onglet.identity.closeness import distance
from onglet.identity.folding import fold
from onglet.ui.i18n import N_
from onglet.ui.i18n import gettext as _

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import ColumnElement

    from onglet.contributions import Ask

CLIENTS: Final = Searched(Client, "core_client_search")
MOST: Final = 200
SLIPS: Final = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A client that was found, how well (0 is best) and by what."""

    public_id: str
    name: str
    town: str
    siren: str
    stage: str
    is_archived: bool
    rank: int
    reason: str


def search_clients(ask: Ask, typed: str, *, limit: int = 20) -> list[Found]:
    """Find clients by name, number, telephone, address or contact; close names when none fits."""
    if not needles(typed):
        return []
    rows = _rows(ask, matches(ask.session, CLIENTS, typed))
    ranked = [_found(row, typed) for row in rows]
    if not ranked:
        near = _rows(ask, resembles(ask.session, CLIENTS, typed))
        ranked = [found for row in near if (found := _near(row, typed)) is not None]
    ranked.sort(key=lambda found: (found.is_archived, found.rank, found.name))
    return ranked[:limit]


def _rows(ask: Ask, condition: ColumnElement[bool]) -> Sequence[Any]:
    columns = (
        Client.public_id,
        Client.name,
        Client.reference,
        Client.town,
        Client.siren,
        Client.siret,
        Client.vat_number,
        Client.phone,
        Client.mobile,
        Client.email,
        Client.stage,
        Client.archived_at,
        Client.search_text,
    )
    return ask.session.execute(select(*columns).where(condition).limit(MOST)).all()


def _found(row: Any, typed: str) -> Found:
    folded = fold(typed)
    name = fold(row.name)
    rank = 3
    if name == folded:
        rank = 0
    elif name.startswith(folded):
        rank = 1
    elif f" {folded}" in f" {name}":
        rank = 2
    return _as_found(row, rank, "" if rank < 3 and folded in name else _reason(row, typed))


def _near(row: Any, typed: str) -> Found | None:
    """Give a hit whose text has a word a slip or two away from each word of the query."""
    words = fold(row.search_text).split()
    worst = 0
    for needle in needles(typed):
        best = min((distance(needle, word, SLIPS) for word in words), default=SLIPS + 1)
        if best > SLIPS:
            return None
        worst = max(worst, best)
    return _as_found(row, 10 + worst, _("close spelling"))


def _as_found(row: Any, rank: int, reason: str) -> Found:
    return Found(
        public_id=row.public_id,
        name=row.name,
        town=row.town,
        siren=row.siren,
        stage=row.stage,
        is_archived=row.archived_at is not None,
        rank=rank,
        reason=reason,
    )


def _reason(row: Any, typed: str) -> str:
    """Say which field holds the query, when it is not the name."""
    words = needles(typed)
    told = (
        ("SIREN", row.siren),
        ("SIRET", row.siret),
        (_("VAT number"), row.vat_number),
        (_("Reference"), row.reference),
        (_("Phone"), f"{row.phone} {row.mobile}"),
        (_("Email"), row.email),
        (_("Town"), row.town),
        (_("Name"), row.name),
    )
    for label, value in told:
        text = fold(value)
        if value and all(word in text or word in text.replace(" ", "") for word in words):
            return label
    return _("Contact or address")


def find(query: SearchQuery) -> Iterator[Hit]:
    """Give the hits of the search box among clients."""
    for found in search_clients(query.ask, query.text, limit=query.limit):
        yield Hit(
            title=found.name,
            href=f"/clients/{found.public_id}",
            icon="building" if found.stage == "client" else "user-question",
            detail=" · ".join(filter(None, (found.town, found.siren))),
            reason=found.reason,
        )


def search_sources() -> Iterator[SearchSource]:
    """Clients, first in the search box."""
    yield SearchSource(
        key="core.clients", label=N_("Clients"), right="core.client.read", find=find, order=10
    )
