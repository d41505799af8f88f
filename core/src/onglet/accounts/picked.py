"""From the public identifiers that forms send to the keys that services take."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from onglet.accounts.rejected import Rejected
from onglet.rights.models import Group, Profile, User
from onglet.ui.i18n import N_

if TYPE_CHECKING:
    from collections.abc import Iterable

    from onglet.contributions import Ask

MOST = 1000


def pick_profile(ask: Ask, public_id: str) -> int:
    """Give the key of a profile.

    Raises:
        Rejected: there is none.
    """
    return _keys(ask, Profile, [public_id], "profile")[0]


def pick_groups(ask: Ask, public_ids: Iterable[str]) -> tuple[int, ...]:
    """Give the keys of groups.

    Raises:
        Rejected: one does not exist.
    """
    return _keys(ask, Group, list(public_ids), "groups")


def pick_user(ask: Ask, public_id: str, field: str = "successor") -> int:
    """Give the key of one colleague.

    Raises:
        Rejected: there is none.
    """
    return _keys(ask, User, [public_id], field)[0]


def pick_users(ask: Ask, public_ids: Iterable[str]) -> tuple[int, ...]:
    """Give the keys of colleagues.

    Raises:
        Rejected: one does not exist.
    """
    return _keys(ask, User, list(public_ids), "members")


def public_ids(ask: Ask, model: Any, keys: Iterable[int]) -> list[str]:
    """Give the public identifiers of rows, for a form that shows what is held."""
    return list(ask.session.scalars(select(model.public_id).where(model.id.in_(list(keys)))))


def _keys(ask: Ask, model: Any, wanted: list[str], field: str) -> tuple[int, ...]:
    if len(wanted) > MOST:
        raise Rejected(field, N_("Choose one of the values of the list."))
    rows = ask.session.execute(select(model.public_id, model.id).where(model.public_id.in_(wanted)))
    known = {row.public_id: row.id for row in rows}
    if not set(wanted) <= known.keys():
        raise Rejected(field, N_("Choose one of the values of the list."))
    return tuple(known[one] for one in dict.fromkeys(wanted))
