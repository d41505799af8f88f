r"""vCard 3.0 (RFC 2426): a client and its contacts for any address book. Pure.

Lines end in CRLF and are folded at 75 octets, never inside a character.

>>> print(card([("FN", "Boulangerie du Port"), ("ORG", "Boulangerie; du Port")]).replace("\r", ""))
BEGIN:VCARD
VERSION:3.0
FN:Boulangerie du Port
ORG:Boulangerie\; du Port
END:VCARD
<BLANKLINE>
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

LONGEST_LINE: Final = 75
Value = str | tuple[str, ...]
"""A text, or the parts of a structured value (name, address) in the order of the standard."""


def card(properties: Iterable[tuple[str, Value]]) -> str:
    """Give one card: each property with its parameters (`TEL;TYPE=CELL`) and its value.

    Properties whose value is empty are left out.
    """
    lines = ["BEGIN:VCARD", "VERSION:3.0"]
    lines += [f"{name}:{_value(value)}" for name, value in properties if any(value)]
    lines.append("END:VCARD")
    return "".join(f"{fold(line)}\r\n" for line in lines)


def _value(value: Value) -> str:
    return escape(value) if isinstance(value, str) else ";".join(map(escape, value))


def escape(text: str) -> str:
    r"""Give a text as the value of a property (RFC 2426, section 4).

    >>> escape("a\\b; c, d\ne")
    'a\\\\b\\; c\\, d\\ne'
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\\", "\\\\")
    return text.replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def unescape(text: str) -> str:
    """Give back the text that `escape` was given, its line ends as line feeds."""
    found: list[str] = []
    letters = iter(text)
    for letter in letters:
        if letter == "\\":
            after = next(letters, "")
            found.append("\n" if after in {"n", "N"} else after)
        else:
            found.append(letter)
    return "".join(found)


def fold(line: str) -> str:
    """Give a line in pieces of 75 octets at most; those after the first begin with a space."""
    pieces: list[str] = []
    piece, size = "", 0
    for letter in line:
        width = len(letter.encode("utf-8", "surrogatepass"))
        # The space that opens a further piece counts in it.
        if size + width > LONGEST_LINE - (1 if pieces else 0):
            pieces.append(piece)
            piece, size = "", 0
        piece += letter
        size += width
    return "\r\n ".join((*pieces, piece))


def unfold(text: str) -> str:
    """Give back the lines that `fold` was given."""
    return text.replace("\r\n ", "")
