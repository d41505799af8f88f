"""The demo firm once it is written into a database."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from onglet.demo import Scale, demo_firm, generate
from onglet.rights.colleagues import colleagues
from onglet.shell.demo_data import fill

if TYPE_CHECKING:
    from collections.abc import Callable

    from onglet.testing.kit import Site

FIRM = demo_firm()
TODAY = date(2026, 3, 2)


def test_who_left_the_firm_signs_in_no_more(deployment: Callable[..., Site]) -> None:
    site = deployment()

    fill(site.host, count=12)

    (leaver,) = [user for user in FIRM.users if user.left_days_ago]
    with site.reading() as ask:
        (found,) = [one for one in colleagues(ask) if not one.is_active]
        assert found.name == f"{leaver.given_name} {leaver.family_name}"
        assert found.left_at
        assert ask.now - found.left_at >= timedelta(days=leaver.left_days_ago or 0)


def test_who_left_got_no_client_afterwards() -> None:
    (leaver,) = [user for user in FIRM.users if user.left_days_ago]
    theirs = [c for c in generate(Scale(clients=800), 1, TODAY) if c.owner == leaver.key]

    last = max(client.created_at for client in theirs).date()

    assert theirs
    assert last <= TODAY - timedelta(days=leaver.left_days_ago or 0)
