"""Finding rows by their folded text: trigrams on both engines, prefixes for one or two letters.

The conditions go into statements on mapped columns, so that the filter of rights applies to what
is found; nothing here ranks, the engines would read every hit to do so.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import ColumnElement, String, and_, column, false, func, or_, select, table

from onglet.identity.folding import fold, phone_digits, sort_key

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import InstrumentedAttribute, Session
    from sqlalchemy.sql.expression import TableClause

LONGEST_QUERY: Final = 200
MOST_WORDS: Final = 8
SHORTEST_INFIX: Final = 3
SORTED_HITS: Final = 5_000
LAST: Final = "\U0010ffff"


class Searched:
    """A table that is searched: its key, its sort key and its folded text, as mapped columns.

    `index` is its FTS5 table, which exists on SQLite alone.
    """

    def __init__(self, model: Any, index: str) -> None:
        self.id: InstrumentedAttribute[int] = model.id
        self.sort: InstrumentedAttribute[str] = model.name_sort
        self.text: InstrumentedAttribute[str] = model.search_text
        self.index: TableClause = table(index, column("rowid"), column("search_text"))


@dataclass(frozen=True, slots=True)
class Sought:
    """A query taken apart: words of three letters or more, shorter ones, and a number's digits.

    `other` is the same number without its country code and its first zero, as telephones are
    kept; empty when that changes nothing.
    """

    folded: str
    long: tuple[str, ...] = ()
    short: tuple[str, ...] = ()
    other: str = ""

    @property
    def words(self) -> tuple[str, ...]:
        """Every word, the long ones first."""
        return self.long + self.short

    @property
    def number(self) -> str:
        """The digits, when the query is a number and nothing else; empty otherwise."""
        return self.long[0] if len(self.long) == 1 and self.long[0].isdigit() else ""


def sought(typed: str) -> Sought:
    """Take a query apart. Digits typed in groups ("732 829 320") are one number."""
    cut = typed[:LONGEST_QUERY]
    folded = fold(cut)
    digits = "".join(filter(str.isdecimal, folded))
    if digits and not any(map(str.isalpha, folded)) and len(digits) >= SHORTEST_INFIX:
        other = phone_digits(cut)
        differs = other != digits and len(other) >= SHORTEST_INFIX
        return Sought(folded, (digits,), (), other if differs else "")
    words = tuple(dict.fromkeys(folded.split()))[:MOST_WORDS]
    return Sought(
        folded,
        tuple(word for word in words if len(word) >= SHORTEST_INFIX),
        tuple(word for word in words if len(word) < SHORTEST_INFIX),
    )


def matches(
    session: Session, searched: Searched, typed: str, *, row_by_row: bool = False
) -> ColumnElement[bool]:
    """Give the condition that every word of the query is in the row's text.

    A query without a word of three letters asks for names that begin with it. `row_by_row` looks
    into each row's text: quicker than the index where other conditions leave few rows.
    """
    query = sought(typed)
    if not query.words:
        return false()
    if not query.long:
        return begins(searched, query.folded)
    within = _each if row_by_row or is_postgresql(session) else _indexed
    return and_(within(session, searched, query), *shorts(searched, query))


def begins(searched: Searched, folded: str) -> ColumnElement[bool]:
    """Give the condition that the row's name begins with a folded text."""
    key = sort_key(folded)
    return and_(searched.sort >= key, searched.sort < key + LAST)


def shorts(searched: Searched, query: Sought) -> list[ColumnElement[bool]]:
    """Words of one or two letters begin a word of the text: trigrams cannot tell."""
    return [
        or_(searched.text.startswith(word, autoescape=True), _has(searched, f" {word}"))
        for word in query.short
    ]


def _indexed(_session: Session, searched: Searched, query: Sought) -> ColumnElement[bool]:
    index = searched.index
    found = select(index.c.rowid).where(index.c.search_text.op("MATCH")(fts_expression(query)))
    return searched.id.in_(found)


def fts_expression(query: Sought) -> str:
    """Give the FTS5 expression of the long words. Folded words hold no quote and no operator."""
    if query.other:
        return f'"{query.number}" OR "{query.other}"'
    return " AND ".join(f'"{word}"' for word in query.long)


def _each(session: Session, searched: Searched, query: Sought) -> ColumnElement[bool]:
    has = _has if is_postgresql(session) else _holds
    if query.other:
        return or_(has(searched, query.number), has(searched, query.other))
    return and_(*(has(searched, word) for word in query.long))


def _has(searched: Searched, text: str) -> ColumnElement[bool]:
    return searched.text.contains(text, autoescape=True)


def _holds(searched: Searched, text: str) -> ColumnElement[bool]:
    return func.instr(searched.text, text) > 0


def holds_one_of_each(
    session: Session,
    searched: Searched,
    choices: Sequence[Sequence[str]],
    *,
    row_by_row: bool = False,
) -> ColumnElement[bool]:
    """Give the condition that the row's text holds a word of each group."""
    if row_by_row or is_postgresql(session):
        has = _has if is_postgresql(session) else _holds
        return and_(*(or_(*(has(searched, word) for word in words)) for words in choices))
    expression = " AND ".join(
        "(" + " OR ".join(f'"{word}"' for word in words) + ")" for words in choices
    )
    index = searched.index
    found = select(index.c.rowid).where(index.c.search_text.op("MATCH")(expression))
    return searched.id.in_(found)


def counts_up_to(session: Session, typed: str, usual: int) -> int:
    """Give how far a list is counted: as far as `sorts_hits` wants to know, for words."""
    return SORTED_HITS if typed and is_postgresql(session) else usual


def sorts_hits(
    session: Session, by: ColumnElement[Any], typed: str, found: int
) -> ColumnElement[Any]:
    """Give what a list of hits is sorted by, so that they are gathered first and sorted then.

    PostgreSQL supposes hits spread evenly, and goes through names in order until it has a page of
    them: all the Martins are in one place, and it reads half the table. Sorting by an expression
    keeps it from doing so; very many hits are better met in order. SQLite starts from the hits.
    """
    is_name = isinstance(by.type, String)
    if not is_name or not typed or found > SORTED_HITS or not is_postgresql(session):
        return by
    return by.concat("")


def is_postgresql(session: Session) -> bool:
    """Tell which of the two engines the session reads."""
    return session.get_bind().dialect.name == "postgresql"
