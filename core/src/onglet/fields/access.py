"""What an actor may do with a field of a record: the one place that every door asks.

Form, tab, list, search, export, history and pins all pass here.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from onglet.fields.objects import rights_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from onglet.contributions import Ask
    from onglet.fields.catalogue import Definition


class FieldLevel(StrEnum):
    """How much of a field an actor gets."""

    HIDDEN = "hidden"
    MASKED = "masked"
    READ = "read"
    EDIT = "edit"

    @property
    def is_shown(self) -> bool:
        """Tell whether the actor knows of the field at all."""
        return self is not FieldLevel.HIDDEN

    @property
    def is_readable(self) -> bool:
        """Tell whether the actor reads the value whole."""
        return self in {FieldLevel.READ, FieldLevel.EDIT}


def field_level(ask: Ask, object_key: str, code: str) -> FieldLevel:
    """Say how much of a field the actor gets, wherever the right on the record itself reaches."""
    read, edit = rights_of(ask, object_key)
    if not ask.actor.is_system and not ask.may(read):
        return FieldLevel.HIDDEN
    return FieldLevel.EDIT if ask.actor.is_system or ask.may(edit) else FieldLevel.READ


def readable(ask: Ask, definitions: Iterable[Definition]) -> list[Definition]:
    """Give the fields whose values the actor reads whole: lists, search, exports."""
    return [one for one in definitions if field_level(ask, one.object, one.code).is_readable]


def shown(ask: Ask, definitions: Iterable[Definition]) -> list[Definition]:
    """Give the fields that the actor knows of."""
    return [one for one in definitions if field_level(ask, one.object, one.code).is_shown]
