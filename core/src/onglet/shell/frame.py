"""What surrounds every page: menus by right, recents, notifications, theme, the person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select, true

from onglet import __version__
from onglet.clients.models import Client, Recent
from onglet.contributions import NavPlace
from onglet.rights.models import User
from onglet.settings.models import SettingRow
from onglet.shell.labels import say
from onglet.ui.cookies import theme_of
from onglet.ui.i18n import gettext as _
from onglet.ui.i18n import voice
from onglet.ui.views import MenuGroup, MenuItem, NavLink, Shell, UserBadge
from onglet.ui.views import Recent as RecentLink
from onglet.work.models import Notification

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.requests import Request

    from onglet.contributions import Ask, NavItem
    from onglet.host.host import Host
    from onglet.host.registry import Placed

RECENTS = 5
COMPANY = "core.company_name"
FOOT = "foot"
"""`under` of the entries that stand at the foot of the left menu."""


def frame(request: Request, ask: Ask) -> Shell:
    """Give what surrounds a page of somebody who is signed in."""
    host: Host = request.app.state.host
    visitor = request.state.visitor
    if visitor is None:
        return bare(request)
    entries = _entries(host, ask)
    menu = menu_of(host, ask)
    recents, unread, company = _own_lines(ask)
    return Shell(
        user=UserBadge(name=ask.actor.name, email=ask.actor.email),
        nav=_links(request, [placed for placed in menu if placed.item.under != FOOT]),
        nav_foot=_links(request, [placed for placed in menu if placed.item.under == FOOT]),
        add=_add_menu([p for p in entries if p.item.place is NavPlace.ADD]),
        recents=recents,
        unread=unread,
        theme=theme_of(request),
        locale=ask.actor.locale,
        csrf=visitor.csrf,
        version=__version__,
        company=company,
        looking=visitor.looking,
        account_menu=[MenuItem(label=_("My account"), icon="user", href="/account")],
    )


def bare(request: Request) -> Shell:
    """Give what surrounds a page that nobody needs to sign in for."""
    return Shell(
        theme=theme_of(request),
        locale=voice().locale,
        version=__version__,
    )


def menu_of(host: Host, ask: Ask) -> list[Placed[NavItem]]:
    """List the lines of the left menu that the actor may open."""
    return [placed for placed in _entries(host, ask) if placed.item.place is NavPlace.MENU]


def line_of(key: str) -> str:
    """Give the name of an entry's line in the page."""
    return key.replace(".", "-")


def _entries(host: Host, ask: Ask) -> list[Placed[NavItem]]:
    return [placed for placed in host.registry().navigation if _may(ask, placed.item)]


def _may(ask: Ask, item: NavItem) -> bool:
    return not item.right or ask.may(item.right)


def _links(request: Request, entries: Sequence[Placed[NavItem]]) -> list[NavLink]:
    """Give the lines of a menu; the one whose address is the nearest above the page is marked."""
    path = request.url.path
    above = [p.item.href for p in entries if path == p.item.href or _is_under(path, p.item.href)]
    here = max(above, key=len, default="/clients" if path == "/" else "")
    return [
        NavLink(
            key=line_of(placed.item.key),
            label=say(placed.plugin, placed.item.label),
            href=placed.item.href,
            icon=placed.item.icon,
            is_counted=placed.item.badge is not None,
            current=placed.item.href == here,
        )
        for placed in entries
    ]


def _is_under(path: str, href: str) -> bool:
    return path.startswith(href.rstrip("/") + "/")


def _add_menu(entries: Sequence[Placed[NavItem]]) -> list[MenuGroup | MenuItem]:
    """Group the entries of "Ajout" under the headings that they name."""
    headings = {placed.item.key: placed for placed in entries if not placed.item.href}
    groups: list[MenuGroup | MenuItem] = []
    for key, heading in headings.items():
        inside = [_item(placed) for placed in entries if placed.item.under == key]
        if inside:
            groups.append(
                MenuGroup(items=tuple(inside), label=say(heading.plugin, heading.item.label))
            )
    groups += [
        _item(placed)
        for placed in entries
        if placed.item.href and placed.item.under not in headings
    ]
    return groups


def _item(placed: Placed[NavItem]) -> MenuItem:
    item = placed.item
    return MenuItem(label=say(placed.plugin, item.label), icon=item.icon, href=item.href)


def _own_lines(ask: Ask) -> tuple[list[RecentLink], int, str]:
    """Read recents, unread notifications and the firm's name at once: every page shows them."""
    unread = (
        select(func.count(Notification.id))
        .where(Notification.user_id == ask.actor.user_id, Notification.read_at.is_(None))
        .scalar_subquery()
    )
    latest = (
        select(Client.name, Client.public_id, Recent.seen_at)
        .join(Recent, Recent.client_id == Client.id)
        .where(Recent.user_id == ask.actor.user_id)
        .order_by(Recent.seen_at.desc())
        .limit(RECENTS)
        .subquery()
    )
    company = select(SettingRow.value).where(SettingRow.key == COMPANY).scalar_subquery()
    me = select(User.id).where(User.id == ask.actor.user_id).subquery()
    rows = ask.session.execute(
        select(unread.label("unread"), company.label("company"), latest.c.name, latest.c.public_id)
        .select_from(me.outerjoin(latest, true()))
        .order_by(latest.c.seen_at.desc())
    ).all()
    links = [
        RecentLink(label=row.name, href=f"/clients/{row.public_id}") for row in rows if row.name
    ]
    if not rows:
        return links, 0, ""
    return links, rows[0].unread, str(rows[0].company or "")
