"""Forgetting the words that no client's and no person's text holds any more.

A rare name would otherwise outlive the erasure of whoever bore it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import delete, select

from onglet.clients.matching import matches
from onglet.clients.search import CLIENTS
from onglet.clients.search_models import Word
from onglet.contacts.search import PERSONS
from onglet.work.running import carry_on
from onglet.work.session import unrestricted

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.orm import Session

    from onglet.contributions import Work

AT_ONCE: Final = 500


def forget_words(work: Work, args: Mapping[str, Any]) -> None:
    """Delete words that are used nowhere, the bin included; 500 at a time, until all were tried."""
    after = int(args.get("after", 0))
    with unrestricted(work.session, reason="words belong to nobody"):
        rows = work.session.execute(
            select(Word.id, Word.text).where(Word.id > after).order_by(Word.id).limit(AT_ONCE)
        ).all()
        gone = [row.id for row in rows if not _is_used(work.session, row.text)]
        if gone:
            work.session.execute(
                delete(Word).where(Word.id.in_(gone)),
                execution_options={"synchronize_session": False},
            )
    if len(rows) == AT_ONCE:
        carry_on(work, {"after": rows[-1].id})


def _is_used(session: Session, word: str) -> bool:
    return any(
        session.scalar(select(searched.id).where(matches(session, searched, word)).limit(1))
        for searched in (CLIENTS, PERSONS)
    )
