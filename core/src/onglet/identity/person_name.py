"""Names of people: given, family, display; kept in the case they were typed in.

Nothing is put in capitals, or taken out of them: "de La Tour", "McGregor" and "VAN DYCK" are
their owners' business.

>>> split("Jean-Pierre DE LA TOUR")
PersonName(given='Jean-Pierre', family='DE LA TOUR')
>>> format("Jean", "Dupont")
'Jean Dupont'
"""

from __future__ import annotations

from dataclasses import dataclass

from onglet.identity import civility
from onglet.identity.characters import one_line, refuse_long
from onglet.identity.invalid import Invalid

LONGEST = 120
# Words that open a family name when they stand inside a full name.
_PARTICLES = frozenset(
    {"de", "du", "des", "d", "le", "la", "van", "von", "der", "den", "el", "ben"}
)


@dataclass(frozen=True, slots=True)
class PersonName:
    """The two parts of a name; either may be empty, not both."""

    given: str
    family: str


def compact(text: str) -> str:
    """The text on one line, single spaces, in the case it was typed in."""
    return one_line(text)


def validate(text: str) -> str:
    """One part of a name, or a whole one.

    Raises:
        Invalid: `name.empty`, `name.letters`, `name.long`.
    """
    refuse_long(text)
    name = compact(text)
    if not name:
        raise Invalid("name.empty", "The name is missing.")
    if len(name) > LONGEST:
        raise Invalid(
            "name.long", "A name has %(longest)s characters at most.", {"longest": LONGEST}
        )
    if not any(c.isalpha() for c in name):
        raise Invalid("name.letters", "A name has at least one letter.")
    return name


def is_valid(text: str) -> bool:
    """Whether the text can be a name."""
    try:
        validate(text)
    except Invalid:
        return False
    return True


def format(
    given: str,
    family: str,
    *,
    title: civility.Civility = civility.Civility.NONE,
    language: str = "fr",
) -> str:
    """The name to display: civility if given, then given name, then family name."""
    return one_line(f"{civility.format(title, language)} {given} {family}")


def sorted_by_family(given: str, family: str) -> str:
    """The name for lists in family order: "Dupont Jean"."""
    return one_line(f"{family} {given}")


def split(full: str) -> PersonName:
    """The parts of a full name: a guess for imports, which a person may correct.

    Words in capitals are the family name wherever they stand ("DUPONT Jean"); else the first word
    is the given name, and all that follows is the family name.
    """
    words = one_line(full[: 4 * LONGEST]).split(" ")
    if len(words) == 1:
        return PersonName("", words[0])
    capitals = [len(w) > 1 and w.isupper() and not w.endswith(".") for w in words]
    if all(capitals) or not any(capitals):
        return PersonName(words[0], " ".join(words[1:]))
    first = capitals.index(True)
    last = len(words) - 1 - capitals[::-1].index(True)
    while first > 0 and words[first - 1].lower().rstrip("’'") in _PARTICLES:
        first -= 1
    family = words[first : last + 1]
    given = words[:first] + words[last + 1 :]
    if not given:
        return PersonName(words[0], " ".join(words[1:]))
    return PersonName(" ".join(given), " ".join(family))
