"""Clients that may be the one being typed. What the actor may not see is hinted at, never shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import or_, select

from onglet.clients.limits import readable
from onglet.clients.models import Client
from onglet.clients.searchable import name_key
from onglet.clients.view import to_view, views
from onglet.identity import email, siren, siret
from onglet.ui.i18n import N_
from onglet.work.session import unrestricted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import ColumnElement

    from onglet.contributions import Ask, ClientView
    from onglet.ui.forms import FormState

MOST: Final = 5
REASONS: Final = {
    "siret": N_("same SIRET"),
    "siren": N_("same SIREN"),
    "email": N_("same e-mail"),
    "name": N_("same name"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """Clients alike: those that the actor sees, each with why; and why for one they do not see.

    `hidden` names a value that only an identifier gives away (SIREN, SIRET), and nothing more:
    neither who has it, nor how many. A name or an address never hints at what is hidden.
    """

    seen: tuple[tuple[ClientView, str], ...] = ()
    hidden: str = ""


def alike(ask: Ask, state: FormState, *, but: int | None = None) -> Likeness:
    """Give the clients that share an identifier, an address or a name with what was typed."""
    told = {key: wanted for key, wanted in _told(state) if key == "name" or readable(ask, key)}
    if not told:
        return Likeness()
    rows = ask.session.execute(
        views()
        .where(or_(*(column == value for column, value in told.values())))
        .where(Client.id != (but or 0))
        .order_by(Client.id)
        .limit(MOST)
    ).all()
    seen = [to_view(row, ask) for row in rows]
    names = name_key(state.value("name"))
    reasons = tuple((view, _reason(view, told, names)) for view in seen)
    return Likeness(seen=reasons, hidden="" if seen else _hidden(ask, told, but))


def _told(state: FormState) -> Iterator[tuple[str, tuple[ColumnElement[str], str]]]:
    typed = state.value("siret")[:40]
    if siret.is_valid(typed):
        yield "siret", (Client.siret.expression, siret.compact(typed))
    typed = state.value("siren")[:40]
    if siren.is_valid(typed):
        yield "siren", (Client.siren.expression, siren.compact(typed))
    typed = state.value("email")[:254]
    if email.is_valid(typed):
        yield "email", (Client.email.expression, email.validate(typed))
    name = name_key(state.value("name")[:250])
    if len(name) > 2:
        yield "name", (Client.name_sort.expression, name)


def _reason(view: ClientView, told: dict[str, tuple[ColumnElement[str], str]], name: str) -> str:
    has = {"siret": view.siret, "siren": view.siren, "email": view.email}
    for key in told:
        if key in has and has[key] == told[key][1]:
            return key
    return "name" if name else ""


def _hidden(ask: Ask, told: dict[str, tuple[ColumnElement[str], str]], but: int | None) -> str:
    for key in ("siret", "siren"):
        if key not in told:
            continue
        column, value = told[key]
        with unrestricted(ask.session, reason="whether an identifier is taken, and nothing more"):
            found = ask.session.scalar(
                select(Client.id)
                .where(column == value, Client.deleted_at.is_(None), Client.id != (but or 0))
                .limit(1)
            )
        if found is not None:
            return key
    return ""
