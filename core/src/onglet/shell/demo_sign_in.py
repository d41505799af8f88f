"""Whether the demo firm's sign-in works here: then `serve` prints it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import inspect, select

from onglet.accounts.hashing import verify_password
from onglet.demo import demo_firm
from onglet.rights.actors import system_actor
from onglet.rights.models import User
from onglet.shell.demo_data import PASSWORD

if TYPE_CHECKING:
    from onglet.host.host import Host


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoSignIn:
    """An address and a password that let one in."""

    email: str
    password: str


def demo_sign_in(host: Host) -> DemoSignIn | None:
    """Give the demo administrator's sign-in while it still works, None elsewhere."""
    with host.database.reads.connect() as connection:
        if not inspect(connection).has_table("core_user"):
            return None
    email = demo_firm().users[0].email
    with host.units.reading(system_actor("demo sign-in")) as ask:
        kept = ask.session.scalar(
            select(User.password_hash).where(User.email == email, User.is_active.is_(True))
        )
    if kept is None or not verify_password(PASSWORD, kept).ok:
        return None
    return DemoSignIn(email=email, password=PASSWORD)
