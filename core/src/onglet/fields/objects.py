"""Objects that custom fields are defined on, or lead to: the core's own, and those of plugins."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select

from onglet.fields.kinds import Link
from onglet.fields.models import ClientField, PersonField
from onglet.host.names import package_of
from onglet.ui.i18n import N_, gettext_of
from onglet.ui.i18n import gettext as _

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from onglet.contributions import Ask

CLIENT: Final = "client"
CONTACT: Final = "contact"
COLLEAGUE: Final = "colleague"
MOST_FOUND: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldHolder:
    """An object. `values` is its table of values, None when it has no fields of its own.

    `right` is asked to read one, `edit` to change its fields.
    """

    key: str
    label: str
    icon: str
    right: str
    edit: str
    plugin: str = "core"
    values: Any = None
    find: Callable[[Ask, str], Any] | None = None
    seen: Callable[[Ask, Sequence[str]], Any] | None = None

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        if self.plugin == "core":
            return _(self.label)
        return gettext_of(package_of(self.plugin), self.label)

    @property
    def row_key(self) -> Any:
        """The column of the table of values that names the row."""
        return next(iter(self.values.__mapper__.primary_key))

    @property
    def table(self) -> str:
        """The name of the table of values."""
        return str(self.values.__tablename__)


def _clients(ask: Ask, text: str) -> list[Link]:
    from onglet.clients.search import search_clients

    return [
        Link(id=one.public_id, label=one.name, href=f"/clients/{one.public_id}")
        for one in search_clients(ask, text, limit=MOST_FOUND)
    ]


def _seen_clients(ask: Ask, ids: Sequence[str]) -> list[Link]:
    from onglet.clients.models import Client

    rows = ask.session.execute(
        select(Client.public_id, Client.name).where(Client.public_id.in_(list(ids)))
    )
    return [Link(id=key, label=name, href=f"/clients/{key}") for key, name in rows]


def _contacts(ask: Ask, text: str) -> list[Link]:
    from onglet.contacts.queries import find_persons

    return [
        Link(
            id=one.public_id,
            label=f"{one.given_name} {one.family_name}".strip() or one.email,
            href=f"/people/{one.public_id}",
        )
        for one in find_persons(ask, text)
    ]


def _seen_contacts(ask: Ask, ids: Sequence[str]) -> list[Link]:
    from onglet.contacts.models import Person

    rows = ask.session.execute(
        select(Person.public_id, Person.given_name, Person.family_name, Person.email).where(
            Person.public_id.in_(list(ids))
        )
    )
    return [
        Link(id=key, label=f"{given} {family}".strip() or email, href=f"/people/{key}")
        for key, given, family, email in rows
    ]


def _colleagues(ask: Ask, text: str) -> list[Link]:
    from onglet.identity.folding import fold
    from onglet.rights.colleagues import colleagues

    words = fold(text).split()
    return [
        Link(id=one.public_id, label=one.name)
        for one in colleagues(ask)
        if one.is_active
        and (one.public_id == text or all(word in fold(one.name) for word in words))
    ]


def _seen_colleagues(ask: Ask, ids: Sequence[str]) -> list[Link]:
    from onglet.rights.models import User

    rows = ask.session.execute(
        select(User.public_id, User.given_name, User.family_name, User.email).where(
            User.public_id.in_(list(ids))
        )
    )
    return [
        Link(id=key, label=f"{given} {family}".strip() or email)
        for key, given, family, email in rows
    ]


CORE: Final = (
    FieldHolder(
        key=CLIENT,
        label=N_("Clients"),
        icon="building",
        right="core.client.read",
        edit="core.client.edit",
        values=ClientField,
        find=_clients,
        seen=_seen_clients,
    ),
    FieldHolder(
        key=CONTACT,
        label=N_("Contacts"),
        icon="users",
        right="core.person.read",
        edit="core.person.edit",
        values=PersonField,
        find=_contacts,
        seen=_seen_contacts,
    ),
    FieldHolder(
        key=COLLEAGUE,
        label=N_("Colleagues"),
        icon="user-star",
        right="",
        edit="",
        find=_colleagues,
        seen=_seen_colleagues,
    ),
)


def holders(ask: Ask) -> list[FieldHolder]:
    """Give every object: the core's own, then those of the plugins in service."""
    return [
        *CORE,
        *(
            FieldHolder(
                key=item.key,
                label=item.label,
                icon=item.icon,
                right=item.right,
                edit=item.right,
                plugin=plugin,
                values=item.values,
                find=item.find,
                seen=item.seen,
            )
            for plugin, item in ask.outside.contributed("field_objects")
        ),
    ]


def holder(ask: Ask, key: str) -> FieldHolder | None:
    """Give an object by its key, None when nobody in service declares it."""
    core = next((one for one in CORE if one.key == key), None)
    return core or next((one for one in holders(ask) if one.key == key), None)


def rights_of(ask: Ask, key: str) -> tuple[str, str]:
    """Give the rights that reading and changing the fields of an object take."""
    found = holder(ask, key)
    return (found.right, found.edit) if found else ("core.settings.edit", "core.settings.edit")


def links_seen(ask: Ask, target: str, ids: Sequence[str]) -> list[Link]:
    """Give those of some records that the actor may see, in the order of the identifiers."""
    found = holder(ask, target)
    wanted = list(dict.fromkeys(ids))[:50]
    if found is None or found.seen is None or not wanted:
        return []
    if found.right and not ask.actor.is_system and not ask.may(found.right):
        return []
    links = {link.id: link for link in _asked(ask, found, found.seen, wanted)}
    return [links[key] for key in wanted if key in links]


def links_found(ask: Ask, target: str, text: str) -> list[Link]:
    """Give the records that fit a text, of those that the actor may see."""
    found = holder(ask, target)
    if found is None or found.find is None:
        return []
    if found.right and not ask.actor.is_system and not ask.may(found.right):
        return []
    return _asked(ask, found, found.find, text)


def _asked(ask: Ask, of: FieldHolder, function: Any, argument: Any) -> list[Link]:
    if of.plugin == "core":
        answer: list[Link] = function(ask, argument)
        return answer
    guarded = ask.outside.guarded(
        of.plugin,
        f"links of {of.key}",
        lambda: list(function(replace(ask, plugin=of.plugin), argument)),
        session=ask.session,
    )
    return [
        Link(id=str(one.id), label=str(one.label), href=str(one.href))
        for one in (guarded.value or ())[: MOST_FOUND * 3]
    ]
