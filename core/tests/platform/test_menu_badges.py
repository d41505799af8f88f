"""Numbers in the left menu: asked after the page, each in its guard, for who may see the entry."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from core.tests.platform import sinners

from onglet.api import Badge, NavItem, Plugin, hookimpl
from onglet.testing.kit import MakeSite


def counting(name: str, badge: Callable[..., Any], *, right: str = "") -> Plugin:
    @hookimpl
    def onglet_navigation(self: Plugin) -> Iterable[NavItem]:
        yield NavItem(
            key=f"{name}.home",
            label=name.title(),
            icon="star",
            href=f"/{name}",
            order=900,
            right=right,
            badge=badge,
        )

    return sinners.make(name, onglet_navigation=onglet_navigation)


def fail(_ask: Any) -> Any:
    raise ValueError("not today")


def test_a_number_comes_after_the_page_and_a_failing_one_is_left_out(deployment: MakeSite) -> None:
    site = deployment(
        counting("grumpy", fail),
        counting("steady", lambda ask: Badge(count=3, title="papers to sign")),
        counting("silent", lambda ask: None),
        counting("many", lambda ask: Badge(count=1234)),
    )
    browser = site.browser(site.user(all_rights=True))

    page = browser.get("/clients").text
    assert 'hx-get="/-/menu"' in page
    assert 'id="menu-steady-home"' in page
    assert "papers to sign" not in page

    answer = browser.get("/-/menu")
    assert answer.status_code == 200
    assert "#menu-steady-home" in answer.text
    assert "papers to sign" in answer.text
    assert "99+" in answer.text
    assert "grumpy" not in answer.text
    assert "silent" not in answer.text


def test_nobody_counts_what_they_may_not_open(deployment: MakeSite) -> None:
    asked: list[str] = []

    def count(ask: Any) -> Badge:
        asked.append(ask.actor.name)
        return Badge(count=1)

    site = deployment(counting("closed", count, right="core.settings.edit"))
    browser = site.browser(site.user())

    assert "menu-closed-home" not in browser.get("/-/menu").text
    assert 'hx-get="/-/menu"' not in browser.get("/clients").text
    assert asked == []
    assert site.browser().get("/-/menu").status_code == 303
