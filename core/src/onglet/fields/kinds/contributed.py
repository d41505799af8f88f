"""Types that plugins bring, behind the same face as the core's own.

Each callable of a plugin runs in a guard: one that fails costs its own value. A field whose plugin
is absent shows what is kept as plain text, and cannot be typed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from onglet.fields.kinds.base import At, Kind, Raw, Stores, Value, WrongError
from onglet.ui.i18n import gettext as _
from onglet.ui.i18n import gettext_of
from onglet.ui.views import Option

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import ColumnElement

    from onglet.contributions import FieldType
    from onglet.fields.spec import Options


class Contributed(Kind):
    """A type of a plugin. `call` runs one of its callables and gives (it worked, answer, why)."""

    def __init__(
        self,
        declared: FieldType,
        call: Callable[..., tuple[bool, Any, str]],
        package: str,
    ) -> None:
        self._declared = declared
        self._call = call
        self._package = package
        self.key = declared.key  # type: ignore[misc]  # an instance stands for a type here
        self.label = declared.label  # type: ignore[misc]  # as above
        self.icon = declared.icon  # type: ignore[misc]  # as above
        self.stores = Stores(declared.stores)  # type: ignore[misc]  # as above
        self.input = declared.input  # type: ignore[misc]  # as above
        self.fact = {"whole": "number", "yes_no": "yes_no"}.get(declared.stores, "text")  # type: ignore[misc]  # as above
        self.is_numeric = self.stores is Stores.WHOLE  # type: ignore[misc]  # as above
        self.has_companion = declared.sort_key is not None  # type: ignore[misc]  # as above

    @property
    def template(self) -> str:
        """The plugin's template that draws the input, empty when the kit does."""
        return self._declared.template

    def name(self) -> str:
        """Give the name in the plugin's own words."""
        return gettext_of(self._package, self._declared.label)

    def indexed(self, value: ColumnElement[Any]) -> ColumnElement[Any]:
        """Give what a list sorts by, as the plugin makes it of the SQL of the value."""
        return self._declared.index(value) if self._declared.index else value

    def parse(self, raw: Raw, options: Options, at: At) -> Value | None:
        """Ask the plugin; a ValueError is its sentence for the person."""
        text = raw.lines()
        if not text:
            return None
        worked, answer, why = self._call("parse", self._declared.parse, text)
        if not worked:
            raise WrongError(why or _("This value cannot be read."))
        if answer is None or answer == "":
            return None
        if not self.is_value(answer, options) or len(str(answer)) > 10_000:
            raise WrongError(_("This value cannot be kept: tell the plugin's author."))
        kept: Value = answer
        return kept

    def raw(self, value: Value, options: Options, at: At) -> Raw:
        """Type what the plugin shows, or the value itself."""
        write = self._declared.write
        if write is None:
            return Raw.of(str(value))
        worked, answer, _why = self._call("write", write, value)
        return Raw.of(str(answer) if worked else str(value))

    def show(self, value: Value, options: Options, at: At) -> str:
        """Ask the plugin."""
        worked, answer, _why = self._call("show", self._declared.show, value)
        return str(answer) if worked else str(value)

    def sort_key(self, value: Value, options: Options, at: At) -> str | int | None:
        """Ask the plugin, when it has a key of its own."""
        if self._declared.sort_key is None:
            return super().sort_key(value, options, at)
        worked, answer, _why = self._call("sort_key", self._declared.sort_key, value)
        return answer if worked and isinstance(answer, str | int) else None

    def choices(self, options: Options, at: At) -> list[Option]:
        """Give the plugin's choices."""
        return [
            Option(value=value, label=gettext_of(self._package, label))
            for value, label in self._declared.choices
        ]


class Absent(Kind):
    """Stands for a type whose plugin is not in service: values are kept, and shown as they are."""

    is_typed = False
    is_sortable = False
    is_filterable = False
    is_searchable = False
    may_be_unique = False
    input = "none"
    stores = Stores.NOTHING

    def __init__(self, key: str) -> None:
        self.key = key  # type: ignore[misc]  # an instance stands for a type here
        self.label = key  # type: ignore[misc]  # as above
        self.icon = "plug-off"  # type: ignore[misc]  # as above

    def parse(self, raw: Raw, options: Options, at: At) -> Value | None:
        """Refuse: nobody knows how to read it."""
        raise WrongError(_("The plugin of this field is not in service."))
