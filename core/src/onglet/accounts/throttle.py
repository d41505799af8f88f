"""Limits on tries, counted in the database so that every worker counts the same.

A try is counted before its password is looked at, and forgiven when it was right: many tries sent
at once are no way around.
"""

from __future__ import annotations

import hashlib
import ipaddress
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from onglet.accounts.models import Attempt
from onglet.accounts.sign_in_name import fold_email
from onglet.work.turns import take_turn

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """At most `most` tries of a kind in a window of time."""

    kind: str
    most: int
    window: timedelta


PAIR = Limit(kind="pair", most=5, window=timedelta(minutes=15))
"""One account from one address: somebody guesses, or has forgotten."""

ACCOUNT = Limit(kind="account", most=40, window=timedelta(hours=1))
"""One account from anywhere. Wide, so that a stranger cannot easily lock a colleague out."""

ADDRESS = Limit(kind="address", most=60, window=timedelta(minutes=15))
"""One address, whatever the account: an office behind one router signs in together."""

LINK_ACCOUNT = Limit(kind="link", most=3, window=timedelta(hours=1))
"""Mails with a link to one account."""

LINK_ADDRESS = Limit(kind="link-address", most=20, window=timedelta(hours=1))
"""Mails with a link asked from one address."""

CODE = Limit(kind="code", most=5, window=timedelta(minutes=15))
"""Codes of the second step of one account, after a right password only."""

ELSEWHERE = Limit(kind="elsewhere", most=30, window=timedelta(minutes=15))
"""Answers of providers that one address brings."""

KEPT = timedelta(hours=1)
"""How long a try is kept: the longest window."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """Tries that were let through and written down: forgive them when they were right."""

    keys: tuple[tuple[Limit, str], ...]
    ids: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """Too many tries: how long until the next one is let through."""

    time: timedelta

    @property
    def minutes(self) -> int:
        """Whole minutes to wait, one at least."""
        return max(1, -int(-self.time.total_seconds() // 60))


def sign_in_keys(email: str, address: str) -> tuple[tuple[Limit, str], ...]:
    """Give what a sign-in counts against."""
    name, place = fold_email(email), network(address)
    return (
        (ACCOUNT, _key(ACCOUNT, name)),
        (ADDRESS, _key(ADDRESS, place)),
        (PAIR, _key(PAIR, name, place)),
    )


def link_keys(email: str, address: str) -> tuple[tuple[Limit, str], ...]:
    """Give what asking for a link by mail counts against."""
    return (
        (LINK_ACCOUNT, _key(LINK_ACCOUNT, fold_email(email))),
        (LINK_ADDRESS, _key(LINK_ADDRESS, network(address))),
    )


def elsewhere_keys(address: str) -> tuple[tuple[Limit, str], ...]:
    """Give what the answer of a provider counts against."""
    return ((ELSEWHERE, _key(ELSEWHERE, network(address))),)


def code_keys(user_id: int) -> tuple[tuple[Limit, str], ...]:
    """Give what a code of the second step counts against."""
    return ((CODE, _key(CODE, str(user_id))),)


def count(session: Session, keys: Iterable[tuple[Limit, str]], now: datetime) -> Counted | Wait:
    """Count a try, or say how long to wait; a try that must wait is not counted."""
    limits = tuple(sorted(keys, key=lambda item: item[1]))
    for _limit, key in limits:
        take_turn(session, key)
    waits = [wait for limit, key in limits if (wait := _wait(session, limit, key, now))]
    if waits:
        return Wait(time=max(waits))
    rows = [Attempt(key=key, at=now) for _limit, key in limits]
    session.add_all(rows)
    session.flush()
    return Counted(keys=limits, ids=tuple(row.id for row in rows))


def forgive(session: Session, counted: Counted) -> None:
    """Forget a try that was right, and the wrong ones before it on the same account.

    Those of the address stay: whoever has one account could otherwise guess others for ever.
    """
    whole = [key for limit, key in counted.keys if limit in {PAIR, ACCOUNT, CODE}]
    session.execute(delete(Attempt).where(Attempt.key.in_(whole) | Attempt.id.in_(counted.ids)))


def clear_old(session: Session, now: datetime) -> None:
    """Remove the tries that no limit counts any more."""
    session.execute(delete(Attempt).where(Attempt.at <= now - KEPT))


def network(address: str) -> str:
    """Give what stands for a sender: an IPv4 address, or the /64 that an IPv6 one is from."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(found, ipaddress.IPv4Address):
        return str(found)
    if found.ipv4_mapped is not None:
        return str(found.ipv4_mapped)
    return str(ipaddress.IPv6Network((int(found) >> 64 << 64, 64)))


def _wait(session: Session, limit: Limit, key: str, now: datetime) -> timedelta | None:
    since = now - limit.window
    tries = session.scalars(
        select(Attempt.at)
        .where(Attempt.key == key, Attempt.at > since)
        .order_by(Attempt.at.desc())
        .limit(limit.most)
    ).all()
    return tries[-1] - since if len(tries) >= limit.most else None


def _key(limit: Limit, *parts: str) -> str:
    # Hashed: people type passwords into the wrong field, and this table is no place for them.
    digest = hashlib.sha256("\x00".join(parts).encode(errors="replace")).hexdigest()
    return f"{limit.kind}:{digest}"
