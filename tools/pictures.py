"""The picture of the README: `python tools/pictures.py http://127.0.0.1:8000 EMAIL PASSWORD`."""

from __future__ import annotations

import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

TARGET = Path(__file__).resolve().parent.parent / "docs" / "images" / "record.png"


def main(url: str, email: str, password: str) -> None:
    """Sign in, open the first client, and keep what the screen shows."""
    with sync_playwright() as playwright:
        chrome = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"]
        )
        page = chrome.new_page(
            viewport={"width": 1440, "height": 900}, locale="fr-FR", color_scheme="light"
        )
        page.goto(f"{url}/sign-in")
        page.get_by_label("Adresse e-mail").fill(email)
        page.get_by_label("Mot de passe", exact=False).first.fill(password)
        page.get_by_role("button", name="Se connecter").click()
        page.wait_for_url(f"{url}/")
        page.locator("#rows tbody a.cover").first.click()
        page.wait_for_load_state("networkidle")
        TARGET.parent.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=TARGET)
        chrome.close()


if __name__ == "__main__":
    main(*sys.argv[1:4])
