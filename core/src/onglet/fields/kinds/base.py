"""What every type of custom field is: how a value is read, kept, shown, sorted and looked for.

A value is kept in the JSON column in one canonical form: equal values are written alike, whole
numbers for what is counted, ISO texts for days and instants. None is empty, and is not kept.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Any, ClassVar, Final

from onglet.ui.i18n import gettext as _
from onglet.ui.reading import clean_text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from markupsafe import Markup
    from sqlalchemy import ColumnElement

    from onglet.fields.conditions import Fact
    from onglet.fields.spec import FieldSpec, Options
    from onglet.ui.views import Option

Value = str | int | bool | list[Any] | dict[str, Any]
"""A value as it is kept."""

COMPANION: Final = "~"
"""Ends the key beside a value that holds what it is sorted by."""
LARGEST: Final = 2**63 - 1


class Stores(StrEnum):
    """How the value lies in the column: which SQL reads it."""

    TEXT = "text"
    WHOLE = "whole"
    YES_NO = "yes_no"
    LIST = "list"
    MAP = "map"
    NOTHING = "nothing"


class WrongError(ValueError):
    """What was typed is no value of the type; the message is for the person, in their language."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


@dataclass(frozen=True, slots=True)
class Raw:
    """What a form or a file brought for one field: texts by part, the main part named "".

    `held` is the value that the record has, which files are kept from.
    """

    texts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    files: Sequence[Any] = ()
    held: Value | None = None

    @staticmethod
    def of(*texts: str, **parts: str) -> Raw:
        """Give what texts of the main part and of others make."""
        named = {name: (text,) for name, text in parts.items()}
        return Raw({"": texts, **named} if texts else named)

    def get(self, part: str = "") -> str:
        """The text of a part on one line, empty when it was not sent."""
        found = self.texts.get(part, ())
        return " ".join(clean_text(found[-1]).split()) if found else ""

    def lines(self, part: str = "") -> str:
        """The text of a part with its line ends."""
        found = self.texts.get(part, ())
        return clean_text(found[-1]).strip() if found else ""

    def all(self, part: str = "") -> list[str]:
        """Every text of a part that is not empty."""
        return [text for text in (one.strip() for one in self.texts.get(part, ())) if text]

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing was typed in any part."""
        return not self.files and not any(self.all(part) for part in self.texts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A record that a value points to, as the reader may see it."""

    id: str
    label: str
    href: str = ""


def _none_seen(_target: str, _ids: Sequence[str]) -> list[Link]:
    return []


def _none_found(_target: str, _text: str) -> list[Link]:
    return []


def _not_stored(_upload: Any, _is_image: bool) -> dict[str, Any]:
    raise WrongError(_("Files cannot be sent here."))


@dataclass(frozen=True, slots=True, kw_only=True)
class At:
    """Where and when a value is read or shown: zone, day, what the reader may see, the storage."""

    zone: str = "Europe/Paris"
    today: date | None = None
    me: str = ""
    seen: Callable[[str, Sequence[str]], list[Link]] = _none_seen
    found: Callable[[str, str], list[Link]] = _none_found
    store: Callable[[Any, bool], dict[str, Any]] = _not_stored
    file_href: str = ""


class Kind:
    """A type of custom field.

    `options` names the settings that it reads. `scale` is how many decimals a whole number holds.
    `fact` says how the page and conditions compare it: text, number, list, yes_no or nothing.
    `has_companion` asks for a second key beside the value: what it is sorted by.
    """

    key: ClassVar[str] = ""
    label: ClassVar[str] = ""
    icon: ClassVar[str] = "forms"
    stores: ClassVar[Stores] = Stores.TEXT
    options: ClassVar[tuple[str, ...]] = ()
    input: ClassVar[str] = "text"
    scale: ClassVar[int] = 0
    fact: ClassVar[str] = "text"
    has_companion: ClassVar[bool] = False
    is_sortable: ClassVar[bool] = True
    is_filterable: ClassVar[bool] = True
    is_searchable: ClassVar[bool] = True
    is_numeric: ClassVar[bool] = False
    is_bounded: ClassVar[bool] = False
    is_measured: ClassVar[bool] = False
    is_typed: ClassVar[bool] = True
    may_be_unique: ClassVar[bool] = True
    may_have_pattern: ClassVar[bool] = False
    in_big_form: ClassVar[bool] = True
    span: ClassVar[str] = ""

    def name(self) -> str:
        """Give the name of the type in the reader's language."""
        return _(self.label)

    def indexed(self, value: ColumnElement[Any]) -> ColumnElement[Any]:
        """Give what a list sorts by, made of the SQL of the value."""
        return value

    def parse(self, raw: Raw, options: Options, at: At) -> Value | None:
        """Give the value that was typed, None when nothing was.

        Raises:
            WrongError: when it is no value of the type.
        """
        raise NotImplementedError

    def raw(self, value: Value, options: Options, at: At) -> Raw:
        """Give what one would type to have this value: reading it back gives the value."""
        return Raw.of(str(value))

    def show(self, value: Value, options: Options, at: At) -> str:
        """Give the value as people read it, on one line or several."""
        return str(value)

    def html(self, value: Value, options: Options, at: At) -> Markup | None:
        """Give the value as the record draws it, None when its text is enough."""
        return None

    def href(self, value: Value) -> str:
        """Give where the value leads, empty when nowhere safe."""
        return ""

    def work_out(self, options: Options, values: Mapping[str, Any]) -> Value | None:
        """Give the result over other fields, for types that nobody types."""
        return None

    def masked(self, value: Value, options: Options) -> str:
        """Give what is left of a value that the reader may not see whole."""
        return "••••"

    def sort_key(self, value: Value, options: Options, at: At) -> str | int | None:
        """Give what the value is sorted by; the value itself unless it has a companion."""
        return value if isinstance(value, str | int) else None

    def searched(self, value: Value, options: Options, at: At) -> str:
        """Give the text that the value is found by."""
        return self.show(value, options, at)

    def fact_of(self, value: Value | None, options: Options) -> Fact:
        """Give what conditions look at."""
        return value if isinstance(value, str | int | bool | list) or value is None else None

    def natural(self, value: Value, options: Options) -> Any:
        """Give the value as expressions and exports use it: an exact number, a day, a text."""
        return value

    def length(self, value: Value) -> int:
        """Give what the bounds of length count."""
        return len(value) if isinstance(value, str | list) else 0

    def bound(self, value: Value) -> Any:
        """Give what the bounds of the value compare."""
        return value

    def choices(self, options: Options, at: At) -> list[Option]:
        """Give what can be chosen, for types that have choices."""
        return []

    def check_options(self, spec: FieldSpec) -> str:
        """Say what is wrong with the settings of a field of this type; empty when nothing is."""
        return ""

    def is_value(self, value: object, options: Options) -> bool:
        """Tell whether a stored thing is a value of the type: used when a field changes type."""
        shapes: dict[Stores, type] = {
            Stores.TEXT: str,
            Stores.WHOLE: int,
            Stores.YES_NO: bool,
            Stores.LIST: list,
            Stores.MAP: dict,
        }
        shape = shapes.get(self.stores)
        return shape is not None and type(value) is shape


def raw_of(given: object) -> Raw:  # noqa: PLR0911 - one return for each sort of value
    """Give what a natural Python value says, as if it had been typed: imports and the API use it.

    Raises:
        WrongError: when it is nothing that a field can hold.
    """
    if given is None:
        return Raw()
    if isinstance(given, Raw):
        return given
    if isinstance(given, bool):
        return Raw.of("1" if given else "0")
    if isinstance(given, Decimal):
        return Raw.of(f"{given:f}".replace(".", ","))
    if isinstance(given, date | datetime):
        return Raw.of(given.isoformat())
    if isinstance(given, str | int):
        return Raw.of(str(given))
    if isinstance(given, list | tuple):
        return Raw({"": tuple(_text_of(one) for one in given)})
    if isinstance(given, dict):
        return Raw({_text_of(name): (_text_of(text),) for name, text in given.items()})
    raise WrongError(_("This value cannot be read."))


def _text_of(given: object) -> str:
    if isinstance(given, str | int | Decimal):
        return str(given)
    raise WrongError(_("This value cannot be read."))
