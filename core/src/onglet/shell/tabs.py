"""Drawing the open tab: the core's inline, a plugin's in a guard with a budget of time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from onglet.contributions import Panel, Tab
from onglet.host.names import CORE
from onglet.ui.closing import closed
from onglet.work.unit import record_in

if TYPE_CHECKING:
    from onglet.contributions import Record
    from onglet.host.failures import Failure
    from onglet.host.host import Host
    from onglet.host.registry import Placed

ALONE_MS = 10_000
"""How long a tab may take when it is asked for by itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A tab's panel, or why there is none."""

    html: Markup | None = None
    failure: Failure | None = None

    @property
    def is_late(self) -> bool:
        """Tell whether the tab was merely slow."""
        return self.failure is not None and self.failure.is_late


def draw(host: Host, placed: Placed[Tab], record: Record, *, budget_ms: int) -> Drawn:
    """Give a tab's panel. Whatever the plugin does, this gives an answer within the budget."""
    what = f"tab {placed.item.slug}"
    if placed.plugin == CORE:
        answer = host.call(CORE, what, placed.item.render, record, expect=Panel)
    else:
        answer = host.guard.call_within(
            placed.plugin,
            what,
            lambda: _in_own_session(host, placed, record),
            budget_ms=budget_ms,
            expect=Panel,
        )
    if answer.value is None:
        return Drawn(failure=answer.failure)
    html = answer.value.html
    return Drawn(html=Markup(html) if placed.plugin == CORE else closed(html))  # noqa: S704 - the plugin's own HTML


def _in_own_session(host: Host, placed: Placed[Tab], record: Record) -> Panel:
    with host.units.reading(record.actor, plugin=placed.plugin) as ask:
        panel = placed.item.render(record_in(ask, record))
        return Panel(html=str(panel.html), title=panel.title) if _is_panel(panel) else panel


def _is_panel(value: Any) -> bool:
    return isinstance(value, Panel)
