"""The feed of a record: every source read and mixed, composers drawn and written.

What plugins draw is closed piece by piece: one that leaves an element open spoils its own piece.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING

from onglet.contributions import FeedItem, FeedPage, FormError, OpenComposer
from onglet.host.calls import as_tuple
from onglet.host.names import package_of
from onglet.ui.closing import closed
from onglet.ui.i18n import gettext_of, speaking_as
from onglet.work.contained import contained

if TYPE_CHECKING:
    from onglet.contributions import Done, FeedQuery, FeedSource, Form, Record, Work
    from onglet.host.host import Host


def read_feed(host: Host, query: FeedQuery) -> FeedPage:
    """Read every source that the actor may read, newest first, and mix them."""
    items: list[FeedItem] = []
    kinds: dict[str, str] = {}
    silent: list[str] = []
    for placed in host.registry().feed_sources:
        source = placed.item
        if not query.record.holds_here(source.right):
            continue
        label = partial(gettext_of, package_of(placed.plugin))
        kinds.update((key, label(text)) for key, text in source.kinds)
        asked = replace(query, record=replace(query.record, plugin=placed.plugin))
        read = contained(query.record.session, _read)
        answer = host.call(placed.plugin, f"feed {source.key}", read, source, asked)
        if answer.value is None:
            silent.append(label(source.label))
        else:
            items.extend(item for item in answer.value if item.level <= query.level)
    items.sort(key=lambda item: (item.at, item.key), reverse=True)
    return FeedPage(
        items=items[: query.limit],
        has_more=len(items) > query.limit,
        kinds=tuple(kinds.items()),
        silent=tuple(silent),
    )


def _read(source: FeedSource, query: FeedQuery) -> tuple[FeedItem, ...]:
    """Read one item more than asked for, so that the page knows whether there are more."""
    wider = replace(query, limit=query.limit + 1)
    items = as_tuple(islice(source.read(wider), wider.limit), FeedItem)
    return tuple(replace(item, html=closed(item.html)) if item.html else item for item in items)


def open_composers(host: Host, record: Record) -> list[OpenComposer]:
    """Draw the form of every composer that the actor may use."""
    opened: list[OpenComposer] = []
    for placed in host.registry().composers:
        if not record.holds_here(placed.item.right):
            continue
        asked = replace(record, plugin=placed.plugin)
        what = f"composer {placed.item.key}"
        form = contained(record.session, placed.item.form)
        answer = host.call(placed.plugin, what, form, asked, expect=str)
        if answer.value is not None:
            opened.append(
                OpenComposer(
                    plugin=placed.plugin,
                    key=placed.item.key,
                    label=gettext_of(package_of(placed.plugin), placed.item.label),
                    icon=placed.item.icon,
                    html=closed(answer.value),
                )
            )
    return opened


def compose(host: Host, work: Work, record: Record, key: str, form: Form) -> Done:
    """Write what a composer's form sent, in the words of the plugin that owns it.

    Raises:
        LookupError: when nobody in service has this composer.
        PermissionError: when the actor lacks its right on this client.
        FormError: when the form holds mistakes.
    """
    placed = next((p for p in host.registry().composers if p.item.key == key), None)
    if placed is None:
        raise LookupError(f"No plugin in service has the composer {key}.")
    if not record.holds_here(placed.item.right):
        raise PermissionError(placed.item.right)
    own = replace(work, plugin=placed.plugin)
    try:
        with speaking_as(placed.plugin):
            return placed.item.submit(own, replace(record, plugin=placed.plugin), form)
    except FormError as error:
        raise FormError(closed(error.html)) from error
