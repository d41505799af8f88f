"""Whether a value that a plugin gives is what its type says, field by field.

A frozen dataclass holds whatever it was given: `Badge(count="three")` is a Badge. What draws it
stands outside the plugin's guard, so it is looked at before it is let through.
"""

from __future__ import annotations

import collections.abc
import dataclasses
import types
import typing
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import Enum
from typing import Any, Final, Union

from fastapi import APIRouter
from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session

from onglet import contributions
from onglet.contributions import ports

NAMES: Final[dict[str, Any]] = {
    **{name: getattr(contributions, name) for name in contributions.__all__},
    **{name: getattr(collections.abc, name) for name in collections.abc.__all__},
    "AccessPort": ports.AccessPort,
    "OutsidePort": ports.OutsidePort,
    "Any": Any,
    "date": date,
    "datetime": datetime,
    "timedelta": timedelta,
    "Decimal": Decimal,
    "APIRouter": APIRouter,
    "ColumnElement": ColumnElement,
    "Session": Session,
}
"""What annotations of contributions name, and their modules import for checkers only."""

_KNOWN: Final[dict[type, dict[str, Any]]] = {}


def misfit(value: object) -> str:
    """Name the first field that does not hold what it should, and what it holds; "" of none."""
    for name, hint in hints_of(type(value)).items():
        held = getattr(value, name)
        if not _fits(held, hint):
            return f"{type(value).__name__}.{name} = {held!r:.80}"
    return ""


def hints_of(kind: type) -> dict[str, Any]:
    """Give the type of each field of a contribution; nothing of any other type."""
    if kind not in _KNOWN:
        is_ours = dataclasses.is_dataclass(kind) and kind.__module__.startswith("onglet.")
        hints = typing.get_type_hints(kind, localns=NAMES) if is_ours else {}
        _KNOWN[kind] = {name: hints[name] for name in hints if name in _fields(kind)}
    return _KNOWN[kind]


def _fields(kind: Any) -> set[str]:
    return {field.name for field in dataclasses.fields(kind)}


def _fits(value: Any, hint: Any) -> bool:
    origin, inside = typing.get_origin(hint), typing.get_args(hint)
    if origin in (Union, types.UnionType):
        return any(_fits(value, one) for one in inside)
    if origin is collections.abc.Callable:  # called later, in a guard of its own
        return callable(value)
    if origin is not None:
        return _fits_inside(value, origin, inside)
    return not _is_plain(hint) or _is_one(value, hint)


def _fits_inside(value: Any, origin: Any, inside: tuple[Any, ...]) -> bool:
    if not isinstance(value, origin):
        return False
    if origin is tuple:
        return _fit_in_tuple(value, inside)
    if origin is collections.abc.Sequence:
        return not isinstance(value, str) and all(_fits(one, inside[0]) for one in value)
    return True


def _fit_in_tuple(value: tuple[Any, ...], inside: tuple[Any, ...]) -> bool:
    if len(inside) == 2 and inside[1] is Ellipsis:
        return all(_fits(one, inside[0]) for one in value)
    return len(value) == len(inside) and all(map(_fits, value, inside))


def _is_plain(hint: Any) -> bool:
    """Tell the types of which a value can be looked at from those that only checkers know."""
    simple = (str, int, float, bool, bytes, date, timedelta, Decimal, Enum, types.NoneType)
    return isinstance(hint, type) and (issubclass(hint, simple) or dataclasses.is_dataclass(hint))


def _is_one(value: Any, hint: type) -> bool:
    if issubclass(hint, Decimal):
        whole = isinstance(value, int) and not isinstance(value, bool)
        return whole or (isinstance(value, Decimal) and value.is_finite())
    if not isinstance(value, hint):
        return False
    if isinstance(value, datetime):
        return value.utcoffset() is not None
    return not dataclasses.is_dataclass(value) or not misfit(value)
