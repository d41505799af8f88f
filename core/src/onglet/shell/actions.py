"""The Actions menu of a record, and doing what an entry says."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from onglet.contributions import Done, Refusal
from onglet.host.names import CORE
from onglet.shell.labels import refusal, say
from onglet.ui.i18n import speaking_as
from onglet.ui.views import Confirm, MenuGroup, MenuItem
from onglet.web.errors import NotFound, Refused
from onglet.work.contained import contained

if TYPE_CHECKING:
    from collections.abc import Mapping

    from onglet.contributions import Action, Form, Record, Work
    from onglet.host.host import Host
    from onglet.host.registry import Placed


def actions_of(host: Host, *, core_only: bool) -> list[Placed[Action]]:
    """List the actions of the core, or of everybody."""
    return [p for p in host.registry().actions if not core_only or p.plugin == CORE]


def applies(host: Host, placed: Placed[Action], record: Record) -> bool | Refusal:
    """Tell whether an action applies now: no, yes, or why not. A failed `when` is a no."""
    if placed.item.when is None:
        return True
    answer = host.call(
        placed.plugin,
        f"action {placed.item.key}",
        contained(record.session, placed.item.when),
        replace(record, plugin=placed.plugin),
        expect=(bool, Refusal),
    )
    return answer.value if answer.value is not None else False


def menu(
    host: Host, record: Record, answers: Mapping[str, bool | Refusal]
) -> list[MenuGroup | MenuItem]:
    """Give the entries that apply, grouped, in their order. `answers` is by action key."""
    groups: dict[str, list[MenuItem]] = {}
    for placed in host.registry().actions:
        answer = answers.get(placed.item.key, False)
        entry = None if answer is False else _entry(host, placed, record, answer)
        if entry is not None:
            groups.setdefault(placed.item.group, []).append(entry)
    return [MenuGroup(items=tuple(items)) for items in groups.values()]


def _entry(
    host: Host, placed: Placed[Action], record: Record, answer: bool | Refusal
) -> MenuItem | None:
    """Give an entry of the menu, None when its plugin could not say where it leads."""
    action = placed.item
    verdict = record.may_here(action.right)
    label = say(placed.plugin, action.label)
    if not verdict.allowed:
        why = f"{record.href('-', 'access')}?{urlencode({'right': action.right})}"
        return MenuItem(label=label, icon=action.icon, refused=refusal(host, verdict), why_href=why)
    if isinstance(answer, Refusal):
        return MenuItem(label=label, icon=action.icon, refused=answer.reason)
    href = _href(host, placed, record)
    if href is None:
        return None
    return MenuItem(
        label=label,
        icon=action.icon,
        href=href,
        dialog=action.opens_dialog,
        post="" if action.href else record.href("-", "actions", action.key),
        confirm=_question(placed) if action.confirm else None,
        danger=action.is_danger,
        shortcut=action.shortcut,
        download=action.download,
    )


def _href(host: Host, placed: Placed[Action], record: Record) -> str | None:
    if placed.item.href is None:
        return ""
    asked = replace(record, plugin=placed.plugin)
    what = f"address of {placed.item.key}"
    href = contained(record.session, placed.item.href)
    return host.call(placed.plugin, what, href, asked, expect=str).value


def _question(placed: Placed[Action]) -> Confirm:
    return Confirm(
        title=say(placed.plugin, placed.item.label),
        text=say(placed.plugin, placed.item.confirm),
        button=say(placed.plugin, placed.item.label),
        danger=placed.item.is_danger,
    )


def run(host: Host, key: str, work: Work, record: Record, form: Form) -> Done:
    """Do what an entry of the menu says, in the caller's transaction.

    Raises:
        NotFound: when no plugin in service has this action, or it does not apply.
        Refused: when the actor lacks its right, or it does not apply now.
    """
    placed = host.registry().action(key)
    if placed is None or placed.item.run is None:
        raise NotFound
    verdict = record.may_here(placed.item.right)
    if not verdict.allowed:
        raise Refused(verdict)
    answer = applies(host, placed, record)
    if isinstance(answer, Refusal):
        raise Refused(replace(verdict, allowed=False, reason=answer.reason))
    if not answer:
        raise NotFound
    asked = replace(record, plugin=placed.plugin)
    with speaking_as(placed.plugin):
        return placed.item.run(replace(work, plugin=placed.plugin), asked, form)
