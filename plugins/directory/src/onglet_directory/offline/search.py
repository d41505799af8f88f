"""Finding firms in the offline file: by the beginnings of words, then in spite of typing errors.

Both steps look at a bounded pool, so that a frequent word costs no more than a rare one; the
numbering of `listed` makes the pool begin with the largest firms.
"""

from __future__ import annotations

import math
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Final

from onglet_directory.masks import fold

if TYPE_CHECKING:
    import sqlite3

LARGEST_POOL: Final = 400
ENOUGH: Final = 5  # found by beginnings of words: typing errors are not looked for
_MOST_WORDS: Final = 12
_MOST_GRAMS: Final = 16
_FEWEST_GRAMS: Final = 3
_MOST_READ: Final = 200_000
_CLOSE: Final = 0.75


def find(database: sqlite3.Connection, typed: str, postcode: str | None) -> list[str]:
    """SIRENs for the words typed, the best first."""
    words = fold(typed).split()[:_MOST_WORDS]
    found = _by_beginnings(database, words, postcode)
    if len(found) >= ENOUGH:
        return found
    close = _by_grams(database, words, postcode)
    known = set(found)
    return found + [siren for siren in close if siren not in known]


def _by_beginnings(
    database: sqlite3.Connection, words: list[str], postcode: str | None
) -> list[str]:
    match = " AND ".join(f'"{word}" *' for word in words)
    if postcode:
        match = f'({match}) AND places : "{postcode}"'
    rows = database.execute(
        "SELECT listed.siren, unit.name, unit.sigle FROM listed JOIN unit USING (siren) "
        "WHERE listed.id IN (SELECT rowid FROM words WHERE words MATCH ? ORDER BY rowid LIMIT ?) "
        "ORDER BY listed.id",
        (match, LARGEST_POOL),
    ).fetchall()
    # `sorted` keeps the order of `listed` between equals: the larger firm first.
    return [row[0] for row in sorted(rows, key=lambda row: _rank(words, row[1], row[2]))]


def _rank(words: list[str], name: str | None, sigle: str | None) -> tuple[int, int]:
    """Smaller is better: the very name, its beginning, whole words, beginnings, then length."""
    typed, written = " ".join(words), fold(name or "")
    if typed in {written, fold(sigle or "")}:
        return (0, 0)
    if written.startswith(f"{typed} "):
        return (1, len(written))
    if set(words) <= set(written.split()):
        return (2, len(written))
    if written.startswith(typed):
        return (3, len(written))
    return (4, len(written))


def _by_grams(database: sqlite3.Connection, words: list[str], postcode: str | None) -> list[str]:
    grams = _rarest(database, words)
    if not grams:
        return []
    # A table without content has no rank of its own: rare trigrams in common weigh more.
    hits = " UNION ALL ".join(
        "SELECT rowid, ? AS weight FROM grams WHERE grams MATCH ?" for _ in grams
    )
    values = [value for gram, weight in grams for value in (weight, f'"{gram}"')]
    rows = database.execute(
        "SELECT unit.siren, unit.name, unit.sigle, unit.usual FROM "  # noqa: S608 - marks only
        f"(SELECT rowid, sum(weight) AS weight FROM ({hits}) GROUP BY rowid "
        "ORDER BY weight DESC, rowid LIMIT ?) AS pool "
        "JOIN listed ON listed.id = pool.rowid JOIN unit USING (siren)",
        [*values, LARGEST_POOL],
    ).fetchall()
    scored = []
    for siren, *names in rows:
        if postcode and not _has_postcode(database, siren, postcode):
            continue
        score = max(closeness(words, fold(name)) for name in names if name)
        if score >= _CLOSE:
            scored.append((-score, siren))
    return [siren for _, siren in sorted(scored, key=lambda pair: pair[0])]


def _rarest(database: sqlite3.Connection, words: list[str]) -> list[tuple[str, float]]:
    """The trigrams of the words that the fewest names have, with what each of them weighs.

    Frequent ones find everything: they are taken only while the sum of the names read stays small.
    """
    grams = {
        padded[start : start + 3]
        for padded in (f" {word} " for word in words)
        for start in range(len(padded) - 2)
    }
    marks = ", ".join("?" * len(grams))
    counts = database.execute(
        f"SELECT term, doc FROM gram_counts WHERE term IN ({marks}) ORDER BY doc",  # noqa: S608
        sorted(grams),
    ).fetchall()
    chosen: list[tuple[str, float]] = []
    read = 0
    for term, names in counts[:_MOST_GRAMS]:
        read += names
        if len(chosen) >= _FEWEST_GRAMS and read > _MOST_READ:
            break
        chosen.append((term, 1 / math.log2(names + 2)))
    return chosen


def _has_postcode(database: sqlite3.Connection, siren: str, postcode: str) -> bool:
    row = database.execute(
        "SELECT 1 FROM place WHERE siret BETWEEN ? || '00000' AND ? || '99999' AND postcode = ?",
        (siren, siren, postcode),
    ).fetchone()
    return row is not None


def closeness(words: list[str], written: str) -> float:
    """How well each word typed finds one close to it among the words written: 0 to 1."""
    targets = written.split()
    if not words or not targets:
        return 0.0
    total = 0.0
    for word in words:
        best = 0.0
        for target in targets:
            matcher = SequenceMatcher(None, word, target, autojunk=False)
            if matcher.quick_ratio() > best:
                best = max(best, matcher.ratio())
        total += best
    return total / len(words)
