"""Pages of a long list by keyset: what comes after a row, or before it, whatever the list's length.

A place in the list is the value that the list is sorted by and the row's public identifier. Rows
with equal values follow their keys; rows without a value come last, in both directions. A page is
one statement, two where it reaches the rows without a value.
"""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import and_, func, or_, select

from onglet.db.identifiers import is_public_id

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from sqlalchemy import ColumnElement, Select
    from sqlalchemy.orm import Session

VALUE: Final = "keyset_value"
LONGEST: Final = 2_000
LAST_KEY: Final = 2**62


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """How a list is sorted. `key` names the order in addresses.

    `model` is the table of the rows (it has `id` and `public_id`), `by` what they are sorted by.
    """

    key: str
    model: Any
    by: ColumnElement[Any]
    is_descending: bool = False
    may_be_null: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Slice:
    """The rows of one page, in the list's order, and the places of its neighbours if any."""

    rows: Sequence[Any]
    previous: str = ""
    following: str = ""


@dataclass(frozen=True, slots=True)
class _Place:
    value: Any
    public_id: str


def read_slice(
    session: Session,
    statement: Select[*tuple[Any, ...]],
    order: Order,
    *,
    after: str = "",
    before: str = "",
    size: int = 50,
) -> Slice:
    """Read a page. `statement` selects the model's `public_id` among its columns.

    A place that is not one of this order's is read as none: the first page.
    """
    place = _decoded(before or after, order)
    backwards = bool(before) and place is not None
    wanted = statement.add_columns(order.by.label(VALUE))
    found: list[Any] = []
    for part in _parts(order, place, backwards=backwards):
        descending = order.is_descending != backwards
        ways = [(column.desc() if descending else column.asc()) for column in part.ways]
        rest = wanted.where(*part.conditions).order_by(*ways).limit(size + 1 - len(found))
        found += session.execute(rest).all()
        if len(found) > size:
            break
    more = len(found) > size
    rows = found[:size]
    if backwards:
        rows.reverse()
    if not rows:
        return Slice(rows=())
    is_inside = place is not None
    has_previous, has_next = (more, is_inside) if backwards else (is_inside, more)
    return Slice(
        rows=rows,
        previous=_encoded(rows[0], order) if has_previous else "",
        following=_encoded(rows[-1], order) if has_next else "",
    )


@dataclass(frozen=True, slots=True)
class _Part:
    """The rows with a value, or those without, from a place on."""

    conditions: tuple[ColumnElement[bool], ...]
    ways: tuple[Any, ...]


def _parts(order: Order, place: _Place | None, *, backwards: bool) -> Iterator[_Part]:
    by, key = order.by, order.model.id
    valued = (by.is_not(None),) if order.may_be_null else ()
    descending = order.is_descending != backwards
    in_nulls = place is not None and place.value is None
    if place is not None:
        start = _key_of(order, place, descending=descending)
        later = key < start if descending else key > start
        if in_nulls:
            yield _Part((by.is_(None), later), (key,))
        else:
            edge = by <= place.value if descending else by >= place.value
            beyond = by < place.value if descending else by > place.value
            yield _Part((*valued, and_(edge, or_(beyond, later))), (by, key))
    else:
        yield _Part(valued, (by, key))
    if order.may_be_null and in_nulls == backwards:
        yield _Part(valued, (by, key)) if backwards else _Part((by.is_(None),), (key,))


def _key_of(order: Order, place: _Place, *, descending: bool) -> ColumnElement[int]:
    """Give the key of the place's row; when it has gone, rows of equal value are shown again."""
    row = select(order.model.id).where(order.model.public_id == place.public_id)
    return func.coalesce(row.scalar_subquery(), LAST_KEY if descending else 0)


def _encoded(row: Any, order: Order) -> str:
    value = getattr(row, VALUE)
    name, write = next(((n, w) for n, kind, w, _ in _KINDS if isinstance(value, kind)))
    text = json.dumps([order.key, name, write(value), row.public_id], separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _decoded(text: str, order: Order) -> _Place | None:
    """Give the place that a text names, None when it is not one of this order."""
    if not text or len(text) > LONGEST:
        return None
    try:
        told = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        key, name, written, public_id = told
        read = next(r for n, _, _, r in _KINDS if n == name)
        value = read(written)
    except (ValueError, TypeError, StopIteration, InvalidOperation, binascii.Error):
        return None
    if key != order.key or not isinstance(public_id, str) or not is_public_id(public_id):
        return None
    return _Place(value, public_id) if _fits(value, order) else None


def _fits(value: Any, order: Order) -> bool:
    """Tell whether the database can compare the value with what the list is sorted by."""
    if value is None:
        return order.may_be_null
    if isinstance(value, datetime) and value.tzinfo is None:
        return False
    try:
        kind = order.by.type.python_type
    except NotImplementedError:
        return True
    return isinstance(value, kind) and isinstance(value, bool) == (kind is bool)


def _text(value: Any) -> str:
    if not isinstance(value, str) or "\x00" in value:
        raise TypeError(value)
    return value


def _whole(value: Any) -> int:
    if not isinstance(value, int) or abs(value) >= 2**63:
        raise TypeError(value)
    return value


_KINDS: Final[tuple[tuple[str, Any, Callable[[Any], Any], Callable[[Any], Any]], ...]] = (
    ("none", type(None), lambda _value: None, lambda _written: None),
    ("yes", bool, bool, bool),
    ("text", str, str, _text),
    ("whole", int, int, _whole),
    ("real", float, float, float),
    ("exact", Decimal, str, lambda written: Decimal(_text(written))),
    ("at", datetime, datetime.isoformat, lambda written: datetime.fromisoformat(_text(written))),
    ("on", date, date.isoformat, lambda written: date.fromisoformat(_text(written))),
)
"""How each kind of value is written in a place: name, type, how to write it and to read it."""
