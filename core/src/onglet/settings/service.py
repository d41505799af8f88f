"""Reading and writing the values that a deployment sets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from onglet.host.vault import ClosedError, is_sealed
from onglet.settings.models import SettingRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from onglet.contributions import Ask, Work

SUBJECT = "core.setting"
HIDDEN = "***"
"""What history keeps of a secret."""


def get(ask: Ask, key: str) -> Any:
    """Give the deployment's value of a setting, or its declared default."""
    return ask.setting(key)


def get_set(ask: Ask, keys: Iterable[str]) -> dict[str, Any]:
    """Give the values that were set, in one statement; those left at their default are absent."""
    rows = ask.session.execute(
        select(SettingRow.key, SettingRow.value).where(SettingRow.key.in_(list(keys)))
    )
    return {row.key: row.value for row in rows}


def set(work: Work, key: str, value: Any, *, secret: bool = False) -> bool:
    """Set a value (plain JSON); None brings the default back. Gives whether it changed."""
    return bool(set_many(work, {key: value}, secrets=(key,) if secret else ()))


def set_many(
    work: Work, values: Mapping[str, Any], *, secrets: Iterable[str] = ()
) -> tuple[str, ...]:
    """Set several values at once, with one row of history. Gives the keys that changed.

    Args:
        work: the write.
        values: plain JSON by key; None brings the default back.
        secrets: keys whose values are sealed in the table, and which history must not show.
    """
    held = {
        row.key: row
        for row in work.session.scalars(
            select(SettingRow).where(SettingRow.key.in_(list(values))).with_for_update()
        )
    }
    changes: dict[str, tuple[Any, Any]] = {}
    hidden = frozenset(secrets)
    for key, value in values.items():
        row = held.get(key)
        before = _opened(work, row.value) if row is not None else None
        if before == value and type(before) is type(value):
            continue
        kept = work.outside.seal(value) if key in hidden else value
        if value is None and row is not None:
            work.session.delete(row)
        elif row is not None:
            row.value = kept
        else:
            work.session.add(SettingRow(key=key, value=kept))
        changes[key] = (
            (HIDDEN if before else "", HIDDEN if value else "")
            if key in hidden
            else (before, value)
        )
    if changes:
        work.session.flush()
        work.record_change(
            client_id=None, subject=SUBJECT, subject_id=0, action="edit", changes=changes
        )
    return tuple(changes)


def closed_keys(ask: Ask) -> list[str]:
    """List the settings whose secret no key at hand opens: they count as not set."""
    closed = []
    for key, kept in ask.session.execute(select(SettingRow.key, SettingRow.value)):
        try:
            ask.outside.unseal(kept)
        except ClosedError:
            closed.append(key)
    return sorted(closed)


def _opened(work: Work, kept: Any) -> Any:
    """Give a value as it was set; one that no key opens differs from whatever is set now."""
    if not is_sealed(kept):
        return kept
    try:
        return work.outside.unseal(kept)
    except ClosedError:
        return kept
