"""What a colleague settles alone: name, language, time zone, theme."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import available_timezones

from onglet.accounts.rejected import Rejected
from onglet.accounts.service.naming import check_name
from onglet.identity.folding import sort_key
from onglet.identity.person_name import sorted_by_family
from onglet.rights.models import User
from onglet.ui.i18n import LANGUAGES, N_

if TYPE_CHECKING:
    from onglet.contributions import Work

THEMES = ("auto", "light", "dark")
SUBJECT = "core.user"


@dataclass(frozen=True, slots=True, kw_only=True)
class Preferences:
    """One's own name and ways. An empty language or zone is the deployment's."""

    given_name: str
    family_name: str
    locale: str = ""
    zone: str = ""
    theme: str = ""


def edit_preferences(work: Work, wanted: Preferences) -> None:
    """Change the actor's own name and ways.

    Raises:
        Rejected: a value that cannot be.
    """
    user = _own(work)
    given = check_name(wanted.given_name, field="given_name", required=False)
    family = check_name(wanted.family_name, field="family_name", required=not given)
    new = {
        "given_name": given,
        "family_name": family,
        "locale": check_language(wanted.locale),
        "zone": check_zone(wanted.zone),
        "theme": _check_theme(wanted.theme),
    }
    changes = {
        field: (getattr(user, field), value)
        for field, value in new.items()
        if getattr(user, field) != value
    }
    for field, (_old, value) in changes.items():
        setattr(user, field, value)
    user.name_sort = sort_key(sorted_by_family(given, family)) or sort_key(user.email)
    if changes:
        work.record_change(
            client_id=None, subject=SUBJECT, subject_id=user.id, action="edit", changes=changes
        )


def set_theme(work: Work, theme: str) -> str:
    """Keep the actor's theme; an unknown one is "auto". Gives the theme kept."""
    kept = theme if theme in THEMES else "auto"
    _own(work).theme = kept
    return kept


def set_language(work: Work, locale: str) -> None:
    """Keep the actor's language.

    Raises:
        Rejected: nobody speaks it here.
    """
    _own(work).locale = check_language(locale)


def check_language(locale: str) -> str:
    """Give a language of the product, or nothing for the deployment's.

    Raises:
        Rejected: nobody speaks it here.
    """
    if locale and locale not in LANGUAGES:
        raise Rejected("locale", N_("Choose one of the values of the list."))
    return locale


def check_zone(zone: str) -> str:
    """Give a time zone by its IANA name, or nothing for the deployment's.

    Raises:
        Rejected: there is none of that name.
    """
    if zone and zone not in available_timezones():
        raise Rejected("zone", N_("Choose one of the values of the list."))
    return zone


def _check_theme(theme: str) -> str:
    if theme and theme not in THEMES:
        raise Rejected("theme", N_("Choose one of the values of the list."))
    return theme


def _own(work: Work) -> User:
    user = work.session.get(User, work.actor.user_id) if work.actor.user_id else None
    if user is None:
        raise LookupError("the system has no preferences")
    return user
