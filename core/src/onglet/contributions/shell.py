"""What plugins add around the record: menus, pages, settings, providers, filters of rows."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from fastapi import APIRouter
    from sqlalchemy import ColumnElement

    from onglet.contributions.context import Ask
    from onglet.contributions.record import Badge


class NavPlace(StrEnum):
    """Where an entry stands: the left menu, or the "Ajout" menu of the top bar."""

    MENU = "menu"
    ADD = "add"


@dataclass(frozen=True, slots=True, kw_only=True)
class NavItem:
    """An entry of a menu. `under` puts it below the heading or entry of that key."""

    key: str
    label: str
    icon: str
    href: str
    order: int
    right: str = ""
    place: NavPlace = NavPlace.MENU
    under: str = ""
    badge: Callable[[Ask], Badge | None] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """A value that a deployment can change. `kind` is text, secret, number, choice, yes_no."""

    key: str
    label: str
    default: Any
    kind: str = "text"
    help: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    check: Callable[[Any], str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingsPage:
    """A page of the settings: a list of settings drawn by the core, or a page of the plugin's.

    `note` says on the way there what is set on it, in one short sentence.
    """

    key: str
    label: str
    icon: str
    right: str
    order: int
    settings: tuple[str, ...] = ()
    href: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    """An implementation of a port that others use by its name.

    `open` gives the object that answers; it is asked for when needed and may read settings.

    The core itself asks for `company_directory` when a client is created: an object with a
    `search_href` is offered at the top of the form (the address is drawn inside it, and is a link
    without JavaScript). It leads back by a link to `/clients/new` that carries values by the
    names of the form's fields, and their source: `?name=...&siren=...&address.town=...&from=INSEE`.
    """

    port: str
    key: str
    label: str
    open: Callable[[Ask], Any]
    order: int = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class RowFilter:
    """A condition that narrows which clients are seen; all filters are joined by AND.

    `condition` receives the column of the client's key. One that fails hides every row.
    """

    key: str
    condition: Callable[[Ask, ColumnElement[int]], ColumnElement[bool] | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Routers:
    """The plugin's own addresses, mounted by the core.

    `client` under `/clients/{client_id}/<plugin>`, `plugin` under `/<plugin>`, `api` under
    `/api/v1/<plugin>`. Each route names its right with `needs(...)`, or says `public`.
    """

    client: APIRouter | None = None
    plugin: APIRouter | None = None
    api: APIRouter | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateField:
    """A value that document templates can hold, `{{ client.siren }}` for instance."""

    key: str
    label: str
    sample: str
    right: str
    read: Callable[[Any], str]
    choices: Callable[[Ask], Iterable[str]] | None = None
