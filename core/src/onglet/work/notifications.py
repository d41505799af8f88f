"""Notifications: messages in the application, each for one person and read by nobody else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, insert, select, update

from onglet.work.models import Notification
from onglet.work.seen import client_model

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from sqlalchemy import Select

    from onglet.contributions import Ask, Work

PAGE = 30
TITLE_CHARACTERS = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A notification as its receiver may see it.

    `is_hidden` means that it is about a client that they may no longer see: then it says nothing
    and leads nowhere, and only its date and its plugin are left.
    """

    id: int
    plugin: str
    title: str
    body: str
    href: str
    client_name: str
    created_at: datetime
    is_read: bool
    is_hidden: bool


def notify(
    work: Work,
    user_id: int,
    title: str,
    *,
    body: str = "",
    href: str = "",
    client_id: int | None = None,
) -> None:
    """Leave a notification for a person, in the transaction of what it tells.

    Name the client in `client_id` when the words say anything of one: who may no longer see it
    will then not read them.

    Raises:
        ValueError: when `href` is not an address of the application (`/clients/...`).
    """
    if href and (not href.startswith("/") or href.startswith(("//", "/\\"))):
        raise ValueError(f"A notification leads to a place in the application, not to {href}.")
    work.session.connection().execute(
        insert(Notification).values(
            user_id=user_id,
            plugin=work.plugin,
            title=title[:TITLE_CHARACTERS],
            body=body,
            href=href,
            client_id=client_id,
            created_at=work.now,
        )
    )


def unread_count(ask: Ask) -> int:
    """Count what the reader has not read yet."""
    query = select(func.count(Notification.id)).where(
        Notification.user_id == ask.actor.user_id, Notification.read_at.is_(None)
    )
    return ask.session.execute(query).scalar_one()


def list_of(
    ask: Ask, *, unread_only: bool = False, before: int | None = None, limit: int = PAGE
) -> list[Notice]:
    """List the reader's notifications, newest first, below the number `before`."""
    query = _mine(ask).order_by(Notification.id.desc()).limit(limit)
    if unread_only:
        query = query.where(Notification.read_at.is_(None))
    if before is not None:
        query = query.where(Notification.id < before)
    return _notices(ask, query)


def get(ask: Ask, notification_id: int) -> Notice | None:
    """Give one of the reader's own, None when it is nobody's or somebody else's."""
    found = _notices(ask, _mine(ask).where(Notification.id == notification_id))
    return found[0] if found else None


def _mine(ask: Ask) -> Select[Any]:
    client = client_model()
    return (
        select(
            Notification.id,
            Notification.plugin,
            Notification.title,
            Notification.body,
            Notification.href,
            Notification.client_id,
            Notification.created_at,
            Notification.read_at,
            client.id.label("seen"),
            client.name.label("client_name"),
        )
        .outerjoin(client, client.id == Notification.client_id)
        .where(Notification.user_id == ask.actor.user_id)
    )


def _notices(ask: Ask, query: Select[Any]) -> list[Notice]:
    notices = []
    for row in ask.session.execute(query):
        hidden = row.client_id is not None and row.seen is None
        notices.append(
            Notice(
                id=row.id,
                plugin=row.plugin,
                title="" if hidden else row.title,
                body="" if hidden else row.body,
                href="" if hidden else row.href,
                client_name=row.client_name or "",
                created_at=row.created_at,
                is_read=row.read_at is not None,
                is_hidden=hidden,
            )
        )
    return notices


def mark_read(work: Work, notification_ids: Collection[int] | None = None) -> int:
    """Mark the reader's own as read: those named, or all; give how many were not yet."""
    now_read = (
        update(Notification)
        .where(Notification.user_id == work.actor.user_id, Notification.read_at.is_(None))
        .values(read_at=work.now)
    )
    if notification_ids is not None:
        now_read = now_read.where(Notification.id.in_(notification_ids))
    return work.session.connection().execute(now_read).rowcount
