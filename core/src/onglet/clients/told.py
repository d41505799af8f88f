"""The history of a client as people read it: who did what, and each value before and after."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from onglet.clients.catalogue import BLOCKS, BY_KEY, label_of
from onglet.clients.limits import history_level
from onglet.clients.shown import display
from onglet.clients.tidying import ADDRESS, CONTACT
from onglet.contributions.limits import masked
from onglet.fields.told import told_field
from onglet.history.queries import of_client
from onglet.sharing import wording as sharing
from onglet.ui.formats import day
from onglet.ui.i18n import N_
from onglet.ui.i18n import gettext as _

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from onglet.contributions import Record
    from onglet.history.queries import ChangeView, FieldChange

SHOWN: Final = 30
LONG: Final = 8
"""Entries with more lines than these are folded."""

TITLES: Final[Mapping[str, Mapping[str, str]]] = {
    "core.client": {
        "create": N_("created the client"),
        "edit": N_("edited the client"),
        "archive": N_("archived the client"),
        "unarchive": N_("brought the client back from the archive"),
        "delete": N_("put the client in the bin"),
        "restore": N_("took the client out of the bin"),
        "convert": N_("changed the stage of the client"),
        "reassign": N_("gave the client another owner"),
    },
    "core.person": {
        "create": N_("added a contact"),
        "edit": N_("edited a contact"),
        "link": N_("linked a contact"),
        "unlink": N_("unlinked a contact"),
        "role": N_("changed the role of a contact"),
    },
    sharing.SHARE: sharing.TITLES[sharing.SHARE],
    sharing.REQUEST: sharing.TITLES[sharing.REQUEST],
    "core.address": {
        "create": N_("added an address"),
        "edit": N_("edited an address"),
        "delete": N_("removed an address"),
        "role": N_("changed the role of an address"),
    },
    "core.score": {
        "give": N_("added points to the score"),
        "take": N_("took points of the score away"),
    },
}
PREFIXES: Final = {"core.person": CONTACT, "core.address": ADDRESS}
NOT_TOLD: Final = frozenset(
    {"deleted_at", "archived_at", "owner_id", "naf_nomenclature", "linked", "capital_currency"}
)
"""Fields that the title says already, or that go with another one."""

NOT_TOLD_OF: Final = {
    sharing.SHARE: frozenset({"note"}),
    sharing.REQUEST: frozenset({"word"}),
}
"""What is between giver and receiver is not for every reader of the record."""

GRANTS: Final = frozenset({sharing.SHARE, sharing.REQUEST})

LABELS: Final = {
    "main": N_("Main"),
    "billing": N_("Billing"),
    "dunning": N_("Reminders"),
    "delivery": N_("Delivery"),
    "address": N_("Address"),
    "points": N_("Points"),
    "reason": N_("Reason"),
    "ends_on": N_("Until"),
}
CONCEALED: Final = {"core.score": "core.score.read"}
"""Subjects whose values are told to those who hold a right of their own."""
VALUES: Final = {
    "kind": {"company": N_("Company"), "person": N_("Private person")},
    "stage": {"client": N_("Client"), "prospect": N_("Prospect")},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryLine:
    """A change of one field as people read it."""

    label: str
    old: str
    new: str
    is_hidden: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryEntry:
    """One save as people read it."""

    change: ChangeView
    title: str
    lines: Sequence[HistoryLine]

    @property
    def is_long(self) -> bool:
        """Tell whether the lines are better folded."""
        return len(self.lines) > LONG


def history_entries(record: Record) -> list[HistoryEntry]:
    """Give the last saves of the client, newest first."""

    def conceals(subject: str, _field: str) -> bool:
        right = CONCEALED.get(subject)
        return right is not None and not record.holds_here(right)

    def is_told(subject: str, field: str) -> bool:
        return field not in NOT_TOLD_OF.get(subject, NOT_TOLD) and (
            history_level(record, subject, field).is_shown
        )

    return [
        HistoryEntry(
            change=change,
            title=_title(change),
            lines=[
                _line(record, change.subject, field)
                for field in change.fields
                if is_told(change.subject, field.field)
            ],
        )
        for change in of_client(record, record.client.id, limit=SHOWN, conceals=conceals)
    ]


def _title(change: ChangeView) -> str:
    known = TITLES.get(change.subject, {}).get(change.action)
    return _(known) if known else f"{change.subject} · {change.action}"


def _line(record: Record, subject: str, field: FieldChange) -> HistoryLine:
    custom = told_field(record, subject, field.field, field.old, field.new)
    if custom is not None:
        label, old, new, is_hidden = custom
        return HistoryLine(label=label, old=old, new=new, is_hidden=is_hidden)
    if subject in GRANTS:
        return HistoryLine(
            label=sharing.field_label(field.field),
            old=sharing.said(subject, field.field, field.old),
            new=sharing.said(subject, field.field, field.new),
            is_hidden=field.is_hidden,
        )
    key = PREFIXES.get(subject, "") + field.field
    old, new = _text(key, field.field, field.old), _text(key, field.field, field.new)
    if not history_level(record, subject, field.field).is_readable:
        old, new = masked(old), masked(new)
    return HistoryLine(
        label=_label(subject, field.field, key),
        old=old,
        new=new,
        is_hidden=field.is_hidden,
    )


def _label(subject: str, field: str, key: str) -> str:
    if subject != "core.client" and field in LABELS:
        return _(LABELS[field])
    label = _(label_of(key))
    known = BY_KEY.get(key)
    if subject == "core.client" and known is not None and key.startswith((CONTACT, ADDRESS)):
        block = next(block for block in BLOCKS if block.key == known.block)
        return f"{_(block.label)} · {label}"
    return label


def _text(key: str, field: str, value: Any) -> str:
    if key in VALUES:
        return _(VALUES[key].get(str(value), str(value))) if value else ""
    if isinstance(value, bool):
        if key.startswith("consent."):
            return _("Signed up") if value else _("Not signed up")
        return _("Yes") if value else _("No")
    if field == "address":
        return str(value or "")
    if field == "ends_on":
        return day(date.fromisoformat(value)) if value else ""
    return display(key, value, {key: value})
