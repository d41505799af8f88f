"""What an actor may do with a field of a record: the one place that every door asks.

Form, tab, list, search, export, history and pins all pass here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from onglet.contributions.limits import FieldLevel
from onglet.fields.objects import CLIENT, CONTACT, rights_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from onglet.contributions import Ask
    from onglet.fields.catalogue import Definition


OBJECTS: Final = {CLIENT: "core.client", CONTACT: "core.person"}
"""What the keys of an object's fields begin with, where it is not the object's own key."""
RIGHTS: Final = {
    "core.client": (("core.client.read",), ("core.client.edit", "core.client.create")),
    "core.address": (("core.client.read",), ("core.client.edit", "core.client.create")),
    "core.person": (
        ("core.client.read", "core.person.read"),
        ("core.client.edit", "core.client.create", "core.person.edit"),
    ),
}
"""Rights that read and change the core's own fields: one of them is enough.

Whether it reaches the record is asked where the record is opened."""
ORDER: Final = tuple(FieldLevel)


def field_key(object_key: str, code: str) -> str:
    """Give the key of a custom field among the limits of a profile."""
    return f"{OBJECTS.get(object_key, object_key)}.field.{code}"


def field_level(ask: Ask, object_key: str, code: str) -> FieldLevel:
    """Say how much of a custom field the actor gets, wherever the right on the record reaches."""
    read, edit = rights_of(ask, object_key)
    return _level(ask, field_key(object_key, code), (read,), (edit,))


def level_of(ask: Ask, key: str) -> FieldLevel:
    """Say how much of a field of the core's own, or of a plugin's, the actor gets.

    `key` is `core.client.phone`, or what a plugin calls its pin, column, filter, statistic or
    block of the form: those of one key are one field. Nothing is read: the profile came with the
    actor. The caller has asked for the right that a plugin's contribution names.
    """
    read, edit = RIGHTS.get(key.rpartition(".")[0], ((), ()))
    return _level(ask, key, read, edit)


def _level(ask: Ask, key: str, read: tuple[str, ...], edit: tuple[str, ...]) -> FieldLevel:
    if ask.actor.is_system:
        return FieldLevel.EDIT
    if read and not any(map(ask.access.holds, read)):
        return FieldLevel.HIDDEN
    may_edit = not edit or any(map(ask.access.holds, edit))
    by_right = FieldLevel.EDIT if may_edit else FieldLevel.READ
    limit = ask.actor.level(key)
    return by_right if limit is None else min(by_right, limit, key=ORDER.index)


def readable(ask: Ask, definitions: Iterable[Definition]) -> list[Definition]:
    """Give the fields whose values the actor reads whole: lists, search, exports."""
    return [one for one in definitions if field_level(ask, one.object, one.code).is_readable]


def shown(ask: Ask, definitions: Iterable[Definition]) -> list[Definition]:
    """Give the fields that the actor knows of."""
    return [one for one in definitions if field_level(ask, one.object, one.code).is_shown]


def open_to(ask: Ask, definitions: Iterable[Definition]) -> list[Definition]:
    """Give the fields whose values the actor may change: what the inputs of a form hold."""
    return [one for one in definitions if field_level(ask, one.object, one.code).is_open]
