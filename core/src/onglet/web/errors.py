"""Refusals that a handler raises; the application draws them for the page, the part or the API."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from onglet.contributions import Verdict


class WebError(Exception):
    """An answer other than the one asked for. `message` replaces the general words."""

    def __init__(self, message: str = "") -> None:
        super().__init__(message)
        self.message = message


class NotFound(WebError):
    """There is nothing here, or nothing that the actor may see: the answer is the same."""


class Refused(WebError):
    """The actor may read the record but not do this."""

    def __init__(self, verdict: Verdict) -> None:
        super().__init__(verdict.reason)
        self.verdict = verdict


class Conflict(WebError):
    """Somebody else changed the same thing meanwhile."""


class Expired(WebError):
    """Nobody is signed in (any more)."""


class Stale(Expired):
    """The page was drawn for a session that has ended since; another one is alive."""


class UnknownToken(WebError):
    """The request carries a token of the API that opens nothing (any more)."""


class PagesOnly(WebError):
    """The request carries a token, and this address is for people who sign in."""


class Looking(WebError):
    """Somebody who sees the screens as another profile tried to change something."""


class Forged(WebError):
    """The request was not sent by a page of ours."""
