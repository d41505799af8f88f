"""What the core declares about sharing: entries of the Actions menu, the log, the daily job."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from onglet.contributions import Action, Job, Right, Schedule, SettingsPage
from onglet.rights.granters import SHARE
from onglet.sharing.pages import REASSIGN, ROOM
from onglet.sharing.tidying import KIND, tidy_shares
from onglet.ui.i18n import N_

if TYPE_CHECKING:
    from collections.abc import Iterable

GROUP = "3-sharing"


def actions() -> Iterable[Action]:
    """Another owner, a share with a colleague or a group, and who can see the client."""
    yield Action(
        key="core.reassign",
        label=N_("Change the owner of the client"),
        icon="user-edit",
        right=REASSIGN,
        order=70,
        group=GROUP,
        href=lambda record: record.href("-", ROOM, "owner"),
        opens_dialog=True,
    )
    yield Action(
        key="core.share_user",
        label=N_("Share the client with a colleague"),
        icon="user-plus",
        right=SHARE,
        order=71,
        group=GROUP,
        href=lambda record: record.href("-", ROOM, "new"),
        opens_dialog=True,
    )
    yield Action(
        key="core.share_group",
        label=N_("Share the client with a group of colleagues"),
        icon="users-plus",
        right=SHARE,
        order=72,
        group=GROUP,
        href=lambda record: record.href("-", ROOM, "new") + "?groups",
        opens_dialog=True,
    )
    yield Action(
        key="core.who",
        label=N_("Who can see this client"),
        icon="eye-check",
        right=SHARE,
        order=73,
        group=GROUP,
        href=lambda record: record.href("-", ROOM, "who"),
        opens_dialog=True,
    )


def rights() -> Iterable[Right]:
    """The right to read the log of grants of the firm."""
    yield Right(
        object="core.audit",
        action="read",
        label=N_("Read the log of grants"),
        on_records=False,
        noun=N_("Log of grants"),
    )


def settings_pages() -> Iterable[SettingsPage]:
    """The log of grants."""
    yield SettingsPage(
        key="core.audit",
        label=N_("Log of grants"),
        icon="list-check",
        right="core.audit.read",
        order=45,
        href="/settings/audit",
    )


def jobs() -> Iterable[Job]:
    """The clearing of shares that ended long ago."""
    yield Job(kind=KIND, label=N_("Clear the shares that ended long ago"), run=tidy_shares)


def schedules() -> Iterable[Schedule]:
    """The clearing, every day."""
    yield Schedule(key=KIND, kind=KIND, every=timedelta(days=1))
