"""Which passwords are taken: long ones that nobody would guess from the person or from a list.

Length is what protects (NIST SP 800-63B, CNIL 2022-100): there is no rule on capitals, digits or
signs, and no forced renewal. Refused are the short ones, the endless ones, the few that attackers
try first, and those made of the person's own name or address.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from onglet.accounts.hashing import LONGEST
from onglet.accounts.rejected import Rejected
from onglet.identity.folding import fold
from onglet.ui.i18n import N_

if TYPE_CHECKING:
    from collections.abc import Iterable

SHORTEST = 12
FEWEST_DIFFERENT = 6
TELLING = 4
"""Letters from which a part of a name counts: "Al" may stand in a password, "Alice" may not be
most of it."""

_SUBSTITUTES = str.maketrans("@4013$57!", "aaoiessti")
_ROWS = (
    "abcdefghijklmnopqrstuvwxyz",
    "azertyuiopqsdfghjklmwxcvbn",
    "qwertyuiopasdfghjklzxcvbnm",
    "qwertzuiopasdfghjklyxcvbnm",
    "0123456789" * 3,
    "1qaz2wsx3edc4rfv5tgb6yhn",
    "1aqw2zsx3edc4rfv5tgb",
)
_COMMON_WORDS = """
administrateur administrator admin anniversaire azerty azertyuiop bienvenue bonjour chocolat
chouchou client commercial comptabilite doudou entreprise facture football france iloveyou
jetaime letmein loulou marseille master monamour motdepasse motdepass mdp onglet ordinateur
paris pass password passe princesse qwerty qwertyuiop secret secretaire societe soleil superman
tomtom trustno utilisateur user vacances welcome
"""
_COMMON = frozenset(_COMMON_WORDS.split())


def check_password(password: str, *, about: Iterable[str] = (), field: str = "password") -> None:
    """Refuse a password that would be guessed.

    Args:
        password: as typed.
        about: names and address of the person, and name of the firm: not to be leant on.
        field: of the form, for the message.

    Raises:
        Rejected: with the reason, in a sentence.
    """
    if len(password) > LONGEST:
        raise Rejected(field, N_("A password has %(most)s characters at most."), most=LONGEST)
    plain = unicodedata.normalize("NFKC", password)
    if len(plain) < SHORTEST:
        raise Rejected(
            field,
            N_("Use at least %(least)s characters: four words in a row are easy to remember."),
            least=SHORTEST,
        )
    if len(set(plain.casefold())) < FEWEST_DIFFERENT:
        raise Rejected(field, N_("This repeats the same few characters: mix more of them."))
    letters = _letters(plain)
    if _leans_on(letters, about):
        raise Rejected(field, N_("This is mostly your name or your address: choose other words."))
    if _is_common(plain, letters):
        raise Rejected(field, N_("This is among the first passwords tried: choose other words."))


def _letters(text: str) -> str:
    return fold(text).replace(" ", "")


def _leans_on(letters: str, about: Iterable[str]) -> bool:
    """Tell whether most of the password is made of the person's own words."""
    left = letters
    parts = {part for text in about for part in fold(text.replace("@", " ")).split()}
    for part in sorted(parts, key=len, reverse=True):
        if len(part) >= TELLING:
            left = left.replace(part, "")
    return left != letters and len(left.strip("0123456789")) < SHORTEST - TELLING


def _is_common(plain: str, letters: str) -> bool:
    """Tell whether it is a well-known word dressed up, a repeated one, or a row of the keyboard."""
    trimmed = re.sub(r"^[\d\W_]+|[\d\W_]+$", "", plain.casefold())
    dressed = {letters, _letters(trimmed.translate(_SUBSTITUTES))}
    bare = {re.sub(r"^\d+|\d+$", "", text) for text in dressed}
    for text in dressed | bare:
        once = _once(text)
        if once in _COMMON or _is_row(once) or _all_common(text):
            return True
    return False


def _once(text: str) -> str:
    """Give the part that a text repeats, or the text."""
    found = re.fullmatch(r"(.+?)\1+", text)
    return found[1] if found else text


def _is_row(text: str) -> bool:
    return len(text) >= 3 and any(text in row or text in row[::-1] for row in _ROWS)


def _all_common(text: str) -> bool:
    """Tell whether the text is only well-known words and digits in a row."""
    left = text
    for word in sorted(_COMMON, key=len, reverse=True):
        left = left.replace(word, " ")
    return " " in left and not re.sub(r"[\d ]", "", left)
