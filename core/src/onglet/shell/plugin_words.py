"""What the page of extensions says of states and of kinds of contributions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from onglet.host.state import State
from onglet.ui.i18n import N_
from onglet.ui.i18n import gettext as _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from onglet.host.restraints import Restraints
    from onglet.ui.views import Tone


@dataclass(frozen=True, slots=True, kw_only=True)
class StateWords:
    """How a state is shown: its name, its colour, and what it means for people."""

    label: str
    tone: Tone
    meaning: str = ""


STATES: Final[Mapping[State, StateWords]] = {
    State.ENABLED: StateWords(label=N_("In service"), tone="ok"),
    State.DISABLED: StateWords(
        label=N_("Disabled"),
        tone="neutral",
        meaning=N_("Its tabs, pages and jobs are out of service. All its data is kept."),
    ),
    State.PAUSED: StateWords(
        label=N_("Paused"),
        tone="warn",
        meaning=N_("It failed five times within ten minutes. Its data is kept and its jobs wait."),
    ),
    State.INCOMPATIBLE: StateWords(
        label=N_("Incompatible"),
        tone="warn",
        meaning=N_("It cannot be used with what is installed. Its data is kept."),
    ),
    State.BROKEN: StateWords(
        label=N_("Broken"),
        tone="bad",
        meaning=N_("It could not be loaded. The rest works, and its data is kept."),
    ),
    State.NEEDS_MIGRATION: StateWords(
        label=N_("Needs migration"),
        tone="warn",
        meaning=N_("Its tables are behind its version. Migrate it to put it in service."),
    ),
    State.MISSING: StateWords(
        label=N_("Package absent"),
        tone="neutral",
        meaning=N_("Its data is here, its package is not. Install it again to find all of it."),
    ),
}

KINDS: Final[Mapping[str, tuple[str, str]]] = {
    "tabs": ("files", N_("Tabs")),
    "actions": ("bolt", N_("Actions")),
    "statistics": ("chart-bar", N_("Statistics")),
    "score_factors": ("gauge", N_("Score factors")),
    "facts": ("info-circle", N_("Facts")),
    "pins": ("pin", N_("Pinned values")),
    "composers": ("edit", N_("Composers")),
    "feed_sources": ("timeline-event", N_("Feed sources")),
    "form_sections": ("forms", N_("Form sections")),
    "columns": ("columns-3", N_("List columns")),
    "filters": ("filter", N_("List filters")),
    "search_sources": ("search", N_("Search sources")),
    "navigation": ("menu-2", N_("Menu entries")),
    "settings_pages": ("adjustments-horizontal", N_("Settings pages")),
    "settings": ("settings", N_("Settings values")),
    "field_types": ("tag", N_("Field types")),
    "template_fields": ("template", N_("Template fields")),
    "providers": ("plug-connected", N_("Providers")),
    "rights": ("shield-check", N_("Rights")),
    "row_filters": ("eye-off", N_("Row filters")),
    "gates": ("hand-stop", N_("Gates")),
    "subscriptions": ("webhook", N_("Subscriptions")),
    "holdings": ("database", N_("Kept data")),
    "belongings": ("user-check", N_("What colleagues hand over")),
    "jobs": ("refresh", N_("Background jobs")),
    "schedules": ("calendar-repeat", N_("Schedules")),
    "health": ("heartbeat", N_("Health checks")),
    "demo": ("sparkles", N_("Demo data")),
}
"""Icon and name of each kind of contribution."""


def restraint_words(restraints: Restraints | None) -> str:
    """Say what is refused because a plugin cannot answer; nothing where nothing is."""
    if not restraints:
        return ""
    said = []
    if restraints.rows:
        said.append(_("It restricts which clients are seen: none is shown while it is away."))
    if restraints.topics:
        topics = ", ".join(restraints.topics)
        said.append(_("It has a say on %(topics)s: the answer is no meanwhile.", topics=topics))
    said.append(_("Repair it, or disable it to lift what it restricts."))
    return " ".join(said)
