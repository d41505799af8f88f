"""The client of a request, in one statement: what every page of a record starts with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from onglet.clients.limits import TOWN, readable
from onglet.clients.models import Client
from onglet.contributions import ClientKind, ClientStage, ClientView
from onglet.db.identifiers import is_public_id
from onglet.rights.access import Access
from onglet.rights.models import User
from onglet.rights.ties import ties_among, with_ties
from onglet.work.session import BIN

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Select

    from onglet.contributions import Ask

COLUMNS = (
    Client.id,
    Client.public_id,
    Client.kind,
    Client.stage,
    Client.name,
    Client.reference,
    Client.email,
    Client.phone,
    Client.siren,
    Client.siret,
    Client.legal_form,
    Client.town,
    Client.owner_id,
    Client.created_at,
    Client.archived_at,
    Client.version,
    User.given_name,
    User.family_name,
    User.email.label("owner_email"),
)


def client_view(ask: Ask, public_id: str, *, in_bin: bool = False) -> ClientView | None:
    """Give a client by its public identifier, None when the actor sees none.

    With `in_bin` a client in the bin is found too.
    """
    if not is_public_id(public_id):
        return None
    return _one(ask, Client.public_id == public_id, in_bin=in_bin)


def client_view_by_id(ask: Ask, client_id: int, *, in_bin: bool = False) -> ClientView | None:
    """Give a client by its key, None when the actor sees none."""
    return _one(ask, Client.id == client_id, in_bin=in_bin)


def views() -> Select[*tuple[Any, ...]]:
    """Give the statement that `to_view` reads: add conditions to it for several clients."""
    return select(*COLUMNS).select_from(Client).outerjoin(User, User.id == Client.owner_id)


def _one(ask: Ask, condition: ColumnElement[bool], *, in_bin: bool) -> ClientView | None:
    """Read a client, and with it what ties the actor to it: the next question is always a right."""
    access = ask.access
    query = views().where(condition)
    learns = isinstance(access, Access) and access.needs_ties()
    if learns:
        query = with_ties(query, Client.id, ask.actor.user_id or 0)
    rows = ask.session.execute(query, execution_options={BIN: in_bin}).all()
    if not rows:
        return None
    if isinstance(access, Access) and learns:
        access.learn(rows[0].id, ties_among(rows))
    return to_view(rows[0], ask)


def to_view(row: Any, ask: Ask) -> ClientView:
    """Give the view that a row of `views()` holds, without what the actor may not read whole.

    A value that is masked is left out too: what a view holds is called, written to and compared.
    """

    def seen(key: str, value: str) -> str:
        return value if readable(ask, key) else ""

    owner = f"{row.given_name or ''} {row.family_name or ''}".strip() or row.owner_email or ""
    return ClientView(
        id=row.id,
        public_id=row.public_id,
        kind=ClientKind(row.kind),
        stage=ClientStage(row.stage),
        name=row.name,
        reference=seen("reference", row.reference),
        email=seen("email", row.email),
        phone=seen("phone", row.phone),
        siren=seen("siren", row.siren),
        siret=seen("siret", row.siret),
        legal_form=seen("legal_form", row.legal_form),
        town=seen(TOWN, row.town),
        owner_id=row.owner_id,
        owner_name=owner,
        created_at=row.created_at,
        archived_at=row.archived_at,
        version=row.version,
    )
