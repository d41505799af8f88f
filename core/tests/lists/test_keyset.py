"""Pages by keyset: whatever the order and the size, their union is the list, each row once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from core.tests.desk import Desk
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, update

from onglet.clients.bulk import insert_clients
from onglet.clients.entry import NewClient
from onglet.clients.models import Client
from onglet.contributions import Ask
from onglet.db.keyset import Order, read_slice
from onglet.rights.actors import system_actor

NAMES = ["Maison", "Maison", "Atelier", "maison", "Île", "12 rue", "2 rue", "", "Zoé"]
DAY = datetime(2026, 3, 1, tzinfo=UTC)
EVERYBODY = system_actor("tests")


@pytest.fixture
def filled(desk: Desk) -> Desk:
    """A list where names, days and silences are shared by several clients."""
    with desk.units.writing(EVERYBODY) as work:
        insert_clients(
            work,
            [
                NewClient(name=NAMES[n % len(NAMES)], created_at=DAY + timedelta(days=n % 3))
                for n in range(23)
            ],
        )
        for n, client_id in enumerate(work.session.scalars(select(Client.id)).all()):
            if n % 3:
                work.session.execute(
                    update(Client)
                    .where(Client.id == client_id)
                    .values(last_activity_at=DAY + timedelta(hours=n % 4))
                )
    return desk


def order_of(key: str, descending: bool) -> Order:
    by: Any = {
        "name": Client.name_sort,
        "created": Client.created_at,
        "activity": Client.last_activity_at,
        "owner": Client.owner_id,
    }[key]
    return Order(
        key=key,
        model=Client,
        by=by,
        is_descending=descending,
        may_be_null=key in {"activity", "owner"},
    )


def walk(ask: Ask, order: Order, size: int) -> list[list[str]]:
    """Read the pages from the first to the last, each reached by its neighbour's place."""
    statement = select(Client.public_id)
    pages, place = [], ""
    while True:
        found = read_slice(ask.session, statement, order, after=place, size=size)
        pages.append([row.public_id for row in found.rows])
        assert bool(found.previous) == (len(pages) > 1)
        if not found.following:
            return pages
        place = found.following


def walk_back(ask: Ask, order: Order, size: int, start: str) -> list[list[str]]:
    statement = select(Client.public_id)
    pages, place = [], start
    while place:
        found = read_slice(ask.session, statement, order, before=place, size=size)
        pages.append([row.public_id for row in found.rows])
        assert found.following
        place = found.previous
    return pages[::-1]


def test_pages_hold_every_row_once_in_order_and_lead_back(filled: Desk) -> None:
    @settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(
        key=st.sampled_from(["name", "created", "activity", "owner"]),
        descending=st.booleans(),
        size=st.integers(min_value=1, max_value=25),
    )
    def holds(key: str, descending: bool, size: int) -> None:
        order = order_of(key, descending)
        with filled.units.reading(EVERYBODY) as ask:
            pages = walk(ask, order, size)
            rows = [row for page in pages for row in page]
            whole = [row.public_id for row in ask.session.execute(all_in(order))]
            last = read_slice(ask.session, select(Client.public_id), order, size=len(rows) - 1)
            back = walk_back(ask, order, size, last.following)
        assert rows == whole
        assert len(set(rows)) == len(rows) == 23
        # From the last row but one, everything before it comes back in the same order.
        assert [row for page in back for row in page] == rows[: len(rows) - 2]

    holds()


def all_in(order: Order) -> Any:
    ways = (order.by.desc(), Client.id.desc()) if order.is_descending else (order.by, Client.id)
    silent = order.by.is_(None)
    return select(Client.public_id).order_by(silent, *ways)


def test_rows_that_come_and_go_meanwhile_shift_nothing(filled: Desk) -> None:
    order = order_of("name", descending=False)
    with filled.units.reading(EVERYBODY) as ask:
        first = read_slice(ask.session, select(Client.public_id), order, size=5)
        expected = walk(ask, order, 5)[1]
    with filled.units.writing(EVERYBODY) as work:
        insert_clients(work, [NewClient(name="!")])
        gone = first.rows[1].public_id
        work.session.execute(
            update(Client).where(Client.public_id == gone).values(deleted_at=work.now)
        )
    with filled.units.reading(EVERYBODY) as ask:
        second = read_slice(
            ask.session, select(Client.public_id), order, after=first.following, size=5
        )
    assert [row.public_id for row in second.rows] == expected


def test_the_row_of_a_place_may_go_and_no_row_is_lost(filled: Desk) -> None:
    order = order_of("name", descending=False)
    with filled.units.reading(EVERYBODY) as ask:
        pages = walk(ask, order, 4)
        first = read_slice(ask.session, select(Client.public_id), order, size=4)
    with filled.units.writing(EVERYBODY) as work:
        work.session.execute(
            update(Client).where(Client.public_id == pages[0][-1]).values(deleted_at=work.now)
        )
    with filled.units.reading(EVERYBODY) as ask:
        rest = read_slice(
            ask.session, select(Client.public_id), order, after=first.following, size=100
        )
    seen = {row.public_id for row in rest.rows}
    assert seen >= {key for page in pages[1:] for key in page}


@pytest.mark.parametrize(
    "place",
    [
        "x",
        "W10",
        "bnVsbA",
        "e30",
        "=" * 10,
        "é",
        "A" * 5_000,
        # ["name","whole",1,"0123456789abcdef"]: a number where names are sorted
        "WyJuYW1lIiwid2hvbGUiLDEsIjAxMjM0NTY3ODlhYmNkZWYiXQ",
        # ["name","text","a\\u0000","0123456789abcdef"]
        "WyJuYW1lIiwidGV4dCIsImFcdTAwMDAiLCIwMTIzNDU2Nzg5YWJjZGVmIl0",
        # ["name","at","2026-01-01","0123456789abcdef"]
        "WyJuYW1lIiwiYXQiLCIyMDI2LTAxLTAxIiwiMDEyMzQ1Njc4OWFiY2RlZiJd",
        # ["created","text","a","0123456789abcdef"]: of another order
        "WyJjcmVhdGVkIiwidGV4dCIsImEiLCIwMTIzNDU2Nzg5YWJjZGVmIl0",
    ],
)
def test_a_place_of_somebody_elses_making_is_the_first_page(filled: Desk, place: str) -> None:
    order = order_of("name", descending=False)
    with filled.units.reading(EVERYBODY) as ask:
        first = read_slice(ask.session, select(Client.public_id), order, size=3)
        after = read_slice(ask.session, select(Client.public_id), order, after=place, size=3)
        before = read_slice(ask.session, select(Client.public_id), order, before=place, size=3)
    assert after == before == first


def test_a_place_says_no_key_of_the_database(filled: Desk) -> None:
    import base64

    order = order_of("name", descending=False)
    with filled.units.reading(EVERYBODY) as ask:
        first = read_slice(ask.session, select(Client.public_id), order, size=3)
    told = base64.urlsafe_b64decode(first.following + "==").decode()
    assert first.rows[-1].public_id in told
    assert told.count(",") == 3
