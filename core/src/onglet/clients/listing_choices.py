"""What the core's filters of the client list offer: values with their names, few and quickly."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import or_, select

from onglet.clients import listing_days
from onglet.clients.listing_filters import ME, NOBODY
from onglet.clients.matching import matches, sought
from onglet.clients.models import Client
from onglet.clients.search import CLIENTS
from onglet.identity.folding import fold, sort_key
from onglet.nomenclature import departments, legal_forms, sectors
from onglet.rights.models import Group, User
from onglet.ui.i18n import gettext as _
from onglet.ui.i18n import voice

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sqlalchemy import ColumnElement

    from onglet.contributions import Ask

MOST: Final = 40
LOOKED_AT: Final = 20_000
"""Rows that are looked at for the values in use; rarer ones can still be typed."""

Choices = list[tuple[str, str]]


def choices_of(ask: Ask, key: str, typed: str = "") -> Choices:
    """Give what a filter offers, value and name, for what was typed in its search if anything."""
    return _CHOICES[key](ask, typed)[:MOST]


def name_of(ask: Ask, key: str, value: str) -> str:
    """Give the name of a value that the list is filtered by; the value itself when it has none."""
    return _NAMES[key](ask, value) or value


def _owners(ask: Ask, typed: str) -> Choices:
    # Who left the firm is offered as long as clients wait in their name for another owner.
    still_owns = select(Client.id).where(Client.owner_id == User.id).exists()
    query = (
        select(User.public_id, User.given_name, User.family_name, User.email, User.is_active)
        .where(or_(User.is_active.is_(True), still_owns))
        .order_by(User.name_sort, User.id)
    )
    people = [
        (row.public_id, _person_name(row.given_name, row.family_name, row.email, row.is_active))
        for row in ask.session.execute(query)
    ]
    first = [(ME, _("Myself")), (NOBODY, _("Nobody"))]
    return [*first, *people] if not typed else _fitting(people, typed)


def _owner_name(ask: Ask, value: str) -> str:
    if value in {ME, NOBODY}:
        return _("Myself") if value == ME else _("Nobody")
    row = ask.session.execute(
        select(User.given_name, User.family_name, User.email, User.is_active).where(
            User.public_id == value
        )
    ).one_or_none()
    return "" if row is None else _person_name(*row)


def _person_name(given: str, family: str, email: str, is_active: bool) -> str:
    name = f"{given} {family}".strip() or email
    return name if is_active else _("%(name)s (inactive account)", name=name)


def _groups(ask: Ask, typed: str) -> Choices:
    rows = ask.session.execute(select(Group.public_id, Group.name).order_by(Group.name))
    return _fitting([(key, name) for key, name in rows], typed)


def _group_name(ask: Ask, value: str) -> str:
    return ask.session.scalar(select(Group.name).where(Group.public_id == value)) or ""


def _places(ask: Ask, typed: str) -> Choices:
    """Departments and towns that begin with what was typed; where most clients are, otherwise."""
    found = [
        (entry.code, _department(entry.code))
        for entry in departments.search(typed, 6)
        if typed and not entry.code.startswith("REG-")
    ]
    if typed.isascii() and typed.isdigit() and len(typed) == 5:
        found.insert(0, (typed, typed))
    words = sought(typed).long
    fits = matches(ask.session, CLIENTS, typed) if words else None
    towns = [town for town in _used(ask, Client.town.expression, fits) if _begins(town, typed)]
    return found + [(town, town) for town in towns]


def _begins(town: str, typed: str) -> bool:
    return f" {fold(typed)}" in f" {fold(town)}"


def _department(code: str) -> str:
    return f"{departments.label(code)} ({code})"


def _place_name(_ask: Ask, value: str) -> str:
    code = value.upper()
    return _department(code) if departments.get(code) else value


def _forms(ask: Ask, typed: str) -> Choices:
    if typed:
        codes = [entry.code for entry in legal_forms.search(typed, MOST)]
    else:
        codes = _used(ask, Client.legal_form.expression)
    return [(code, _form_name(ask, code)) for code in codes]


def _form_name(_ask: Ask, value: str) -> str:
    return legal_forms.label(value, voice().locale)


def _sectors(ask: Ask, typed: str) -> Choices:
    used = [(value, _sector_name(ask, value)) for value in _used(ask, Client.sector.expression)]
    return _fitting(sorted(used, key=lambda pair: sort_key(pair[1])), typed)


def _sector_name(_ask: Ask, value: str) -> str:
    return sectors.label(value, voice().locale)


def _days(ask: Ask, _typed: str) -> Choices:
    return [(key, listing_days.shown(key, ask.today)) for key in listing_days.NAMED]


def _span_name(ask: Ask, value: str) -> str:
    return listing_days.shown(value, ask.today)


def _used(
    ask: Ask, column: ColumnElement[str], fits: ColumnElement[bool] | None = None
) -> list[str]:
    """Give the values in use among the clients that the actor sees, the most used first."""
    some = select(column.label("value")).select_from(Client).where(column != "")
    if fits is not None:
        some = some.where(fits)
    rows = ask.session.execute(some.limit(LOOKED_AT)).scalars()
    counted: dict[str, int] = {}
    for value in rows:
        counted[value] = counted.get(value, 0) + 1
    return sorted(counted, key=lambda value: (-counted[value], sort_key(value)))


def _fitting(choices: Choices, typed: str) -> Choices:
    words = fold(typed).split()
    return [pair for pair in choices if all(f" {word}" in f" {fold(pair[1])}" for word in words)]


_CHOICES: Final[Mapping[str, Callable[[Ask, str], Choices]]] = {
    "owner": _owners,
    "group": _groups,
    "place": _places,
    "form": _forms,
    "sector": _sectors,
    "created": _days,
}
_NAMES: Final[Mapping[str, Callable[[Ask, str], str]]] = {
    "owner": _owner_name,
    "group": _group_name,
    "place": _place_name,
    "form": _form_name,
    "sector": _sector_name,
    "created": _span_name,
}
