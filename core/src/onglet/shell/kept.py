"""What plugins that are out of service keep on a client: the record still knows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from onglet.db.purge import count_for_client
from onglet.host.names import CORE
from onglet.host.state import State
from onglet.shell.labels import plugin_label, say
from onglet.ui.i18n import N_, gettext_of, ngettext
from onglet.ui.i18n import gettext as _
from onglet.work.unit import record_in

if TYPE_CHECKING:
    from onglet.contributions import Record
    from onglet.host.host import Host

OUT = N_("extension out of service")
WHY_KEPT = {
    State.DISABLED: N_("extension disabled"),
    State.PAUSED: N_("extension paused"),
    State.MISSING: N_("extension absent"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What is kept on a client by a plugin that is out of service."""

    plugin: str
    label: str
    rows: int
    state: State


def kept_lines(host: Host, asked: Record) -> list[str]:
    """Say what each plugin that is out of service keeps on the client, those with nothing left out.

    A disabled plugin's own words and counts are used, in a guard; for the others the core counts
    the rows that the database's foreign keys tie to the client.
    """
    lines: list[str] = []
    for name, (state, _reason) in sorted(host.states().items()):
        if name == CORE or state is State.ENABLED:
            continue
        why = gettext_of("onglet", WHY_KEPT.get(state, OUT))
        own = _counted(host, asked, name) if state is State.DISABLED else []
        for count, label in own:
            lines.append(_("%(count)s %(label)s kept, %(why)s", count=count, label=label, why=why))
        if not own:
            with host.database.reads.connect() as connection:
                rows = count_for_client(connection, name, asked.client.id)
            if rows:
                kept = ngettext("%(num)s row kept", "%(num)s rows kept", rows)
                name_kept = _(
                    "%(name)s: %(kept)s, %(why)s", name=plugin_label(host, name), kept=kept, why=why
                )
                lines.append(name_kept)
    return lines


def _counted(host: Host, asked: Record, name: str) -> list[tuple[int, str]]:
    """Ask a plugin how much it keeps, in its own words; nothing when it cannot say."""

    def count() -> list[tuple[int, str]]:
        with host.units.reading(asked.actor, plugin=name) as ask:
            record = record_in(ask, asked)
            held = host.loaded.registry.of(name).get("holdings", ())
            return [(item.count(record), say(name, item.label)) for item in held]

    budget = host.config.plugin_budget_ms
    answer = host.guard.call_within(name, "count what is kept", count, budget_ms=budget)
    return [(number, label) for number, label in answer.value or () if number]


def kept_of_absent(host: Host, asked: Record, slug: str) -> Kept | None:
    """Give what a plugin that is out of service keeps on the client, None when it is no plugin."""
    plugin = slug.partition("-")[0]
    state, _reason = host.state(plugin)
    if plugin not in host.states() or state is State.ENABLED or plugin == CORE:
        return None
    with host.database.reads.connect() as connection:
        rows = count_for_client(connection, plugin, asked.client.id)
    return Kept(plugin=plugin, label=plugin_label(host, plugin), rows=rows, state=state)
