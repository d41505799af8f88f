"""Words a slip of the keyboard away: what was meant, when what was typed is found nowhere.

Each word is kept with marks of what it becomes without one of its letters. A letter added, lost,
changed, or two that changed places: the two words then share a mark, which an index finds at once.
"""

from __future__ import annotations

import zlib
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import ARRAY, BigInteger, column, literal, select, table
from sqlalchemy.dialects import postgresql, sqlite

from onglet.clients.matching import is_postgresql
from onglet.clients.search_models import LONGEST_WORD, Word
from onglet.identity.closeness import distance
from onglet.work.session import unrestricted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from onglet.clients.matching import Sought

SHORTEST_WORD: Final = 4
SLIPS: Final = 2
LOOKED_AT: Final = 300
NEAREST: Final = 6
AT_ONCE: Final = 500
INDEX: Final = table("core_word_search", column("rowid"), column("marks"))


def words_of(texts: Iterable[str]) -> set[str]:
    """Give the words of folded texts in which a slip can be told: no number, not too short."""
    return {word for text in texts for word in text.split() if is_word(word)}


def is_word(word: str) -> bool:
    """Tell whether a folded word is one in which a slip can be told."""
    if not SHORTEST_WORD <= len(word) <= LONGEST_WORD:
        return False
    return word.isalpha() or not any(map(str.isdecimal, word))


def marks_of(word: str) -> list[int]:
    """Give the marks of a word: itself, and what is left without one of its letters."""
    shorter = (word[:place] + word[place + 1 :] for place in range(len(word)))
    return sorted({zlib.crc32(text.encode()) for text in (word, *shorter)})


def note_words(session: Session, texts: Iterable[str]) -> None:
    """Keep the words of folded texts that were just written. Words known already cost a look."""
    words = iter(sorted(words_of(texts)))
    insert: Any = postgresql.insert if is_postgresql(session) else sqlite.insert
    with unrestricted(session, reason="words belong to nobody"):
        for chunk in _chunks(words):
            known = set(session.scalars(select(Word.text).where(Word.text.in_(chunk))))
            rows = [{"text": word, "marks": marks_of(word)} for word in chunk if word not in known]
            if rows:
                session.execute(insert(Word).on_conflict_do_nothing(), rows)


def near_words(session: Session, word: str) -> list[tuple[int, str]]:
    """Give the nearest known words with the slips between, nearest first; few and quickly."""
    if not is_word(word):
        return []
    found = session.scalars(
        select(Word.text).where(_shares_a_mark(session, marks_of(word))).limit(LOOKED_AT)
    )
    ranked = sorted((distance(word, text, SLIPS), text) for text in found)
    return [near for near in ranked if near[0] <= SLIPS][:NEAREST]


def meant_words(session: Session, query: Sought) -> list[list[str]]:
    """Give, for each word of a query, the known words that may have been meant, itself included.

    Empty when no word of it is near a known one, and for numbers.
    """
    if query.number:
        return []
    near = [(word, near_words(session, word)) for word in query.long]
    if not any(found for _word, found in near):
        return []
    return [[text for _slips, text in found] or [word] for word, found in near]


def _shares_a_mark(session: Session, marks: list[int]) -> ColumnElement[bool]:
    if is_postgresql(session):
        return Word.marks.op("&&")(literal(marks, ARRAY(BigInteger)))
    wanted = " OR ".join(f'"{mark:08x}"' for mark in marks)
    return Word.id.in_(select(INDEX.c.rowid).where(INDEX.c.marks.op("MATCH")(wanted)))


def _chunks(words: Iterator[str]) -> Iterator[list[str]]:
    while chunk := list(islice(words, AT_ONCE)):
        yield chunk
