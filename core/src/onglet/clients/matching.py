"""Finding rows by their folded text: trigrams on both engines, prefixes for one or two letters.

The conditions go into statements on mapped columns, so that the filter of rights applies to what
is found; nothing here ranks, the engines would read every hit to do so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import ColumnElement, and_, column, false, func, or_, select, table

from onglet.identity.folding import fold, phone_digits, sort_key

if TYPE_CHECKING:
    from sqlalchemy.orm import InstrumentedAttribute, Session

LONGEST_QUERY: Final = 200
MOST_WORDS: Final = 8
SHORTEST_INFIX: Final = 3
LAST: Final = "\U0010ffff"
ALIKE: Final = 0.4
"""How alike a word must be for a query with a slip, from 0 to 1 (PostgreSQL)."""


class Searched:
    """A table that is searched: its key, its sort key and its folded text, as mapped columns."""

    def __init__(self, model: Any, index: str) -> None:
        self.id: InstrumentedAttribute[int] = model.id
        self.sort: InstrumentedAttribute[str] = model.name_sort
        self.text: InstrumentedAttribute[str] = model.search_text
        self.index = table(index, column("rowid"), column("search_text"))


def needles(typed: str) -> list[str]:
    """Give the folded words of a query; digits of a telephone are one word, without its spaces."""
    folded = fold(typed[:LONGEST_QUERY])
    digits = "".join(character for character in folded if character.isdigit())
    if digits and not any(character.isalpha() for character in folded):
        return [digits] if len(digits) >= SHORTEST_INFIX else folded.split()
    return folded.split()[:MOST_WORDS]


def matches(session: Session, searched: Searched, typed: str) -> ColumnElement[bool]:
    """Give the condition that every word of the query is in the row's text."""
    words = needles(typed)
    if not words:
        return false()
    short = [word for word in words if len(word) < SHORTEST_INFIX]
    long = [word for word in words if len(word) >= SHORTEST_INFIX]
    conditions = [_begins(searched, word) for word in short[:1]] if not long else []
    if long:
        conditions.append(_contains(session, searched, long, typed))
    return and_(*conditions)


def _begins(searched: Searched, word: str) -> ColumnElement[bool]:
    key = sort_key(word)
    return and_(searched.sort >= key, searched.sort < key + LAST)


def _contains(
    session: Session, searched: Searched, words: list[str], typed: str
) -> ColumnElement[bool]:
    conditions = [and_(*(_has(session, searched, word) for word in words))]
    digits = phone_digits(typed)
    other = digits != words[0] and len(digits) >= SHORTEST_INFIX
    if len(words) == 1 and words[0].isdigit() and other:
        conditions.append(_has(session, searched, digits))
    return or_(*conditions)


def _has(session: Session, searched: Searched, word: str) -> ColumnElement[bool]:
    if _is_postgresql(session):
        return searched.text.contains(word, autoescape=True)
    quoted = '"' + word.replace('"', '""') + '"'
    found = select(searched.index.c.rowid).where(searched.index.c.search_text.op("MATCH")(quoted))
    return searched.id.in_(found)


def resembles(session: Session, searched: Searched, typed: str) -> ColumnElement[bool]:
    """Give the condition that a word of the row's text is like a word of the query.

    For a query that finds nothing as it is typed: many rows may fit, take few of them and rank.
    """
    words = [word for word in needles(typed) if len(word) > SHORTEST_INFIX]
    if not words:
        return false()
    if _is_postgresql(session):
        return or_(*(func.word_similarity(word, searched.text) >= ALIKE for word in words))
    grams = {f'"{word[i : i + 3]}"' for word in words for i in range(len(word) - 2)}
    wanted = " OR ".join(sorted(gram.replace('""', '"') for gram in grams))
    best = (
        select(searched.index.c.rowid)
        .where(searched.index.c.search_text.op("MATCH")(wanted))
        .order_by(column("rank"))
        .limit(100)
    )
    return searched.id.in_(best)


def _is_postgresql(session: Session) -> bool:
    return session.get_bind().dialect.name == "postgresql"
