"""Which Chromium the tests drive, and how it starts."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Playwright

FLAGS = [
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
]
DESKTOP = {"viewport": {"width": 1440, "height": 1000}}
MOBILE = {
    "viewport": {"width": 390, "height": 844},
    "has_touch": True,
    "is_mobile": True,
    "device_scale_factor": 2,
}


def executable() -> str | None:
    """The browser of `ONGLET_CHROMIUM`, else the system's, else None for Playwright's own."""
    if chosen := os.environ.get("ONGLET_CHROMIUM"):
        return chosen
    system = (Path("/usr/bin/chromium"), Path("/usr/bin/chromium-browser"))
    return next((str(path) for path in system if path.exists()), None)


def launch(playwright: Playwright) -> Browser:
    """A headless Chromium; root must do without its sandbox."""
    flags = [*FLAGS, "--no-sandbox"] if os.geteuid() == 0 else FLAGS
    return playwright.chromium.launch(executable_path=executable(), args=flags)


def new_context(
    browser: Browser, screen: dict[str, object], theme: str = "light", **more: object
) -> BrowserContext:
    """A French visitor on this screen, with no past unless `more` says otherwise."""
    return browser.new_context(
        **screen,
        **more,
        color_scheme=theme,
        locale="fr-FR",
        timezone_id="Europe/Paris",
        reduced_motion="reduce",
    )
