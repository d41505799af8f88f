"""Reading history: through the client, so that who may not see it reads none of its past.

Values of fields that the reader may not see are hidden, the fact of the change is not: `conceals`
is asked with the subject and the field.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from onglet.history.models import Change
from onglet.work.seen import client_model
from onglet.work.session import BIN

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Row, Select

    from onglet.contributions import Ask

PAGE = 50

Conceals = Callable[[str, str], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldChange:
    """One field before and after; both are None when `is_hidden`."""

    field: str
    old: Any
    new: Any
    is_hidden: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeView:
    """One save. `actor_name` is the name at the time; `actor_id` is None for the system."""

    id: int
    client_id: int | None
    subject: str
    subject_id: int
    action: str
    actor_id: int | None
    actor_name: str
    source: str
    at: datetime
    fields: tuple[FieldChange, ...]


def shows_all(_subject: str, _field: str) -> bool:
    """Conceal nothing."""
    return False


def of_client(
    ask: Ask,
    client_id: int,
    *,
    before: int | None = None,
    limit: int = PAGE,
    conceals: Conceals = shows_all,
    bin_too: bool = False,
) -> list[ChangeView]:
    """List the changes of a client and of what hangs on it, newest first, below `before`.

    Nothing for a client that the reader may not see; one in the bin only with `bin_too`.
    """
    client = client_model()
    query = _page(before, limit).join(client, client.id == Change.client_id)
    return _views(ask, query.where(Change.client_id == client_id), conceals, bin_too=bin_too)


def _page(before: int | None, limit: int) -> Select[Any]:
    query = (
        select(
            Change.id,
            Change.client_id,
            Change.subject,
            Change.subject_id,
            Change.action,
            Change.actor_id,
            Change.actor_name,
            Change.source,
            Change.at,
            Change.changes,
        )
        .order_by(Change.id.desc())
        .limit(limit)
    )
    return query if before is None else query.where(Change.id < before)


def _views(ask: Ask, query: Select[Any], conceals: Conceals, *, bin_too: bool) -> list[ChangeView]:
    rows = ask.session.execute(query, execution_options={BIN: bin_too})
    return [_view(row, conceals) for row in rows]


def _view(row: Row[Any], conceals: Conceals) -> ChangeView:
    fields = tuple(
        FieldChange(field=name, old=None, new=None, is_hidden=True)
        if conceals(row.subject, name)
        else FieldChange(field=name, old=old, new=new)
        for name, (old, new) in row.changes.items()
    )
    return ChangeView(
        id=row.id,
        client_id=row.client_id,
        subject=row.subject,
        subject_id=row.subject_id,
        action=row.action,
        actor_id=row.actor_id,
        actor_name=row.actor_name,
        source=row.source,
        at=row.at,
        fields=fields,
    )
