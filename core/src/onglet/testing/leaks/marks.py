"""Marks: texts and numbers that stand in one column of one row and nowhere else.

A mark survives what pages do to text: capitals, folding, escaping, cutting into words. Found in an
answer, it says which row of which client it came from.
"""

from __future__ import annotations

import hashlib
import itertools
import re
from dataclasses import dataclass
from typing import Final

LETTERS: Final = "bcdfghjklmnpqrstvwxz"
"""No vowel: a mark is no word of any language, and no two are a slip of the keyboard apart."""

TEXT: Final = re.compile(r"zq[bcdfghjklmnpqrstvwxz]{8}q", re.IGNORECASE)
DIGITS: Final = re.compile(r"63998\d{4}|7413\d{5}|8135\d{5}")
GAPS: Final = re.compile(r"(?<=\d)(?:[\s  .\-]|&nbsp;|&#160;|&#8239;)+(?=\d)")
PHONES: Final = range(639_980_000, 639_990_000)
"""French mobiles that are given to nobody, without their 0."""

AMOUNTS: Final = range(741_300_000, 741_400_000)
SIRENS: Final = range(813_500_000, 813_600_000)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a mark stands. `subjects` are the clients of the world any of which opens it.

    `user` is the colleague whom the row is for, where it is for one alone; `is_secret` is what no
    screen shows to anybody.
    """

    table: str
    column: str
    subjects: tuple[str, ...] = ()
    user: str = ""
    is_secret: bool = False

    def __str__(self) -> str:
        whose = ", ".join(self.subjects) or self.user
        return f"{self.table}.{self.column} of {whose}"


class Marks:
    """Makes marks, and finds them again."""

    def __init__(self) -> None:
        self._places: dict[str, Place] = {}
        self._made = 0
        self._numbers = {
            "phone": itertools.cycle(PHONES),
            "amount": itertools.cycle(AMOUNTS),
            "siren": itertools.cycle(number for number in SIRENS if _is_luhn(str(number))),
        }

    def text(self, place: Place) -> str:
        """Give a text of eleven letters that stands for the place."""
        self._made += 1
        mark = word(f"mark {self._made}")
        self._places[mark] = place
        return mark

    def digits(self, place: Place, sort: str) -> str:
        """Give nine digits that stand for the place: of a "phone", an "amount" or a "siren"."""
        mark = str(next(self._numbers[sort]))
        self._places[mark] = place
        return mark

    def found_in(self, text: str) -> dict[str, Place]:
        """Give the places of the marks that a text holds, by mark."""
        seen = {match.lower() for match in TEXT.findall(text)}
        seen.update(DIGITS.findall(GAPS.sub("", text)))
        return {mark: self._places[mark] for mark in seen if mark in self._places}


def word(seed: str) -> str:
    """Give a text that looks like a mark and stands nowhere, the same for the same seed."""
    number = int.from_bytes(hashlib.sha256(seed.encode()).digest()[:8])
    letters = []
    for _ in range(8):
        number, place = divmod(number, len(LETTERS))
        letters.append(LETTERS[place])
    return f"zq{''.join(letters)}q"


def slip(mark: str) -> str:
    """Give the mark with a slip of the keyboard in it."""
    return f"{mark[:4]}{mark[5]}{mark[4]}{mark[6:]}"


def _is_luhn(digits: str) -> bool:
    doubled = (int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(digits)))
    return sum(number - 9 if number > 9 else number for number in doubled) % 10 == 0
