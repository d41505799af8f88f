"""The reason of a decision in words, for the person concerned or for whoever manages the client."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from onglet.contributions.rights import Level, Reach
from onglet.rights.evaluate import Why
from onglet.ui.formats import day
from onglet.ui.i18n import N_
from onglet.ui.i18n import gettext as _

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from onglet.rights.evaluate import Reason, Tie

LEVELS: Final[Mapping[Level, str]] = {
    Level.VIEW: N_("at view level"),
    Level.EDIT: N_("at edit level"),
    Level.MANAGE: N_("at manage level"),
}

TO_THEM: Final[Mapping[Why, str]] = {
    Why.EVERY: N_("you reach every client"),
    Why.OWNER: N_("you own this client"),
    Why.SHARE_USER: N_("it is shared with you %(terms)s"),
    Why.SHARE_GROUP: N_("you are in group %(group)s, it is shared with it %(terms)s"),
    Why.OWNER_GROUP: N_("you are in group %(group)s, as its owner is"),
    Why.NO_RIGHT: N_("your profile does not give this right"),
    Why.TOO_LOW: N_("it is shared with you %(terms)s, and this needs more: %(needed)s"),
    Why.ENDED: N_("it was shared with you %(terms)s, and that has ended"),
}
OF_THEM: Final[Mapping[Why, str]] = {
    Why.EVERY: N_("Reaches every client"),
    Why.OWNER: N_("Owns this client"),
    Why.SHARE_USER: N_("Shared with them %(terms)s"),
    Why.SHARE_GROUP: N_("In group %(group)s, shared with it %(terms)s"),
    Why.OWNER_GROUP: N_("In group %(group)s, as the owner is"),
}
UNTIED: Final[Mapping[Reach, str]] = {
    Reach.OWN: N_("your profile gives this right on your own clients only"),
    Reach.SHARED: N_(
        "your profile gives this right on your own clients and on those shared with you"
    ),
    Reach.GROUP: N_(
        "your profile gives this right on the clients of your groups and on those shared with you"
    ),
}


def explain(reason: Reason) -> str:
    """Give the reason to the person concerned, as a part of a sentence ("you own this client")."""
    if reason.why is Why.UNTIED:
        return _(UNTIED[reason.reach])
    return _said(TO_THEM[reason.why], reason)


def explain_of(reason: Reason) -> str:
    """Give the reason of a yes to somebody else ("Owns this client")."""
    return _said(OF_THEM[reason.why], reason)


def sentence(part: str) -> str:
    """Give a part of a sentence as a whole one."""
    return f"{part[:1].upper()}{part[1:]}." if part else ""


def terms(tie: Tie) -> str:
    """Give the level, the giver and the days of a share ("at edit level by Ana on 3 March")."""
    said = [_(LEVELS[tie.level])]
    if tie.granted_by:
        said.append(_("by %(name)s", name=tie.granted_by))
    if tie.granted_at is not None:
        said.append(_("on %(day)s", day=day(tie.granted_at, "long")))
    if tie.valid_until is not None:
        said.append(_("until %(day)s", day=last_day(tie.valid_until)))
    return " ".join(said)


def last_day(valid_until: datetime) -> str:
    """Give the last day of a share: it ends at the midnight that closes this day."""
    return day(valid_until - timedelta(microseconds=1), "long")


def _said(message: str, reason: Reason) -> str:
    tie = reason.tie
    return _(
        message,
        group=tie.group_name if tie else "",
        terms=terms(tie) if tie else "",
        needed=_(LEVELS[reason.needed]),
    )
