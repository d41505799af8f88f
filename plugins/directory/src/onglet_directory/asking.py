"""Asking the directories for a page: an answer or a sentence, never an exception."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from onglet_directory.port import DirectoryError, Unreachable
from onglet_directory.sentences import NONE_CHOSEN

if TYPE_CHECKING:
    from onglet.api import Ask
    from onglet_directory.chain import Consultation
    from onglet_directory.company import SearchAnswer
    from onglet_directory.directories import OpenDirectory

PORT = "company_directory"
LONGEST_QUERY = 200
LAST_PAGE = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Searched:
    """A search as a page shows it: what was asked, and the answer or why there is none."""

    text: str
    postcode: str
    page: int
    answer: SearchAnswer | None = None
    error: DirectoryError | None = None

    @property
    def was_asked(self) -> bool:
        """Whether there was something to ask."""
        return bool(self.text)

    def query(self, page: int) -> str:
        """The query string of another page of the same search."""
        values = {"q": self.text, "postcode": self.postcode, "page": str(page)}
        return urlencode({name: value for name, value in values.items() if value})


def search(ask: Ask, text: str, postcode: str, page: int) -> Searched:
    """Search the directories; nothing leaves for an empty text."""
    text, postcode = " ".join(text.split())[:LONGEST_QUERY], postcode.strip()[:10]
    page = min(max(page, 1), LAST_PAGE)
    if not text:
        return Searched(text="", postcode=postcode, page=1)
    try:
        answer = opened(ask).search(text, postcode or None, page)
    except DirectoryError as error:
        return Searched(text=text, postcode=postcode, page=page, error=error)
    return Searched(text=text, postcode=postcode, page=page, answer=answer)


def consult(ask: Ask, number: str) -> Consultation | DirectoryError:
    """Everything that the directories say of a number, or why there is nothing."""
    try:
        return opened(ask).consult(number)
    except DirectoryError as error:
        return error


def opened(ask: Ask) -> OpenDirectory:
    """The directories in service.

    Raises:
        Unreachable: the port has another provider than ours, or none.
    """
    from onglet_directory.directories import OpenDirectory

    found = ask.provider(PORT)
    if not isinstance(found, OpenDirectory):
        raise Unreachable(NONE_CHOSEN)
    return found
