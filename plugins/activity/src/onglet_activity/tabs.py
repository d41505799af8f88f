"""The tab: composers, the history, what is to be done; and its badge."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onglet.api import Badge, Panel, ngettext
from onglet_activity import panel, queries
from onglet_activity.filters import filters_of

if TYPE_CHECKING:
    from onglet.api import Record


def render(record: Record) -> Panel:
    """Draw the tab, narrowed as its address says."""
    parts = panel.whole(record, filters_of(record.query))
    return Panel(html=record.render("activity/tab.html", **parts))


def badge(record: Record) -> Badge | None:
    """Count the tasks to do; red when one of them is late."""
    count = queries.count_tasks(record, client_id=record.client.id)
    if not count.open:
        return None
    if count.late:
        title = ngettext("%(num)s task is late", "%(num)s tasks are late", count.late)
    else:
        title = ngettext("%(num)s task to do", "%(num)s tasks to do", count.open)
    return Badge(count=count.open, tone="bad" if count.late else "neutral", title=title)
