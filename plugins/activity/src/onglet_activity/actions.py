"""The entry of the Actions menu that plans a task from any tab."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onglet.api import N_, Action
from onglet_activity.composers import CREATE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from onglet.api import Record


def actions() -> Iterator[Action]:
    """Give the actions."""
    yield Action(
        key="activity.task",
        label=N_("Plan a task"),
        icon="checkbox",
        right=CREATE,
        order=200,
        group="activity",
        href=_new_task,
        opens_dialog=True,
    )


def _new_task(record: Record) -> str:
    return f"{record.href('activity', 'new')}?kind=task"
