"""Contexts: what a plugin's callable receives, and all that it may use. Nothing is global.

`Ask` is a question (reads only), `Record` a question about one client, `Work` a write: it can
publish events, enqueue jobs and notify people, all in the transaction that the caller commits.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from onglet.contributions.limits import FieldLevel, TabLevel, tab_key

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import date, datetime
    from pathlib import Path

    from markupsafe import Markup
    from sqlalchemy.orm import Session

    from onglet.contributions.actions import Done, Form
    from onglet.contributions.feed import FeedPage, OpenComposer
    from onglet.contributions.life import Event, Question, Verdict
    from onglet.contributions.ports import AccessPort, OutsidePort
    from onglet.contributions.rights import Reach
    from onglet.contributions.views import ClientView

LEVELS_OF_FIELDS: Final = frozenset(FieldLevel)
LEVELS_OF_TABS: Final = frozenset(TabLevel)


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who acts: a person signed in, or the system itself (`user_id` None) for a named reason.

    `reaches` gives each right that the profile settles; `all_rights` is an administrator's
    profile. `limits` names the fields and tabs of which the profile shows less than the rights say:
    ask `level` and `tab_level`. A system actor is unrestricted: jobs, commands and migrations use
    it.
    """

    user_id: int | None
    name: str
    email: str = ""
    profile_id: int | None = None
    profile_name: str = ""
    all_rights: bool = False
    reaches: Mapping[str, Reach] = field(default_factory=dict)
    limits: Mapping[str, str] = field(default_factory=dict)
    locale: str = "fr"
    zone: str = "Europe/Paris"
    reason: str = ""
    source: str = "screen"

    @property
    def is_system(self) -> bool:
        """Tell whether the actor is the system itself."""
        return self.user_id is None

    def level(self, key: str) -> FieldLevel | None:
        """Give what the profile settles for a field, None where the rights alone decide."""
        said = "" if self.is_system or self.all_rights else self.limits.get(key, "")
        return FieldLevel(said) if said in LEVELS_OF_FIELDS else None

    def tab_level(self, slug: str) -> TabLevel:
        """Say what the profile makes of a tab of the record."""
        said = "" if self.is_system or self.all_rights else self.limits.get(tab_key(slug), "")
        return TabLevel(said) if said in LEVELS_OF_TABS else TabLevel.SHOWN


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """A question: the session reads, is filtered for the actor, and is always rolled back."""

    session: Session
    actor: Actor
    access: AccessPort
    outside: OutsidePort
    now: datetime
    today: date
    plugin: str = "core"

    def may(self, right: str) -> bool:
        """Tell whether the actor holds a right at all (on which records is another question)."""
        return self.access.holds(right)

    def may_among(self, right: str, client_ids: Collection[int]) -> frozenset[int]:
        """Give those of these clients on which the actor holds the right, for pages of many."""
        return self.access.may_among(right, client_ids)

    def render(self, template: str, /, **context: Any) -> Markup:
        """Draw a template of the plugin (`<plugin>/tab.html`) with what it is given."""
        return self.outside.render(template, {"ask": self, **context})

    def setting(self, key: str) -> Any:
        """Give the deployment's value of a declared setting, or its default."""
        return self.outside.setting(self, key)

    def folder(self) -> Path:
        """Give a folder of the plugin's own on this machine, for files that it can make again.

        Other machines of the deployment have others, and no backup holds them: what must last
        goes to the database or to the storage.
        """
        return self.outside.folder(self.plugin)

    def provider(self, port: str) -> Any:
        """Give the chosen provider of a port (`company_directory`, `mail`...), or None."""
        return self.outside.provider(self, port)

    def gate(self, question: Question) -> Verdict:
        """Ask every plugin's gate whether something may be done. A gate that fails refuses."""
        return self.outside.ask_gates(self, question)


@dataclass(frozen=True, slots=True, kw_only=True)
class Record(Ask):
    """A question about one client that the actor may read.

    `query` holds what follows the `?` of the address: filters, page, period.
    """

    client: ClientView
    query: Mapping[str, str] = field(default_factory=dict)

    def may_here(self, right: str) -> Verdict:
        """Say whether the actor holds the right on this client, and why not."""
        return self.access.may_on(right, self.client.id)

    def why_here(self, right: str) -> str:
        """Say in words why the actor holds the right on this client, or why not."""
        return self.access.explain(right, self.client.id)

    def holds_here(self, right: str) -> bool:
        """Tell whether the actor holds the right on this client.

        For what is simply not drawn without it: who could grant it, which a refusal says, is not
        read.
        """
        return self.access.holds_on(right, self.client.id)

    def fact(self, key: str) -> Any:
        """Give what another plugin knows (`billing.overdue`), None when it is absent or silent."""
        return self.outside.fact(self, key)

    def feed(
        self,
        *,
        before: datetime | None = None,
        since: datetime | None = None,
        limit: int = 50,
        kinds: tuple[str, ...] = (),
        text: str = "",
        actor_id: int | None = None,
        person_id: int | None = None,
        level: int = 2,
    ) -> FeedPage:
        """Give the feed of the record from every plugin's source, newest first.

        The arguments narrow it as `FeedQuery` says.
        """
        from onglet.contributions.feed import FeedQuery

        return self.outside.feed(
            FeedQuery(
                record=self,
                before=before,
                since=since,
                limit=limit,
                kinds=kinds,
                text=text,
                actor_id=actor_id,
                person_id=person_id,
                level=level,
            )
        )

    def composers(self) -> Sequence[OpenComposer]:
        """Give the buttons over the feed that the actor may use, each with its form drawn."""
        return self.outside.composers(self)

    def href(self, *parts: str) -> str:
        """Give an address under the record: `href("activity", "comments")`."""
        return "/".join((self.client.href, *parts))


@dataclass(frozen=True, slots=True, kw_only=True)
class Work(Ask):
    """A write. The caller commits; work never does, and no file or mail leaves before."""

    def publish(self, event: Event) -> None:
        """Tell subscribers: `inside` ones now in a savepoint each, `after` ones by the outbox."""
        self.outside.publish(self, event)

    def compose(self, record: Record, key: str, form: Form) -> Done:
        """Write what the form of a composer sent, whichever plugin it belongs to.

        Raises:
            LookupError: when nobody in service has this composer.
            PermissionError: when the actor lacks its right on this client.
            FormError: when the form holds mistakes; it carries the fields drawn again.
        """
        return self.outside.compose(self, record, key, form)

    def enqueue(
        self,
        kind: str,
        args: Mapping[str, Any] | None = None,
        *,
        run_at: datetime | None = None,
        unique: str | None = None,
        client_id: int | None = None,
    ) -> int:
        """Put a job in the outbox: it runs after the commit, or never if this rolls back."""
        return self.outside.enqueue(
            self, kind, args or {}, run_at=run_at, unique=unique, client_id=client_id
        )

    def notify(
        self,
        user_id: int,
        title: str,
        *,
        body: str = "",
        href: str = "",
        client_id: int | None = None,
    ) -> None:
        """Leave a notification in the application for a person."""
        self.outside.notify(self, user_id, title, body=body, href=href, client_id=client_id)

    def record_change(
        self,
        *,
        client_id: int | None,
        subject: str,
        subject_id: int,
        action: str,
        changes: Mapping[str, tuple[Any, Any]] | None = None,
        source: str = "",
    ) -> None:
        """Write one row of history: what was done, by whom, old and new values.

        `subject` is `<plugin>.<noun>`; values must be JSON (dates and decimals as text).
        """
        self.outside.record_change(
            self,
            client_id=client_id,
            subject=subject,
            subject_id=subject_id,
            action=action,
            changes=changes or {},
            source=source or self.actor.source,
        )
