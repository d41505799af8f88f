"""Types that hold a number: kept as whole numbers, read and shown as exact decimals."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any, ClassVar, Final

from babel.numbers import get_currency_precision, get_currency_symbol

from onglet.db.types import from_minor, to_minor
from onglet.fields.kinds.base import LARGEST, At, Kind, Raw, Stores, Value, WrongError
from onglet.fields.kinds.texts import checked
from onglet.identity import typed_number
from onglet.ui import formats
from onglet.ui.i18n import N_, locale
from onglet.ui.i18n import gettext as _
from onglet.ui.views import Option

if TYPE_CHECKING:
    from onglet.fields.conditions import Fact
    from onglet.fields.spec import FieldSpec, Options

SCALE: Final = 6
"""Decimals that are kept of any number that may have some, however few are shown."""
MONEY_SCALE: Final = 4
"""Decimals of what amounts are sorted by: no currency has more."""
_DURATION: Final = re.compile(
    r"(?:(?P<h>\d{1,6})\s*(?:h|:))?\s*(?:(?P<m>\d{1,6})\s*(?:min|mn|m|:|$))?"
    r"\s*(?:(?P<s>\d{1,6})\s*(?:s|$))?"
)


def number_of(text: str, places: int, *, units: tuple[str, ...] = ()) -> Decimal:
    """Give the number that was typed; one of these units may stand before or behind it.

    Raises:
        WrongError: when it is none, or has more decimals.
    """
    bare = text.casefold()
    unit = next((unit for unit in units if unit and unit.casefold() in bare), "")
    bare = bare.removesuffix(unit.casefold()).removeprefix(unit.casefold()).strip()
    found: list[Decimal] = []
    checked(lambda typed: found.append(typed_number.parse(typed, places)), bare)
    return found[0]


def kept(number: Decimal, scale: int) -> int:
    """Give the whole number that is kept.

    Raises:
        WrongError: when it is too large.
    """
    whole = int(number.scaleb(scale).to_integral_value(rounding=ROUND_HALF_UP))
    if abs(whole) > LARGEST:
        raise WrongError(_("This number is too large."))
    return whole


def plain(number: Decimal) -> str:
    """Give a number as one types it: no groups, a comma, no idle zero."""
    text = f"{number:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace(".", ",")


class Number(Kind):
    """What numbers share."""

    stores = Stores.WHOLE
    icon = "hash"
    fact = "number"
    is_numeric = True
    is_bounded = True
    is_searchable = False
    input = "number"

    def natural(self, value: Value, options: Options) -> Any:
        """Give the exact number."""
        return Decimal(int(str(value))).scaleb(-self.scale)

    def raw(self, value: Value, options: Options, at: At) -> Raw:
        """Type the number."""
        return Raw.of(plain(self.natural(value, options)))


class Integer(Number):
    """A whole number."""

    key = "integer"
    label = N_("Whole number")

    def parse(self, raw: Raw, options: Options, at: At) -> Value | None:
        """Read digits, with their usual groups."""
        text = raw.get()
        return kept(number_of(text, 0), 0) if text else None

    def show(self, value: Value, options: Options, at: At) -> str:
        """Group the digits."""
        return formats.num(int(str(value)))


class DecimalNumber(Number):
    """A number with decimals."""

    key = "decimal"
    label = N_("Decimal number")
    icon = "decimal"
    scale = SCALE
    options: ClassVar[tuple[str, ...]] = ("places",)

    def parse(self, raw: Raw, options: Options, at: At) -> Value | None:
        """Read a number with at most the decimals of the field."""
        text = raw.get()
        if not text:
            return None
        return kept(number_of(text, options.places, units=self.units(options)), self.scale)

    def units(self, options: Options) -> tuple[str, ...]:
        """Give what may be typed beside the number."""
        return ()

    def show(self, value: Value, options: Options, at: At) -> str:
        """Write the decimals that the number has."""
        number = self.natural(value, options)
        has = -int(number.normalize().as_tuple().exponent)
        return formats.num(number, max(has, 0))


class UnitNumber(DecimalNumber):
    """A number with its unit: 12 kg."""

    key = "unit"
    label = N_("Number with a unit")
    icon = "ruler-2"
    options = ("places", "unit")

    def units(self, options: Options) -> tuple[str, ...]:
        """Let the unit be typed too."""
        return (options.unit,)

    def show(self, value: Value, options: Options, at: At) -> str:
        """Write the unit behind."""
        return f"{super().show(value, options, at)}\u00a0{options.unit}".rstrip("\u00a0")


class Percent(DecimalNumber):
    """A percentage, in points: 20 is 20 %."""

    key = "percent"
    label = N_("Percentage")
    icon = "percentage"

    def units(self, options: Options) -> tuple[str, ...]:
        """Let the sign be typed too."""
        return ("%",)

    def show(self, value: Value, options: Options, at: At) -> str:
        """Write the sign behind."""
        return formats.pct(self.natural(value, options), SCALE)


class Amount(Kind):
    """An amount in one of the currencies of the field, in minor units."""

    key = "amount"
    label = N_("Amount with a currency")
    icon = "coins"
    stores = Stores.MAP
    options = ("currencies",)
    input = "amount"
    fact = "number"
    scale = MONEY_SCALE
    has_companion = True
    is_numeric = True
    is_bounded = True
    is_searchable = False
    may_be_unique = False

    def parse(self, raw: Raw, options: Options, at: At) -> Value | None:
        """Read the figures and the currency beside them."""
        text = raw.get() or raw.get("amount")
        if not text:
            return None
        currency = raw.get("currency").upper() or options.currencies[0]
        if currency not in options.currencies:
            raise WrongError(_("Choose one of the values of the list."))
        places = get_currency_precision(currency)
        signs = (currency, get_currency_symbol(currency, locale=locale()))
        number = number_of(text, places, units=signs)
        kept(number, MONEY_SCALE)
        return {"minor": to_minor(number, places), "currency": currency}

    def raw(self, value: Value, options: Options, at: At) -> Raw:
        """Type the figures and the currency."""
        return Raw({"": (plain(self.natural(value, options)),), "currency": (_currency(value),)})

    def show(self, value: Value, options: Options, at: At) -> str:
        """Write the currency as the reader does."""
        return formats.money(self.natural(value, options), _currency(value))

    def natural(self, value: Value, options: Options) -> Any:
        """Give the exact amount, without its currency."""
        held = value if isinstance(value, dict) else {}
        return from_minor(int(held.get("minor", 0)), get_currency_precision(_currency(value)))

    def sort_key(self, value: Value, options: Options, at: At) -> str | int | None:
        """Sort by the figures: no rate is known."""
        return kept(self.natural(value, options), MONEY_SCALE)

    def bound(self, value: Value) -> Any:
        """Compare the figures."""
        return kept(self.natural(value, _NO_OPTIONS), MONEY_SCALE)

    def fact_of(self, value: Value | None, options: Options) -> Fact:
        """Let conditions look at the figures."""
        return None if value is None else int(self.bound(value))

    def choices(self, options: Options, at: At) -> list[Option]:
        """Give the currencies."""
        return [Option(value=code, label=code) for code in options.currencies]

    def is_value(self, value: object, options: Options) -> bool:
        """Tell whether it has both parts."""
        return isinstance(value, dict) and {"minor", "currency"} == set(value)


def _currency(value: Value) -> str:
    return str(value.get("currency", "EUR")) if isinstance(value, dict) else "EUR"


class Rating(Number):
    """A number of stars."""

    key = "rating"
    label = N_("Rating")
    icon = "star"
    options = ("most",)
    input = "rating"

    def parse(self, raw: Raw, options: Options, at: At) -> Value | None:
        """Read a number of stars; none at all is empty."""
        text = raw.get()
        if not text:
            return None
        stars = int(number_of(text, 0))
        if not 0 <= stars <= options.most:
            raise WrongError(_("Choose between 1 and %(most)s.", most=options.most))
        return stars or None

    def show(self, value: Value, options: Options, at: At) -> str:
        """Write how many of how many."""
        return f"{value}/{options.most}"

    def choices(self, options: Options, at: At) -> list[Option]:
        """Give each number of stars."""
        return [
            Option(value=str(n), label=f"{n}/{options.most}") for n in range(1, options.most + 1)
        ]

    def check_options(self, spec: FieldSpec) -> str:
        """Ask for at least two stars."""
        return "" if spec.options.most > 1 else _("A rating has 2 to 10 stars.")


class Duration(Number):
    """A span of time, in seconds."""

    key = "duration"
    label = N_("Duration")
    icon = "hourglass"
    input = "duration"
    longest: ClassVar[int] = 366 * 200 * 86_400

    def parse(self, raw: Raw, options: Options, at: At) -> Value | None:
        """Read 1 h 30, 1:30, 90 min or 45 s."""
        text = raw.get().lower().replace(",", ".")
        if not text:
            return None
        seconds = _seconds(text)
        if seconds > self.longest:
            raise WrongError(_("This number is too large."))
        return seconds

    def raw(self, value: Value, options: Options, at: At) -> Raw:
        """Type it as it is shown."""
        return Raw.of(self.show(value, options, at).replace("\u00a0", " "))

    def show(self, value: Value, options: Options, at: At) -> str:
        """Write hours, minutes, seconds, those that are there."""
        hours, rest = divmod(int(str(value)), 3_600)
        minutes, seconds = divmod(rest, 60)
        parts = [f"{hours}\u00a0h"] if hours else []
        parts += [f"{minutes:02}\u00a0min" if hours else f"{minutes}\u00a0min"] if minutes else []
        parts += [f"{seconds}\u00a0s"] if seconds or not parts else []
        return " ".join(parts)


def _seconds(text: str) -> int:
    hours = re.fullmatch(r"(\d{1,6})\.(\d{1,2})\s*h", text)
    if hours:
        return int(Decimal(f"{hours[1]}.{hours[2]}") * 3_600)
    found = _DURATION.fullmatch(text)
    parts = found.groupdict() if found else {}
    if not any(parts.values()):
        raise WrongError(_("Write a duration as 1 h 30, 1:30 or 45 min."))
    return sum(
        int(parts.get(name) or 0) * size for name, size in (("h", 3_600), ("m", 60), ("s", 1))
    )


def _defaults() -> Options:
    from onglet.fields.spec import Options

    return Options()


_NO_OPTIONS: Final = _defaults()
NUMBERS: Final = (
    Integer(),
    DecimalNumber(),
    UnitNumber(),
    Amount(),
    Percent(),
    Rating(),
    Duration(),
)
