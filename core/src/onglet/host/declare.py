"""Asking a plugin for its declarations, and checking each before it is let in."""

from __future__ import annotations

import inspect
import traceback
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from onglet.contributions import Routers
from onglet.hookspecs import PROJECT, Plugin
from onglet.host.names import CORE, belongs_to
from onglet.host.reasons import NONE, Reason, reason
from onglet.host.registry import KINDS, REFUSES, key_of
from onglet.host.shapes import misfit
from onglet.ui.i18n import N_

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping

    from onglet.contributions import Action

SEPARATORS: Final = ".-"
UNNAMED: Final = frozenset({"gates", "subscriptions", "providers"})
"""Kinds whose key names a topic, an event or a port that belongs to somebody else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Why a contribution was left out, or a plugin refused."""

    plugin: str
    what: str
    cause: Reason
    trace: str = ""


@dataclass(slots=True, kw_only=True)
class Declared:
    """What one plugin has declared, kind by kind, with what was left out and why."""

    items: dict[str, list[Any]] = field(default_factory=dict)
    routers: Routers | None = None
    commands: list[Any] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    refused: Problem | None = None


def hooks_of(plugin: Plugin) -> list[str]:
    """List the hooks that a plugin overrides, in name order."""
    return sorted(
        name
        for name in dir(type(plugin))
        if name.startswith("onglet_") and getattr(type(plugin), name) is not _spec(name)
    )


def _spec(name: str) -> object:
    return getattr(Plugin, name, None)


def declare(plugin: Plugin, *, rights: Collection[str], is_icon: Callable[[str], bool]) -> Declared:
    """Ask a plugin for everything it brings. Nothing it does gets out of here.

    `rights` are the keys already declared by others: an item may name one of them, or one of the
    plugin's own. An answer that is not what its hook promises is left out whole.
    """
    declared = Declared()
    unknown = [name for name in hooks_of(plugin) if _spec(name) is None]
    for name in unknown:
        _note(
            declared,
            plugin,
            name,
            reason(N_("There is no hook named %(name)s. Is it misspelt?"), name=name),
        )
    known = [name for name in hooks_of(plugin) if name not in unknown]
    own = _take(declared, plugin, "rights") if "onglet_rights" in known else []
    declared.items["rights"] = own
    allowed = {*rights, *(right.key for right in own)}
    for name in known:
        kind = name.removeprefix("onglet_")
        if kind == "rights" or declared.refused:
            continue
        if kind == "routers":
            _take_routers(declared, plugin)
        elif kind == "commands":
            declared.commands = _answer(declared, plugin, kind)
        else:
            items = _take(declared, plugin, kind)
            declared.items[kind] = _sound(declared, plugin, kind, items, allowed, is_icon)
    return declared


def _answer(declared: Declared, plugin: Plugin, kind: str) -> list[Any]:
    hook = getattr(plugin, f"onglet_{kind}")
    try:
        if getattr(hook, f"{PROJECT}_impl", None) is None:
            raise TypeError("it lacks @hookimpl")
        return list(hook() or ())
    except BaseException as error:  # noqa: BLE001 - a generator may fail late, or try to exit
        problem = Problem(
            plugin=plugin.name,
            what=f"onglet_{kind}",
            cause=Reason(f"{type(error).__name__}: {error}"),
            trace=traceback.format_exc(),
        )
        declared.problems.append(problem)
        if kind in REFUSES:
            declared.refused = problem
        return []


def _take(declared: Declared, plugin: Plugin, kind: str) -> list[Any]:
    items = _answer(declared, plugin, kind)
    wrong = [item for item in items if not isinstance(item, KINDS[kind])]
    if not wrong:
        return [item for item in items if _is_whole(declared, plugin, kind, item)]
    wanted = KINDS[kind].__name__
    cause = reason(
        N_("%(hook)s must give %(wanted)s values; it gave %(given)s."),
        hook=f"onglet_{kind}",
        wanted=wanted,
        given=type(wrong[0]).__name__,
    )
    _note(declared, plugin, f"onglet_{kind}", cause)
    return []


def _is_whole(declared: Declared, plugin: Plugin, kind: str, item: object) -> bool:
    """Tell whether each field holds what it should; note the first that does not."""
    field = misfit(item)
    if field:
        cause = reason(N_("%(field)s is not what this field may hold."), field=field)
        _note(declared, plugin, f"onglet_{kind}", cause)
    return not field


def _take_routers(declared: Declared, plugin: Plugin) -> None:
    hook = getattr(plugin, "onglet_routers")  # noqa: B009 - named as the other hooks are
    try:
        routers = hook()
        if not isinstance(routers, Routers):
            raise TypeError(f"it gave {type(routers).__name__} where Routers was due")
    except BaseException as error:  # noqa: BLE001 - as above
        cause = Reason(f"{type(error).__name__}: {error}")
        declared.refused = Problem(
            plugin=plugin.name, what="onglet_routers", cause=cause, trace=traceback.format_exc()
        )
        declared.problems.append(declared.refused)
        return
    declared.routers = routers


def _note(declared: Declared, plugin: Plugin, what: str, cause: Reason) -> None:
    problem = Problem(plugin=plugin.name, what=what, cause=cause)
    declared.problems.append(problem)
    if what.removeprefix("onglet_") in REFUSES:
        declared.refused = problem


def _sound(
    declared: Declared,
    plugin: Plugin,
    kind: str,
    items: Iterable[Any],
    rights: Collection[str],
    is_icon: Callable[[str], bool],
) -> list[Any]:
    kept: list[Any] = []
    seen: set[str] = set()
    for item in items:
        key = key_of(item)
        cause = _fault(plugin, kind, item, rights, is_icon)
        if not cause and kind not in UNNAMED and key in seen:
            cause = reason(N_("%(key)s is declared twice."), key=key)
        if cause:
            _note(declared, plugin, f"{kind} {key}", cause)
            continue
        seen.add(key)
        kept.append(item)
    return kept


def _fault(
    plugin: Plugin,
    kind: str,
    item: Any,
    rights: Collection[str],
    is_icon: Callable[[str], bool],
) -> Reason:
    """Say what is wrong with an item, in one sentence; no reason when it is sound."""
    key = key_of(item)
    foreign = plugin.name != CORE and kind not in UNNAMED
    if foreign and not belongs_to(key, plugin.name, SEPARATORS):
        return reason(
            N_("%(key)s must start with the plugin's name, %(name)s."), key=key, name=plugin.name
        )
    right = getattr(item, "right", "")
    if right and right not in rights:
        return reason(
            N_("%(key)s asks for the right %(right)s, which nobody declares."), key=key, right=right
        )
    icon = getattr(item, "icon", "")
    if icon and not is_icon(icon):
        return reason(
            N_("%(key)s names the icon %(icon)s, which does not exist."), key=key, icon=icon
        )
    fault = _not_callable(item)
    return fault or (_action_fault(item) if kind == "actions" else NONE)


CALLABLES: Final[Mapping[str, tuple[str, ...]]] = {
    "Tab": ("render",),
    "Statistic": ("compute",),
    "ScoreFactor": ("evidence",),
    "Fact": ("read",),
    "Pin": ("read",),
    "Composer": ("form", "submit"),
    "FeedSource": ("read",),
    "FormSection": ("load", "save"),
    "Column": ("expression", "show"),
    "Filter": ("condition",),
    "FieldType": ("parse", "show"),
    "Field": ("read",),
    "SearchSource": ("find",),
    "Provider": ("open",),
    "RowFilter": ("condition",),
    "Gate": ("ask",),
    "Subscription": ("handle",),
    "Holding": ("count", "merge", "unmerge", "personal_data", "erase"),
    "Job": ("run",),
    "Check": ("run",),
    "Demo": ("fill",),
}


def _not_callable(item: object) -> Reason:
    names = CALLABLES.get(type(item).__name__, ())
    for name in names:
        value = getattr(item, name)
        if not callable(value):
            return reason(N_("%(key)s: %(name)s must be callable."), key=key_of(item), name=name)
        if inspect.iscoroutinefunction(value):
            return reason(
                N_("%(key)s: %(name)s must be a plain function, not async."),
                key=key_of(item),
                name=name,
            )
    return NONE


def _action_fault(action: Action) -> Reason:
    if (action.href is None) == (action.run is None):
        return reason(N_("%(key)s needs either href or run, and not both."), key=action.key)
    return NONE
