"""Ports: what contexts ask of the core, which stands on the floors above them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    from markupsafe import Markup

    from onglet.contributions.actions import Done, Form
    from onglet.contributions.context import Ask, Record, Work
    from onglet.contributions.feed import FeedPage, FeedQuery, OpenComposer
    from onglet.contributions.figures import Period, ShownFactor, ShownFigure
    from onglet.contributions.life import Event, Question, Verdict


class AccessPort(Protocol):
    """Answers what the actor may do: one definition with the filter of queries."""

    def holds(self, right: str) -> bool:
        """Tell whether the actor holds the right at all; nothing is read for a no."""

    def may(self, right: str) -> Verdict:
        """Say whether the actor holds the right at all, and who can grant it."""

    def holds_on(self, right: str, client_id: int) -> bool:
        """Tell whether the actor holds the right on this client; who can grant it is not read."""

    def may_on(self, right: str, client_id: int) -> Verdict:
        """Say whether the actor holds the right on this client."""

    def explain(self, right: str, client_id: int) -> str:
        """Say in words why the actor holds the right on this client, or why not."""

    def may_among(self, right: str, client_ids: Collection[int]) -> frozenset[int]:
        """Give those of the clients on which the actor holds the right, in one statement."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Guarded:
    """What came of a call to a plugin: its answer, or that it failed and what it said."""

    ok: bool
    value: Any = None
    said: str = ""


class OutsidePort(Protocol):
    """What a context reaches beyond the session: other plugins' answers, drawing, the outbox."""

    def fact(self, record: Record, key: str) -> Any:
        """Give another plugin's fact about the record, None when nobody knows it."""

    def ask_gates(self, ask: Ask, question: Question) -> Verdict:
        """Ask every gate; the first refusal is the answer."""

    def feed(self, query: FeedQuery) -> FeedPage:
        """Read every source of the feed, newest first."""

    def composers(self, record: Record) -> Sequence[OpenComposer]:
        """Give the buttons over the feed, each with its form drawn."""

    def compose(self, work: Work, record: Record, key: str, form: Form) -> Done:
        """Write what a composer's form sent."""

    def figures(self, record: Record, period: Period, previous: Period) -> Sequence[ShownFigure]:
        """Work out every statistic that the actor may see, over a period."""

    def factors(self, record: Record) -> Sequence[ShownFactor]:
        """Ask every factor of the score that the actor may see, within the budget of plugins."""

    def provider(self, ask: Ask, port: str) -> Any:
        """Give what the chosen provider of a port answers with, None when there is none."""

    def contributed(self, kind: str) -> Sequence[tuple[str, Any]]:
        """Give what the plugins in service bring of one kind, each with its plugin's name."""

    def guarded(
        self, plugin: str, what: str, function: Any, *args: Any, session: Any = None
    ) -> Guarded:
        """Call a plugin in a guard; with the session that it uses, which must survive it."""

    def render(self, template: str, context: Mapping[str, Any]) -> Markup:
        """Draw a template."""

    def setting(self, ask: Ask, key: str) -> Any:
        """Give the deployment's value of a setting, or its default."""

    def folder(self, plugin: str) -> Path:
        """Give a folder of the plugin's own on this machine."""

    def publish(self, work: Work, event: Event) -> None:
        """Tell the subscribers of an event, now (inside) or after the commit."""

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
        """Write a job in the transaction; give its number."""

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

    def sign(self, purpose: str, text: str) -> str:
        """Give what only this deployment can make of a text: a secret that need not be kept."""

    def seal(self, value: Any) -> Any:
        """Give what to keep in the database instead of a secret."""

    def unseal(self, kept: Any) -> Any:
        """Give the value of what is kept; raises ValueError when no key at hand opens it."""

    def send_mail(self, work: Work, *, key: str, to: str, subject: str, text: str) -> None:
        """Send a mail of the product's own now; only from a job. `key` makes it one of a kind."""

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
