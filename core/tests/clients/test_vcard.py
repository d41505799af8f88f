"""vCards: whatever the text, it comes back from its escapes and its folds."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from onglet.clients.cards import disposition
from onglet.clients.vcard import LONGEST_LINE, card, escape, fold, unescape, unfold

LINE = st.text(st.characters(exclude_characters="\r\n", exclude_categories=["Cs"]))
TEXT = st.text(st.characters(exclude_characters="\r", exclude_categories=["Cs"]))


@given(LINE)
def test_a_folded_line_comes_back_and_no_piece_is_too_long(line: str) -> None:
    folded = fold(line)
    assert unfold(folded) == line
    for piece in folded.split("\r\n"):
        assert len(piece.encode()) <= LONGEST_LINE


@given(TEXT)
def test_an_escaped_text_comes_back(text: str) -> None:
    escaped = escape(text)
    assert "\n" not in escaped
    assert unescape(escaped) == text


@given(TEXT)
def test_no_value_adds_a_line_of_its_own(text: str) -> None:
    written = unfold(card([("FN", "x" + text)])).split("\r\n")
    assert len(written) == 5
    assert written[2].startswith("FN:x")


@given(LINE)
def test_no_name_breaks_out_of_the_header(name: str) -> None:
    header = disposition(name)
    assert header.isascii()
    assert header.count('"') == 2
    assert "\n" not in header
