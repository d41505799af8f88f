"""What a profile may show less of: every field and tab there is, by object and by plugin."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from onglet.clients.catalogue import BLOCKS, FIELDS, HIDDEN_LABELS
from onglet.clients.limits import key_of
from onglet.clients.pins import LIMITS
from onglet.clients.tidying import ADDRESS, CONSENT, CONTACT
from onglet.contributions.limits import TAB, FieldLevel, TabLevel, tab_key
from onglet.fields.access import field_key
from onglet.fields.catalogue import field_set
from onglet.fields.objects import holders
from onglet.host.names import CORE, package_of
from onglet.identity.folding import fold
from onglet.ui.i18n import gettext as _
from onglet.ui.i18n import gettext_of
from onglet.ui.views import Option

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from onglet.contributions import Ask

NAMES: Final = frozenset({"name", f"{CONTACT}given_name", f"{CONTACT}family_name"})
"""Nothing is hidden of a name: a record is nothing without one."""
ALSO: Final = (f"{CONTACT}title", f"{CONTACT}note", f"{ADDRESS}label", f"{ADDRESS}siret")
OF_PLUGINS: Final = ("pins", "columns", "filters", "statistics", "form_sections")


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitLine:
    """A field or a tab; `level` is what the profile settles, empty for "as the right says"."""

    key: str
    label: str
    level: str = ""

    @property
    def options(self) -> list[Option]:
        """What can be chosen."""
        return level_options(is_tab=self.key.startswith(TAB))


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitSection:
    """The fields of an object, those of a plugin, or the tabs."""

    key: str
    label: str
    lines: tuple[LimitLine, ...]


def level_options(*, is_tab: bool) -> list[Option]:
    """List what may become of a tab, or of a field."""
    first = Option(value="", label=_("As the right says"))
    if is_tab:
        return [
            first,
            Option(value=TabLevel.LOCKED.value, label=_("Locked, with the reason")),
            Option(value=TabLevel.HIDDEN.value, label=_("Hidden")),
        ]
    return [
        first,
        Option(value=FieldLevel.EDIT.value, label=_("Edit")),
        Option(value=FieldLevel.READ.value, label=_("Read only")),
        Option(value=FieldLevel.MASKED.value, label=_("Masked: last four signs")),
        Option(value=FieldLevel.HIDDEN.value, label=_("Hidden")),
    ]


def level_name(key: str, level: str) -> str:
    """Give the name of a level, for the log."""
    options = level_options(is_tab=key.startswith(TAB))
    return next((option.label for option in options if option.value == level), level)


def draw_limits(
    ask: Ask,
    limits: Mapping[str, str],
    plugin_label: Callable[[str], str],
    *,
    search: str = "",
    only_set: bool = False,
) -> list[LimitSection]:
    """Give every field and tab by section, with what the profile settles.

    `search` keeps the lines whose name, object or plugin holds every word; `only_set` those that
    the profile settles.
    """
    words = fold(search).split()
    found = []
    for key, label, lines in _sections(ask, plugin_label):
        kept = tuple(
            LimitLine(key=name, label=text, level=limits.get(name, ""))
            for name, text in lines
            if all(word in fold(f"{label} {text}") for word in words)
            and not (only_set and not limits.get(name))
        )
        if kept:
            found.append(LimitSection(key=key, label=label, lines=kept))
    return found


def limit_keys(ask: Ask) -> frozenset[str]:
    """Give the key of every field and tab there is now."""
    return frozenset(key for _key, _label, lines in _sections(ask, str) for key, _text in lines)


def label_of_limit(ask: Ask, key: str) -> str:
    """Give the name of a field or a tab with its object; its key when its plugin is absent."""
    for _key, label, lines in _sections(ask, str):
        for name, text in lines:
            if name == key:
                return f"{label} · {text}"
    return key


Section = tuple[str, str, list[tuple[str, str]]]


def _sections(ask: Ask, plugin_label: Callable[[str], str]) -> Iterator[Section]:
    yield "tabs", _("Tabs of the record"), _tabs(ask)
    for key, label, prefix in (
        ("clients", _("Clients"), ""),
        ("contacts", _("Contacts"), CONTACT),
        ("addresses", _("Addresses"), ADDRESS),
        ("campaigns", _("Marketing campaigns"), CONSENT),
    ):
        yield key, label, list(_core(prefix))
    for one in holders(ask):
        fields = field_set(ask, one.key).live
        lines = [(field_key(one.key, it.code), it.label) for it in fields]
        if lines:
            yield f"fields-{one.key}", _("%(object)s: custom fields", object=one.name), lines
    for plugin, lines in _of_plugins(ask).items():
        yield f"plugin-{plugin}", plugin_label(plugin), lines


def _tabs(ask: Ask) -> list[tuple[str, str]]:
    return [
        (tab_key(item.slug), gettext_of(package_of(plugin), item.label))
        for plugin, item in ask.outside.contributed("tabs")
    ]


def _core(prefix: str) -> Iterator[tuple[str, str]]:
    others = (CONTACT, ADDRESS, CONSENT)
    seen: set[str] = set()
    for name, label in _named():
        mine = name.startswith(prefix) if prefix else not name.startswith(others)
        key = key_of(name)
        if mine and name not in NAMES and key not in seen:
            seen.add(key)
            yield key, _(label)


def _named() -> Iterable[tuple[str, str]]:
    order = {block.key: place for place, block in enumerate(BLOCKS)}
    for field in sorted(FIELDS, key=lambda field: order[field.block]):
        yield field.key, field.label
    for name in ALSO:
        yield name, HIDDEN_LABELS.get(name, name)


def _of_plugins(ask: Ask) -> dict[str, list[tuple[str, str]]]:
    """Give what plugins show, by plugin: their contributions of one key are one field."""
    found: dict[str, dict[str, str]] = {}
    for kind in OF_PLUGINS:
        for plugin, item in ask.outside.contributed(kind):
            if plugin != CORE and item.key not in LIMITS:
                lines = found.setdefault(plugin, {})
                lines.setdefault(item.key, gettext_of(package_of(plugin), item.label))
    return {plugin: list(lines.items()) for plugin, lines in sorted(found.items())}
