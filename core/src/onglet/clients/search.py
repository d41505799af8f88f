"""The search over clients: at most two hundred hits, ranked here, each with what matched.

What the engines give is not ranked: more hits than that, and names that begin with the query are
asked for beside, so that the best ones are always among them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import and_, select

from onglet.clients.listing_reach import among, reaches_few
from onglet.clients.matching import (
    Searched,
    Sought,
    begins,
    fts_expression,
    holds_one_of_each,
    is_postgresql,
    matches,
    shorts,
    sought,
)
from onglet.clients.models import Client
from onglet.clients.search_contacts import contacts_named
from onglet.clients.search_limits import clients_read, limits_clients, seen_row
from onglet.clients.search_rank import SLIP, Match, match_of, slip_of
from onglet.clients.search_words import meant_words
from onglet.ui.i18n import gettext as _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import ColumnElement, Select

    from onglet.contributions import Ask

CLIENTS: Final = Searched(Client, "core_client_search")
MOST: Final = 200
FIRST: Final = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A client that was found, how well (0 is best) and by what, when not by its name alone."""

    public_id: str
    name: str
    town: str
    siren: str
    kind: str
    stage: str
    is_archived: bool
    rank: int
    reason: str = ""


def search_clients(ask: Ask, typed: str, *, limit: int = 20) -> list[Found]:
    """Find clients by name, number, telephone, address or contact; close names when none fits."""
    query = sought(typed)
    if not query.words:
        return []
    rows = _candidates(ask, query, typed)
    if rows:
        return _best(ask, rows, query, limit)
    return _near(ask, query, limit)


def _candidates(ask: Ask, query: Sought, typed: str) -> list[Any]:
    few = reaches_few(ask)
    statement = _rows()
    if few:
        statement = statement.where(among(ask, Client.id.expression))
    if not query.long:
        named = statement.where(begins(CLIENTS, query.folded)).order_by(Client.name_sort, Client.id)
        rows = list(ask.session.execute(named.limit(MOST)))
        return [seen_row(ask, row) for row in rows] if limits_clients(ask) else rows
    if limits_clients(ask):
        start = [among(ask, Client.id.expression)] if few else []
        holding = matches(ask.session, CLIENTS, typed, row_by_row=few)
        read = statement.where(clients_read(ask, query, holding, *start))
        return [seen_row(ask, row) for row in ask.session.execute(read.limit(MOST))]
    if few or is_postgresql(ask.session):
        holds = statement.where(matches(ask.session, CLIENTS, typed, row_by_row=few))
    else:
        holds = _streamed(fts_expression(query)).where(*shorts(CLIENTS, query))
    rows = list(ask.session.execute(holds.limit(MOST)))
    if len(rows) < MOST:
        return rows
    first = statement.where(begins(CLIENTS, query.folded)).order_by(Client.name_sort, Client.id)
    if "@" in typed:
        first = statement.where(Client.email == typed.strip().lower())
    return list({row.id: row for row in (*ask.session.execute(first.limit(FIRST)), *rows)}.values())


def _streamed(expression: str) -> Select[*tuple[Any, ...]]:
    """Give the statement of an FTS5 expression: the index leads, and stops at the limit."""
    index = CLIENTS.index
    return (
        select(*_COLUMNS)
        .join_from(index, Client, Client.id == index.c.rowid)
        .where(index.c.search_text.op("MATCH")(expression))
    )


_COLUMNS: Final = (
    Client.id,
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
    Client.website,
    Client.kind,
    Client.stage,
    Client.archived_at,
    Client.search_text,
)


def _rows() -> Select[*tuple[Any, ...]]:
    return select(*_COLUMNS)


def _best(ask: Ask, rows: Sequence[Any], query: Sought, limit: int) -> list[Found]:
    matched = [(match_of(row, query), row) for row in rows]
    matched.sort(key=lambda pair: (pair[1].archived_at is not None, pair[0].rank, pair[1].name))
    shown = matched[:limit]
    hidden = {row.id: match.missing for match, row in shown if match.missing}
    # Whose contact answers is not told where contacts have something to hide.
    told = hidden and not limits_clients(ask)
    contacts = contacts_named(ask, hidden, query) if told else {}
    return [_found(row, match, contacts.get(row.id, "")) for match, row in shown]


def _found(row: Any, match: Match, contact: str) -> Found:
    labels = [*match.labels]
    if match.missing:
        labels.append(_("contact %(name)s", name=contact) if contact else _("Contact or address"))
    return _as_found(row, match.rank, ", ".join(labels))


def _as_found(row: Any, rank: int, reason: str) -> Found:
    return Found(
        public_id=row.public_id,
        name=row.name,
        town=row.town,
        siren=row.siren,
        kind=row.kind,
        stage=row.stage,
        is_archived=row.archived_at is not None,
        rank=rank,
        reason=reason,
    )


def _near(ask: Ask, query: Sought, limit: int) -> list[Found]:
    """Find what was meant: each word, or a known one that is a slip or two away from it."""
    condition = close_spelling(ask, query)
    if condition is None:
        return []
    rows = ask.session.execute(_rows().where(condition).limit(MOST)).all()
    ranked = sorted(
        rows,
        key=lambda row: (
            row.archived_at is not None,
            slip_of(row.search_text, query.long),
            row.name,
        ),
    )
    return [_as_found(row, SLIP, _("close spelling")) for row in ranked[:limit]]


def close_spelling(ask: Ask, query: Sought) -> ColumnElement[bool] | None:
    """Give the condition that a client holds what may have been meant; None when nothing may.

    Nothing is guessed for who may not read all that clients are found by.
    """
    choices = meant_words(ask.session, query)
    if not choices or limits_clients(ask):
        return None
    few = reaches_few(ask)
    start = [among(ask, Client.id.expression)] if few else []
    meant = holds_one_of_each(ask.session, CLIENTS, choices, row_by_row=few)
    return and_(meant, *shorts(CLIENTS, query), *start)
