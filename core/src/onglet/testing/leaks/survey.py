"""Finding out, as an administrator, what each address takes: rows of which table, which names.

A path says `{key}`, not whose. So rows of every table, and the names of contributions, are tried in
each place of each address that reads; what it answers tells which it takes. Pages then say which
forms are sent where, and what may follow the `?`.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select

from onglet.host.registry import KINDS, key_of
from onglet.testing.leaks.asking import Ask
from onglet.testing.leaks.forms import read_page
from onglet.testing.leaks.rows import tables_of, whose_row

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from onglet.testing.leaks.asking import Asker
    from onglet.testing.leaks.forms import SeenForm
    from onglet.testing.leaks.routes import Address
    from onglet.testing.leaks.world import World

HANDLE: Final = 16
OK: Final = 400
NAMES: Final = "names"
"""The kind of a place that takes the name of a contribution, not a row."""

NAMING: Final = frozenset({"key", "name", "slug"})
"""What places for names of contributions are called."""

NOT_ROWS: Final = frozenset({"core_plugin", "core_setting", "core_schedule", "core_generation"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Identified:
    """What stands for a row of the world in addresses and forms."""

    table: str
    subjects: tuple[str, ...]
    user: str
    texts: tuple[str, ...]


@dataclass(slots=True)
class Survey:
    """What was found out. `takes` says, for a place of an address, what kind fits there."""

    rows: list[Identified] = field(default_factory=list)
    names: tuple[str, ...] = ()
    takes: dict[tuple[str, str], str] = field(default_factory=dict)
    fitting: dict[tuple[str, str], str] = field(default_factory=dict)
    forms: dict[str, SeenForm] = field(default_factory=dict)
    queries: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def ids(self, table: str, subject: str) -> list[str]:
        """List what stands for the rows of a table that a client, or a colleague, owns."""
        return [
            text
            for row in self.rows
            if row.table == table and (row.subjects == (subject,) or row.user == subject)
            for text in row.texts
        ]

    def tables(self) -> list[str]:
        """Name the tables whose rows have something that stands for them."""
        return sorted({row.table for row in self.rows})

    def kind(self, address: Address, name: str) -> str:
        """Say what a place of an address takes, empty when nobody knows."""
        prefix = address.path.split(f"{{{name}")[0]
        return self.takes.get((prefix, name), "")

    def fit(self, address: Address, name: str) -> str:
        """Give something that a place of an address takes, as an administrator found it."""
        return self.fitting.get((address.path.split(f"{{{name}")[0], name), "")


def survey(world: World, asker: Asker, addresses: Iterable[Address]) -> Survey:
    """Find out what the addresses take."""
    headers = world.session("admin")
    found = Survey(rows=identified(world), names=_names(world))
    reading = [address for address in addresses if address.is_safe]
    for address in reading:
        for name in address.others:
            _try(world, asker, headers, found, address, name)
    pages: dict[str, str] = {}
    for address in reading:
        for values in _fitting(world, found, address):
            path = address.fill(**values)
            answer = asker.ask(Ask(route=str(address), path=path), headers)
            if answer.status < OK:
                pages[path] = answer.body
    for path, html in pages.items():
        _learn(found, path, html, [*addresses])
    return found


def identified(world: World) -> list[Identified]:
    """List what stands for each row of the world: public identifiers, numbers, handles."""
    found = []
    with world.site.host.database.reads.connect() as connection:
        for table in tables_of(world):
            if table.name in NOT_ROWS:
                continue
            for found_row in connection.execute(select(table)).mappings():
                row = dict(found_row)
                whose = whose_row(world, table, row)
                texts = _texts(row)
                if whose is not None and texts:
                    subjects, user = whose
                    found.append(
                        Identified(table=table.name, subjects=subjects, user=user, texts=texts)
                    )
    return found


def _texts(row: Mapping[str, Any]) -> tuple[str, ...]:
    if row.get("public_id"):
        return (str(row["public_id"]),)
    if row.get("token_hash"):
        return (str(row["token_hash"])[:HANDLE],)
    return (str(row["id"]),) if row.get("id") else ()


def _names(world: World) -> tuple[str, ...]:
    registry = world.site.host.registry()
    names = {key_of(placed.item) for kind in KINDS for placed in getattr(registry, kind)}
    names |= {item.name for item in world.site.host.loaded.plugins}
    return tuple(sorted(names))


def _try(
    world: World,
    asker: Asker,
    headers: Mapping[str, str],
    found: Survey,
    address: Address,
    name: str,
) -> None:
    place = (address.path.split(f"{{{name}")[0], name)
    if place in found.takes or len(address.others) > 1:
        return
    values = {"client_id": world.clients["mine"].public_id}
    tried = [
        (table, texts[-1])
        for table in found.tables()
        if (texts := found.ids(table, "mine") or found.ids(table, "rival"))
    ]
    if name in NAMING:
        tried += [(NAMES, text) for text in found.names]
    for kind, text in tried:
        ask = Ask(route=str(address), path=address.fill(**values, **{name: text}), is_htmx=True)
        if asker.ask(ask, headers).status < OK:
            found.takes[place], found.fitting[place] = kind, text
            return


def _fitting(world: World, found: Survey, address: Address) -> Iterable[dict[str, str]]:
    values = {"client_id": world.clients["mine"].public_id}
    tabs = [placed.item.slug for placed in world.site.host.registry().tabs]
    if address.others == ("slug",):
        yield from ({**values, "slug": slug} for slug in tabs)
        return
    fits = {name: found.fit(address, name) for name in address.others}
    if all(fits.values()):
        yield {**values, **fits}


def _learn(found: Survey, path: str, html: str, addresses: list[Address]) -> None:
    page = read_page(path, html)
    for form in page.forms:
        address = _address(addresses, form.method, form.path)
        if address is not None:
            _note_places(found, address, form.path)
            known = found.forms.get(str(address))
            if known is None or len(known.fields) < len(form.fields):
                found.forms[str(address)] = form
    for target in page.links:
        address = _address(addresses, "GET", target)
        if address is not None:
            _note_places(found, address, target)
    for target, name in page.queries:
        address = _address(addresses, "GET", target)
        if address is not None:
            found.queries[str(address)].add(name)


def _note_places(found: Survey, address: Address, path: str) -> None:
    """Learn from a path that a page leads to what stands in its places."""
    for name, text in address.read(path).items():
        place = (address.path.split(f"{{{name}")[0], name)
        if name == "client_id" or place in found.takes:
            continue
        tables = [row.table for row in found.rows if text in row.texts]
        named = [table for table in tables if table.split("_")[-1] in address.path]
        found.takes[place] = next(iter(named or tables), NAMES)
        found.fitting[place] = text


def _address(addresses: list[Address], method: str, path: str) -> Address | None:
    fitting = (one for one in addresses if one.method == method and one.matches(path))
    return next(fitting, None)
