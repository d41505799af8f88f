"""Whom an entry may name: contacts of the client, colleagues. Read once in a session."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onglet.api import colleagues, contacts_of

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from onglet.api import Ask, ColleagueView, ContactView, Record

CONTACTS = "onglet_activity_contacts"
COLLEAGUES = "onglet_activity_colleagues"


def contacts(record: Record) -> Sequence[ContactView]:
    """Give the contacts of the client that the actor may see, the main one first."""
    return contacts_by_client(record, [record.client.id])[record.client.id]


def contacts_by_client(
    ask: Ask, client_ids: Collection[int]
) -> Mapping[int, Sequence[ContactView]]:
    """Give the contacts of these clients that the actor may see."""
    known: dict[int, list[ContactView]] = ask.session.info.setdefault(CONTACTS, {})
    missing = [client_id for client_id in client_ids if client_id not in known]
    found = contacts_of(ask, missing)
    known.update((client_id, found.get(client_id, [])) for client_id in missing)
    return known


def everybody(ask: Ask) -> list[ColleagueView]:
    """Give every colleague, by name."""
    known: list[ColleagueView] | None = ask.session.info.get(COLLEAGUES)
    if known is None:
        known = ask.session.info[COLLEAGUES] = colleagues(ask)
    return known


def present(ask: Ask) -> list[ColleagueView]:
    """Give the colleagues to whom something can be given."""
    return [one for one in everybody(ask) if one.is_active]


def names(ask: Ask) -> dict[int, str]:
    """Give the names of colleagues by key."""
    return {one.id: one.name for one in everybody(ask)}


def name_of(ask: Ask, user_id: int | None) -> str:
    """Give a colleague's name, nothing when there is none."""
    return names(ask).get(user_id, "") if user_id is not None else ""
