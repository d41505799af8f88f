"""The client list: rows of one page, by keyset, for a view that the address describes."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import func, select

from onglet.clients.limits import TOWN, readable, said
from onglet.clients.listing_reach import SOME, among, reaches_few
from onglet.clients.matching import counts_up_to, matches, sorts_hits, sought
from onglet.clients.models import Client
from onglet.clients.search import CLIENTS, close_spelling
from onglet.clients.search_limits import clients_read, limits_clients
from onglet.db.keyset import Order, read_slice
from onglet.identity import siren
from onglet.rights.models import User
from onglet.ui import formats

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement, Select

    from onglet.clients.listing_view import ListView
    from onglet.contributions import Ask

PAGE: Final = 50
COUNT_UP_TO: Final = 1_000
EXTRA: Final = "extra_"


@dataclass(frozen=True, slots=True, kw_only=True)
class ListRow:
    """A line of the list. `extra` holds the plugins' columns by key; `key` is the public one."""

    key: str
    name: str
    reference: str
    town: str
    siren: str
    kind: str
    stage: str
    is_archived: bool
    owner_name: str
    created_at: datetime
    last_activity_at: datetime | None
    extra: Mapping[str, Any]

    @property
    def number(self) -> str:
        """The SIREN as people write it, or the reference of a client without one."""
        return formats.html_spaces(siren.format(self.siren)) if self.siren else self.reference


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPage:
    """One page: rows, the places of its neighbours, and how many rows there are in all.

    `count` may stop above `COUNT_UP_TO`, unless the view asks for all. `is_close` says that no
    client holds the words as they were typed: these hold what may have been meant.
    """

    rows: Sequence[ListRow]
    previous: str
    following: str
    count: int
    is_close: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """What a list reads beside its own columns.

    `extra` is selected, by key; `sorts` may be sorted by too; `joined` is a table of at most one
    row a client that either speaks of, and `where` asks something of it.
    """

    extra: Mapping[str, ColumnElement[Any]] = field(default_factory=dict)
    sorts: Mapping[str, ColumnElement[Any]] = field(default_factory=dict)
    joined: Any = None
    where: Sequence[ColumnElement[bool]] = ()


def order_of(view: ListView, beside: Beside) -> Order:
    """Give the order that the view asks for; plugins' columns are orders too."""
    orders: dict[str, tuple[Any, bool]] = {
        "name": (Client.name_sort, False),
        "created": (Client.created_at, False),
        "activity": (Client.last_activity_at, True),
    }
    more = {**beside.extra, **beside.sorts}
    by, may_be_null = orders.get(view.sort) or (more[view.sort], True)
    return Order(
        key=view.sort,
        model=Client,
        by=by,
        is_descending=view.is_descending,
        may_be_null=may_be_null,
    )


def read_page(
    ask: Ask,
    view: ListView,
    *,
    beside: Beside,
    conditions: Sequence[ColumnElement[bool]] = (),
) -> ListPage:
    """Read one page and its count: two statements, three where rows without a value begin.

    Words that no client holds are asked for again as they may have been meant.
    """
    page = _read(ask, view, beside, [*conditions_of(ask, view), *conditions])
    if page.count or not view.typed:
        return page
    meant = close_spelling(ask, sought(view.typed))
    if meant is None:
        return page
    near = [*conditions_of(ask, replace(view, typed="")), *conditions, meant]
    close = _read(ask, view, beside, near)
    return replace(close, is_close=True) if close.rows else page


def _read(
    ask: Ask,
    view: ListView,
    beside: Beside,
    where: Sequence[ColumnElement[bool]],
) -> ListPage:
    most = counts_up_to(ask.session, view.typed, COUNT_UP_TO)
    limit = None if view.counts_all else most + 1
    where = [*where, *beside.where]
    count = count_clients(ask, where, limit=limit, joined=beside.joined if beside.where else None)
    order = order_of(view, beside)
    rows = _rows(beside.extra)
    if beside.joined is not None:
        rows = rows.outerjoin(beside.joined, beside.joined.c.client_id == Client.id)
    found = read_slice(
        ask.session,
        rows.where(*where),
        replace(order, by=sorts_hits(ask.session, order.by, view.typed, count)),
        after=view.after,
        before=view.before,
        size=PAGE,
    )
    return ListPage(
        rows=[_row(ask, row, beside.extra) for row in found.rows],
        previous=found.previous,
        following=found.following,
        count=count,
    )


def conditions_of(ask: Ask, view: ListView) -> list[ColumnElement[bool]]:
    """Give what the state and the words of the view ask of a client, and how to start."""
    where: list[ColumnElement[bool]] = []
    if view.state == "archived":
        where.append(Client.archived_at.is_not(None))
    elif view.state != "all":
        stage = "prospect" if view.state == "prospects" else "client"
        where += [Client.archived_at.is_(None), Client.stage == stage]
    few = reaches_few(ask)
    if few:
        where.append(among(ask, Client.id.expression))
    if view.typed:
        where.append(matches(ask.session, CLIENTS, view.typed, row_by_row=few))
        query = sought(view.typed)
        if query.long and limits_clients(ask):
            where.append(clients_read(ask, query, *where))
    return where


def count_clients(
    ask: Ask, where: Sequence[ColumnElement[bool]], *, limit: int | None, joined: Any = None
) -> int:
    """Count the clients that the actor sees and that fit, up to a limit."""
    start = [among(ask, Client.id.expression)] if reaches_few(ask, SOME) else []
    fitting = select(Client.id)
    if joined is not None:
        fitting = fitting.outerjoin(joined, joined.c.client_id == Client.id)
    counted = fitting.where(*where, *start).limit(limit).subquery()
    return ask.session.scalar(select(func.count(counted.c.id)).select_from(counted)) or 0


def _rows(extra: Mapping[str, ColumnElement[Any]]) -> Select[*tuple[Any, ...]]:
    more = [expression.label(f"{EXTRA}{n}") for n, expression in enumerate(extra.values())]
    return select(
        Client.public_id,
        Client.name,
        Client.reference,
        Client.town,
        Client.siren,
        Client.kind,
        Client.stage,
        Client.archived_at,
        Client.created_at,
        Client.last_activity_at,
        User.given_name,
        User.family_name,
        User.email.label("owner_email"),
        *more,
    ).outerjoin(User, User.id == Client.owner_id)


def _row(ask: Ask, row: Any, extra: Mapping[str, ColumnElement[Any]]) -> ListRow:
    owner = f"{row.given_name or ''} {row.family_name or ''}".strip() or row.owner_email or ""
    return ListRow(
        key=row.public_id,
        name=row.name,
        reference=said(ask, "reference", row.reference),
        town=said(ask, TOWN, row.town),
        siren=row.siren if readable(ask, "siren") else "",
        kind=row.kind,
        stage=row.stage,
        is_archived=row.archived_at is not None,
        owner_name=owner,
        created_at=row.created_at,
        last_activity_at=row.last_activity_at,
        extra={key: getattr(row, f"{EXTRA}{n}") for n, key in enumerate(extra)},
    )


NEWEST_FIRST: Final = frozenset({"created", "activity"})


def turned(view: ListView, sort: str) -> ListView:
    """Give the view sorted by a column: the other way round when it is sorted by it already.

    Dates begin with the latest.
    """
    down = not view.is_descending if sort == view.sort else sort in NEWEST_FIRST
    return replace(view, sort=sort, is_descending=down, after="", before="")
