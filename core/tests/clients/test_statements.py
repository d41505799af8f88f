"""How many statements a page costs, whoever asks and however much there is."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from onglet.addresses.entry import NewAddress
from onglet.clients.bulk import insert_clients
from onglet.clients.entry import NewClient
from onglet.contacts.entry import NewPerson, Role
from onglet.contributions import Reach

if TYPE_CHECKING:
    from onglet.contributions import ClientView
    from onglet.testing.kit import Colleague, Site

PART = {"HX-Request-Type": "partial"}
WHO_AND_WHICH = 2
"""Who asks with what they may do, which client with what ties it to them: on every page of one."""

EVERY_RIGHT = "an administrator"
GROUP_RIGHTS = "a colleague by their groups"
A_SHARE = "a colleague by a share that only lets them read"


@pytest.fixture
def site(deployment: Callable[..., Site]) -> Site:
    return deployment()


def colleague(site: Site, who: str) -> Colleague:
    if who == EVERY_RIGHT:
        return site.user(all_rights=True)
    if who == A_SHARE:
        keys = ("read", "edit", "delete", "archive", "export")
        return site.user(reaches={f"core.client.{key}": Reach.SHARED for key in keys})
    return site.user(reaches={"core.client.read": Reach.GROUP}, groups=(site.group("North"),))


def client_of(site: Site, user: Colleague, who: str, size: int) -> ClientView:
    """Make a client with so many contacts, addresses and saves, among as many others."""
    owner = site.user(all_rights=True) if who == A_SHARE else user
    with site.working() as work:
        others = [NewClient(name=f"Maison {n}", owner_id=owner.id) for n in range(size)]
        insert_clients(work, others)
    persons = [NewPerson(given_name="Anne", family_name=f"Martin {n}") for n in range(size)]
    client = site.client(
        "Maison Verdier",
        owner=owner,
        persons=[
            NewPerson(given_name="Paul", family_name="Durand", roles=frozenset({Role.MAIN})),
            *persons,
        ],
        addresses=[NewAddress(line1=f"{n} rue du Port", town="Brest") for n in range(size)],
        sources={"phone": "register", "website": "register"},
    )
    if who == A_SHARE:
        site.share(client, user)
    with site.working() as work:
        for number in range(size):
            work.record_change(
                client_id=client.id,
                subject="core.client",
                subject_id=client.id,
                action="edit",
                changes={"phone": ("", str(number))},
            )
    return client


def cost(site: Site, who: Colleague, address: str, *, part: bool = False) -> list[str]:
    """Give the statements of a page that was opened before."""
    browser = site.browser(who)
    headers = PART if part else {}
    assert browser.get(address, headers=headers).status_code == 200
    with site.counting() as statements:
        browser.get(address, headers=headers)
    return statements


@pytest.mark.parametrize("who", [EVERY_RIGHT, GROUP_RIGHTS, A_SHARE])
def test_a_record_costs_the_same_however_much_it_holds(site: Site, who: str) -> None:
    user = colleague(site, who)
    few, many = client_of(site, user, who, 2), client_of(site, user, who, 70)

    for slug in ("information", "contacts", "addresses", "statistics"):
        small = cost(site, user, f"{few.href}/{slug}")
        assert len(small) <= 8, (slug, small)
        assert cost(site, user, f"{many.href}/{slug}") == small

        small = cost(site, user, f"{few.href}/{slug}", part=True)
        assert len(small) - WHO_AND_WHICH <= 3, (slug, small)
        assert cost(site, user, f"{many.href}/{slug}", part=True) == small


@pytest.mark.parametrize("who", [EVERY_RIGHT, GROUP_RIGHTS, A_SHARE])
def test_badges_pins_and_actions_of_the_core_come_in_one_statement(site: Site, who: str) -> None:
    user = colleague(site, who)
    few, many = client_of(site, user, who, 2), client_of(site, user, who, 70)

    small = cost(site, user, f"{few.href}/-/extras", part=True)

    # A refused action names who could grant it: administrators, or the owner by a share.
    names = {EVERY_RIGHT: 0, GROUP_RIGHTS: 1, A_SHARE: 2}[who]
    assert len(small) - WHO_AND_WHICH <= 1 + names, small
    assert cost(site, user, f"{many.href}/-/extras", part=True) == small


@pytest.mark.parametrize("who", [EVERY_RIGHT, GROUP_RIGHTS])
@pytest.mark.parametrize("address", ["/clients", "/contacts"])
def test_a_list_costs_the_same_however_long_it_is(site: Site, who: str, address: str) -> None:
    user = colleague(site, who)
    client_of(site, user, who, 2)
    few = cost(site, user, address)
    assert len(few) <= 4, few

    client_of(site, user, who, 70)

    assert len(cost(site, user, address)) == len(few)


def test_counting_leaves_out_what_is_no_statement(site: Site) -> None:
    with site.counting() as statements:
        with site.working() as work:
            work.session.connection()
        with site.reading() as ask:
            ask.setting("core.company_name")

    assert len(statements) == 1
    assert "core_setting" in statements[0]
