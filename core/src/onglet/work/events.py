"""Events: what happened is told to its subscribers, now in a savepoint or later by the outbox."""

from __future__ import annotations

import logging
from collections import Counter
from dataclasses import fields, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from sqlalchemy import event as moments

from onglet.contributions import Job
from onglet.db.engine import is_conflict
from onglet.ui.i18n import N_, speaking_as
from onglet.work.outbox import enqueue
from onglet.work.plain import plain
from onglet.work.session import UnitSession

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from sqlalchemy.orm import Session, SessionTransaction

    from onglet.contributions import Event, Subscription, Work

    Subscribed = tuple[str, Subscription]
    """A plugin's name and what it subscribed to."""

log = logging.getLogger("onglet.events")

KIND = "core.event"
DEEPEST = 8
DEPTH = "onglet_event_depth"
FAILURES = "onglet_event_failures"


class EventLoopError(RuntimeError):
    """Handlers publish events that call them again."""


def publish(
    work: Work,
    event: Event,
    subscriptions: Sequence[Subscribed],
    on_failure: Callable[[str, str, Exception], None],
) -> None:
    """Tell the subscribers of an event: `inside` ones now, the others by one job each.

    An `inside` handler that fails loses its own writes and nothing else; `on_failure` hears the
    plugin, what it was doing and the error, once the transaction has ended either way: it may then
    write, which on SQLite it could not while the lock is held. A clash with another writer is not
    the handler's fault: it goes up, so that the whole unit is tried again.
    """
    heard = [item for item in subscriptions if item[1].event == event.name]
    said = fields_of(event)
    keys = handler_keys(heard)
    for (plugin, subscription), key in zip(heard, keys, strict=True):
        if subscription.inside:
            _handle_now(replace(work, plugin=plugin), event.name, subscription, said, on_failure)
        else:
            _handle_later(work, plugin, event.name, key, said)


@moments.listens_for(UnitSession, "after_transaction_end")
def _report_failures(session: Session, transaction: SessionTransaction) -> None:
    if transaction.parent is not None:
        return
    for report in session.info.pop(FAILURES, ()):
        try:
            report()
        except Exception:
            log.exception("a failed handler could not be written down")


def after_end(session: Session, report: Callable[[], None]) -> None:
    """Call `report` once the session's transaction has ended, either way: it may then write."""
    session.info.setdefault(FAILURES, []).append(report)


def fields_of(event: Event) -> dict[str, Any]:
    """Give an event's fields as JSON types.

    Raises:
        TypeError: when one of them has no form in JSON.
    """
    return {item.name: plain(getattr(event, item.name)) for item in fields(event)}


def handler_keys(heard: Sequence[Subscribed]) -> list[str]:
    """Name each handler so that a job finds it again after a restart or an upgrade.

    The name is that of the function, not its place: another subscription may come before it.
    """
    seen: Counter[tuple[str, str, str]] = Counter()
    keys = []
    for plugin, subscription in heard:
        handle = subscription.handle
        name: str = getattr(handle, "__qualname__", type(handle).__qualname__)
        same = (plugin, subscription.event, name)
        seen[same] += 1
        keys.append(name if seen[same] == 1 else f"{name}#{seen[same]}")
    return keys


def event_job(
    plugin: str, subscriptions: Sequence[Subscribed], on_absent: Callable[[str, str], None]
) -> Job:
    """Give the kind of job that hands a kept event to a plugin's handler.

    A handler that is no longer there is told to `on_absent` (plugin, event) and the job ends: the
    plugin has changed its mind since.
    """

    def run(work: Work, args: Mapping[str, Any]) -> None:
        heard = [i for i in subscriptions if i[0] == plugin and i[1].event == args["event"]]
        later = dict(zip(handler_keys(heard), heard, strict=True))
        found = later.get(args["handler"])
        if found is None:
            on_absent(plugin, args["event"])
            return
        found[1].handle(work, args["fields"])

    return Job(kind=KIND, label=N_("Hand an event to a plugin"), run=run)


def _handle_now(
    work: Work,
    name: str,
    subscription: Subscription,
    said: Mapping[str, Any],
    on_failure: Callable[[str, str, Exception], None],
) -> None:
    session = work.session
    depth = session.info.get(DEPTH, 0)
    if depth >= DEEPEST:
        raise EventLoopError(f"{name} calls handlers that publish it again ({work.plugin}).")
    session.info[DEPTH] = depth + 1
    try:
        with speaking_as(work.plugin), session.begin_nested():
            subscription.handle(work, dict(said))
    except Exception as error:
        if is_conflict(error):
            raise
        log.exception("%s failed on %s: its own writes are undone", work.plugin, name)
        after_end(session, partial(on_failure, work.plugin, name, error))
    finally:
        session.info[DEPTH] = depth


def _handle_later(work: Work, plugin: str, name: str, key: str, said: Mapping[str, Any]) -> None:
    enqueue(
        work.session,
        kind=KIND,
        plugin=plugin,
        args={"event": name, "fields": said, "handler": key},
        now=work.now,
        owner_id=work.actor.user_id,
    )
