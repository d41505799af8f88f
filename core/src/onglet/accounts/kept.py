"""A form whose session ended before it was sent: kept in the page to sign in with, then sent on.

Nothing is stored on the server. The form came from a page of ours (its origin was checked), its
passwords, files and token are left out, and its writer presses a button to send it again.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from starlette.requests import Request

from onglet.accounts.browser import HOME, safe_target
from onglet.ui.csrf import FIELD
from onglet.ui.reading import Form, FormRefused, read_form

if TYPE_CHECKING:
    from starlette.types import Message

PREFIX = "kept:"
MOST_CHARACTERS = 400_000


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptForm:
    """Where a form was going, and its fields in their order."""

    action: str = ""
    fields: tuple[tuple[str, str], ...] = ()

    @property
    def is_there(self) -> bool:
        """Tell whether a form is kept."""
        return bool(self.action)

    def inputs(self) -> list[tuple[str, str]]:
        """Give the hidden fields that carry it through the page to sign in with."""
        if not self.is_there:
            return []
        return [
            ("resume", self.action),
            *((PREFIX + name, value) for name, value in self.fields),
        ]


async def keep_form(request: Request) -> KeptForm:
    """Give the form of a request that was refused for want of a session; empty if unreadable."""
    body: bytes | None = getattr(request.state, "body", None)
    if body is None or request.method != "POST":
        return KeptForm()

    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    try:
        form = await read_form(Request(request.scope, receive))
    except FormRefused:
        return KeptForm()
    query = f"?{request.url.query}" if request.url.query else ""
    return _kept(f"{request.url.path}{query}", _pairs(form))


def read_kept(form: Form) -> KeptForm:
    """Give the form that the page to sign in with carried."""
    return _kept(
        form.get("resume"),
        [
            (name.removeprefix(PREFIX), value)
            for name, value in _pairs(form)
            if name.startswith(PREFIX)
        ],
    )


def _pairs(form: Form) -> list[tuple[str, str]]:
    return [(name, value) for name, values in form.texts.items() for value in values]


def _kept(action: str, pairs: list[tuple[str, str]]) -> KeptForm:
    if not action or safe_target(action) == HOME:
        return KeptForm()
    fields = tuple(
        (name, value) for name, value in pairs if name != FIELD and "password" not in name.lower()
    )
    if sum(len(name) + len(value) for name, value in fields) > MOST_CHARACTERS:
        return KeptForm()
    return KeptForm(action=action, fields=fields)
