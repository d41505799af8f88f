"""The client list: rows of one page, by keyset, for a view that the address describes."""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import and_, func, or_, select

from onglet.clients.matching import matches
from onglet.clients.models import Client
from onglet.clients.search import CLIENTS
from onglet.db.identifiers import is_public_id
from onglet.rights.models import User

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import ColumnElement, Select

    from onglet.contributions import Ask

PAGE: Final = 50
COUNT_UP_TO: Final = 1000
STATES: Final = ("clients", "prospects", "archived", "all")
SORTS: Final = {"name": Client.name_sort, "created": Client.created_at}


@dataclass(frozen=True, slots=True, kw_only=True)
class ListView:
    """What the list shows, as its address says. Unknown values fall back to the usual ones."""

    state: str = "clients"
    typed: str = ""
    sort: str = "name"
    is_descending: bool = False
    owner: str = ""
    created: str = ""
    filters: Mapping[str, str] = field(default_factory=dict)
    after: str = ""
    before: str = ""

    def query(self, **changed: str) -> dict[str, str]:
        """Give the address's parameters with some changed; those at their usual value left out."""
        known = {
            "state": self.state if self.state != "clients" else "",
            "q": self.typed,
            "sort": self._sort_text(),
            "owner": self.owner,
            "created": self.created,
            **self.filters,
        }
        return {key: value for key, value in {**known, **changed}.items() if value}

    def _sort_text(self) -> str:
        if self.sort == "name" and not self.is_descending:
            return ""
        return f"-{self.sort}" if self.is_descending else self.sort


@dataclass(frozen=True, slots=True, kw_only=True)
class ListRow:
    """A line of the list. `extra` holds the plugins' columns by key."""

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


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPage:
    """One page: rows, the cursors of its neighbours, and how many rows in all, up to 1,001."""

    rows: Sequence[ListRow]
    next_cursor: str
    previous_cursor: str
    count: int


def read_view(query: Mapping[str, str], filter_keys: Sequence[str] = ()) -> ListView:
    """Read the view from the parameters of an address."""
    sort = query.get("sort", "")
    name = sort.removeprefix("-")
    state = query.get("state", "")
    owner = query.get("owner", "")
    return ListView(
        state=state if state in STATES else "clients",
        typed=query.get("q", "").strip()[:200],
        sort=name if name in SORTS else "name",
        is_descending=sort.startswith("-") and name in SORTS,
        owner=owner if is_public_id(owner) else "",
        created=query.get("created", ""),
        filters={key: query[key] for key in filter_keys if query.get(key)},
        after=query.get("after", ""),
        before=query.get("before", ""),
    )


def read_page(
    ask: Ask,
    view: ListView,
    *,
    extra: Mapping[str, ColumnElement[Any]],
    conditions: Sequence[ColumnElement[bool]] = (),
) -> ListPage:
    """Read one page and the capped count: two statements, whatever the size of the table."""
    where = [*_conditions(ask, view), *conditions]
    rows, previous, following = _rows(ask, view, where, extra)
    counted = select(Client.id).where(*where).limit(COUNT_UP_TO + 1).subquery()
    count = ask.session.scalar(select(func.count(counted.c.id)).select_from(counted)) or 0
    return ListPage(rows=rows, previous_cursor=previous, next_cursor=following, count=count)


def _conditions(ask: Ask, view: ListView) -> list[ColumnElement[bool]]:
    where: list[ColumnElement[bool]] = []
    if view.state == "archived":
        where.append(Client.archived_at.is_not(None))
    elif view.state != "all":
        stage = "prospect" if view.state == "prospects" else "client"
        where += [Client.archived_at.is_(None), Client.stage == stage]
    if view.typed:
        where.append(matches(ask.session, CLIENTS, view.typed))
    if view.owner:
        owner = select(User.id).where(User.public_id == view.owner).scalar_subquery()
        where.append(Client.owner_id == owner)
    since = created_since(view.created, ask.today)
    if since is not None:
        midnight = datetime.combine(since, time(), tzinfo=ZoneInfo(ask.actor.zone))
        where.append(Client.created_at >= midnight)
    return where


def created_since(key: str, today: date) -> date | None:
    """Give the first day of a span of creation, None for any."""
    spans = {
        "week": today - timedelta(days=7),
        "month": today.replace(day=1),
        "year": today.replace(month=1, day=1),
    }
    return spans.get(key)


def _rows(
    ask: Ask,
    view: ListView,
    where: Sequence[ColumnElement[bool]],
    extra: Mapping[str, ColumnElement[Any]],
) -> tuple[list[ListRow], str, str]:
    backwards = bool(view.before)
    cursor = _decoded(view.before or view.after, view.sort)
    key = SORTS[view.sort]
    descending = view.is_descending != backwards
    statement = _select(extra).where(*where)
    if cursor is not None:
        statement = statement.where(_beyond(key, cursor, descending=descending))
    order = (key.desc(), Client.id.desc()) if descending else (key.asc(), Client.id.asc())
    found = ask.session.execute(statement.order_by(*order).limit(PAGE + 1)).all()
    more = len(found) > PAGE
    page = list(found[:PAGE])
    if backwards:
        page.reverse()
    if not page:
        return [], "", ""
    first, last = _encoded(page[0], view.sort), _encoded(page[-1], view.sort)
    has_previous = more if backwards else cursor is not None
    has_next = cursor is not None if backwards else more
    rows = [_row(row, extra) for row in page]
    return rows, first if has_previous else "", last if has_next else ""


def _select(extra: Mapping[str, ColumnElement[Any]]) -> Select[*tuple[Any, ...]]:
    columns = [expression.label(f"extra_{n}") for n, expression in enumerate(extra.values())]
    return select(
        Client.id,
        Client.public_id,
        Client.name,
        Client.name_sort,
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
        *columns,
    ).outerjoin(User, User.id == Client.owner_id)


def _beyond(key: Any, cursor: tuple[Any, int], *, descending: bool) -> ColumnElement[bool]:
    value, row_id = cursor
    if descending:
        return or_(key < value, and_(key == value, Client.id < row_id))
    return or_(key > value, and_(key == value, Client.id > row_id))


def _row(row: Any, extra: Mapping[str, ColumnElement[Any]]) -> ListRow:
    return ListRow(
        key=row.public_id,
        name=row.name,
        reference=row.reference,
        town=row.town,
        siren=row.siren,
        kind=row.kind,
        stage=row.stage,
        is_archived=row.archived_at is not None,
        owner_name=f"{row.given_name or ''} {row.family_name or ''}".strip(),
        created_at=row.created_at,
        last_activity_at=row.last_activity_at,
        extra={key: getattr(row, f"extra_{n}") for n, key in enumerate(extra)},
    )


def _encoded(row: Any, sort: str) -> str:
    value = row.name_sort if sort == "name" else row.created_at.isoformat()
    text = json.dumps([sort, value, row.id])
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _decoded(cursor: str, sort: str) -> tuple[Any, int] | None:
    """Give the place that a cursor names, None when it is not one of ours."""
    if not cursor:
        return None
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        kept, value, row_id = json.loads(base64.urlsafe_b64decode(padded))
        if kept != sort or not isinstance(row_id, int) or not isinstance(value, str):
            return None
        instant = None if sort == "name" else datetime.fromisoformat(value)
    except (ValueError, TypeError, binascii.Error):
        return None
    if instant is None:
        return value, row_id
    return (instant, row_id) if instant.tzinfo else None
