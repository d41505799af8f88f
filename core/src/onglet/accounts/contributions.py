"""What the core declares about accounts: rights, settings pages, and the mail with a link."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from onglet.accounts import elsewhere
from onglet.accounts.letters import KIND, send_link
from onglet.accounts.tidying import tidy
from onglet.contributions import Job, Reach, Right, Schedule, Setting, SettingsPage
from onglet.ui.i18n import N_

if TYPE_CHECKING:
    from collections.abc import Iterable

TIDY: Final = "core.tidy_accounts"


def rights() -> Iterable[Right]:
    """Rights of those who manage colleagues; each gives at most what its holder has."""
    yield Right(
        object="core.user",
        action="manage",
        label=N_("Manage users"),
        on_records=False,
        noun=N_("Users"),
    )
    yield Right(
        object="core.token",
        action="create",
        label=N_("Make tokens of the API"),
        on_records=False,
        default=Reach.ALL,
        noun=N_("API"),
    )
    yield Right(
        object="core.group",
        action="manage",
        label=N_("Manage groups"),
        on_records=False,
        noun=N_("Groups"),
    )
    yield Right(
        object="core.profile",
        action="manage",
        label=N_("Manage profiles"),
        on_records=False,
        noun=N_("Profiles"),
    )


def settings() -> Iterable[Setting]:
    """Which provider vouches for colleagues."""
    yield Setting(key=elsewhere.ISSUER, label=N_("Address of the provider (issuer)"), default="")
    yield Setting(key=elsewhere.CLIENT_ID, label=N_("Identifier (client ID)"), default="")
    yield Setting(
        key=elsewhere.CLIENT_SECRET,
        label=N_("Secret (client secret)"),
        default="",
        kind="secret",
    )
    yield Setting(key=elsewhere.LABEL, label=N_("Name on the button"), default="")
    yield Setting(
        key=elsewhere.PROFILE,
        label=N_("Profile of colleagues who come for the first time"),
        default="",
    )


def settings_pages() -> Iterable[SettingsPage]:
    """Pages on colleagues and what they may do."""
    yield SettingsPage(
        key="core.sign_in",
        label=N_("Signing in"),
        icon="login",
        right="core.settings.edit",
        order=45,
        href="/settings/sign-in",
        note=N_("A provider that vouches for colleagues (OpenID Connect)."),
    )
    yield SettingsPage(
        key="core.users",
        label=N_("Users"),
        icon="users",
        right="core.user.manage",
        order=20,
        href="/settings/users",
        note=N_("Who signs in, with which profile and in which groups."),
    )
    yield SettingsPage(
        key="core.groups",
        label=N_("Groups"),
        icon="users-group",
        right="core.group.manage",
        order=30,
        href="/settings/groups",
        note=N_("Colleagues who share their clients."),
    )
    yield SettingsPage(
        key="core.profiles",
        label=N_("Profiles and rights"),
        icon="shield-lock",
        right="core.profile.manage",
        order=40,
        href="/settings/profiles",
        note=N_("What colleagues may do, and with which clients."),
    )


def jobs() -> Iterable[Job]:
    """The mail with a link to choose a password, and the clearing of what has ended."""
    yield Job(kind=TIDY, label=N_("Forget ended sessions, links and attempts"), run=tidy)
    yield Job(kind=KIND, label=N_("Mail a link to choose a password"), run=send_link)


def schedules() -> Iterable[Schedule]:
    """The clearing, every day."""
    yield Schedule(key=TIDY, kind=TIDY, every=timedelta(days=1))
