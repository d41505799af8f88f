"""The type that holds a postal address."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

from onglet.fields.kinds.base import At, Kind, Raw, Stores, Value, WrongError
from onglet.fields.kinds.texts import bounded
from onglet.identity import postcode
from onglet.identity.folding import sort_key
from onglet.identity.invalid import Invalid
from onglet.nomenclature import countries
from onglet.ui.i18n import N_, voice
from onglet.ui.i18n import gettext as _
from onglet.ui.views import Option

if TYPE_CHECKING:
    from onglet.fields.conditions import Fact
    from onglet.fields.spec import Options

PARTS: Final = ("line1", "line2", "postcode", "town", "country")
LONGEST: Final = 200


class Place(Kind):
    """An address: two lines, a postcode, a town, a country."""

    key = "address"
    label = N_("Address")
    icon = "map-pin"
    stores = Stores.MAP
    input = "address"
    fact = "nothing"
    has_companion = True
    is_filterable = False
    may_be_unique = False
    span = "full"

    def parse(self, raw: Raw, options: Options, at: At) -> Value | None:
        """Read the parts; a country alone is no address."""
        parts = {name: bounded(raw.get(name), LONGEST) for name in PARTS}
        if raw.get():
            parts["line1"] = bounded(raw.get(), LONGEST)
        if not any(parts[name] for name in PARTS if name != "country"):
            return None
        parts["country"] = (parts["country"] or "FR").upper()
        if countries.get(parts["country"]) is None:
            raise WrongError(_("Choose one of the values of the list."))
        with suppress(Invalid):  # as on every address, what looks wrong is kept as typed
            parts["postcode"] = postcode.validate(parts["postcode"], parts["country"])
        return {name: text for name, text in parts.items() if text}

    def raw(self, value: Value, options: Options, at: At) -> Raw:
        """Type the parts."""
        return Raw.of(**{name: str(text) for name, text in _held(value).items()})

    def show(self, value: Value, options: Options, at: At) -> str:
        """Write the address on lines."""
        held = _held(value)
        town = " ".join(filter(None, (held.get("postcode"), held.get("town"))))
        country = held.get("country", "FR")
        name = countries.label(country, voice().locale) if country != "FR" else ""
        return "\n".join(filter(None, (held.get("line1"), held.get("line2"), town, name)))

    def sort_key(self, value: Value, options: Options, at: At) -> str | int | None:
        """Sort by town, then by the rest."""
        held = _held(value)
        told = (held.get("town"), held.get("postcode"), held.get("line1"))
        return sort_key(" ".join(filter(None, told)))[:LONGEST]

    def fact_of(self, value: Value | None, options: Options) -> Fact:
        """Let conditions see whether there is one."""
        return None if value is None else self.show(value, options, At())

    def natural(self, value: Value, options: Options) -> Any:
        """Give the address as a text."""
        return self.show(value, options, At())

    def choices(self, options: Options, at: At) -> list[Option]:
        """Give the countries."""
        return [
            Option(value=code, label=label) for code, label in countries.choices(voice().locale)
        ]


def _held(value: Value) -> dict[str, str]:
    return value if isinstance(value, dict) else {}


PLACES: Final = (Place(),)
