"""The directory that reads the offline file."""

from __future__ import annotations

import sqlite3
from contextlib import closing, contextmanager
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Final

from onglet_directory import sources
from onglet_directory.company import Origin, SearchAnswer
from onglet_directory.masks import digits, fold
from onglet_directory.numbers import as_number
from onglet_directory.offline import schema
from onglet_directory.offline.rows import candidate, facts
from onglet_directory.offline.search import LARGEST_POOL, find
from onglet_directory.port import BadQuery, DirectoryError, NotFound, Unreachable
from onglet_directory.sentences import (
    NO_SUCH_PAGE,
    NOT_A_NUMBER,
    NOT_BUILT,
    TOO_SHORT,
    UNKNOWN,
    UNUSABLE,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from onglet_directory.company import Candidate, CompanyFacts

PER_PAGE: Final = 10
LAST_PAGE: Final = LARGEST_POOL // PER_PAGE


class OfflineDirectory:
    """The directory in one file. Opened for each question: a new build is seen at once."""

    source = sources.OFFLINE

    def __init__(self, path: Path) -> None:
        self._path = path

    def search(self, text: str, postcode: str | None = None, page: int = 1) -> SearchAnswer:
        """Candidates, ten a page: beginnings of words first, then names that are close."""
        if not 1 <= page <= LAST_PAGE:
            raise BadQuery(NO_SUCH_PAGE)
        number = as_number(text)
        if number is None and len(fold(text).replace(" ", "")) < 3:
            raise BadQuery(TOO_SHORT)
        with self._open() as database:
            origin = self.origin(database)
            if number is not None:
                pool = [number[:9]]
            else:
                pool = find(database, text, digits(postcode, 5) if postcode else None)
            first = (page - 1) * PER_PAGE
            shown = [
                candidate(
                    database,
                    siren,
                    siret=number if number and len(number) == 14 else None,
                    postcode=postcode,
                )
                for siren in pool[first : first + PER_PAGE]
            ]
        return _answer([one for one in shown if one], len(pool), page, origin)

    def get(self, number: str) -> CompanyFacts:
        """Facts of a firm with its places, or with the one place when a SIRET is given."""
        asked = as_number(number)
        if asked is None:
            raise BadQuery(NOT_A_NUMBER)
        with self._open() as database:
            found = facts(database, asked, origin=self.origin(database))
        if found is None:
            raise NotFound(UNKNOWN)
        return found

    def recall(self, number: str) -> CompanyFacts | None:
        """The facts of this number, which are always at hand; None when there are none."""
        try:
            return self.get(number)
        except DirectoryError:
            return None

    def origin(self, database: sqlite3.Connection) -> Origin:
        """The source with the day of the reading, and the day of publication where known."""
        about = dict(database.execute("SELECT key, value FROM about").fetchall())
        if about.get("version") != schema.VERSION:
            raise Unreachable(UNUSABLE)
        read_on = date.fromisoformat(about["read_on"])
        published = about.get("published_on")
        return Origin(
            source=about.get("source", self.source),
            fetched_at=datetime.combine(read_on, time(), tzinfo=UTC),
            updated_on=date.fromisoformat(published) if published else None,
        )

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        if not self._path.is_file():
            raise Unreachable(NOT_BUILT)
        try:
            address = f"{self._path.absolute().as_uri()}?mode=ro&immutable=1"
            with closing(sqlite3.connect(address, uri=True)) as database:
                yield database
        except (sqlite3.Error, KeyError, ValueError) as failure:
            raise Unreachable(UNUSABLE) from failure


def _answer(candidates: list[Candidate], total: int, page: int, origin: Origin) -> SearchAnswer:
    if page == 1 and not candidates:
        total = 0
    return SearchAnswer(
        candidates=tuple(candidates),
        total=total,
        page=page,
        pages=-(-total // PER_PAGE),
        origin=origin,
    )
