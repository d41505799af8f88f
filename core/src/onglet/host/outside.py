"""What contexts reach beyond their session: facts, gates, providers, templates, the outbox."""

from __future__ import annotations

import base64
import hmac
import logging
from dataclasses import replace
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Any

from onglet.contributions import (
    Ask,
    Done,
    Event,
    FeedItem,
    FeedPage,
    FeedQuery,
    FeedSource,
    Figure,
    OpenComposer,
    Period,
    Question,
    Record,
    ShownFigure,
    Statistic,
    StatisticAsk,
    Verdict,
    Work,
)
from onglet.history.service import record_change
from onglet.host.calls import as_tuple
from onglet.host.names import package_of
from onglet.mailer import Message, message_id_for
from onglet.ui.i18n import gettext_of, speaking_as
from onglet.work import events, notifications, outbox
from onglet.work.unit import record_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from pathlib import Path

    from markupsafe import Markup

    from onglet.contributions import Form
    from onglet.host.calls import Answer
    from onglet.host.host import Host
    from onglet.host.registry import Placed

log = logging.getLogger("onglet.plugins")

FIGURES_MS = 5_000
"""How long the statistics of a record may take together."""


def _shown(placed: Placed[Statistic], answer: Answer[Figure]) -> ShownFigure:
    package = package_of(placed.plugin)
    figure = answer.value
    if figure is not None and figure.formula:
        figure = replace(figure, formula=gettext_of(package, figure.formula))
    return ShownFigure(
        plugin=placed.plugin,
        key=placed.item.key,
        label=gettext_of(package, placed.item.label),
        unit=placed.item.unit,
        icon=placed.item.icon,
        figure=figure,
        reference=answer.failure.reference if answer.failure else "",
    )


def _read_feed(source: FeedSource, query: FeedQuery) -> tuple[FeedItem, ...]:
    """Read one item more than asked for, so that the page knows whether there are more."""
    wider = replace(query, limit=query.limit + 1)
    return as_tuple(islice(source.read(wider), wider.limit), FeedItem)


class Outside:
    """The OutsidePort of every context, over one host."""

    def __init__(self, host: Host) -> None:
        self._host = host

    def fact(self, record: Record, key: str) -> Any:
        """Give another plugin's fact, None when nobody in service knows it or may tell."""
        for placed in self._host.registry().facts:
            if placed.item.key == key and record.may_here(placed.item.right):
                asked = replace(record, plugin=placed.plugin)
                return self._host.call(placed.plugin, f"fact {key}", placed.item.read, asked).value
        return None

    def ask_gates(self, ask: Ask, question: Question) -> Verdict:
        """Ask every gate of the topic; the first no is the answer, a failure is a no."""
        for placed in self._host.registry().gates:
            if placed.item.topic != question.topic:
                continue
            answer = self._host.call(
                placed.plugin, f"gate {question.topic}", placed.item.ask, question, expect=Verdict
            )
            if answer.value is None:
                reference = answer.failure.reference if answer.failure else ""
                return Verdict(allowed=False, reason=f"{placed.plugin}: {reference}")
            if not answer.value.allowed:
                return answer.value
        return Verdict(allowed=True)

    def feed(self, query: FeedQuery) -> FeedPage:
        """Read every source that the actor may read, newest first, and mix them."""
        items: list[FeedItem] = []
        kinds: dict[str, str] = {}
        silent: list[str] = []
        for placed in self._host.registry().feed_sources:
            source = placed.item
            if not query.record.may_here(source.right):
                continue
            label = partial(gettext_of, package_of(placed.plugin))
            kinds.update((key, label(text)) for key, text in source.kinds)
            asked = replace(query, record=replace(query.record, plugin=placed.plugin))
            answer = self._host.call(placed.plugin, f"feed {source.key}", _read_feed, source, asked)
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

    def composers(self, record: Record) -> list[OpenComposer]:
        """Draw the form of every composer that the actor may use."""
        opened: list[OpenComposer] = []
        for placed in self._host.registry().composers:
            if not record.may_here(placed.item.right):
                continue
            asked = replace(record, plugin=placed.plugin)
            answer = self._host.call(
                placed.plugin,
                f"composer {placed.item.key}",
                placed.item.form,
                asked,
                expect=str,
            )
            if answer.value is not None:
                opened.append(
                    OpenComposer(
                        plugin=placed.plugin,
                        key=placed.item.key,
                        label=gettext_of(package_of(placed.plugin), placed.item.label),
                        icon=placed.item.icon,
                        html=answer.value,
                    )
                )
        return opened

    def compose(self, work: Work, record: Record, key: str, form: Form) -> Done:
        """Write what a composer's form sent, in the words of the plugin that owns it.

        Raises:
            LookupError: when nobody in service has this composer.
            PermissionError: when the actor lacks its right on this client.
        """
        placed = next((p for p in self._host.registry().composers if p.item.key == key), None)
        if placed is None:
            raise LookupError(f"No plugin in service has the composer {key}.")
        if not record.may_here(placed.item.right):
            raise PermissionError(placed.item.right)
        with speaking_as(placed.plugin):
            return placed.item.submit(
                replace(work, plugin=placed.plugin), replace(record, plugin=placed.plugin), form
            )

    def figures(self, record: Record, period: Period, previous: Period) -> list[ShownFigure]:
        """Work out every statistic that the actor may see, side by side, each in a guard."""
        placed = [
            item
            for item in self._host.registry().statistics
            if record.may_here(item.item.right).allowed
        ]
        calls = {
            item.item.key: (
                item.plugin,
                f"statistic {item.item.key}",
                partial(self._figure, item, record, period, previous),
                Figure,
            )
            for item in placed
        }
        answers = self._host.guard.call_all(calls, budget_ms=FIGURES_MS)
        return [_shown(item, answers[item.item.key]) for item in placed]

    def _figure(
        self, placed: Placed[Statistic], record: Record, period: Period, previous: Period
    ) -> Figure:
        with self._host.units.reading(record.actor, plugin=placed.plugin) as ask:
            asked = record_of(ask, record.client)
            return placed.item.compute(StatisticAsk(record=asked, period=period, previous=previous))

    def provider(self, ask: Ask, port: str) -> Any:
        """Give what the chosen provider of a port answers with.

        The setting `core.provider.<port>` chooses by key; without it the first that opens.
        """
        placed = [item for item in self._host.registry().providers if item.item.port == port]
        chosen = self.setting(ask, f"core.provider.{port}")
        placed.sort(key=lambda item: item.item.key != chosen)
        for item in placed:
            answer = self._host.call(item.plugin, f"provider {item.item.key}", item.item.open, ask)
            if answer.ok and answer.value is not None:
                return answer.value
        return None

    def render(self, template: str, context: Mapping[str, Any]) -> Markup:
        """Draw a template."""
        return self._host.interface.render(template, **context)

    def setting(self, ask: Ask, key: str) -> Any:
        """Give the deployment's value of a setting, or its declared default."""
        return self._host.setting(ask.session, key)

    def folder(self, plugin: str) -> Path:
        """Give a folder of the plugin's own on this machine; made when first asked for."""
        path: Path = self._host.config.data / "plugins" / plugin
        path.mkdir(parents=True, exist_ok=True)
        return path

    def publish(self, work: Work, event: Event) -> None:
        """Tell the subscribers in service."""
        subscriptions = [
            (placed.plugin, placed.item) for placed in self._host.registry().subscriptions
        ]
        events.publish(work, event, subscriptions, self._host.note_error)

    def enqueue(
        self,
        work: Work,
        kind: str,
        args: Mapping[str, Any],
        *,
        run_at: datetime | None,
        unique: str | None,
        client_id: int | None,
    ) -> int:
        """Write a job in the transaction.

        Raises:
            LookupError: when nobody declares this kind of job.
        """
        placed = next((p for p in self._host.registry().jobs if p.item.kind == kind), None)
        if placed is None:
            raise LookupError(f"No plugin in service declares the job {kind}.")
        return outbox.enqueue(
            work.session,
            kind=kind,
            plugin=placed.plugin,
            args=args,
            now=work.now,
            run_at=run_at,
            unique=unique,
            client_id=client_id,
            owner_id=work.actor.user_id,
            max_attempts=placed.item.max_attempts,
        )

    def notify(
        self,
        work: Work,
        user_id: int,
        title: str,
        *,
        body: str,
        href: str,
        client_id: int | None,
    ) -> None:
        """Leave a notification for a person."""
        notifications.notify(work, user_id, title, body=body, href=href, client_id=client_id)

    def sign(self, purpose: str, text: str) -> str:
        """Give the HMAC of a text under the deployment's secret, in letters for an address."""
        signed = f"{purpose}\x00{text}".encode()
        digest = hmac.digest(self._host.config.secret.encode(), signed, "sha256")
        return base64.urlsafe_b64encode(digest).decode().rstrip("=")

    def send_mail(self, work: Work, *, key: str, to: str, subject: str, text: str) -> None:
        """Hand a mail to the deployment's mailer, now."""
        message_id = message_id_for(key, self._host.config.mail_from)
        message = Message(to=(to,), subject=subject, text=text, message_id=message_id)
        self._host.mailer.send(message, now=work.now)

    def record_change(
        self,
        work: Work,
        *,
        client_id: int | None,
        subject: str,
        subject_id: int,
        action: str,
        changes: Mapping[str, tuple[Any, Any]],
        source: str,
    ) -> None:
        """Write one row of history."""
        record_change(
            work,
            client_id=client_id,
            subject=subject,
            subject_id=subject_id,
            action=action,
            changes=changes,
            source=source,
        )
