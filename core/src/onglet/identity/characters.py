"""What people type around a value: spaces of all widths, separators, characters nobody sees."""

from __future__ import annotations

import re
import unicodedata

from onglet.identity.invalid import Invalid

LONGEST = 500
"""Characters of the longest text a check looks at; no identifier comes near it."""

# Controls, soft hyphen, direction marks and overrides, zero-width characters, byte order mark,
# tags, and halves of surrogate pairs (which no database takes). The joiners U+200C and U+200D
# stay in names: Persian and several Indian scripts cannot be written without them.
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e"
    "\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)
_JOINERS = re.compile("[\u200c\u200d]")
_SPACES = re.compile(r"\s+")
_SEPARATORS = re.compile(r"[\s.,:;/\\_'’‘·•\u2010-\u2015\u2212\u200c\u200d-]+")


def one_line(text: str) -> str:
    """The text on one line, single spaces inside and none outside, unseen characters dropped."""
    return _SPACES.sub(" ", _UNSEEN.sub("", text)).strip()


def unseparated(text: str) -> str:
    """The text without spaces and separators, digits of any script written 0 to 9, upper case."""
    return ascii_digits(_SEPARATORS.sub("", _UNSEEN.sub("", text))).upper()


def ascii_digits(text: str) -> str:
    """The text with decimal digits of any script (full width, Arabic...) written 0 to 9."""
    if text.isascii():
        return text
    return "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in text)


def without_joiners(text: str) -> str:
    """The text without the zero-width joiners, for values where no script needs them."""
    return _JOINERS.sub("", text)


def is_digits(text: str) -> bool:
    """Whether the text is made of the digits 0 to 9 and nothing else."""
    return text.isascii() and text.isdigit()


def refuse_long(text: str, longest: int = LONGEST) -> None:
    """Nothing when the text has a size one can check.

    Raises:
        Invalid: `too_long`.
    """
    if len(text) > longest:
        raise Invalid(
            "too_long",
            "This text is too long: %(longest)s characters at most.",
            {"longest": longest},
        )
