"""One transaction at a time for a subject that has no row to lock."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from onglet.work.session import unrestricted

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def take_turn(session: Session, subject: str) -> None:
    """Wait until no other transaction holds the subject, then hold it until this one ends.

    On SQLite nothing is waited for: a transaction that writes is the only one anyway.
    """
    if session.get_bind().dialect.name != "postgresql":
        return
    with unrestricted(session, reason="a lock reads no table"):
        session.execute(select(func.pg_advisory_xact_lock(_number(subject))))


def _number(subject: str) -> int:
    digest = hashlib.sha256(subject.encode()).digest()
    return int.from_bytes(digest[:8], "big", signed=True)
