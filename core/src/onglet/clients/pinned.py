"""Values that a colleague keeps in the strip under every client's name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import delete, select

from onglet.clients.models import PinnedValue
from onglet.work.session import once

if TYPE_CHECKING:
    from onglet.contributions import Ask, Work

USUAL: Final = ("core.phone", "core.email", "core.website", "core.siren", "core.owner")
"""What stands there until a colleague chooses."""
KEYS: Final = "pinned keys"
"""Where a session keeps the answer: the strip, the tab and the later request all ask."""
NOTHING: Final = "core.nothing"
"""Kept in place of values by who took every one away: they did choose."""


def pinned_keys(ask: Ask) -> list[str]:
    """List the keys that the actor keeps in the strip, in their order."""
    kept = once(ask.session, KEYS, lambda: _stored(ask))
    return [key for key in kept if key != NOTHING] if kept else list(USUAL)


def toggle_pin(work: Work, key: str) -> bool:
    """Put a value in the actor's strip, or take it away; tell whether it is there now."""
    keys = pinned_keys(work)
    is_pinned = key not in keys
    keys = [*keys, key] if is_pinned else [kept for kept in keys if kept != key]
    user_id = work.actor.user_id
    work.session.execute(delete(PinnedValue).where(PinnedValue.user_id == user_id))
    work.session.add_all(
        PinnedValue(user_id=user_id, key=kept, position=place)
        for place, kept in enumerate(keys or [NOTHING])
    )
    work.session.flush()
    return is_pinned


def _stored(ask: Ask) -> list[str]:
    return list(
        ask.session.scalars(
            select(PinnedValue.key)
            .where(PinnedValue.user_id == ask.actor.user_id)
            .order_by(PinnedValue.position, PinnedValue.key)
        )
    )
