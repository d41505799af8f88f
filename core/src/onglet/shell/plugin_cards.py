"""The cards of the page of extensions: one per plugin, installed or only remembered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from onglet.host.calls import p95
from onglet.host.names import CORE
from onglet.host.registry import key_of
from onglet.host.restraints import unanswered
from onglet.host.state import State
from onglet.shell import failure_log, plugin_life
from onglet.shell.labels import plugin_label, say
from onglet.shell.plugin_words import KINDS, STATES, restraint_words
from onglet.ui.i18n import gettext as _
from onglet.ui.i18n import gettext_of, ngettext
from onglet.ui.views import Badge

if TYPE_CHECKING:
    from onglet.contributions import Ask
    from onglet.db.purge import TableCount
    from onglet.host.declare import Problem
    from onglet.host.host import Host
    from onglet.shell.failure_log import FailureView

POINTS: Final = 20
"""Points of a sparkline, each the p95 of a slice of the calls."""


WITH_REASON: Final = frozenset({State.BROKEN, State.INCOMPATIBLE, State.PAUSED})
"""States whose meaning does not say it all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """What a plugin brings of one kind."""

    icon: str
    label: str
    names: tuple[tuple[str, str], ...]
    """Label and key of each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PluginCard:
    """One plugin as an administrator sees it."""

    name: str
    label: str
    version: str
    api_version: str
    state: State
    badge: Badge
    meaning: str
    reason: str
    brings: tuple[Brought, ...]
    p95_ms: float | None
    slices: tuple[float, ...]
    calls: int
    failure: FailureView | None
    failures: int
    left_out: tuple[Problem, ...]
    counts: tuple[TableCount, ...]
    needed_by: tuple[str, ...]
    restrains: str
    """What is refused as long as it cannot answer and nobody disables it."""

    @property
    def rows(self) -> int:
        """How many rows it keeps, counted when it is out of service only."""
        return sum(count.rows for count in self.counts)


def cards(host: Host, ask: Ask) -> list[PluginCard]:
    """Give a card for each plugin, those that need somebody first."""
    last = failure_log.last_of_each(ask)
    counts = failure_log.count_by_plugin(ask)
    made = [
        _card(host, name, last.get(name), counts.get(name, 0))
        for name in host.states()
        if name != CORE
    ]
    return sorted(made, key=lambda card: (not _is_unwell(card), card.label.casefold()))


def _is_unwell(card: PluginCard) -> bool:
    off = {State.DISABLED, State.MISSING}
    return bool(card.restrains) or card.state not in {State.ENABLED, *off}


def card(host: Host, ask: Ask, name: str) -> PluginCard | None:
    """Give the card of one plugin, None when nothing is known of that name."""
    if name == CORE or name not in host.states():
        return None
    return _card(
        host,
        name,
        failure_log.last_of_each(ask).get(name),
        failure_log.count_by_plugin(ask).get(name, 0),
    )


def _card(host: Host, name: str, failure: FailureView | None, failures: int) -> PluginCard:
    state, reason = host.state(name)
    words = STATES[state]
    loaded, remembered = host.plugin(name), host.decision(name)
    recent = host.guard.timings.recent(name)
    version = loaded.version if loaded else remembered.version if remembered else ""
    return PluginCard(
        name=name,
        label=plugin_label(host, name),
        version=version,
        api_version=".".join(map(str, loaded.api_version)) if loaded else "",
        state=state,
        badge=Badge(label=gettext_of("onglet", words.label), tone=words.tone, dot=True),
        meaning=gettext_of("onglet", words.meaning) if words.meaning else "",
        reason=reason.said() if state in WITH_REASON else "",
        brings=_brings(host, name),
        p95_ms=p95(recent),
        slices=tuple(_slices(recent)),
        calls=len(recent),
        failure=failure,
        failures=failures,
        left_out=loaded.problems if loaded else (),
        counts=() if state is State.ENABLED else tuple(plugin_life.count_data(host, name)),
        needed_by=tuple(plugin_label(host, other) for other in plugin_life.dependents(host, name)),
        restrains=restraint_words(unanswered(host).get(name)),
    )


def _brings(host: Host, name: str) -> tuple[Brought, ...]:
    return tuple(
        Brought(
            icon=KINDS[kind][0],
            label=gettext_of("onglet", KINDS[kind][1]),
            names=tuple((say(name, getattr(item, "label", "")), key_of(item)) for item in items),
        )
        for kind, items in host.loaded.registry.of(name).items()
    )


def _slices(durations: list[float]) -> list[float]:
    """Cut durations in slices and give the p95 of each, oldest first; nothing for one call."""
    size = max(len(durations) // POINTS, 1)
    slices = [durations[start : start + size] for start in range(0, len(durations), size)]
    return [value for part in slices if (value := p95(part)) is not None] if len(slices) > 1 else []


def summary(shown: list[PluginCard]) -> str:
    """Say in one line how the extensions are."""
    on = sum(item.state is State.ENABLED for item in shown)
    unwell = sum(_is_unwell(item) for item in shown)
    off = len(shown) - on - unwell
    parts = [ngettext("%(num)s in service", "%(num)s in service", on)]
    if off:
        parts.append(ngettext("%(num)s out of service", "%(num)s out of service", off))
    parts.append(
        ngettext("%(num)s needs attention", "%(num)s need attention", unwell)
        if unwell
        else _("all is well")
    )
    return " · ".join(parts)
