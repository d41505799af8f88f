"""Writing: every address that writes, with another's identifiers in the path and in the form."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from onglet.testing.leaks import reads
from onglet.testing.leaks.asking import Ask
from onglet.testing.leaks.bodies import json_of
from onglet.testing.leaks.keeping import Change, Keeper
from onglet.testing.leaks.report import Sin
from onglet.testing.leaks.rows import whose_row
from onglet.testing.leaks.survey import NAMES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from onglet.testing.leaks.asking import Answer, Pairs
    from onglet.testing.leaks.forms import SeenForm
    from onglet.testing.leaks.routes import Address
    from onglet.testing.leaks.truth import Watcher
    from onglet.testing.leaks.walking import Walk

ADMINISTERED: Final = " /settings/"
"""Addresses of administration: a group or a colleague that goes changes everybody's grants."""

REFUSED: Final = 400
ID_WORDS: Final = ("id", "ids", "client", "person", "contact", "owner", "target", "to", "key")


def write(walk: Walk, watcher: Watcher, headers: Mapping[str, str]) -> None:
    """Try every address that writes as one watcher; the database is put back after each."""
    keeper = Keeper(world=walk.world)
    keeper.keep()
    with keeper.noticing():
        for address in walk.writing:
            for pair in _pairs(walk, watcher, address):
                others, changes = _send(walk, watcher, headers, keeper, pair.others)
                _judge(walk, watcher, pair.others, others, changes, is_others=True)
                nobodys, changes = _send(walk, watcher, headers, keeper, pair.nobodys)
                _judge(walk, watcher, pair.nobodys, nobodys, changes, is_others=False)
                told = reads.difference(others, nobodys, pair.swap)
                if told:
                    walk.report.note(
                        Sin.TOLD_APART, pair.others.route, watcher.name, str(pair.others), told
                    )
            for ask in _own(walk, watcher, address):
                answer, changes = _send(walk, watcher, headers, keeper, ask)
                _judge(walk, watcher, ask, answer, changes, is_others=False)


def _send(
    walk: Walk, watcher: Watcher, headers: Mapping[str, str], keeper: Keeper, ask: Ask
) -> tuple[Answer, list[Change]]:
    walk.report.writes += 1
    answer = reads.look(walk, watcher, headers, ask)
    return answer, keeper.changes()


def _judge(
    walk: Walk,
    watcher: Watcher,
    ask: Ask,
    answer: Answer,
    changes: list[Change],
    *,
    is_others: bool,
) -> None:
    for change in changes:
        if is_others:
            why = "although the address names another's record"
        elif answer.status >= REFUSED:
            why = f"although it answered {answer.status}"
        elif ADMINISTERED not in ask.route and _touches(walk, watcher, change):
            why = "which is another's"
        else:
            continue
        walk.report.note(Sin.WRITTEN, ask.route, watcher.name, str(ask), f"{change}, {why}")
        return


def _touches(walk: Walk, watcher: Watcher, change: Change) -> bool:
    """Tell whether a change is in, or points to, what the watcher may not see."""
    world = walk.world
    hidden = {client.id for key, client in world.clients.items() if not world.reads(watcher, key)}
    unseen = {
        person
        for person, keys in world.persons.items()
        if not any(world.reads(watcher, key) for key in keys)
    }
    for column in change.table.columns:
        targets = {key.column.table.name for key in column.foreign_keys}
        value = change.new[column.name] if change.new else None
        was = change.old[column.name] if change.old else None
        if value == was:
            continue
        for target, keys in (("core_client", hidden), ("core_person", unseen)):
            if target in targets and (value in keys or was in keys):
                return True
    whose = whose_row(world, change.table, change.row)
    return (
        whose is not None
        and bool(whose[0])
        and whose[1] != watcher.user
        and not any(world.reads(watcher, subject) for subject in whose[0])
    )


def _pairs(walk: Walk, watcher: Watcher, address: Address) -> Iterator[reads.Twins]:
    sent = _sent(walk.survey.forms.get(str(address)))
    body = json_of(address.body, "x") if not sent else b""
    for pair in reads.twins(walk, watcher, [address]):
        yield replace(
            pair,
            others=replace(pair.others, form=sent, json=body),
            nobodys=replace(pair.nobodys, form=sent, json=body),
        )


def _own(walk: Walk, watcher: Watcher, address: Address) -> Iterator[Ask]:
    """Give requests on the watcher's own, with another's identifiers in each field."""
    form = walk.survey.forms.get(str(address))
    for values in walk.values(address, "mine")[: walk.most]:
        ask = Ask(route=str(address), path=address.fill(**values), method=address.method)
        yield replace(ask, form=_sent(form), json=json_of(address.body, "x"))
        for key in walk.unseen(watcher)[: walk.most]:
            if form is not None:
                for pressed in form.buttons or ((),):
                    for sent in _swapped(walk, form, key):
                        yield replace(ask, form=(*sent, *pressed))
            if address.body is not None:
                for text in _ids(walk, key):
                    yield replace(ask, json=json_of(address.body, text))


def _sent(form: SeenForm | None) -> Pairs:
    if form is None:
        return ()
    return (*form.fields, *(form.buttons[0] if form.buttons else ()))


def _swapped(walk: Walk, form: SeenForm, key: str) -> Iterator[Pairs]:
    """Give what the form sends with another's identifier in one field, field by field."""
    tables = {text: row.table for row in walk.survey.rows for text in row.texts}
    for name, offered in form.offered:
        known = {tables[value] for value in offered if value in tables and not value.isdecimal()}
        if known:
            texts = [text for table in sorted(known) for text in walk.survey.ids(table, key)[:1]]
        elif name.lower().replace("-", "_").split("_")[-1] in ID_WORDS:
            texts = _ids(walk, key)
        else:
            continue
        for text in texts:
            yield tuple((field, text if field == name else value) for field, value in form.fields)


def _ids(walk: Walk, key: str) -> list[str]:
    return [
        text
        for table in walk.survey.tables()
        if table != NAMES
        for text in walk.survey.ids(table, key)[:1]
    ]
