"""Rows of history about grants as people read them: what was done, each value before and after."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from onglet.contributions import Level
from onglet.rights.explain import last_day
from onglet.sharing.levels import level_name
from onglet.ui.i18n import N_
from onglet.ui.i18n import gettext as _

if TYPE_CHECKING:
    from collections.abc import Mapping

SHARE: Final = "core.share"
REQUEST: Final = "core.access_request"

TITLES: Final[Mapping[str, Mapping[str, str]]] = {
    SHARE: {
        "share": N_("shared the client"),
        "change": N_("changed a share"),
        "end": N_("ended a share"),
        "remove": N_("took back a share"),
        "tidy": N_("cleared a share that had ended long ago"),
    },
    REQUEST: {
        "ask": N_("asked for a right"),
        "grant": N_("granted a request"),
        "refuse": N_("refused a request"),
    },
    "core.client": {"reassign": N_("gave the client another owner")},
    "core.group": {
        "create": N_("made a group"),
        "edit": N_("changed a group"),
        "delete": N_("removed a group"),
    },
    "core.profile": {
        "create": N_("made a profile"),
        "edit": N_("changed a profile"),
        "set_reaches": N_("changed the rights of a profile"),
        "set_limits": N_("changed the fields and tabs of a profile"),
        "delete": N_("removed a profile"),
        "look_start": N_("began to see the screens as a profile"),
        "look_end": N_("saw the screens as a profile no more"),
    },
    "core.user": {
        "create": N_("added a colleague"),
        "edit": N_("changed a colleague"),
        "deactivate": N_("deactivated a colleague"),
        "reactivate": N_("reactivated a colleague"),
        "hand_over": N_("handed over what a colleague owned"),
        "take_back": N_("took back a handover of a colleague"),
        "make_token": N_("made a token for a colleague"),
        "revoke_token": N_("revoked a token of a colleague"),
    },
}
LABELS: Final[Mapping[str, str]] = {
    "colleague": N_("Colleague"),
    "group": N_("Group"),
    "level": N_("Level"),
    "until": N_("Until"),
    "note": N_("Note"),
    "right": N_("Right"),
    "asker": N_("Asked by"),
    "word": N_("A word"),
    "owner_id": N_("Owner"),
    "members": N_("Members"),
    "groups": N_("Groups"),
    "shares": N_("Shares"),
    "profile": N_("Profile"),
    "name": N_("Name"),
    "description": N_("Description"),
    "all_rights": N_("Every right"),
    "is_active": N_("Active"),
    "successor": N_("Successor"),
    "token": N_("Token"),
    "scopes": N_("Rights"),
}
LEVEL_KEYS: Final = {level.name.lower(): level for level in Level}
REACH_WORDS: Final = {
    "none": N_("No"),
    "own": N_("Own"),
    "shared": N_("Shared"),
    "group": N_("Group"),
    "all": N_("All"),
}


def title_of(subject: str, action: str) -> str:
    """Say what was done."""
    known = TITLES.get(subject, {}).get(action)
    return _(known) if known else f"{subject} · {action}"


def field_label(field: str) -> str:
    """Give the name of a field of these rows."""
    known = LABELS.get(field)
    return _(known) if known else field


def said(subject: str, field: str, value: Any) -> str:
    """Give a value as people read it."""
    if value is None or value in ("", []):
        return ""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if field == "until":
        return _until(str(value))
    return _word(subject, field, str(value))


def _word(subject: str, field: str, value: str) -> str:
    if field == "level" and value in LEVEL_KEYS:
        return level_name(LEVEL_KEYS[value])
    if subject == "core.profile" and field not in LABELS and value in REACH_WORDS:
        return _(REACH_WORDS[value])
    return value


def _until(text: str) -> str:
    try:
        return last_day(datetime.fromisoformat(text))
    except ValueError:
        return text
