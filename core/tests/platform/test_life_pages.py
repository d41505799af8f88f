"""The pages of extensions, health and notifications, as an administrator opens them."""

from __future__ import annotations

import pytest
from core.tests.platform import sinners

from onglet.testing.kit import MakeSite


@pytest.mark.parametrize("address", ["/settings/plugins", "/settings/health", "/notifications"])
def test_the_pages_open(deployment: MakeSite, address: str) -> None:
    site = deployment(sinners.raiser(), sinners.honest())

    page = site.browser(site.user(all_rights=True)).get(address)

    assert page.status_code == 200
    assert "</html>" in page.text


@pytest.mark.parametrize("address", ["/settings/plugins", "/settings/health"])
def test_who_lacks_the_right_is_told_which(deployment: MakeSite, address: str) -> None:
    site = deployment(sinners.honest())

    assert site.browser(site.user()).get(address).status_code == 403
