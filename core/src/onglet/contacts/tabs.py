"""The tab of contacts: one card a person, main contact first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onglet.clients.limits import shown_way
from onglet.clients.tidying import CONTACT
from onglet.contacts.entry import Role
from onglet.contacts.queries import LinkedContact, contacts_of, count_contacts
from onglet.contributions import Badge, Panel
from onglet.ui.i18n import gettext as _
from onglet.ui.views import Confirm, MenuItem

if TYPE_CHECKING:
    from onglet.contributions import Ask, Record


def panel(record: Record) -> Panel:
    """Draw the tab."""
    contacts = contacts_of(record, record.client.id)
    edit = record.holds_here("core.client.edit")
    person_edit = record.holds_here("core.person.edit")
    return Panel(
        html=record.render(
            "onglet/contacts/tab.html",
            record=record,
            contacts=contacts,
            may_edit=edit,
            role_labels=role_labels(),
            ways={contact.key: ways(record, contact) for contact in contacts},
            menus={
                contact.key: menu(record, contact, may_edit=edit, may_edit_person=person_edit)
                for contact in contacts
            },
        )
    )


def badge(record: Record) -> Badge:
    """Count the contacts."""
    return Badge(count=count_contacts(record, record.client.id))


WAYS = (("email", "mail"), ("phone", "phone"), ("mobile", "device-mobile"), ("fax", "printer"))


def ways(ask: Ask, contact: LinkedContact) -> list[tuple[str, str, str]]:
    """Give the ways to reach a contact that the actor knows of: icon, text, where it leads."""
    found = [
        (icon, *shown_way(ask, CONTACT + key, contact.values[key], contact.values))
        for key, icon in WAYS
        if contact.values[key]
    ]
    return [(icon, text, href) for icon, text, href in found if text]


def role_labels() -> dict[Role, str]:
    """Give the name of each role."""
    return {
        Role.MAIN: _("Main contact"),
        Role.BILLING: _("Billing contact"),
        Role.DUNNING: _("Reminder contact"),
    }


def _role_gestures() -> dict[Role, tuple[str, str]]:
    """Give how each role is given and taken back."""
    return {
        Role.MAIN: (_("Make the main contact"), _("No longer the main contact")),
        Role.BILLING: (_("Make the billing contact"), _("No longer the billing contact")),
        Role.DUNNING: (_("Make the reminder contact"), _("No longer the reminder contact")),
    }


def menu(
    record: Record, contact: LinkedContact, *, may_edit: bool, may_edit_person: bool
) -> list[MenuItem]:
    """Give what may be done with one contact."""
    entries = [
        MenuItem(label=_("Open the contact"), icon="user", href=f"/people/{contact.person_key}")
    ]
    if may_edit_person:
        entries.append(
            MenuItem(
                label=_("Edit"),
                icon="pencil",
                href=record.href("contacts", contact.key, "edit"),
                dialog=True,
            )
        )
    if not may_edit:
        return entries
    for role, (give, take) in _role_gestures().items():
        held = role in contact.roles
        entries.append(
            MenuItem(
                label=take if held else give,
                icon="user-minus" if held else "circle-check",
                post=record.href("contacts", contact.key, "role"),
                values=(("role", role.value),),
            )
        )
    entries.append(
        MenuItem(
            label=_("Unlink from the client"),
            icon="unlink",
            post=record.href("contacts", contact.key, "unlink"),
            danger=True,
            confirm=Confirm(
                title=_("Unlink %(name)s?", name=contact.name),
                text=_("The person stays in the list of contacts, with their other clients."),
                button=_("Unlink"),
            ),
        )
    )
    return entries
