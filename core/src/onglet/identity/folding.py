"""Text as search compares it: no accent, no case, no punctuation, no character nobody sees.

>>> fold("L’Œuvre d’ÉLISE & Cie (S.A.R.L.)")
'l oeuvre d elise cie sarl'
>>> initials("SARL Boulangerie du Port"), initials("Élodie Le Goff")
('BP', 'EG')
>>> phone_digits("+33 (0)6 12 34 56 78")
'612345678'
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from onglet.identity.characters import one_line

# Letters that no decomposition takes apart.
_LIGATURES = str.maketrans(
    {
        "œ": "oe",
        "æ": "ae",
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "ı": "i",
        "ħ": "h",
        "ŧ": "t",
        "ŋ": "n",
        "ß": "ss",
        "\u02bc": " ",  # letters to Unicode, apostrophes to those who type them
        "\u02bb": " ",
    }
)
_ACCENTS = re.compile("[\u0300-\u036f]+")
_INITIALISM = re.compile(r"(?<!\w)(?:[^\W\d_]\.){2,}[^\W\d_]?(?!\w)")
_NOT_A_WORD = re.compile(r"[^0-9a-z]")
_DIGITS = re.compile(r"[0-9]+")
_NO_DIGIT = re.compile(r"[^0-9]+")
_FRENCH_CODE = re.compile(r"^(?:33|262|590|594|596|508|687|689|681)")
_LEGAL = """
sarl sas sasu sa eurl sci scp snc selarl selas scm sccv gie gaec earl scea ei eirl scop sce
ste societe ets etablissements etablissement association asso cabinet groupe compagnie cie
copro copropriete monsieur madame mr mrs mme m
"""
_LEGAL_WORDS = frozenset(_LEGAL.split())
_SMALL = """
le la les l un une de du des d et a au aux en the of and
"""
_SMALL_WORDS = frozenset(_SMALL.split())


def fold(text: str) -> str:
    """The words of the text, folded, joined by single spaces. Folding twice changes nothing.

    Marks above and below letters go in every script, so Arabic and Hebrew are found without their
    vowel signs. Dots inside an initialism join its letters: "S.A.R.L." is "sarl".
    """
    line = one_line(text)
    undotted = _INITIALISM.sub(lambda found: found.group().replace(".", ""), line)
    small = unicodedata.normalize("NFKD", undotted).casefold().translate(_LIGATURES)
    # Lower case may bring compositions back, and a decomposition capitals.
    small = unicodedata.normalize("NFKD", small).casefold()
    plain = _ACCENTS.sub("", small)
    kept = plain if plain.isascii() else "".join(map(_folded, plain))
    return unicodedata.normalize("NFC", " ".join(_spaced(kept).split()))


@lru_cache(maxsize=4096)
def _folded(character: str) -> str:
    """What stands for one decomposed character."""
    kind = unicodedata.category(character)
    if kind in {"Mn", "Me"} or (kind[0] == "C" and not character.isspace()):
        return ""
    if kind == "Nd":
        return str(unicodedata.decimal(character))
    return character


def _spaced(text: str) -> str:
    """The text with a space in place of each sign that is no letter, number or mark."""
    if text.isascii():
        return _NOT_A_WORD.sub(" ", text)
    return "".join(c if unicodedata.category(c)[0] in "LNM" else " " for c in text)


def words(text: str) -> tuple[str, ...]:
    """The folded words that a search by likeness compares, each once, in order.

    Words of one or two letters are left out: any of them is one slip from any other.
    """
    return tuple(dict.fromkeys(word for word in fold(text).split() if len(word) > 2))


def sort_key(text: str) -> str:
    """A key that puts texts in the order of a paper directory, numbers by their value.

    Nameless texts (punctuation only) come first.
    """
    return _DIGITS.sub(lambda found: found.group().lstrip("0").zfill(12), fold(text))


def initials(name: str, longest: int = 2) -> str:
    """The letters of an avatar, in capitals: first and last word that carry the name.

    Legal forms, titles and small words are passed over; a single word gives its first letters.
    Empty when the name has no letter and no digit.
    """
    every = fold(name[:500]).split()
    telling = [w for w in every if w not in _LEGAL_WORDS and w not in _SMALL_WORDS] or every
    if not telling:
        return ""
    if len(telling) == 1:
        return telling[0][:longest].upper()
    chosen = [*telling[: longest - 1], telling[-1]]
    return "".join(word[0] for word in chosen).upper()[:longest]


def phone_digits(text: str) -> str:
    """The digits of a whole or partial number, so that "06 12" finds +33612345678.

    Country code of France and its territories, `00` and the trunk zero go; others stay.
    """
    if text.isascii():
        digits = _NO_DIGIT.sub("", text)
    else:
        digits = "".join(str(unicodedata.decimal(c)) for c in text if c.isdecimal())
    plus = text.strip()[:1] in {"+", "\uff0b"}
    if digits.startswith("00"):
        digits, plus = digits[2:], True
    if plus:
        digits = _FRENCH_CODE.sub("", digits)
    return digits.lstrip("0")
