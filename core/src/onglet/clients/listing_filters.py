"""The filters of the client list that the core brings: what each asks of a client, in SQL."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import and_, false, or_, select, true

from onglet.addresses.models import Address
from onglet.clients import listing_days
from onglet.clients.limits import readable
from onglet.clients.matching import matches, sought
from onglet.clients.models import Client
from onglet.clients.search import CLIENTS
from onglet.nomenclature import departments
from onglet.rights.models import Grant, GrantKind, Group, User
from onglet.ui.i18n import N_

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sqlalchemy import ColumnElement

    from onglet.contributions import Ask

ADDRESS: Final[Any] = Address.__table__
GRANT: Final[Any] = Grant.__table__
"""Bare, inside statements on clients: the session filters the clients themselves, once."""

ME: Final = "me"
NOBODY: Final = "none"
OVERSEAS: Final = ("FR", "GP", "MQ", "GF", "RE", "PM", "YT", "BL", "MF", "TF", "WF", "PF", "NC")
CORSICA: Final = {"2A": ("200", "201"), "2B": ("202", "206")}


@dataclass(frozen=True, slots=True, kw_only=True)
class ListFilter:
    """A filter of the list. `condition` is None for a value that means nothing: it is left out.

    `reads` names the values that it looks at: who may not read one of them has no such filter.
    """

    key: str
    label: str
    icon: str
    condition: Callable[[Ask, str], ColumnElement[bool] | None]
    is_searched: bool = False
    reads: tuple[str, ...] = ()


def _owner(ask: Ask, value: str) -> ColumnElement[bool]:
    if value == NOBODY:
        return Client.owner_id.is_(None)
    if value == ME:
        return Client.owner_id == ask.actor.user_id
    owner = select(User.id).where(User.public_id == value).scalar_subquery()
    return Client.owner_id == owner


def _group(_ask: Ask, value: str) -> ColumnElement[bool]:
    """Clients whose owner is in the group."""
    group = select(Group.id).where(Group.public_id == value).scalar_subquery()
    owned = select(GRANT.c.client_id).where(
        GRANT.c.subject_id == group, GRANT.c.kind == GrantKind.OWNER_GROUP.value
    )
    return Client.id.in_(owned)


def _place(ask: Ask, value: str) -> ColumnElement[bool]:
    """A department by its number, a postcode by its five digits, or a town by its name."""
    code = value.upper()
    if departments.get(code) and not code.startswith("REG-"):
        return _in_postcodes(*CORSICA.get(code, (code,)))
    if value.isascii() and value.isdigit() and len(value) == 5:
        return _in_postcodes(value)
    # The index of words finds the few rows to compare.
    words = matches(ask.session, CLIENTS, value) if sought(value).long else true()
    return and_(Client.town == value, words)


def _in_postcodes(*starts: str) -> ColumnElement[bool]:
    postcode = ADDRESS.c.postcode
    countries = OVERSEAS if starts[0].startswith(("97", "98")) else ("FR",)
    ranges = [and_(postcode >= start, postcode < _next(start)) for start in starts]
    there = select(ADDRESS.c.client_id).where(
        ADDRESS.c.country.in_(countries),
        or_(*ranges),
        ADDRESS.c.is_main,
        ADDRESS.c.until_on.is_(None),
    )
    return Client.id.in_(there)


def _next(start: str) -> str:
    return f"{start[:-1]}{chr(ord(start[-1]) + 1)}"


def _form(_ask: Ask, value: str) -> ColumnElement[bool]:
    """A legal form by its code, or all those under a shorter code."""
    if not value.isascii() or not value.isdigit() or len(value) > 4:
        return false()
    if len(value) == 4:
        return Client.legal_form == value
    return and_(Client.legal_form >= value, Client.legal_form < _next(value))


def _sector(_ask: Ask, value: str) -> ColumnElement[bool]:
    return Client.sector == value


def _created(ask: Ask, value: str) -> ColumnElement[bool] | None:
    span = listing_days.instants_of(value, ask.today, ZoneInfo(ask.actor.zone))
    if span is None:
        return None
    since, until = span
    conditions = [Client.created_at >= since] if since else []
    conditions += [Client.created_at < until] if until else []
    return and_(*conditions)


CORE_FILTERS: Final = (
    ListFilter(key="owner", label=N_("Owner"), icon="user", condition=_owner, is_searched=True),
    ListFilter(key="group", label=N_("Group"), icon="users-group", condition=_group),
    ListFilter(
        key="place",
        label=N_("Place"),
        icon="map-pin",
        condition=_place,
        is_searched=True,
        reads=("address.postcode", "address.town"),
    ),
    ListFilter(
        key="form",
        label=N_("Legal form"),
        icon="building",
        condition=_form,
        is_searched=True,
        reads=("legal_form",),
    ),
    ListFilter(key="sector", label=N_("Sector"), icon="tags", condition=_sector, reads=("sector",)),
    ListFilter(key="created", label=N_("Created"), icon="calendar", condition=_created),
)

CORE_KEYS: Final[Mapping[str, ListFilter]] = {item.key: item for item in CORE_FILTERS}


def core_filters(ask: Ask) -> dict[str, ListFilter]:
    """Give the core's filters that the actor may use, by key."""
    return {
        key: item
        for key, item in CORE_KEYS.items()
        if all(readable(ask, name) for name in item.reads)
    }
