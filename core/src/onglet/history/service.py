"""Writing history: one row per save, in the transaction of the save."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import insert

from onglet.history.models import Change
from onglet.work.plain import plain

if TYPE_CHECKING:
    from collections.abc import Mapping

    from onglet.contributions import Work


def record_change(
    work: Work,
    *,
    client_id: int | None,
    subject: str,
    subject_id: int,
    action: str,
    changes: Mapping[str, tuple[Any, Any]],
    source: str = "",
) -> bool:
    """Write what was done, by whom, with the values before and after; tell whether it was.

    A field whose value is the same before and after is left out; when that leaves nothing of what
    was given, nothing happened and nothing is written. An action that changes no field (archived,
    printed) comes with no changes and is written.

    Raises:
        TypeError: when a value has no form in JSON.
    """
    said = {name: [plain(old), plain(new)] for name, (old, new) in changes.items()}
    kept = {name: pair for name, pair in said.items() if pair[0] != pair[1]}
    if said and not kept:
        return False
    work.session.connection().execute(
        insert(Change).values(
            client_id=client_id,
            subject=subject,
            subject_id=subject_id,
            action=action,
            actor_id=work.actor.user_id,
            actor_name=work.actor.name,
            source=source or work.actor.source,
            at=work.now,
            changes=kept,
        )
    )
    return True
