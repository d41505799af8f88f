"""Values that a colleague keeps in the strip under every client's name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import String, cast, delete, func, select

from onglet.clients.models import PinnedValue
from onglet.work.session import once, tell

if TYPE_CHECKING:
    from sqlalchemy import ScalarSelect

    from onglet.contributions import Ask, Work

USUAL: Final = ("core.phone", "core.email", "core.website", "core.siren", "core.owner")
"""What stands there until a colleague chooses."""
KEYS: Final = "pinned keys"
"""Where a session keeps the answer: the strip, the tab and the later request all ask."""
SEPARATOR: Final = "\n"
NOTHING: Final = "core.nothing"
"""Kept in place of values by who took every one away: they did choose."""


def pinned_keys(ask: Ask) -> list[str]:
    """List the keys that the actor keeps in the strip, in their order."""
    kept = once(ask.session, KEYS, lambda: _sorted(ask.session.scalar(select(pinned_text(ask)))))
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


def pinned_text(ask: Ask) -> ScalarSelect[str]:
    """Give the keys as one value, for a statement that reads something else as well."""
    line = cast(PinnedValue.position, String).concat(" ").concat(PinnedValue.key)
    return (
        select(func.aggregate_strings(line, SEPARATOR))
        .where(PinnedValue.user_id == ask.actor.user_id)
        .scalar_subquery()
    )


def keep_pinned(ask: Ask, text: str | None) -> None:
    """Remember what `pinned_text` gave in a statement."""
    tell(ask.session, KEYS, _sorted(text))


def _sorted(text: str | None) -> list[str]:
    lines = [line.split(" ", 1) for line in (text or "").split(SEPARATOR) if line]
    return [key for _place, key in sorted((int(place), key) for place, key in lines)]
