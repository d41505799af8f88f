"""The port: what any company directory can be asked, and how it may fail."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from onglet_directory.company import CompanyFacts, SearchAnswer


class DirectoryError(Exception):
    """A question that got no answer.

    Attributes:
        message: the sentence for the person who asked, to be translated (`sentences`).
        values: what its placeholders stand for.
    """

    def __init__(self, message: str, **values: str) -> None:
        super().__init__(message % values if values else message)
        self.message = message
        self.values = values


class Unreachable(DirectoryError):
    """The source did not answer, or answered something that cannot be read."""


class Throttled(DirectoryError):
    """Too many questions in a short time.

    Attributes:
        retry_after: seconds to wait before the next question.
    """

    def __init__(self, message: str, *, retry_after: float) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class NotFound(DirectoryError):
    """The source knows no such firm."""


class BadQuery(DirectoryError):
    """The question itself is not one: too short, no letter in it, a wrong number."""


class CompanyDirectory(Protocol):
    """A source of company facts. Implementations may be called from several threads."""

    @property
    def source(self) -> str:
        """Key of the source ("insee", "offline"...), as in `sources.LABELS`."""
        ...

    def search(self, text: str, postcode: str | None = None, page: int = 1) -> SearchAnswer:
        """Candidates for a name, a sigle, a SIREN or a SIRET, the likeliest first.

        Raises:
            BadQuery: fewer than three letters or digits, or a page that does not exist.
            Throttled: the limit of the source is reached.
            Unreachable: no answer.
        """
        ...

    def get(self, number: str) -> CompanyFacts:
        """All that the source says of the firm of a SIREN, or of the place of a SIRET.

        Raises:
            NotFound: unknown to this source.
            BadQuery: neither a SIREN nor a SIRET.
            Throttled: the limit of the source is reached.
            Unreachable: no answer.
        """
        ...


class RememberingDirectory(CompanyDirectory, Protocol):
    """A directory that also says what it knows without asking anybody."""

    def recall(self, number: str) -> CompanyFacts | None:
        """The facts at hand for this number, or None; never a question to the outside."""
        ...
