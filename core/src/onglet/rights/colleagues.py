"""Colleagues as plugins get them: whom a task can be given to, who did what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from onglet.contributions import ColleagueView
from onglet.rights.models import User

if TYPE_CHECKING:
    from onglet.contributions import Ask


def colleagues(ask: Ask) -> list[ColleagueView]:
    """Give every colleague by name, those who no longer sign in with them."""
    rows = ask.session.execute(
        select(
            User.id,
            User.public_id,
            User.given_name,
            User.family_name,
            User.email,
            User.locale,
            User.zone,
            User.is_active,
            User.deactivated_at,
        ).order_by(User.name_sort, User.id)
    )
    return [
        ColleagueView(
            id=row.id,
            public_id=row.public_id,
            name=f"{row.given_name} {row.family_name}".strip() or row.email,
            locale=row.locale,
            zone=row.zone,
            is_active=row.is_active,
            left_at=row.deactivated_at,
        )
        for row in rows
    ]
