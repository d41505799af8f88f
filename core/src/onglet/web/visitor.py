"""Who sends a request, as the web layer needs to know it; found by the accounts room."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection
    from starlette.requests import Request

    from onglet.contributions import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """A person signed in, or a program with a person's token (`token_id` is then not 0).

    `after` is written once the answer has left (last use, for instance). `looking` names the
    profile as which an administrator sees the screens: nothing may be changed meanwhile.
    """

    actor: Actor
    session_id: int | None
    csrf: str
    generation: int
    theme: str = ""
    public_id: str = ""
    token_id: int = 0
    looking: str = ""
    after: Callable[[], None] | None = None

    @property
    def shows_token(self) -> bool:
        """Tell whether a program sends the request: no browser shows its secret by itself."""
        return self.token_id != 0


Doorman = Callable[["Request", "Connection"], "Visitor | None"]
"""Tells who sends a request, None when nobody is signed in."""
