"""The registry: every contribution of the plugins that are in service, in its order."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

from onglet import contributions as c

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Placed(Generic[T]):
    """A contribution and the plugin it comes from."""

    plugin: str
    item: T


@dataclass(frozen=True, slots=True, kw_only=True)
class Registry:
    """What the plugins bring, kind by kind, ordered by (order, plugin, key)."""

    tabs: tuple[Placed[c.Tab], ...] = ()
    actions: tuple[Placed[c.Action], ...] = ()
    statistics: tuple[Placed[c.Statistic], ...] = ()
    score_factors: tuple[Placed[c.ScoreFactor], ...] = ()
    facts: tuple[Placed[c.Fact], ...] = ()
    pins: tuple[Placed[c.Pin], ...] = ()
    composers: tuple[Placed[c.Composer], ...] = ()
    feed_sources: tuple[Placed[c.FeedSource], ...] = ()
    form_sections: tuple[Placed[c.FormSection], ...] = ()
    columns: tuple[Placed[c.Column], ...] = ()
    filters: tuple[Placed[c.Filter], ...] = ()
    search_sources: tuple[Placed[c.SearchSource], ...] = ()
    navigation: tuple[Placed[c.NavItem], ...] = ()
    settings_pages: tuple[Placed[c.SettingsPage], ...] = ()
    settings: tuple[Placed[c.Setting], ...] = ()
    field_types: tuple[Placed[c.FieldType], ...] = ()
    fields: tuple[Placed[c.Field], ...] = ()
    field_objects: tuple[Placed[c.FieldObject], ...] = ()
    template_fields: tuple[Placed[c.TemplateField], ...] = ()
    providers: tuple[Placed[c.Provider], ...] = ()
    rights: tuple[Placed[c.Right], ...] = ()
    row_filters: tuple[Placed[c.RowFilter], ...] = ()
    gates: tuple[Placed[c.Gate], ...] = ()
    subscriptions: tuple[Placed[c.Subscription], ...] = ()
    holdings: tuple[Placed[c.Holding], ...] = ()
    belongings: tuple[Placed[c.Belonging], ...] = ()
    jobs: tuple[Placed[c.Job], ...] = ()
    schedules: tuple[Placed[c.Schedule], ...] = ()
    health: tuple[Placed[c.Check], ...] = ()
    demo: tuple[Placed[c.Demo], ...] = ()

    def of(self, plugin: str) -> Mapping[str, tuple[Any, ...]]:
        """Give what one plugin brings, kind by kind, kinds without anything left out."""
        kinds = {
            kind.name: tuple(
                placed.item for placed in getattr(self, kind.name) if placed.plugin == plugin
            )
            for kind in dataclasses.fields(self)
        }
        return {kind: items for kind, items in kinds.items() if items}

    def only(self, plugins: Iterable[str]) -> Registry:
        """Give the registry narrowed to some plugins."""
        kept = frozenset(plugins)
        return Registry(
            **{
                kind.name: tuple(p for p in getattr(self, kind.name) if p.plugin in kept)
                for kind in dataclasses.fields(self)
            }
        )

    def tab(self, slug: str) -> Placed[c.Tab] | None:
        """Find a tab by its slug."""
        return next((placed for placed in self.tabs if placed.item.slug == slug), None)

    def action(self, key: str) -> Placed[c.Action] | None:
        """Find an action by its key."""
        return next((placed for placed in self.actions if placed.item.key == key), None)

    def setting(self, key: str) -> Placed[c.Setting] | None:
        """Find a declared setting by its key."""
        return next((placed for placed in self.settings if placed.item.key == key), None)


KINDS: Final[Mapping[str, type[Any]]] = {
    "tabs": c.Tab,
    "actions": c.Action,
    "statistics": c.Statistic,
    "score_factors": c.ScoreFactor,
    "facts": c.Fact,
    "pins": c.Pin,
    "composers": c.Composer,
    "feed_sources": c.FeedSource,
    "form_sections": c.FormSection,
    "columns": c.Column,
    "filters": c.Filter,
    "search_sources": c.SearchSource,
    "navigation": c.NavItem,
    "settings_pages": c.SettingsPage,
    "settings": c.Setting,
    "field_types": c.FieldType,
    "fields": c.Field,
    "field_objects": c.FieldObject,
    "template_fields": c.TemplateField,
    "providers": c.Provider,
    "rights": c.Right,
    "row_filters": c.RowFilter,
    "gates": c.Gate,
    "subscriptions": c.Subscription,
    "holdings": c.Holding,
    "belongings": c.Belonging,
    "jobs": c.Job,
    "schedules": c.Schedule,
    "health": c.Check,
    "demo": c.Demo,
}
"""Type of the items of each kind; the hook of a kind is `onglet_<kind>`."""

REFUSES: Final = frozenset({"rights", "routers", "row_filters", "gates"})
"""Kinds whose failure refuses the whole plugin: without them it would be let through unchecked."""


@dataclass(slots=True)
class Builder:
    """Gathers contributions, then gives the registry in its order."""

    placed: dict[str, list[Placed[Any]]] = field(
        default_factory=lambda: {kind: [] for kind in KINDS}
    )

    def add(self, kind: str, plugin: str, items: Iterable[Any]) -> None:
        """Put a plugin's items of one kind in."""
        self.placed[kind].extend(Placed(plugin, item) for item in items)

    def build(self) -> Registry:
        """Give the registry, each kind ordered by (order, plugin, key)."""
        return Registry(
            **{kind: tuple(sorted(items, key=_rank)) for kind, items in self.placed.items()}
        )


def _rank(placed: Placed[Any]) -> tuple[int, str, str]:
    return (getattr(placed.item, "order", 0), placed.plugin, key_of(placed.item))


def key_of(item: object) -> str:
    """Give what names a contribution within its kind."""
    for name in ("slug", "key", "kind", "topic", "event"):
        value = getattr(item, name, "")
        if isinstance(value, str) and value:
            return value
    return type(item).__name__
