"""What contexts reach beyond their session: facts, gates, providers, templates, the outbox."""

from __future__ import annotations

import base64
import hmac
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from onglet.contributions import Verdict
from onglet.contributions.ports import Guarded
from onglet.history.service import record_change
from onglet.host import feed
from onglet.host.factors import ask_factors
from onglet.host.figures import work_out
from onglet.host.restraints import unanswered
from onglet.host.state import State
from onglet.mailer import Message, message_id_for
from onglet.work import events, notifications, outbox
from onglet.work.contained import contained

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from pathlib import Path

    from markupsafe import Markup

    from onglet.contributions import (
        Ask,
        Done,
        Event,
        FeedPage,
        FeedQuery,
        Form,
        OpenComposer,
        Period,
        Question,
        Record,
        ShownFactor,
        ShownFigure,
        Work,
    )
    from onglet.host.host import Host


class Outside:
    """The OutsidePort of every context, over one host."""

    def __init__(self, host: Host) -> None:
        self._host = host

    def fact(self, record: Record, key: str) -> Any:
        """Give another plugin's fact, None when nobody in service knows it or may tell."""
        for placed in self._host.registry().facts:
            if placed.item.key == key and record.holds_here(placed.item.right):
                asked = replace(record, plugin=placed.plugin)
                read = contained(record.session, placed.item.read)
                return self._host.call(placed.plugin, f"fact {key}", read, asked).value
        return None

    def ask_gates(self, ask: Ask, question: Question) -> Verdict:
        """Ask every gate of the topic; the first no is the answer, a failure is a no.

        So is the silence of a plugin that is out of service without anybody having disabled it, or
        that could not even be loaded.
        """
        for plugin, restraints in unanswered(self._host).items():
            if question.topic in restraints.topics:
                return self._silent(plugin)
        for placed in self._host.loaded.registry.gates:
            state, _why = self._host.state(placed.plugin)
            if placed.item.topic != question.topic or state is State.DISABLED:
                continue
            if not self._host.is_on(placed.plugin):
                return self._silent(placed.plugin)
            asks = contained(ask.session, placed.item.ask)
            answer = self._host.call(
                placed.plugin, f"gate {question.topic}", asks, question, expect=Verdict
            )
            if answer.value is None:
                reference = answer.failure.reference if answer.failure else ""
                return Verdict(allowed=False, reason=f"{placed.plugin}: {reference}")
            if not answer.value.allowed:
                return answer.value
        return Verdict(allowed=True)

    def _silent(self, plugin: str) -> Verdict:
        state, why = self._host.state(plugin)
        return Verdict(allowed=False, reason=f"{plugin}: {why.said() or state}")

    def feed(self, query: FeedQuery) -> FeedPage:
        """Read every source that the actor may read, newest first, and mix them."""
        return feed.read_feed(self._host, query)

    def composers(self, record: Record) -> list[OpenComposer]:
        """Draw the form of every composer that the actor may use."""
        return feed.open_composers(self._host, record)

    def compose(self, work: Work, record: Record, key: str, form: Form) -> Done:
        """Write what a composer's form sent."""
        return feed.compose(self._host, work, record, key, form)

    def figures(self, record: Record, period: Period, previous: Period) -> list[ShownFigure]:
        """Work out every statistic that the actor may see."""
        return work_out(self._host, record, period, previous)

    def factors(self, record: Record) -> list[ShownFactor]:
        """Ask every factor of the score that the actor may see."""
        return ask_factors(self._host, record)

    def provider(self, ask: Ask, port: str) -> Any:
        """Give what the chosen provider of a port answers with.

        The setting `core.provider.<port>` chooses by key; without it the first that opens.
        """
        placed = [item for item in self._host.registry().providers if item.item.port == port]
        chosen = self.setting(ask, f"core.provider.{port}")
        placed.sort(key=lambda item: item.item.key != chosen)
        for item in placed:
            opens = contained(ask.session, item.item.open)
            answer = self._host.call(item.plugin, f"provider {item.item.key}", opens, ask)
            if answer.ok and answer.value is not None:
                return answer.value
        return None

    def contributed(self, kind: str) -> list[tuple[str, Any]]:
        """Give what the plugins in service bring of one kind."""
        return [(one.plugin, one.item) for one in getattr(self._host.registry(), kind)]

    def guarded(
        self, plugin: str, what: str, function: Any, *args: Any, session: Any = None
    ) -> Guarded:
        """Call a plugin in a guard; a ValueError is an answer, not a failure."""
        said: list[str] = []

        def call() -> Any:
            try:
                return function(*args)
            except ValueError as refusal:
                said.append(str(refusal))
                return None

        answer = self._host.call(
            plugin, what, call if session is None else contained(session, call)
        )
        return Guarded(ok=answer.ok and not said, value=answer.value, said=said[0] if said else "")

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

    def seal(self, value: Any) -> Any:
        """Give what to keep in the database instead of a secret."""
        return self._host.vault.seal(value)

    def unseal(self, kept: Any) -> Any:
        """Give the value of what is kept; what was never sealed is given as it is.

        Raises:
            ValueError: when no key at hand opens it.
        """
        return self._host.vault.unseal(kept)

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
