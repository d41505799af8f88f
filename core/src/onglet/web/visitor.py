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
    """Who sends a request: a person signed in, or a program that shows a token of the API.

    A program has no session, and no token of our forms: no browser shows its secret by itself.
    `after` is written once the answer has left (last use, for instance).
    """

    actor: Actor
    session_id: int | None
    csrf: str
    generation: int
    theme: str = ""
    public_id: str = ""
    shows_token: bool = False
    after: Callable[[], None] | None = None


Doorman = Callable[["Request", "Connection"], "Visitor | None"]
"""Tells who sends a request, None when nobody is signed in."""
