"""Asking every source of the search box: each in a guard, plugins side by side, in a budget."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Final

from onglet.contributions import Hit, SearchQuery
from onglet.host.calls import as_tuple
from onglet.host.names import CORE
from onglet.identity.folding import fold
from onglet.shell.labels import say
from onglet.work.contained import contained

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from onglet.contributions import Ask, SearchSource
    from onglet.host.calls import Answer
    from onglet.host.host import Host
    from onglet.host.registry import Placed

LONGEST: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class HitGroup:
    """The hits of one source. A source that did not answer has none, and `is_silent`."""

    key: str
    label: str
    hits: Sequence[Hit] = ()
    is_silent: bool = False


def search_everywhere(host: Host, ask: Ask, typed: str, *, limit: int) -> list[HitGroup]:
    """Give what each source that the actor may ask found, in their order; empty ones left out."""
    sources = [p for p in host.registry().search_sources if ask.may(p.item.right)]
    text = typed[:LONGEST]
    folded = fold(text)
    answers: dict[str, Answer[tuple[Hit, ...]]] = {}
    for placed in sources:
        if placed.plugin == CORE:
            query = SearchQuery(ask=ask, text=text, folded=folded, limit=limit)
            answers[placed.item.key] = _asked(host, placed, query)
    others = [placed for placed in sources if placed.plugin != CORE]
    calls = {
        name: (name, "search", partial(_of_plugin, host, ask, own, text, limit), dict)
        for name, own in _by_plugin(others).items()
    }
    late = set()
    for name, answer in host.guard.call_all(calls, budget_ms=host.config.plugin_budget_ms).items():
        if answer.value is None:
            late.add(name)
        else:
            answers.update(answer.value)
    return [
        group
        for placed in sources
        if (group := _group(placed, answers.get(placed.item.key), placed.plugin in late))
    ]


def _by_plugin(
    sources: Iterable[Placed[SearchSource]],
) -> dict[str, list[Placed[SearchSource]]]:
    found: dict[str, list[Placed[SearchSource]]] = {}
    for placed in sources:
        found.setdefault(placed.plugin, []).append(placed)
    return found


def _of_plugin(
    host: Host, ask: Ask, sources: list[Placed[SearchSource]], text: str, limit: int
) -> dict[str, Answer[tuple[Hit, ...]]]:
    """Ask a plugin's sources one after the other, in a session of its own."""
    plugin = sources[0].plugin
    answers = {}
    with host.units.reading(ask.actor, plugin=plugin) as own:
        for placed in sources:
            query = SearchQuery(ask=own, text=text, folded=fold(text), limit=limit)
            answers[placed.item.key] = _asked(host, placed, query)
    return answers


def _asked(host: Host, placed: Placed[SearchSource], query: SearchQuery) -> Answer[tuple[Hit, ...]]:
    own = replace(query, ask=replace(query.ask, plugin=placed.plugin))
    read = contained(query.ask.session, _read)
    return host.call(placed.plugin, f"search {placed.item.key}", read, placed, own)


def _read(placed: Placed[SearchSource], query: SearchQuery) -> tuple[Hit, ...]:
    hits = as_tuple(placed.item.find(query), Hit)[: query.limit]
    return tuple(hit for hit in hits if _is_ours(hit.href))


def _is_ours(href: str) -> bool:
    return href.startswith("/") and not href.startswith(("//", "/\\"))


def _group(
    placed: Placed[SearchSource], answer: Answer[tuple[Hit, ...]] | None, is_late: bool
) -> HitGroup | None:
    silent = is_late or answer is None or answer.failure is not None
    hits = answer.value or () if answer is not None else ()
    if not hits and not silent:
        return None
    return HitGroup(
        key=placed.item.key.replace(".", "-"),
        label=say(placed.plugin, placed.item.label),
        hits=hits,
        is_silent=silent,
    )
