"""One person as the reader sees them: ways to reach them, and the clients where they work."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from onglet.clients.limits import shown_way
from onglet.clients.tidying import CONTACT
from onglet.contacts.models import Person
from onglet.contacts.places import WorkPlace, places_of
from onglet.contacts.queries import name_of
from onglet.db.identifiers import is_public_id

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from onglet.contributions import Ask

FIELDS: Final = ("given_name", "family_name", "title", "email", "phone", "mobile", "note")


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonView:
    """A person. `values` are their fields as the reader may see them, `hrefs` where they lead."""

    public_id: str
    name: str
    values: Mapping[str, str]
    hrefs: Mapping[str, str]
    places: Sequence[WorkPlace]


def person_view(ask: Ask, public_id: str) -> PersonView | None:
    """Give a person by their public identifier, None when the actor sees none."""
    if not is_public_id(public_id):
        return None
    columns = [getattr(Person, name) for name in FIELDS]
    row = ask.session.execute(
        select(Person.id, *columns).where(Person.public_id == public_id)
    ).one_or_none()
    if row is None:
        return None
    values = {name: getattr(row, name) for name in FIELDS}
    ways = {name: shown_way(ask, CONTACT + name, value, values) for name, value in values.items()}
    return PersonView(
        public_id=public_id,
        name=name_of(ask, row),
        values={name: text for name, (text, _href) in ways.items()},
        hrefs={name: href for name, (_text, href) in ways.items()},
        places=places_of(ask, [row.id]).get(row.id, ()),
    )
