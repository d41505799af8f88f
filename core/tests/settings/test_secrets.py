"""Secrets among the settings: what the database holds of them, and what keys open."""

from __future__ import annotations

import base64
from collections.abc import Iterable
from typing import Any

import pytest
from sqlalchemy import select

from onglet.api import Plugin, Setting, SettingsPage, hookimpl
from onglet.settings.models import SettingRow
from onglet.testing.kit import MakeSite, Site

OLD, NEW, OTHER = (base64.urlsafe_b64encode(letter * 32).decode() for letter in (b"o", b"n", b"x"))
PAGE = "/settings/pages/relay.settings"
TOKEN = "relay.token"
HUSH = "hush-hush-42"


class Relay(Plugin):
    """A plugin with a secret."""

    name = "relay"
    label = "Relay"

    @hookimpl
    def onglet_settings(self) -> Iterable[Setting]:
        yield Setting(key=TOKEN, label="Token", default="", kind="secret")

    @hookimpl
    def onglet_settings_pages(self) -> Iterable[SettingsPage]:
        yield SettingsPage(
            key="relay.settings",
            label="Relay",
            icon="cloud",
            right="core.settings.edit",
            order=500,
            settings=(TOKEN,),
        )


def kept(site: Site) -> Any:
    with site.reading() as ask:
        return ask.session.scalar(select(SettingRow.value).where(SettingRow.key == TOKEN))


def known(site: Site) -> Any:
    with site.reading() as ask:
        return ask.setting(TOKEN)


def typed(site: Site, value: str) -> None:
    answer = site.browser(site.user(all_rights=True)).post(PAGE, data={TOKEN: value})
    assert answer.status_code == 303


def health(site: Site) -> str:
    return site.browser(site.user(all_rights=True)).get("/settings/health").text


def test_a_secret_is_sealed_in_the_database_and_known_to_its_plugin(deployment: MakeSite) -> None:
    site = deployment(Relay())

    typed(site, HUSH)

    assert HUSH not in str(kept(site))
    assert known(site) == HUSH
    assert "Aucune clé" not in health(site)


def test_a_secret_can_be_changed_and_taken_away(deployment: MakeSite) -> None:
    site = deployment(Relay())
    typed(site, HUSH)

    typed(site, "another")
    changed = known(site)
    site.browser(site.user(all_rights=True)).post(PAGE, data={TOKEN: "", f"clear.{TOKEN}": "1"})

    assert (changed, known(site), kept(site)) == ("another", "", None)


def test_a_secret_kept_in_plain_is_read_and_sealed_by_the_next_migration(
    deployment: MakeSite,
) -> None:
    site = deployment(Relay())
    site.set(TOKEN, HUSH)

    before = known(site)
    site.host.migrate()

    assert before == known(site) == HUSH
    assert HUSH not in str(kept(site))


def test_a_new_key_takes_over_when_it_stands_in_front(deployment: MakeSite) -> None:
    typed(deployment(Relay(), ONGLET_SETTINGS_KEYS=OLD), HUSH)

    both = deployment(Relay(), ONGLET_SETTINGS_KEYS=f"{NEW},{OLD}")
    alone = deployment(Relay(), ONGLET_SETTINGS_KEYS=NEW)

    assert known(both) == known(alone) == HUSH


def test_a_secret_that_no_key_opens_counts_as_not_set_and_is_named(deployment: MakeSite) -> None:
    typed(deployment(Relay(), ONGLET_SETTINGS_KEYS=OLD), HUSH)

    site = deployment(Relay(), ONGLET_SETTINGS_KEYS=OTHER)

    assert known(site) == ""
    assert TOKEN in health(site)
    typed(site, "typed again")
    assert known(site) == "typed again"


@pytest.mark.parametrize("value", ["é☃ \" ' %", "x" * 3999])
def test_any_secret_comes_back_as_it_was_typed(deployment: MakeSite, value: str) -> None:
    site = deployment(Relay())

    typed(site, value)

    assert known(site) == value
