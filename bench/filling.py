"""The data to measure on: a firm of 500 people in 50 groups, its clients, one with a long past."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from onglet import demo
from onglet.clients.bulk import insert_clients
from onglet.clients.models import Client
from onglet.contributions import Reach
from onglet.db.bulk import insert_rows
from onglet.rights.models import Group, Membership, Profile, ProfileRight, User
from onglet.shell.demo_data import _news
from onglet_activity.models import Entry

if TYPE_CHECKING:
    from collections.abc import Iterator

    from onglet.clients.entry import NewClient
    from onglet.testing.kit import Site

USERS, GROUPS, OF_EACH = 500, 50, 3
LONG_PAST, SHORT_PAST = 50_000, 50
ORDINARY = {"core.client.read": Reach.GROUP, "core.client.edit": Reach.GROUP}


def fill(site: Site, size: int) -> float:
    """Write the firm and its clients; give how many clients were written a second."""
    users = people(site)
    firm = demo.demo_firm()
    keys = {user.key: users[0] for user in firm.users}
    groups = {group.key: 1 for group in firm.groups}
    made = demo.generate(demo.Scale(clients=size, with_company_ids=False), 1, site.clock().date())

    def news() -> Iterator[NewClient]:
        for number, new in enumerate(_news(made, keys, groups)):
            yield replace(new, owner_id=users[number % USERS], shares=())

    started = time.perf_counter()
    with site.working() as work:
        insert_clients(work, news(), source="bench")
    taken = time.perf_counter() - started
    if not site.host.database.is_sqlite:
        with site.host.database.writes.connect() as connection:
            connection.exec_driver_sql("ANALYZE")
            connection.commit()
    return size / taken


def people(site: Site) -> list[int]:
    """Make the colleagues, each in three groups, with a profile that reaches by group."""
    with site.working() as work:
        session = work.session
        profile = Profile(name="bench")
        session.add(profile)
        session.flush()
        session.add_all(
            ProfileRight(profile_id=profile.id, right=right, reach=int(reach))
            for right, reach in ORDINARY.items()
        )
        groups = [Group(name=f"Group {number}") for number in range(GROUPS)]
        users = [
            User(
                email=f"u{number}@firm.example",
                given_name="Anne",
                family_name=f"Number {number}",
                profile_id=profile.id,
            )
            for number in range(USERS)
        ]
        session.add_all([*groups, *users])
        session.flush()
        session.add_all(
            Membership(user_id=user.id, group_id=groups[(place * 7 + step) % GROUPS].id)
            for place, user in enumerate(users)
            for step in range(OF_EACH)
        )
        return [user.id for user in users]


def give_past(site: Site, client_id: int, entries: int) -> None:
    """Write comments, calls and tasks with a client over ten years, one task in fifty open."""
    first = site.clock() - timedelta(days=3650)
    step = timedelta(days=3640) / entries
    with site.working() as work:
        someone = work.session.scalar(select(User.id).limit(1))
        rows: list[dict[str, Any]] = []
        for number in range(entries):
            at = first + step * number
            kind = ("comment", "call", "task")[number % 3]
            rows.append(
                {
                    "public_id": f"{client_id % 1000:04d}{number:012d}",
                    "client_id": client_id,
                    "kind": kind,
                    "subject": f"Rappeler au sujet du devis {number}" if kind == "task" else "",
                    "body": "Le client demande un délai de deux semaines pour la livraison.",
                    "search_text": "le client demande un delai",
                    "actor_id": someone,
                    "assignee_id": someone if kind == "task" else None,
                    "occurred_at": at,
                    "due_at": at if kind == "task" else None,
                    "done_at": None if number % 150 == 2 else at,
                    "outcome": "reached" if kind == "call" else "",
                    "direction": "out" if kind == "call" else "",
                    "created_at": at,
                    "updated_at": at,
                    "version": 1,
                }
            )
        insert_rows(work.session, Entry.__table__, rows)  # type: ignore[arg-type]


def last_clients(site: Site, count: int) -> list[tuple[int, str]]:
    """Give the key and the public identifier of the clients that were written last."""
    with site.reading() as ask:
        query = select(Client.id, Client.public_id).order_by(Client.id.desc()).limit(count)
        return [(row.id, row.public_id) for row in ask.session.execute(query)]
