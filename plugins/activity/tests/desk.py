"""A colleague at work on a client: what the tests of the activity speak with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from selectolax.lexbor import LexborHTMLParser

if TYPE_CHECKING:
    from starlette.testclient import TestClient

    from onglet.api import ClientView
    from onglet.testing.kit import Colleague, Site

NOON = datetime(2026, 11, 24, 11, 0, tzinfo=UTC)
"""Noon in Paris, on a Tuesday."""


def page(text: str) -> LexborHTMLParser:
    return LexborHTMLParser(text)


@dataclass
class Desk:
    """A colleague at work on clients, in a browser."""

    site: Site
    user: Colleague
    browser: TestClient
    client: ClientView
    sent: list[Any] = field(default_factory=list)

    @property
    def tab(self) -> str:
        return f"{self.client.href}/activity"

    def add(self, kind: str, **fields: Any) -> Any:
        """Send what a composer holds, as a browser without scripts does."""
        return self.browser.post(f"{self.tab}/add", data={"composer": f"activity.{kind}", **fields})

    def live(self, path: str, **fields: Any) -> Any:
        """Send a form as the tab's own scripts do."""
        return self.browser.post(
            f"{self.tab}{path}",
            data=fields,
            headers={
                "HX-Request": "true",
                "HX-Request-Type": "partial",
                "HX-Current-URL": f"http://testserver{self.tab}",
            },
        )

    def history(self, **query: Any) -> list[str]:
        """Give the lines of the history as they are read, newest first."""
        answer = self.browser.get(self.tab, params=query)
        assert answer.status_code == 200, answer.text
        return [" ".join(node.text().split()) for node in page(answer.text).css(".event")]

    def shown(self, selector: str, path: str = "") -> list[str]:
        answer = self.browser.get(path or self.tab)
        assert answer.status_code == 200, answer.text
        return [" ".join(node.text().split()) for node in page(answer.text).css(selector)]

    def ids(self) -> list[str]:
        """Give the identifiers of the entries in the history, newest first."""
        text = self.browser.get(self.tab).text
        found = [node.attributes["id"] or "" for node in page(text).css(".event")]
        return [one.removeprefix("event-activity-") for one in found]

    def wait(self, **spell: float) -> None:
        self.site.clock.now += timedelta(**spell)


def open_desk(site: Site, reaches: Mapping[str, Any] | None = None) -> Desk:
    site.clock.now = NOON
    user = site.user(all_rights=reaches is None, reaches=reaches)
    client = site.client("Maison Verdier", owner=user)
    return Desk(site=site, user=user, browser=site.browser(user), client=client)
