"""Reading: every address, with what the watcher may see, may not see, and what is not there."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from onglet.testing.leaks.asking import Ask
from onglet.testing.leaks.marks import Place, slip, word
from onglet.testing.leaks.report import Sin
from onglet.testing.leaks.survey import NAMES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from onglet.testing.leaks.asking import Answer
    from onglet.testing.leaks.routes import Address
    from onglet.testing.leaks.truth import Watcher
    from onglet.testing.leaks.walking import Walk

FAILED: Final = 500
RIVAL: Final = "rival"
SHORTEST: Final = 8
"""How much of what was asked an answer repeats at least when it repeats it cut."""

TYPED: Final = frozenset({"q", "text", "find", "search"})
"""Names of what people type: words rather than identifiers."""

SAMPLES: Final = frozenset({"GET /_kit", "GET /_kit/toast", "GET /_kit/dialog"})
"""Pages of made-up samples, drawn for the very second."""

UNSTEADY: Final = re.compile(
    r"content-length: \d+|\d+[.,]?\d*.(?:ms|s)\b|<svg class=\"spark.*?</svg>|<polyline.*?>"
    r"|\bd=\"[^\"]{200,}\"",
    re.DOTALL,
)
MISSING: Final = "0nothere00nothere"[:16]
NUMBER: Final = "987654321"


@dataclass(frozen=True, slots=True, kw_only=True)
class Twins:
    """Two requests that must not be told apart: one names another's record, one nobody's."""

    others: Ask
    nobodys: Ask
    swap: tuple[tuple[str, str], ...]


def plain_asks(walk: Walk, clients: Iterable[str]) -> Iterator[Ask]:
    """Give every address that reads, on each of the clients named."""
    for address in walk.reading:
        for key in clients if "client_id" in address.parameters else ("mine",):
            for values in walk.values(address, key):
                yield Ask(route=str(address), path=address.fill(**values))


def twins(walk: Walk, watcher: Watcher, addresses: Iterable[Address]) -> Iterator[Twins]:
    """Give pairs that differ in an identifier only: another's against one that nobody has."""
    for address in addresses:
        for key in walk.unseen(watcher):
            yield from _twins_of(walk, watcher, address, key)
        yield from _rivals(walk, watcher, address)


def _rivals(walk: Walk, watcher: Watcher, address: Address) -> Iterator[Twins]:
    """Give what is a colleague's alone: their notifications, sessions, tokens."""
    for name in address.others:
        table = walk.survey.kind(address, name)
        place = Place(table=table, column="id", user=RIVAL)
        if walk.world.opens(watcher, place):
            continue
        rows = (row for row in walk.survey.rows if row.table == table and row.user == RIVAL)
        for row in [*rows][:1]:
            text = row.texts[0]
            for values in walk.values(address, "mine")[:1]:
                yield _pair(address, {**values, name: text}, {text: _missing(text)})


def _twins_of(walk: Walk, watcher: Watcher, address: Address, key: str) -> Iterator[Twins]:
    client = walk.world.clients[key].public_id
    if "client_id" in address.parameters:
        for values in walk.values(address, key)[: walk.most]:
            yield _pair(address, values, {client: MISSING})
    for name in address.others:
        table = walk.survey.kind(address, name)
        place = Place(table=table, column="id", subjects=(key,))
        if table in {"", NAMES} or walk.world.opens(watcher, place):
            continue
        for text in walk.survey.ids(table, key)[:1]:
            around = walk.values(address, "mine")
            for values in around[:1]:
                yield _pair(address, {**values, name: text}, {text: _missing(text)})


def _missing(text: str) -> str:
    return NUMBER if text.isdecimal() else MISSING if len(text) == len(MISSING) else "0" * len(text)


def _pair(address: Address, values: Mapping[str, str], swaps: Mapping[str, str]) -> Twins:
    gone = {name: swaps.get(text, text) for name, text in values.items()}
    ask = Ask(route=str(address), path=address.fill(**values), method=address.method)
    return Twins(
        others=ask, nobodys=replace(ask, path=address.fill(**gone)), swap=tuple(swaps.items())
    )


def query_twins(walk: Walk, watcher: Watcher) -> Iterator[Twins]:
    """Give searches and filters for another's words and identifiers, against made-up ones."""
    hidden = [key for key in walk.unseen(watcher) if key.startswith("other")][:1]
    for address in walk.reading:
        names = sorted({*address.queries, *walk.survey.queries.get(str(address), ())})
        for key in hidden:
            for values in walk.values(address, "mine")[: walk.most]:
                path = address.fill(**values)
                for name in names:
                    yield from _query_twins(walk, address, path, name, key)


def _query_twins(walk: Walk, address: Address, path: str, name: str, key: str) -> Iterator[Twins]:
    hidden, nobody = walk.hidden_words[key], word("nobody")
    pairs = [(hidden, nobody)]
    if walk.is_whole or name in TYPED:
        pairs.append((slip(hidden), slip(nobody)))
    if walk.is_whole or name not in TYPED:
        pairs.append((walk.world.clients[key].public_id, MISSING))
    if walk.is_whole:
        pairs += [(text, MISSING) for text in walk.survey.ids("core_person", key)[:1]]
    for text, instead in pairs:
        ask = Ask(route=str(address), path=path, query=((name, text),))
        yield Twins(
            others=ask,
            nobodys=replace(ask, query=((name, instead),)),
            swap=((text, instead),),
        )


def look(walk: Walk, watcher: Watcher, headers: Mapping[str, str], ask: Ask) -> Answer:
    """Send a request; note it when it fails or shows what the watcher may not see."""
    answer = walk.asker.ask(ask, headers)
    walk.report.requests += 1
    check(walk, watcher, ask, answer)
    return answer


def check(walk: Walk, watcher: Watcher, ask: Ask, answer: Answer) -> None:
    """Note an answer that fails or shows what the watcher may not see."""
    if answer.status >= FAILED:
        walk.report.note(
            Sin.FAILED, ask.route, watcher.name, str(ask), f"{answer.status} {answer.body[:200]}"
        )
    sent = walk.world.marks.found_in(ask.words)
    for mark, place in walk.world.marks.found_in(answer.whole).items():
        if mark not in sent and not walk.world.opens(watcher, place):
            walk.report.note(Sin.SHOWN, ask.route, watcher.name, str(ask), f"{mark} is {place}")
            return


def compare(
    walk: Walk,
    watcher: Watcher,
    headers: Mapping[str, str],
    pair: Twins,
    nobody: dict[Ask, Answer],
) -> None:
    """Send both of a pair; note them when the answers can be told apart.

    `nobody` keeps the answers on what is not there: they serve several pairs.
    """
    others = look(walk, watcher, headers, pair.others)
    nobodys = nobody.get(pair.nobodys) or look(walk, watcher, headers, pair.nobodys)
    nobody[pair.nobodys] = nobodys
    if pair.others.route in SAMPLES:
        return
    if difference(others, nobodys, pair.swap):
        again = walk.asker.ask(pair.nobodys, headers)
        told = difference(others, nobodys, pair.swap, again)
        if told:
            walk.report.note(
                Sin.TOLD_APART, pair.others.route, watcher.name, str(pair.others), told
            )


def difference(
    one: Answer,
    two: Answer,
    swap: Iterable[tuple[str, str]] = (),
    again: Answer | None = None,
) -> str:
    """Say where two answers differ, empty when nobody could tell.

    `swap` is what differed in the requests, which answers may repeat. `again` is the second one
    asked once more: what it says differently (a token drawn anew) differs for no reason.
    """
    if one.status != two.status:
        return f"{one.status} against {two.status}"
    left, right = one.whole, two.whole
    for text, instead in swap:
        left, right = (_swapped(whole, text, instead) for whole in (left, right))
        for length in range(len(text) - 1, SHORTEST - 1, -1):
            left = left.replace(text[:length], instead[:length])
            right = right.replace(text[:length], instead[:length])
    lefts, rights = _words(left), _words(right)
    if again is not None:
        thirds = _words(again.whole)
        if len(lefts) == len(rights) == len(thirds):
            drawn = {at for at, (a, b) in enumerate(zip(rights, thirds, strict=True)) if a != b}
            lefts = ["" if at in drawn else text for at, text in enumerate(lefts)]
            rights = ["" if at in drawn else text for at, text in enumerate(rights)]
    if lefts == rights:
        return ""
    both = enumerate(zip(lefts, rights, strict=False))
    at = next((place for place, (a, b) in both if a != b), min(len(lefts), len(rights)))
    around = slice(max(at - 12, 0), at + 12)
    return f"{''.join(lefts[around])!r} against {''.join(rights[around])!r}"


def _swapped(whole: str, text: str, instead: str) -> str:
    """Put one identifier in the place of another; a number only where it stands alone."""
    if text.isdecimal():
        return re.sub(rf"(?<!\d){text}(?!\d)", instead, whole)
    return whole.replace(text, instead)


def _words(text: str) -> list[str]:
    """Cut an answer into words, without what says how long it is or how long it took."""
    bare = UNSTEADY.sub("", text)
    return re.findall(r"[\w-]+|[^\w-]+", bare)
