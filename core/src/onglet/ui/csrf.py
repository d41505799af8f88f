"""The token that a form carries, so that templates need not pass it from macro to macro."""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

from markupsafe import Markup

if TYPE_CHECKING:
    from collections.abc import Iterator

FIELD = "csrf"
HEADER = "X-CSRF-Token"
_token: ContextVar[str] = ContextVar("onglet_csrf", default="")


@contextmanager
def carrying(token: str) -> Iterator[None]:
    """Put a token in the forms drawn inside the block; an empty one keeps the outer one."""
    if not token:
        yield
        return
    held = _token.set(token)
    try:
        yield
    finally:
        _token.reset(held)


def csrf_token() -> str:
    """The token carried now, or nothing."""
    return _token.get()


def csrf_input() -> Markup:
    """The hidden field of a form; nothing when no token is carried."""
    token = _token.get()
    if not token:
        return Markup("")
    return Markup('<input type="hidden" name="{}" value="{}">').format(FIELD, token)
