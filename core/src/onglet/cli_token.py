"""Commands on tokens of the API: `onglet token create`, `list`, `revoke`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
from sqlalchemy import select

from onglet.accounts import tokens
from onglet.accounts.rejected import Rejected
from onglet.accounts.sign_in_name import fold_email
from onglet.rights.actors import system_actor
from onglet.rights.models import User

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from onglet.host.host import Host

Row = tokens.TokenRow


def create(host: Host, email: str, *, name: str, days: int, scopes: Sequence[str]) -> str:
    """Make a token for a colleague; give it.

    Raises:
        ClickException: nobody active has this address, or the token cannot be so.
    """
    try:
        with host.units.writing(system_actor("token by command")) as work:
            user_id = _user(work.session, email)
            wanted = list(scopes) or [tokens.EVERYTHING]
            made = tokens.make_token(work, user_id, name=name, scopes=wanted, days=days)
    except Rejected as fault:
        raise click.ClickException(fault.message % fault.params) from fault
    return made.secret


def living(host: Host, email: str = "") -> list[Row]:
    """List the living tokens of a colleague, or of everybody.

    Raises:
        ClickException: nobody active has this address.
    """
    with host.units.reading(system_actor("tokens by command")) as ask:
        user_id = _user(ask.session, email) if email else None
        return tokens.list_tokens(ask.session, ask.now, user_id=user_id)


def revoke(host: Host, start: str) -> Row:
    """Revoke the token that starts so.

    Raises:
        ClickException: none does, or several do.
    """
    fitting = [row for row in living(host) if start and row.start.startswith(start[: tokens.SHOWN])]
    if len(fitting) != 1:
        found = "No living token starts" if not fitting else "Several living tokens start"
        raise click.ClickException(f"{found} with {start}. See onglet token list.")
    with host.units.writing(system_actor("token by command")) as work:
        tokens.revoke_token(work, fitting[0].user_id, fitting[0].handle)
    return fitting[0]


def _user(session: Session, email: str) -> int:
    user_id = session.scalar(
        select(User.id).where(User.email == fold_email(email), User.is_active.is_(True))
    )
    if user_id is None:
        raise click.ClickException(f"Nobody active has the address {email}.")
    return user_id
