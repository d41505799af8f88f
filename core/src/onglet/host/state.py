"""What a deployment has decided of each plugin, and the number that tells workers it changed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import select, update

from onglet.host.models import Generation, PluginRow
from onglet.host.restraints import Restraints, declared, read_kept

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy.orm import Session

    from onglet.host.load import Load


class State(StrEnum):
    """Where a plugin stands. Only `ENABLED` ones take part in pages."""

    ENABLED = "enabled"
    DISABLED = "disabled"
    PAUSED = "paused"
    INCOMPATIBLE = "incompatible"
    BROKEN = "broken"
    NEEDS_MIGRATION = "needs migration"
    MISSING = "missing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What the database says of a plugin."""

    is_enabled: bool
    paused_at: datetime | None
    pause_reason: str
    version: str
    label: str
    restraints: Restraints


def generation(session: Session) -> int:
    """Give the present generation of plugin states."""
    return session.scalar(select(Generation.number)) or 0


def bump(session: Session) -> None:
    """Tell every worker that plugin states have changed, once this is committed."""
    if session.get(Generation, 1) is None:
        session.add(Generation(id=1, number=2))
        return
    session.execute(update(Generation).values(number=Generation.number + 1))


def decisions(session: Session) -> dict[str, Decision]:
    """Give what the deployment has decided, plugin by plugin."""
    return {
        row.name: Decision(
            is_enabled=row.is_enabled,
            paused_at=row.paused_at,
            pause_reason=row.pause_reason,
            version=row.version,
            label=row.label,
            restraints=read_kept(row.restraints),
        )
        for row in session.scalars(select(PluginRow))
    }


def row_of(session: Session, name: str) -> PluginRow:
    """Give the row of a plugin, made when there is none."""
    row = session.get(PluginRow, name)
    if row is None:
        row = PluginRow(name=name)
        session.add(row)
    return row


def set_enabled(session: Session, name: str, *, enabled: bool) -> None:
    """Put a plugin in or out of service; a pause ends with either."""
    row = row_of(session, name)
    row.is_enabled = enabled
    row.paused_at = None
    row.pause_reason = ""
    bump(session)


def pause(session: Session, name: str, reason: str, at: datetime) -> None:
    """Take a plugin that failed too often out of service until somebody resumes it."""
    row = row_of(session, name)
    row.paused_at = at
    row.pause_reason = reason[:500]
    bump(session)


def note_installed(session: Session, load: Load) -> None:
    """Remember what is installed, for the day when it is not, or cannot be loaded."""
    able = load.able()
    for item in load.plugins:
        row = row_of(session, item.name)
        row.label, row.version = item.label[:120], item.version[:40]
        if item.name in able:
            row.restraints = declared(load.registry, item.name).kept()


def is_noted(load: Load, decided: Mapping[str, Decision]) -> bool:
    """Tell whether what plugins restrain is what the database remembers."""
    return all(
        declared(load.registry, name) == (decided[name].restraints if name in decided else None)
        for name in load.able()
    )
