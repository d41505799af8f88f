"""SQL that reads one field out of the column of values: the only place where it is written.

Codes are checked when a field is made, and are written into the statement: an expression index is
used only where the expression is the very same text.
"""

from __future__ import annotations

import re
import zlib
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    ColumnElement,
    String,
    Text,
    and_,
    case,
    func,
    literal,
    literal_column,
    or_,
    select,
)
from sqlalchemy.dialects.postgresql import JSONB

from onglet.db.types import SortKey
from onglet.fields.kinds.base import COMPANION, Stores
from onglet.fields.kinds.derived import RESULTS
from onglet.fields.spec import CODE_FORM

if TYPE_CHECKING:
    from collections.abc import Sequence

    from onglet.fields.kinds.base import Kind
    from onglet.fields.spec import FieldSpec

_CODE: Final = re.compile(CODE_FORM)
SUFFIX: Final = "_field"
"""Ends the name of an index that a field asked for: migrations leave these alone."""


def stored_as(kind: Kind, spec: FieldSpec) -> Kind:
    """Give the type whose form the value has: that of its result where a field is computed."""
    return RESULTS[spec.options.result] if kind.key == "computed" else kind


def _path(table: str, code: str, *, is_sqlite: bool) -> str:
    bare = code.removesuffix(COMPANION)
    if not _CODE.fullmatch(bare):
        raise ValueError(f"{code!r} is no code of a field.")
    if is_sqlite:
        return f"json_extract({table}.held, '$.\"{code}\"')"
    return f"({table}.held ->> '{code}')"


def value_of(kind: Kind, spec: FieldSpec, table: str, *, is_sqlite: bool) -> ColumnElement[Any]:
    """Give the SQL of a value that filters compare: a text, a whole number, a yes."""
    return _typed(stored_as(kind, spec).stores, table, spec.code, is_sqlite=is_sqlite)


def order_of(kind: Kind, spec: FieldSpec, table: str, *, is_sqlite: bool) -> ColumnElement[Any]:
    """Give the SQL that a field is sorted by: its companion, the place of its choice, its value."""
    kind = stored_as(kind, spec)
    if kind.has_companion:
        stores = Stores.WHOLE if kind.is_numeric else Stores.TEXT
        return _typed(stores, table, spec.code + COMPANION, is_sqlite=is_sqlite)
    value = _typed(kind.stores, table, spec.code, is_sqlite=is_sqlite)
    if kind.key != "choice":
        return kind.indexed(value)
    places = {choice.id: place for place, choice in enumerate(spec.options.choices)}
    ends = {
        choice.id: places.get(choice.merged_into, place)
        for place, choice in enumerate(spec.options.choices)
    }
    whens = [
        (value == literal_column(f"'{key}'"), literal_column(str(place), BigInteger()))
        for key, place in ends.items()
    ]
    return case(*whens) if whens else value


def _typed(stores: Stores, table: str, code: str, *, is_sqlite: bool) -> ColumnElement[Any]:
    path = _path(table, code, is_sqlite=is_sqlite)
    if is_sqlite:
        types: dict[Stores, Any] = {Stores.WHOLE: BigInteger(), Stores.YES_NO: Boolean()}
        return literal_column(path, types.get(stores, String()))
    if stores is Stores.WHOLE:
        return literal_column(f"({path}::bigint)", BigInteger())
    if stores is Stores.YES_NO:
        return literal_column(f"({path}::boolean)", Boolean())
    return literal_column(f'({path} COLLATE "C")', SortKey)


def has_one_of(
    spec: FieldSpec, table: str, ids: Sequence[str], *, is_sqlite: bool
) -> ColumnElement[bool]:
    """Give the SQL that a list holds one of these."""
    if is_sqlite:
        path = _path(table, spec.code, is_sqlite=True)
        # The coalesced empty list keeps rows without the field out of json_each.
        each = func.json_each(func.coalesce(literal_column(path), literal("[]"))).table_valued(
            "value"
        )
        return select(literal(1)).select_from(each).where(each.c.value.in_(list(ids))).exists()
    column = literal_column(f"({table}.held -> '{_safe(spec.code)}')", JSONB())
    return or_(*(column.contains([key]) for key in ids))


def _safe(code: str) -> str:
    if not _CODE.fullmatch(code):
        raise ValueError(f"{code!r} is no code of a field.")
    return code


def is_there(kind: Kind, spec: FieldSpec, table: str, *, is_sqlite: bool) -> ColumnElement[bool]:
    """Give the SQL that the field holds something, whatever its form."""
    path = _path(table, spec.code, is_sqlite=is_sqlite)
    return literal_column(path, Text()).is_not(None)


def sum_of(kind: Kind, spec: FieldSpec, table: str, *, is_sqlite: bool) -> ColumnElement[Any]:
    """Give the SQL of the sum of a numeric field, scaled as its values are."""
    kind = stored_as(kind, spec)
    order = order_of(kind, spec, table, is_sqlite=is_sqlite)
    return func.sum(order)


def index_of(
    kind: Kind, spec: FieldSpec, table: str, key: str, field_id: int, *, is_sqlite: bool
) -> dict[str, str]:
    """Give the indexes that a field asks for: their SQL by name.

    A name holds a print of its expression: when the expression changes (a choice that moved), the
    job makes the new index and drops the old one.
    """
    shape = stored_as(kind, spec)
    wanted: list[str] = []
    if spec.is_sortable and kind.is_sortable:
        wanted.append(_text(order_of(kind, spec, table, is_sqlite=is_sqlite), table))
    if spec.is_filterable and kind.is_filterable:
        if shape.has_companion:
            wanted.append(_text(order_of(kind, spec, table, is_sqlite=is_sqlite), table))
        elif shape.stores is not Stores.LIST:
            wanted.append(_text(value_of(kind, spec, table, is_sqlite=is_sqlite), table))
        elif not is_sqlite:
            wanted.append(f"gin (held -> '{_safe(spec.code)}')")
    found: dict[str, str] = {}
    for expression in dict.fromkeys(wanted):
        name = f"ix_{table}_{field_id}_{zlib.crc32(expression.encode()):08x}{SUFFIX}"
        if expression.startswith("gin "):
            found[name] = f"ON {table} USING gin (({expression[5:-1]}))"
        else:
            found[name] = f"ON {table} (({expression}), {key})"
    return found


def _text(expression: ColumnElement[Any], table: str) -> str:
    text = str(expression.compile(compile_kwargs={"literal_binds": True}))
    return text.replace(f"{table}.", "")


def is_between(column: ColumnElement[Any], first: Any, last: Any) -> ColumnElement[bool]:
    """Give the SQL that a value lies between two bounds, either of which may be missing."""
    conditions = [column >= first] if first is not None else []
    conditions += [column <= last] if last is not None else []
    return and_(*conditions)
