"""How many statements the tab costs, however long the history is."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from plugins.activity.tests.desk import Desk

PART = {"HX-Request-Type": "partial"}
WHO_AND_WHICH = 2
"""Who asks, and which client: the same on every page of a record."""


def cost(desk: Desk, address: str, **headers: str) -> list[str]:
    assert desk.browser.get(address, headers=headers).status_code == 200
    with desk.site.counting() as statements:
        desk.browser.get(address, headers=headers)
    return statements


def live(desk: Desk, times: int) -> None:
    """Have this much happen with the client, with its contact."""
    contact = desk.site.contact(desk.client, "Anne", f"Martin {times}")
    for number in range(times):
        desk.add("comment", body=f"Reply {number}", person=contact.public_id)
        desk.add("task", subject=f"Call back {number}", person=contact.public_id)
        desk.add("event", subject=f"Visit {number}", starts_on="2026-12-01", starts_time="10:00")


def test_the_tab_costs_three_statements_whatever_happened(desk: Desk) -> None:
    live(desk, 1)
    few = cost(desk, desk.tab, **PART)
    assert len(few) - WHO_AND_WHICH <= 3, few
    whole = cost(desk, desk.tab)
    assert len(whole) <= 8, whole

    live(desk, 15)

    assert len(cost(desk, desk.tab, **PART)) == len(few)
    assert len(cost(desk, desk.tab)) == len(whole)


def test_the_badge_costs_one_statement(desk: Desk) -> None:
    extras = f"{desk.client.href}/-/extras"
    live(desk, 1)

    statements = cost(desk, extras, **PART)

    of_the_plugin = [one for one in statements if "activity_entry" in one]
    assert len(of_the_plugin) == 1
    assert len(statements) == WHO_AND_WHICH + 2, statements
