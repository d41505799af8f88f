"""How well a client answers a query, and by what: decided here, never in the engines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from onglet.identity.closeness import distance
from onglet.identity.folding import fold, phone_digits
from onglet.ui.i18n import N_
from onglet.ui.i18n import gettext as _

if TYPE_CHECKING:
    from collections.abc import Iterable

    from onglet.clients.matching import Sought

EXACT, NAME_BEGINS, WORD_BEGINS, IN_NAME, FIELD_BEGINS, ELSEWHERE, SLIP = range(7)
"""Ranks, the best first."""

NUMBERS: Final = (
    (N_("SIREN"), "siren"),
    (N_("SIRET"), "siret"),
    (N_("VAT number"), "vat_number"),
    (N_("Reference"), "reference"),
)
PHONES: Final = ("phone", "mobile")
OTHERS: Final = ((N_("Email"), "email"), (N_("Website"), "website"), (N_("Town"), "town"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A rank, what matched beside the name, and the words that no field of the client's holds."""

    rank: int
    labels: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


def match_of(row: Any, query: Sought) -> Match:
    """Say how a client's row answers a query."""
    if query.number:
        return _by_number(row, query)
    name = fold(row.name)
    within = [word for word in query.words if word in name]
    if len(within) == len(query.words):
        return Match(rank=name_rank(name, query.folded))
    fields = [(label, fold(getattr(row, key))) for label, key in (*NUMBERS, *OTHERS)]
    labels: dict[str, None] = {}
    missing = []
    rank = FIELD_BEGINS
    for word in query.words:
        if word in within:
            continue
        found = next(((label, text) for label, text in fields if _holds(text, word)), None)
        if found is None:
            missing.append(word)
            rank = ELSEWHERE
        else:
            labels[found[0]] = None
    whole = any(query.folded == text for _label, text in fields)
    return Match(
        rank=EXACT if whole else rank,
        labels=tuple(_(label) for label in labels),
        missing=tuple(missing),
    )


def name_rank(name: str, folded: str) -> int:
    """Say how well a folded name that holds every word of a query answers it."""
    if name == folded:
        return EXACT
    if name.startswith(folded):
        return NAME_BEGINS
    return WORD_BEGINS if f" {folded}" in f" {name}" else IN_NAME


def _holds(text: str, word: str) -> bool:
    """Tell whether a field holds a word, also one that ran over its separators."""
    return word in text or word in text.replace(" ", "")


def _by_number(row: Any, query: Sought) -> Match:
    number = query.number
    name = fold(row.name)
    if number in name.replace(" ", ""):
        return Match(rank=name_rank(name, query.folded))
    for label, key in NUMBERS:
        text = fold(getattr(row, key)).replace(" ", "")
        if number in text:
            rank = (
                EXACT if text == number else FIELD_BEGINS if text.startswith(number) else ELSEWHERE
            )
            return Match(rank=rank, labels=(_(label),))
    for key in PHONES:
        digits = phone_digits(getattr(row, key))
        for sought in filter(None, (query.other, number)):
            if sought in digits:
                rank = EXACT if digits == sought else FIELD_BEGINS
                return Match(rank=rank, labels=(_("Phone"),))
    return Match(rank=ELSEWHERE, missing=(number,))


def slip_of(text: str, words: Iterable[str]) -> int:
    """Count the slips between the words of a query and the nearest ones of a folded text."""
    there = text.split()
    return sum(
        0 if word in text else min((distance(word, one) for one in there), default=len(word))
        for word in words
    )
