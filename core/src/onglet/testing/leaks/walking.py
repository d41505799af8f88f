"""The walk: every address, every contribution, as everybody, on what they may not see."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from onglet.testing.leaks import custom, reads, rows, writes
from onglet.testing.leaks.asking import asking
from onglet.testing.leaks.calm import quiet, without_network
from onglet.testing.leaks.contributions import Caller
from onglet.testing.leaks.fills import fills_of
from onglet.testing.leaks.report import Report, Sin
from onglet.testing.leaks.routes import addresses
from onglet.testing.leaks.stirring import stir
from onglet.testing.leaks.survey import NAMES, survey
from onglet.testing.leaks.truth import CASES, Via
from onglet.testing.leaks.watchers import LACKING, headers_of, telling, watchers
from onglet.testing.leaks.world import found_world

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping

    from onglet.host.registry import Registry
    from onglet.testing.kit import Site
    from onglet.testing.leaks.asking import Answer, Ask, Asker
    from onglet.testing.leaks.routes import Address
    from onglet.testing.leaks.survey import Survey
    from onglet.testing.leaks.truth import Watcher
    from onglet.testing.leaks.world import Fill, World

STATISTICS: Final = "statistics"
DRAWING: Final = frozenset(
    {
        "/clients",
        "/clients/-/filters/{key}",
        "/clients/{client_id}/-/actions/{key}",
        "/clients/{client_id}/-/edit",
        "/clients/{client_id}/-/extras",
        "/clients/{client_id}/{slug}",
        "/search",
        "/search/box",
    }
)
"""Addresses of the core that draw what plugins bring."""

SEARCHERS: Final = frozenset({"own"})
TELLING: Final = ("other", "ended", "mine_binned")
"""Clients that a short walk asks for: never tied, tied once, in the bin."""

WRITERS: Final = frozenset({"own", "reader", "signed out"})
"""Who searches and who writes in a short walk."""

COUNTED: Final = {
    "GET /settings/users/{user_id}": "who manages users learns how much a leaver would hand over",
    "GET /settings/users/{user_id}/deactivate": "as above, kind by kind",
    "GET /settings/plugins": "who runs the deployment learns how busy it is",
    "GET /settings/plugins/{name}/purge": "who purges a plugin learns how many rows go with it",
}
"""Addresses that count everybody's records on purpose, and why. They show none of them."""


@dataclass(slots=True, kw_only=True)
class Walk:
    """What the parts of a walk share."""

    world: World
    asker: Asker
    survey: Survey
    reading: list[Address]
    writing: list[Address]
    report: Report
    registry: Registry
    hidden_words: dict[str, str]
    is_whole: bool
    tell: Callable[[str], None]

    @property
    def most(self) -> int | None:
        """How many of the same sort a short walk takes; None for all of them."""
        return None if self.is_whole else 1

    def values(self, address: Address, key: str) -> list[dict[str, str]]:
        """Give what can stand in the places of an address for one client."""
        found = [{"client_id": self.world.clients[key].public_id}]
        for name in address.others:
            texts = self._texts(address, name, key)
            found = [{**one, name: text} for one in found for text in texts]
        return found

    def _texts(self, address: Address, name: str, key: str) -> list[str]:
        if name == "slug":
            slugs = [placed.item.slug for placed in self.registry.tabs]
            return list(dict.fromkeys((*slugs, STATISTICS)))
        kind = self.survey.kind(address, name)
        fit = self.survey.fit(address, name)
        if kind == NAMES:
            registry = self.registry
            if "actions" in address.path:
                return [placed.item.key for placed in registry.actions if placed.item.run]
            return [fit]
        if kind:
            return self.survey.ids(kind, key)[:1] or [fit]
        return [self.guess(address, name, key)]

    def guess(self, address: Address, name: str, key: str) -> str:
        """Give what may stand in a place that nobody could find out about."""
        registry = self.registry
        if "actions" in address.path:
            return next((one.item.key for one in registry.actions if one.item.run), "none")
        if "pins" in address.path:
            return registry.pins[0].item.key if registry.pins else "none"
        return "2024" if name == "year" else self.world.site.host.loaded.plugins[0].name

    def unseen(self, watcher: Watcher) -> list[str]:
        """Name the clients that the watcher may not read; in a short walk one of each sort."""
        hidden = [case.key for case in CASES if not self.world.reads(watcher, case.key)]
        if self.is_whole:
            return hidden
        wanted = TELLING if watcher.name in SEARCHERS else TELLING[:1]
        return [key for key in wanted if key in hidden]


def assert_no_leaks(
    site: Site, *, about: str = "", fill: Iterable[Fill] = (), is_whole: bool = False
) -> Report:
    """Walk a deployment and fail with what leaked, where and to whom; give the counts.

    Args:
        site: a deployment made for this, with the plugins to look at.
        about: the name of a plugin, to look at what it brings and nothing else.
        fill: writes rows of plugins, besides what their own `leaks.py` writes.
        is_whole: True for the walk that leaves nothing out, and takes many times as long.

    Raises:
        AssertionError: something leaked, or a table has no row that could.
    """
    report = walk(site, about=about, fill=fill, is_whole=is_whole)
    if not report.is_clean:
        raise AssertionError(f"\n{report}")
    return report


def walk(
    site: Site,
    *,
    about: str = "",
    fill: Iterable[Fill] = (),
    is_whole: bool = False,
    only: Collection[str] = (),
    tell: Callable[[str], None] = lambda _line: None,
) -> Report:
    """Walk a deployment, and report. `only` names the watchers who look, empty for all of them.

    `tell` is told the counts so far after each of them. The other arguments are those of
    `assert_no_leaks`.
    """
    with quiet(), without_network():
        world = found_world(site, [*fills_of(site.host), *fill])
        rows.note_read_rights(world)
        custom.define(world)
        custom.hold(world, [case.key for case in CASES])
        lacking = rows.complete(world, [case.key for case in CASES])
        rows.mark_all(world)
        with asking(site.host) as asker:
            walked = _begin(world, asker, about=about, is_whole=is_whole, tell=tell)
            walked.report.unfilled = tuple(lacking)
            _go(walked, only)
    return walked.report


def _begin(
    world: World, asker: Asker, *, about: str, is_whole: bool, tell: Callable[[str], None]
) -> Walk:
    known = addresses(asker.app)
    wanted = [address for address in known if not about or _concerns(address, about)]
    return Walk(
        world=world,
        asker=asker,
        survey=survey(world, asker, wanted),
        reading=[address for address in wanted if address.is_safe],
        writing=[address for address in wanted if not address.is_safe],
        report=Report(routes=len(wanted)),
        registry=_narrowed(world.site.host.registry(), about),
        hidden_words=rows.names_of(world),
        is_whole=is_whole,
        tell=tell,
    )


def _go(walk: Walk, only: Collection[str]) -> None:
    site = walk.world.site
    working = _in_service(site)
    for watcher in watchers(walk.world) if walk.is_whole else telling(walk.world):
        if not only or watcher.name in only:
            watch(walk, watcher)
            walk.tell(f"{watcher.name}: {walk.report.counts()}")
    for name in working - _in_service(site):
        walk.report.note(Sin.FAILED, name, "all", "the walk", "the plugin was paused")


def _concerns(address: Address, plugin: str) -> bool:
    return f"/{plugin}/" in f"{address.path}/" or address.path in DRAWING


def _narrowed(registry: Registry, plugin: str) -> Registry:
    return registry.only((plugin,)) if plugin else registry


def _in_service(site: Site) -> set[str]:
    return {item.name for item in site.host.loaded.plugins if site.host.is_on(item.name)}


def watch(walk: Walk, watcher: Watcher) -> None:
    """Look with the eyes of one watcher."""
    walk.report.profiles += 1
    writes_too = walk.is_whole or watcher.name in WRITERS
    if watcher.name.startswith(LACKING):  # they are many, and differ in what one right hides
        walk = replace(walk, is_whole=False)
    headers = headers_of(walk.world, watcher)
    caller = Caller(walk, watcher)
    is_caller = watcher.via is Via.SESSION and watcher.user == "me"
    said = caller.call_all() if is_caller else {}
    pairs = [*reads.twins(walk, watcher, walk.reading)]
    if walk.is_whole or watcher.name in SEARCHERS:
        pairs += reads.query_twins(walk, watcher)
    nobody: dict[Ask, Answer] = {}
    for pair in pairs:
        reads.compare(walk, watcher, headers, pair, nobody)
    before = _read(walk, watcher, headers)
    stir(walk.world, watcher)
    _compare(walk, watcher, headers, before)
    if is_caller:
        caller.compare(said, caller.call_all())
    if writes_too:
        writes.write(walk, watcher, headers)


def _compare(
    walk: Walk, watcher: Watcher, headers: Mapping[str, str], before: Mapping[Ask, Answer]
) -> None:
    """Note the answers that changed, although only what may not be seen did."""
    for ask, was in before.items():
        answer = reads.look(walk, watcher, headers, ask)
        if ask.route in {*COUNTED, *reads.SAMPLES} or not reads.difference(answer, was):
            continue
        told = reads.difference(was, answer, (), walk.asker.ask(ask, headers))
        if told:
            walk.report.note(Sin.CHANGED, ask.route, watcher.name, str(ask), told)


def _read(walk: Walk, watcher: Watcher, headers: Mapping[str, str]) -> dict[Ask, Answer]:
    clients = ["mine", *(["seen", "mine_too"] if walk.is_whole else [])]
    asks = [*reads.plain_asks(walk, clients)]
    if walk.is_whole:
        asks += [replace(ask, is_htmx=True) for ask in asks]
    return {ask: reads.look(walk, watcher, headers, ask) for ask in asks}
