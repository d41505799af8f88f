"""What a browser complains of while a test drives it: refused by the policy, broken in scripts."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, ConsoleMessage, Page

LISTENER = """
document.addEventListener("securitypolicyviolation", (event) => window.ongletReportViolation(
  `${event.effectiveDirective} refused ${event.blockedURI} ${event.sample} on ${document.location}`
));
"""
# An answer above 399 is the server's word, which tests judge themselves.
ANSWERS = re.compile(r"Failed to load resource: the server responded with a status of")


@dataclass
class Watch:
    """The complaints of every page of one context, as they come.

    A picture adds a style of its own, which is refused: a test that takes one allows `style-src`.
    """

    complaints: list[str] = field(default_factory=list)
    allowed: list[str] = field(default_factory=list)

    def follow(self, context: BrowserContext) -> None:
        """Listen to the context from now on, on every page that it opens."""
        context.expose_function("ongletReportViolation", self._refused)
        context.add_init_script(LISTENER)
        context.on("page", self._follow_page)

    def _follow_page(self, page: Page) -> None:
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.complaints.append(f"script: {error}"))

    def _refused(self, words: str) -> None:
        self.complaints.append(f"policy: {words}")

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not ANSWERS.match(message.text):
            self.complaints.append(f"console: {message.text}")

    def allow(self, pattern: str) -> None:
        """Expect complaints that this regular expression finds."""
        self.allowed.append(pattern)

    def unexpected(self) -> list[str]:
        """The complaints that the test did not allow."""
        return [
            words
            for words in self.complaints
            if not any(re.search(pattern, words) for pattern in self.allowed)
        ]
