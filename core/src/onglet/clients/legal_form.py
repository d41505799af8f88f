"""Legal forms as a field offers them: a label with its code, typed by name or by acronym.

>>> code_of("Société à responsabilité limitée (5499)"), code_of("sasu"), code_of("nonsense")
('5499', '5720', '')
"""

from __future__ import annotations

import re
from functools import lru_cache

from onglet.identity.folding import fold
from onglet.nomenclature import legal_forms

_CODE = re.compile(r"(?:^|\()([0-9]{4})\)?$")
_UNLISTED = re.compile(r"[0-9]{2,8}")
LONGEST = 300


def shown(code: str, language: str = "fr") -> str:
    """Give the text that stands for a code in the field, the code itself when it is unknown."""
    entry = legal_forms.get(code)
    return f"{entry.label(language)} ({code})" if entry else code


def code_of(typed: str) -> str:
    """Give the code of a form that was chosen, or typed as its code, name or acronym.

    A code that the list does not have is kept: lists grow. Empty when the text names no form.
    """
    text = typed.strip()[:LONGEST]
    found = _CODE.search(text)
    if found and legal_forms.get(found[1]):
        return found[1]
    if _UNLISTED.fullmatch(text):
        return text
    return _by_name(fold(text)) if text else ""


@lru_cache(maxsize=512)
def _by_name(folded: str) -> str:
    for entry in legal_forms:
        names = (entry.fr, entry.en, *entry.also.split(","))
        if folded and folded in {fold(name) for name in names}:
            return entry.code
    return ""


@lru_cache(maxsize=4)
def choices(language: str = "fr") -> tuple[tuple[str, str], ...]:
    """Give what the field offers: the text, and the acronyms beside it."""
    return tuple((shown(entry.code, language), entry.also) for entry in legal_forms)
