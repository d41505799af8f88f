"""The tab of addresses: one card a place, the main one first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onglet.addresses.entry import Place
from onglet.addresses.queries import AddressView, addresses_of, count_addresses, lines_of
from onglet.clients.limits import said
from onglet.clients.tidying import ADDRESS
from onglet.contributions import Badge, Panel
from onglet.ui.i18n import gettext as _
from onglet.ui.views import Confirm, MenuItem

if TYPE_CHECKING:
    from onglet.contributions import Ask, Record


def panel(record: Record) -> Panel:
    """Draw the tab."""
    addresses = addresses_of(record, record.client.id)
    may_edit = record.holds_here("core.client.edit")
    return Panel(
        html=record.render(
            "onglet/addresses/tab.html",
            record=record,
            addresses=addresses,
            lines={address.key: seen_lines(record, address) for address in addresses},
            labels={
                address.key: said(record, f"{ADDRESS}label", address.label) for address in addresses
            },
            may_edit=may_edit,
            place_labels=place_labels(),
            menus={address.key: menu(record, address) if may_edit else [] for address in addresses},
        )
    )


def seen_lines(ask: Ask, address: AddressView) -> tuple[str, ...]:
    """Give an address as it is written, as far as the actor may see it."""
    return lines_of(
        {
            name: said(ask, ADDRESS + name, value) if isinstance(value, str) else value
            for name, value in address.values.items()
        }
    )


def badge(record: Record) -> Badge:
    """Count the addresses."""
    return Badge(count=count_addresses(record, record.client.id))


def place_labels() -> dict[Place, str]:
    """Give the name of each role."""
    return {
        Place.MAIN: _("Main address"),
        Place.BILLING: _("Billing address"),
        Place.DELIVERY: _("Delivery address"),
    }


def _place_gestures() -> dict[Place, str]:
    """Give how each role is given."""
    return {
        Place.MAIN: _("Make it the main address"),
        Place.BILLING: _("Make it the billing address"),
        Place.DELIVERY: _("Make it the delivery address"),
    }


def menu(record: Record, address: AddressView) -> list[MenuItem]:
    """Give what may be done with one address."""
    entries = [
        MenuItem(
            label=_("Edit"),
            icon="pencil",
            href=record.href("addresses", address.key, "edit"),
            dialog=True,
        )
    ]
    entries += [
        MenuItem(
            label=label,
            icon="circle-check",
            post=record.href("addresses", address.key, "place"),
            values=(("place", place.value),),
        )
        for place, label in _place_gestures().items()
        if place not in address.places
    ]
    entries.append(
        MenuItem(
            label=_("Remove"),
            icon="trash",
            post=record.href("addresses", address.key, "delete"),
            danger=True,
            confirm=Confirm(
                title=_("Remove this address?"),
                text=_("What was sent there keeps it; new documents will not offer it."),
                button=_("Remove"),
            ),
        )
    )
    return entries
