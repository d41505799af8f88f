"""Checks of the few texts that users, groups and profiles hold."""

from __future__ import annotations

from onglet.accounts.rejected import Rejected
from onglet.accounts.sign_in_name import LONGEST as LONGEST_EMAIL
from onglet.accounts.sign_in_name import fold_email
from onglet.identity import Invalid
from onglet.identity import email as email_rule
from onglet.identity.characters import one_line
from onglet.ui.i18n import N_

LONGEST_NAME = 120
LONGEST_DESCRIPTION = 500


def check_name(typed: str, *, field: str = "name", required: bool = True) -> str:
    """Give a name on one line.

    Raises:
        Rejected: missing or too long.
    """
    return _check(typed, field=field, most=LONGEST_NAME, required=required)


def check_description(typed: str, *, field: str = "description") -> str:
    """Give a description on one line, perhaps empty.

    Raises:
        Rejected: too long.
    """
    return _check(typed, field=field, most=LONGEST_DESCRIPTION, required=False)


def check_email(typed: str, *, field: str = "email") -> str:
    """Give an address as the name to sign in with.

    Raises:
        Rejected: it is no address, or too long.
    """
    try:
        address = fold_email(email_rule.validate(typed))
    except Invalid as fault:
        raise Rejected(field, fault.message, **fault.params) from fault
    if len(address) >= LONGEST_EMAIL:
        raise Rejected(field, N_("This is too long: %(most)s characters at most."), most=254)
    return address


def _check(typed: str, *, field: str, most: int, required: bool) -> str:
    if len(typed) > most * 10:
        raise Rejected(field, N_("This is too long: %(most)s characters at most."), most=most)
    text = one_line(typed)
    if required and not text:
        raise Rejected(field, N_("This is required."))
    if len(text) > most:
        raise Rejected(field, N_("This is too long: %(most)s characters at most."), most=most)
    return text
