"""Share capital of a company: an amount and its currency; empty means unknown, never zero.

>>> validate("10 000,50 €")
Capital(amount=Decimal('10000.50'), currency='EUR')
>>> validate("50 k€").amount
Decimal('50000')
>>> validate("") is None
True
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from babel.numbers import format_decimal, get_currency_precision, list_currencies

from onglet.identity import typed_number
from onglet.identity.characters import one_line, refuse_long
from onglet.identity.invalid import Invalid

LARGEST = Decimal(10) ** 15
"""No capital is that large; more is a slip of the keyboard."""

_SYMBOLS = {"€": "EUR", "EURO": "EUR", "EUROS": "EUR", "$": "USD", "£": "GBP", "F": "FRF"}
_SCALES = {"": 0, "K": 3, "M": 6}
_CURRENCY = r"(?P<scale{0}>[kKmM]?)\s?(?P<currency{0}>€|\$|£|euros?\b|F\b|[A-Z]{{3}}\b)"
_SHAPE = re.compile(
    rf"(?:{_CURRENCY.format(1)}\s?)?(?P<number>[^€$£A-Z]*?)\s?(?:{_CURRENCY.format(2)})?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Capital:
    """An amount of share capital in its currency (ISO 4217)."""

    amount: Decimal
    currency: str


def compact(text: str) -> str:
    """The capital as "10000.50 EUR" when it can be read, else the text on one line."""
    try:
        value = validate(text)
    except Invalid:
        return one_line(text)
    return f"{value.amount:f} {value.currency}" if value else ""


def validate(text: str, currency: str = "EUR") -> Capital | None:
    """The capital, or None when nothing was typed.

    Args:
        text: an amount with or without currency; "k€" and "M€" are understood.
        currency: the currency when the text names none.

    Raises:
        Invalid: `capital.shape`, `capital.currency`, `capital.places`, `capital.zero`,
            `capital.negative`, `capital.large`.
    """
    refuse_long(text)
    line = one_line(text)
    if not line:
        return None
    shape = _SHAPE.fullmatch(line)
    if shape is None:
        raise _unreadable()
    named = shape["currency1"] or shape["currency2"]
    unit = _currency(named) if named else currency
    scale = _SCALES[(shape["scale1"] or shape["scale2"] or "").upper()]
    places = get_currency_precision(unit)
    try:
        # "1,5 M€" may have more decimals than the currency; the amount itself may not.
        number = typed_number.parse(shape["number"], scale or places)
    except Invalid as refusal:
        if refusal.code == "number.places":
            raise Invalid(
                "capital.places",
                "At most %(places)s digits after the decimal mark in %(currency)s.",
                {"places": places, "currency": unit},
            ) from refusal
        raise _unreadable() from refusal
    return Capital(_bounded(number.scaleb(scale) if scale else number), unit)


def _unreadable() -> Invalid:
    return Invalid("capital.shape", "This capital cannot be read: write it as 10 000,50 €.")


def _currency(typed: str) -> str:
    code = _SYMBOLS.get(typed.upper(), typed.upper())
    if code not in list_currencies():
        raise Invalid(
            "capital.currency",
            "%(currency)s is not a currency: use its three letters, such as EUR.",
            {"currency": code},
        )
    return code


def _bounded(amount: Decimal) -> Decimal:
    if amount < 0:
        raise Invalid("capital.negative", "A capital is never negative.")
    if amount == 0:
        raise Invalid(
            "capital.zero", "Leave the capital empty when it is not known; it is never 0."
        )
    if amount > LARGEST:
        raise Invalid("capital.large", "This capital is too large: count its zeros.")
    return amount if amount.as_tuple().exponent != 0 and amount % 1 else Decimal(int(amount))


def is_valid(text: str) -> bool:
    """Whether the text is an amount of capital, or nothing."""
    try:
        validate(text)
    except Invalid:
        return False
    return True


def format(value: Capital | None, language: str = "fr") -> str:
    """The capital as legal notices print it ("10 000 €"), without decimals when they are zero."""
    if value is None:
        return ""
    places = get_currency_precision(value.currency) if value.amount % 1 else 0
    pattern = "#,##0" + ("." + "0" * places if places else "")
    number = format_decimal(value.amount, format=pattern, locale=language)
    return f"{number}\u00a0{'€' if value.currency == 'EUR' else value.currency}"
