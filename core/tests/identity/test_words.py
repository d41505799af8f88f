"""Every message of the checks is found by an extractor, and said in French."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

import onglet.identity
from onglet.identity import EXTRACTION_KEYWORDS, Invalid, siren
from onglet.ui.i18n import gettext, speaking

ROOM = Path(onglet.identity.__file__).parent
CATALOGUE = ROOM.parent / "locale" / "fr" / "parts" / "identity.po"
PLACEHOLDER = re.compile(r"%\(\w+\)s|\{[^}]*\}")


def messages() -> list[str]:
    found = extract_from_dir(ROOM, method_map=[("**.py", "python")], keywords=EXTRACTION_KEYWORDS)
    return list(dict.fromkeys(message for _, _, message, _, _ in found))


@pytest.fixture(scope="module")
def french():
    with CATALOGUE.open("rb") as file:
        return {entry.id: entry.string for entry in read_po(file) if entry.id}


def written() -> set[str]:
    """The messages as the language reads them: argument of every call, or handed over by name."""
    found = set()
    for path in ROOM.glob("*.py"):
        for call in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Name):
                continue
            for place in EXTRACTION_KEYWORDS.get(call.func.id, ()):
                argument = call.args[place - 1]
                if isinstance(argument, ast.Constant):
                    found.add(argument.value)
                else:
                    # `refusal.message` is extracted where the refusal was written.
                    assert isinstance(argument, ast.Attribute), f"{path.name}:{call.lineno}"
    return found


def test_the_extractor_sees_every_refusal_and_advice():
    assert written() == set(messages())
    assert messages()


def test_every_message_is_said_in_french_and_none_is_left_over(french):
    assert set(messages()) == set(french)
    assert all(french.values())


def test_the_french_keeps_placeholders_and_typography(french):
    for english, said in french.items():
        assert sorted(PLACEHOLDER.findall(said)) == sorted(PLACEHOLDER.findall(english))
        plain = PLACEHOLDER.sub("", said).replace("https://", "").replace("http://", "")
        assert not re.search(r"[^\u00a0][:;!?]", plain), said
        assert "'" not in said


def test_a_refusal_is_shown_in_the_language_of_the_reader():
    with pytest.raises(Invalid) as caught:
        siren.validate("123")
    refusal = caught.value
    with speaking(locale="fr"):
        shown = gettext(refusal.message, **refusal.params)
    assert shown == "Un SIREN a neuf chiffres, et celui-ci en a 3."
    assert str(refusal) == "A SIREN has nine digits, and this one has 3."
