"""The instruments themselves: each sees a fault that was put there for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser import axe
from tests.browser.layout import assert_no_horizontal_scroll

if TYPE_CHECKING:
    from playwright.sync_api import Page, Route

    from tests.browser.violations import Watch

POLICY = {"content-security-policy": "default-src 'self'", "content-type": "text/html"}
HEAD = """<!doctype html><html lang="fr"><title>Fiche</title>
<meta name="viewport" content="width=device-width, initial-scale=1">"""
SOUND = f"""{HEAD}<main><h1>Fiche client</h1><p>Moselle Acier</p></main></html>"""
FAULTY = f"""{HEAD}<main><h1>Fiche</h1>
<img src="/logo.png"><p id="wide">x</p><p style="color: red">y</p></main></html>"""


def show(page: Page, body: str) -> None:
    """Open a page of this source under the policy of the application."""

    def answer(route: Route) -> None:
        if route.request.url.endswith("/fiche"):
            route.fulfill(status=200, headers=POLICY, body=body)
        else:
            route.fulfill(status=404, body="")

    page.route("**/*", answer)
    page.goto("http://127.0.0.1/fiche")


def test_a_sound_page_passes(page_desktop: Page, theme: str) -> None:
    show(page_desktop, SOUND)

    axe.assert_accessible(page_desktop)
    assert_no_horizontal_scroll(page_desktop)
    dark = page_desktop.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
    assert dark == (theme == "dark")


def test_an_image_without_words_is_a_fault(page_mobile: Page, watch: Watch) -> None:
    watch.allow("style-src")
    show(page_mobile, FAULTY)

    assert any("image-alt" in fault for fault in axe.violations(page_mobile))


def test_what_the_policy_refuses_is_heard(page_desktop: Page, watch: Watch) -> None:
    show(page_desktop, FAULTY)
    page_desktop.wait_for_load_state("networkidle")

    assert any("style-src" in words for words in watch.unexpected())
    watch.allow("style-src|Content Security Policy")


def test_a_page_wider_than_its_window_is_named(page_mobile: Page, watch: Watch) -> None:
    watch.allow("style-src")
    show(page_mobile, FAULTY)
    page_mobile.evaluate("document.querySelector('#wide').style.width = '900px'")

    with pytest.raises(AssertionError, match='id="wide"'):
        assert_no_horizontal_scroll(page_mobile)
